"""The way to the places of a sheet that the program handed out: its code says what it is and
about where it lies, the black squares printed around it say so exactly.
"""

from collections.abc import Sequence
from math import dist

import cv2
import numpy as np

from parsers.layout import CODE_AT, CODE_MARGIN, CODE_SIZE, MARK, MARKS, PLACES, Point
from parsers.picture.locator import Found
from parsers.picture.qr import SeenCode

# A mark is looked for so far (pixels) around its likely place, and by so much more for each pixel
# that it is away from what is known already.
_NEAR, _FARTHER = 12.0, 0.12
_WHITE = 0.4  # of a mark's side: what must be white around it
_LIKE = 0.75  # correlation from which it is one
_FEWEST = 5  # four say where the sheet lies, one more that it is so
_PLANE = 3  # marks from which its shape can be told, not only its turn and size
# Pixels by which marks and the code's corners may be elsewhere than the flat sheet has them.
_OFF, _CODE_OFF = 5.0, 9.0
_HALF_TEXT = 4.0  # points from the baseline up to the middle of what is written on it


def places_by_marks(grey: np.ndarray, code: SeenCode) -> dict[str, Found]:
    """The places on an upright sheet (uint8, grey) with that code, by name; {} where its marks are
    not where the code has them, or none are printed on it.
    """
    places = PLACES.get(code.says.form, {})
    matrix = laid(grey, code) if places else None
    if matrix is None:
        return {}
    found = {}
    for key, (left, right, base) in places.items():
        ends = ((left, base - _HALF_TEXT), (right, base - _HALF_TEXT))
        (ax, ay), (bx, by) = _through(matrix, ends).tolist()
        found[key] = Found(((ax, ay), (bx, by)), 1.0)
    return found


def laid(grey: np.ndarray, code: SeenCode) -> np.ndarray | None:
    """The matrix (3x3) from points of the printed sheet to pixels of its picture, None where its
    marks do not say it.
    """
    corners = _code_corners(code.modules)
    known, seen = list(corners), [(float(x), float(y)) for x, y in code.corners]
    matrix = _turned(known, seen)
    first = len(known)
    for mark in sorted(MARKS, key=lambda m: dist(m, corners[0])):
        (at,) = _through(matrix, [mark])
        away = min(dist(at, s) for s in seen)
        scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
        middle = _mark(grey, at, MARK * scale, _NEAR + _FARTHER * away)
        if middle is None:
            continue
        known.append(mark)
        seen.append(middle)
        matrix = (_turned if len(known) - first < _PLANE else _slanted)(known, seen)
    if len(known) - first < _FEWEST:
        return None
    matrix, _ = cv2.findHomography(np.array(known[first:]), np.array(seen[first:]))
    off = np.linalg.norm(_through(matrix, known) - np.array(seen), axis=1)
    return matrix if off[:first].max() < _CODE_OFF and off[first:].max() < _OFF else None


def _code_corners(modules: int) -> list[Point]:
    """The corners of the code itself on the printed sheet, clockwise from the upper left one."""
    margin = CODE_SIZE * CODE_MARGIN / (modules + 2 * CODE_MARGIN)
    (x, y), side = CODE_AT, CODE_SIZE - 2 * margin
    left, top = x + margin, y + margin
    return [(left, top), (left + side, top), (left + side, top + side), (left, top + side)]


def _through(matrix: np.ndarray, points: Sequence[Point]) -> np.ndarray:
    moved = np.column_stack([np.array(points), np.ones(len(points))]) @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:])


def _turned(known: Sequence[Point], seen: Sequence[Point]) -> np.ndarray:
    """The turn, size and shift that fit best: what a few points near one another can tell."""
    a, b = (np.array([complex(*p) for p in points]) for points in (known, seen))
    turn = ((b - b.mean()) * (a - a.mean()).conj()).sum() / (abs(a - a.mean()) ** 2).sum()
    shift = b.mean() - turn * a.mean()
    return np.array(
        [[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag], [0.0, 0.0, 1.0]]
    )


def _slanted(known: Sequence[Point], seen: Sequence[Point]) -> np.ndarray:
    """As `_turned`, where the sheet may also be seen from the side."""
    rows, *_ = np.linalg.lstsq(np.column_stack([known, np.ones(len(known))]), np.array(seen))
    return np.vstack([rows.T, (0.0, 0.0, 1.0)])


def _mark(grey: np.ndarray, at: np.ndarray, side: float, reach: float) -> Point | None:
    """The middle of the mark that is looked for around `at`, None where nothing looks like one."""
    square, white = round(side), round(side * _WHITE)
    whole = square + 2 * white
    left, top = (max(0, round(float(v) - reach - whole / 2)) for v in at)
    right, low = (max(0, round(float(v) + reach + whole / 2)) for v in at)
    around = grey[top:low, left:right]
    if min(around.shape) < whole or square < 4:
        return None
    sought = np.full((whole, whole), 255, np.uint8)
    sought[white : white + square, white : white + square] = 0
    likeness = cv2.matchTemplate(around, sought, cv2.TM_CCOEFF_NORMED)
    _, best, _, (x, y) = cv2.minMaxLoc(likeness)
    return (left + x + (whole - 1) / 2, top + y + (whole - 1) / 2) if best >= _LIKE else None
