"""Put a page picture upright: a quarter turn by its lines of text, then the small skew."""

import cv2
import numpy as np

from parsers.picture.page import Sheet

MAX_SKEW = 5.0
# Pixels averaged into one to see in which direction the lines run.
_COARSE = 14


def flatten(grey: np.ndarray) -> np.ndarray:
    """Shadows and paper colour taken out: the paper becomes white."""
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 31)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]))
    return np.asarray(cv2.divide(grey, np.maximum(paper, 1), scale=255))


def ink(grey: np.ndarray) -> np.ndarray:
    """0/255 mask of what is darker than the paper of a flattened picture."""
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    level = float(np.clip(level, 110, 215))
    return np.asarray(cv2.threshold(grey, level, 255, cv2.THRESH_BINARY_INV)[1])


def lies_on_its_side(mask: np.ndarray) -> bool:
    """Whether the lines of text run from top to bottom.

    Looks at the middle of the page, without the edges of a table that it was photographed on, and
    so coarsely that dotted leaders below one another make no lines of their own.
    """
    height, width = mask.shape
    middle = mask[height // 10 : -height // 10, width // 10 : -width // 10]
    if min(middle.shape) < 2 * _COARSE:
        return False
    factor = 1 / _COARSE
    small = np.asarray(cv2.resize(middle, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))
    angles = (-3.0, -1.5, 0.0, 1.5, 3.0)
    across = max(_sharpness(small, a) for a in angles)
    return max(_sharpness(np.rot90(small), a) for a in angles) > across


def skew(mask: np.ndarray) -> float:
    """By how many degrees the lines of text fall to the right, within ±`MAX_SKEW`."""
    small = mask[::3, ::3]
    coarse = max(np.arange(-MAX_SKEW, MAX_SKEW + 0.1, 0.5), key=lambda a: _sharpness(small, a))
    fine = np.arange(coarse - 0.5, coarse + 0.51, 0.1)
    return float(max(fine, key=lambda a: _sharpness(small, a)))


def straightened(sheet: Sheet, degrees: float) -> Sheet:
    """The sheet turned back by `degrees`, same size, white where nothing was."""
    if abs(degrees) < 0.1:
        return sheet
    height, width = sheet.grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)

    def turned(grey: np.ndarray) -> np.ndarray:
        size, paper = (width, height), (255, 255, 255)
        return np.asarray(cv2.warpAffine(grey, turn, size, borderValue=paper))

    back = sheet.back @ np.linalg.inv(np.vstack([turn, (0, 0, 1)]))
    return sheet.changed(turned, back)


def _sharpness(mask: np.ndarray, degrees: float) -> float:
    """Energy of the profile of ink across lines that fall by `degrees`: high where they fit."""
    rows, columns = np.nonzero(mask)
    if len(rows) == 0:
        return 0.0
    shifted = rows - columns * np.tan(np.radians(degrees))
    profile = np.bincount(np.round(shifted - shifted.min()).astype(int), mask[rows, columns])
    return float((np.diff(profile) ** 2).sum())
