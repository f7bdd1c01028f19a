"""Check boxes: whether something was put into each of two, as a small network sees it."""

from dataclasses import dataclass

import numpy as np

from parsers.picture import nets, trust
from parsers.picture.crop import MARKS, crop_around
from parsers.picture.page import Line, Sheet

_MARKED = 0.5
# Where each look is taken, in pixels of the sheet right of and below the box.
_LOOKS = (0.0, 0.0), (3.0, 2.0), (-3.0, -2.0)


@dataclass(frozen=True, slots=True)
class Marks:
    """Of a choice's two boxes: how likely each is marked (0..1) at each look, and what was looked
    at.
    """

    looks: tuple[tuple[float, float], ...]
    cut: np.ndarray

    @property
    def yes(self) -> float:
        """How likely the first box is marked, in the mean of all looks."""
        return float(np.mean([yes for yes, _ in self.looks]))

    @property
    def no(self) -> float:
        """How likely the other one is."""
        return float(np.mean([no for _, no in self.looks]))

    @property
    def value(self) -> bool | None:
        """The one that is marked, None where both or neither seem to be."""
        if (self.yes > _MARKED) == (self.no > _MARKED):
            return None
        return self.yes > _MARKED

    @property
    def sure(self) -> float:
        """How surely (0..1) exactly the one box is marked and the other is empty, in the mean."""
        return float(np.mean(self._chances))

    @property
    def least(self) -> float:
        """How surely so at the look that is least sure of it: the two may be marked with different
        pens, and a pale mark is seen by some looks only.
        """
        return min(self._chances)

    @property
    def clear(self) -> bool:
        """Whether that is sure enough."""
        return self.sure >= trust.MARK and self.least >= trust.MARK_AT_ANY_LOOK

    @property
    def _chances(self) -> list[float]:
        ways = ([y * (1 - n) for y, n in self.looks], [n * (1 - y) for y, n in self.looks])
        return max(ways, key=sum)


def read_marks(sheet: Sheet, yes: Line, no: Line) -> Marks:
    """The two boxes of a choice on a sheet, each given by a line from its left to its right.

    Where that leaves a doubt they are looked at once more without the specks of a bitonal scan,
    which may look like a mark, but cannot hide one.
    """
    marks = _seen(sheet.dark, yes, no)
    if marks.clear or sheet.quiet is None:
        return marks
    quiet = _seen(sheet.quiet.dark, yes, no)
    return quiet if marks.value in (None, quiet.value) else marks


def _seen(grey: np.ndarray, yes: Line, no: Line) -> Marks:
    looks = [_cuts(grey, yes, no, right, down) for right, down in _LOOKS]
    p = nets.marked([pair for a, b in looks for pair in ((a, b), (b, a))])
    return Marks(tuple(zip(p[::2], p[1::2], strict=True)), np.hstack(looks[0]))


def _cuts(
    grey: np.ndarray, yes: Line, no: Line, right: float, down: float
) -> tuple[np.ndarray, np.ndarray]:
    """Both boxes, looked at so far beside their middles (pixels of the sheet)."""
    middles = [((ax + bx) / 2 + right, (ay + by) / 2 + down) for (ax, ay), (bx, by) in (yes, no)]
    first, second = (crop_around(grey, middle, MARKS) for middle in middles)
    return first, second
