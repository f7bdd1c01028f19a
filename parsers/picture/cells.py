"""Where counts stand in a table: its cells say how far a slot reaches and at which height it is.

Where a label takes two lines, the value stands beside one of them or between them, and rows are
not even.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from parsers.picture.ink import ink_of
from parsers.picture.locator import Found
from parsers.picture.page import Line

# Pixels of the sheet: how far rules are looked for, how thick and how far apart they may be.
_REACH, _BESIDE, _INSIDE = 170, 60, 40
_LOWEST, _HIGHEST = 26, 190
_STRIP = 10  # half the width in which a rule must be dark from side to side
_OFF = 8  # by which a skewed rule may be higher or lower at the other end of a slot
_DARK = 22.0  # grey levels below the paper
_EDGE = 6  # of a cell, which belongs to its rules
_MARK = 12  # pixels of the least thing that is written, a dash; grain is smaller
_MOVED = 12.0  # a value stands at another height than its label where it is farther from it


@dataclass(frozen=True, slots=True)
class Cell:
    """Inner edges of a table's cell."""

    left: int
    right: int
    top: int
    bottom: int


def in_cells(names: Sequence[str], grey: np.ndarray, places: dict[str, Found]) -> dict[str, Found]:
    """The places of a table's rows, each reaching from the left edge of its cell at the height of
    what is written there; {} where they do not stand in cells of their own, one below another.
    """
    cells = [_cell(grey, places[n].line) if n in places else None for n in names]
    known = _filled(grey, cells)
    if len(known) < len(names) or any(abs(b.top - a.bottom) > _OFF for a, b in pairwise(known)):
        return {}
    return {
        n: _placed(grey, cell, places.get(n, Found(_across(cell), 0.0)))
        for n, cell in zip(names, known, strict=True)
    }


def _filled(grey: np.ndarray, cells: Sequence[Cell | None]) -> list[Cell]:
    """The cells with one that was missed put between its neighbours, where it shows there."""
    out = []
    for i, cell in enumerate(cells):
        before, after = (cells[j] if 0 <= j < len(cells) else None for j in (i - 1, i + 1))
        if cell is None and before is not None and after is not None:
            between = Cell(before.left, before.right, before.bottom, after.top)
            seen = _cell(grey, _across(between))
            out += [] if seen is None else [seen]
        elif cell is not None:
            out.append(cell)
    return out


def _across(cell: Cell) -> Line:
    middle = (cell.top + cell.bottom) / 2
    return (cell.left + _EDGE, middle), (cell.right - _EDGE, middle)


def _cell(grey: np.ndarray, line: Line) -> Cell | None:
    (ax, ay), (bx, by) = line
    middle = round((ay + by) / 2)
    first = max(0, middle - _REACH)
    dark = _dark(grey[first : middle + _REACH, max(0, round(ax) - _BESIDE) : round(bx) + _BESIDE])
    if min(dark.shape) < 2 * _STRIP or bx - ax < 4 * _STRIP:
        return None
    offset = max(0, round(ax) - _BESIDE)
    across = [ax + (bx - ax) * share - offset for share in (0.2, 0.5, 0.8)]
    ends = _rules([_level(dark, round(x)) for x in across], middle - first)
    if ends is None:
        return None
    top, bottom = ends
    if not _LOWEST <= bottom - top <= _HIGHEST:
        return None
    upright = dark[top + _EDGE : bottom - _EDGE]
    walls = np.flatnonzero(_thick(upright, (1, 3)).mean(axis=0) > 0.93) + offset
    left = walls[walls < ax + _INSIDE]
    right = walls[walls > bx - _INSIDE]
    if not left.size or not right.size or left[-1] >= right[0]:
        return None
    return Cell(int(left[-1]), int(right[0]), top + first, bottom + first)


def _dark(part: np.ndarray) -> np.ndarray:
    """0/1 of what is darker than the paper around it."""
    if not part.size:
        return np.zeros((0, 0), np.float32)
    paper = cv2.blur(cv2.dilate(part, np.ones((15, 15), np.uint8)), (15, 15))
    return np.asarray(cv2.subtract(paper, part) > _DARK, np.float32)


def _thick(mask: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return np.asarray(cv2.dilate(mask, np.ones(size, np.uint8)))


def _level(dark: np.ndarray, x: int) -> np.ndarray:
    """The rows in which the mask is dark from side to side around a column."""
    strip = dark[:, max(0, x - _STRIP) : x + _STRIP]
    rows = _thick(strip, (3, 1)).mean(axis=1) if strip.shape[1] else np.zeros(len(dark))
    return np.flatnonzero(rows > 0.93)


def _rules(levels: list[np.ndarray], middle: int) -> tuple[int, int] | None:
    """The nearest rows above and below that are dark at every one of the columns."""
    left, centre, right = levels
    if not (left.size and centre.size and right.size):
        return None
    whole = np.array(
        [
            y
            for y in centre.tolist()
            if np.abs(left - y).min() <= _OFF and np.abs(right - y).min() <= _OFF
        ]
    )
    above, below = whole[whole < middle - 3], whole[whole > middle + 3]
    return (int(above.max()), int(below.min())) if above.size and below.size else None


def _written(grey: np.ndarray) -> np.ndarray:
    """First and last row of what is written in a cell; grain is no writing. Perhaps none."""
    inside = ink_of(grey[_EDGE:-_EDGE, _EDGE:-_EDGE])
    if inside is None:
        return np.zeros(0)
    _, _, stats, _ = cv2.connectedComponentsWithStats(inside)
    marks = stats[1:][stats[1:, cv2.CC_STAT_AREA] >= _MARK]
    if not len(marks):
        return np.zeros(0)
    tops, heights = marks[:, cv2.CC_STAT_TOP], marks[:, cv2.CC_STAT_HEIGHT]
    return np.array([tops.min(), (tops + heights).max() - 1]) + _EDGE


def _placed(grey: np.ndarray, cell: Cell, found: Found) -> Found:
    """The place within its cell: from its left edge, at the height of the ink in it."""
    (ax, ay), (bx, by) = found.line
    if not cell.top < (ay + by) / 2 < cell.bottom:
        (ax, ay), (bx, by) = _across(cell)
        found = Found(((ax, ay), (bx, by)), 0.0)
    rows = _written(grey[cell.top : cell.bottom, cell.left : cell.right])
    middle = (cell.top + cell.bottom) / 2 if not rows.size else cell.top + rows.mean()
    down = middle - (ay + by) / 2
    down = down if abs(down) > _MOVED else 0.0
    start = min(ax, cell.left + _EDGE)
    return Found(((start, ay + down), (bx, by + down)), found.sure)
