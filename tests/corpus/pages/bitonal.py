"""What scanners and fax machines make black and what white."""

from random import Random

import cv2
import numpy as np

from tests.corpus.pages.fonts import Split


def fixed_threshold(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return np.where(page > rng.randint(120, 190), 255, 0).astype(np.uint8)


def otsu(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return np.asarray(cv2.threshold(page, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1])


def niblack(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    """By mean and deviation of the neighbourhood: specks wherever the paper is not even."""
    window = rng.choice((31, 51, 81))
    grey = page.astype(np.float32)
    mean = cv2.blur(grey, (window, window))
    deviation = np.sqrt(np.maximum(cv2.blur(grey * grey, (window, window)) - mean * mean, 0))
    border = mean - rng.uniform(0.2, 0.9) * deviation - rng.uniform(2, 16)
    return np.where(grey > border, 255, 0).astype(np.uint8)


def mid_grey(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    """Half-way between the darkest and lightest of the neighbourhood, where these differ."""
    near = np.ones((rng.choice((15, 25, 35)),) * 2, np.uint8)
    low, high = cv2.erode(page, near).astype(np.int16), cv2.dilate(page, near).astype(np.int16)
    ink = (page <= (low + high) // 2) & (high - low > rng.randint(30, 90))
    return np.where(ink, 0, 255).astype(np.uint8)


def local_threshold(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    mean, binary = cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY
    return np.asarray(cv2.adaptiveThreshold(page, 255, mean, binary, 41, rng.randint(8, 18)))


def box_threshold(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    mean, binary = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY
    return np.asarray(cv2.adaptiveThreshold(page, 255, mean, binary, 61, rng.randint(9, 20)))
