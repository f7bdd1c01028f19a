"""One digit's picture to features, and the small network that tells the twenty digits apart."""

from functools import cache
from pathlib import Path

import cv2
import numpy as np

WEIGHTS = Path(__file__).with_name("digits.npz")
SIDE = 28
# Classes 0..9 are ๐..๙, 10..19 are 0..9.
CLASSES = 20
_CELLS, _DIRECTIONS = 4, 8


def features(mask: np.ndarray) -> np.ndarray:
    """Features of one digit from its ink mask (0..255, cropped to the ink)."""
    height, width = mask.shape
    scale = (SIDE - 4) / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)
    square = np.zeros((SIDE, SIDE), np.uint8)
    top, left = (SIDE - size[1]) // 2, (SIDE - size[0]) // 2
    square[top : top + size[1], left : left + size[0]] = small
    coarse = cv2.resize(square, (14, 14), interpolation=cv2.INTER_AREA).ravel() / 255
    shape = _slopes(square)
    return np.concatenate([shape, coarse, [width / (width + height)]]).astype(np.float32)


def _slopes(square: np.ndarray) -> np.ndarray:
    """How much edge of each direction each cell has (a histogram of oriented gradients)."""
    soft = cv2.GaussianBlur(square.astype(np.float32), (0, 0), 0.8)
    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    strength = np.hypot(across, down)
    turn = (np.arctan2(down, across) / (2 * np.pi) % 1) * _DIRECTIONS
    maps = []
    for direction in range(_DIRECTIONS):
        away = np.abs((turn - direction + _DIRECTIONS / 2) % _DIRECTIONS - _DIRECTIONS / 2)
        share = (strength * np.clip(1 - away, 0, 1)).astype(np.float32)
        maps.append(cv2.resize(share, (_CELLS, _CELLS), interpolation=cv2.INTER_AREA).ravel())
    histogram = np.concatenate(maps)
    return np.asarray(np.sqrt(histogram / (histogram.sum() + 1e-6)))


def probabilities(batch: np.ndarray) -> np.ndarray:
    """Of each class, for a batch of features: shape (n, CLASSES)."""
    w1, b1, w2, b2 = _weights()
    scores = np.maximum(batch @ w1 + b1, 0) @ w2 + b2
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(scores / scores.sum(axis=1, keepdims=True))


@cache
def _weights() -> tuple[np.ndarray, ...]:
    with np.load(WEIGHTS) as stored:
        return tuple(stored[name].astype(np.float32) for name in ("w1", "b1", "w2", "b2"))
