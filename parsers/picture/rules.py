"""Ruled and dotted lines of a form: where one writes, and what to take away before recognition.

Dots glue to words and frames hide them from Tesseract, so they are found and erased first. What
is found tells where a slot begins and ends, more surely than the words around it.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from parsers.picture.words import Rect

# Pixels at the working resolution of 200 dpi.
_RULE = 70
_DOT = 9
# Dots of a leader stand 7 to 10 pixels apart, tone marks over letters 20 and more.
_DOT_GAP = 13
_LEADER = 32
_THICK = 10


@dataclass(frozen=True)
class Rules:
    """Leaders (dotted or ruled lines to write on), upright rules of tables, and the clean page."""

    leaders: tuple[Rect, ...]
    uprights: tuple[Rect, ...]
    clean: np.ndarray


def find_rules(grey: np.ndarray, mask: np.ndarray) -> Rules:
    """Find the rules of a straightened page from its ink mask."""
    level = _opened(mask, (_RULE, 1))
    upright = _opened(mask, (1, _RULE))
    dots = _dots(mask)
    strips = cv2.morphologyEx(dots, cv2.MORPH_CLOSE, np.ones((3, _DOT_GAP), np.uint8))
    strips = _opened(strips, (_LEADER, 1))
    dots = cv2.bitwise_and(dots, cv2.dilate(strips, np.ones((3, _DOT), np.uint8)))
    leaders = [r for r in _boxes(level) if r.height <= _THICK] + _boxes(strips)
    uprights = [r for r in _boxes(upright) if r.width <= _THICK]
    gone = _without_crossings(mask, level) | _without_crossings(mask.T, upright.T).T | dots
    gone = cv2.dilate(gone, np.ones((3, 3), np.uint8))
    clean = grey.copy()
    clean[gone > 0] = 255
    return Rules(tuple(leaders), tuple(uprights), clean)


def _opened(mask: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, size)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel))


def _dots(mask: np.ndarray) -> np.ndarray:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    small = (stats[:, cv2.CC_STAT_WIDTH] <= _DOT) & (stats[:, cv2.CC_STAT_HEIGHT] <= _DOT)
    small[0] = False
    return (small[labels] * np.uint8(255)) if count > 1 else np.zeros_like(mask)


def _without_crossings(mask: np.ndarray, rule: np.ndarray) -> np.ndarray:
    """The rule without the columns in which ink stands above and below: strokes that cross it."""
    reach = _THICK
    rows = np.ones((reach, 1), np.uint8)
    near = cv2.dilate(rule, np.ones((3, 1), np.uint8))
    rest = cv2.bitwise_and(mask, cv2.bitwise_not(near))
    above = cv2.dilate(rest, rows, anchor=(0, reach - 1))
    below = cv2.dilate(rest, rows, anchor=(0, 0))
    crossed = cv2.bitwise_and(above, below)
    return np.asarray(cv2.bitwise_and(near, cv2.bitwise_not(crossed)))


def _boxes(mask: np.ndarray) -> list[Rect]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [Rect(x, y, x + w, y + h) for x, y, w, h, _ in stats[1:count].tolist()]
