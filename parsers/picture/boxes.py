"""A choice's two boxes by the words printed behind them, where the locator does not see both.

A stamp over a box hides it from the locator, and so do the specks of a fax.
"""

from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz import fuzz

from parsers.form import Field
from parsers.picture.crop import TEXT, WORK_DPI, x_of
from parsers.picture.ctc import Line as Logs
from parsers.picture.labels import bones_of, first_print, read_line
from parsers.picture.locator import Found
from parsers.picture.page import Line
from parsers.thai import skeleton

_MM = WORK_DPI / 25.4
# Rows are looked for in steps of this; a row is read up to here from the left edge.
_STEP, _LEFT, _RIGHT = 2.5 * _MM, 8.0 * _MM, 110.0 * _MM
# How like the printed words (0..100) what is read must be, and how many letters may be seen of the
# box before them.
_LIKE, _BOX = 80.0, 3
# Half of a box's width, whose left edge is the first print of its row, and how far that is at least
# from where the words are seen: what begins nearer to it are the words, the box was overlooked.
_HALF, _BEFORE = 2.0 * _MM, 3.5 * _MM
# So far boxes that stand one below the other differ at most.
_BELOW = 1.5 * _MM
# So far before its words a box begins at most, brackets with room in them; what is dark farther
# left is a shadow or a stain. The words go on behind it so far at least.
_REACH, _BEHIND = 18.0 * _MM, 20.0 * _MM
# Boxes that lie so near to each other are one that was taken for both.
_SAME = 4.0 * _MM


@dataclass(frozen=True, slots=True)
class _Row:
    """A row on which the words behind a box are read, how like (0..100) they are, where they begin,
    and where the first print near them does.
    """

    like: float
    x: float
    y: float
    start: float = 0.0


def both_seen(yes: Found | None, no: Found | None) -> bool:
    """Whether there are two boxes, and not one that was taken for both."""
    if yes is None or no is None:
        return False
    (ax, ay), (bx, by) = yes.line[0], no.line[0]
    return float(np.hypot(ax - bx, ay - by)) > _SAME


def boxes_by_words(
    grey: np.ndarray, item: Field, slope: float, top: float, low: float
) -> tuple[Line | None, Line | None]:
    """The boxes of a choice on a sheet, yes and no, each before its words at the beginning of a row
    between the heights `top` and `low`; rows fall by `slope` to the right. None where the words are
    not read there.
    """
    found: list[_Row | None] = [None, None]
    for y in np.arange(top, low, _STEP):
        line = ((_LEFT, y + slope * _LEFT), (_RIGHT, y + slope * _RIGHT))
        logs = read_line(grey, line)
        for side, words in enumerate((item.yes, item.no)):
            best, row = found[side], _row(logs, words, float(y))
            if row.like >= _LIKE and (best is None or row.like > best.like):
                found[side] = row
    rows = [row and replace(row, start=_first_print(grey, row, slope)) for row in found]
    sure = [row.start for row in rows if row and row.start <= row.x - _BEFORE]
    # Words that are printed close behind their box begin where the other box does.
    yes, no = (
        _box(row, slope) if row and any(abs(row.start - x) <= _BELOW for x in sure) else None
        for row in rows
    )
    return yes, no


def _row(logs: Logs, words: str, y: float) -> _Row:
    """How like the printed words a row is from its beginning on, and where on it they begin."""
    letters = bones_of(logs)
    row, printed = "".join(b for b, _ in letters), skeleton(words)
    if not letters:
        return _Row(0.0, _LEFT, y)
    likes = [fuzz.ratio(printed, row[n : n + len(printed)]) for n in range(_BOX + 1)]
    first = likes.index(max(likes))
    at = logs.share(letters[min(first, len(letters) - 1)][1])
    return _Row(float(max(likes)), x_of(at, ((_LEFT, y), (_RIGHT, y)), TEXT), y)


def _first_print(grey: np.ndarray, row: _Row, slope: float) -> float:
    """Where print begins near the words of a row: with its box, or with them if that is missed."""
    reach = row.x + _BEHIND
    end = (reach, row.y + slope * reach)
    return first_print(grey, (end, end), slope, row.x - _REACH)


def _box(row: _Row, slope: float) -> Line:
    """The box with which a row begins."""
    x = row.start
    return (x, row.y + slope * x), (x + 2 * _HALF, row.y + slope * x)
