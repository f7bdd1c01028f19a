"""Check boxes: whether something was put into each of two, as a small network sees it."""

from dataclasses import dataclass

import numpy as np

from parsers.picture import nets, trust
from parsers.picture.crop import MARKS, crop_around
from parsers.picture.page import Line, Sheet

_MARKED = 0.5


@dataclass(frozen=True, slots=True)
class Marks:
    """Of a choice's two boxes: how likely each is marked (0..1), and what was looked at."""

    yes: float
    no: float
    cut: np.ndarray

    @property
    def value(self) -> bool | None:
        """The one that is marked, None where both or neither seem to be."""
        if (self.yes > _MARKED) == (self.no > _MARKED):
            return None
        return self.yes > _MARKED

    @property
    def sure(self) -> float:
        """How surely (0..1) exactly the one box is marked and the other is empty."""
        return max(self.yes * (1 - self.no), self.no * (1 - self.yes))


def read_marks(sheet: Sheet, yes: Line, no: Line) -> Marks:
    """The two boxes of a choice on a sheet, each given by a line from its left to its right.

    Where that leaves a doubt they are looked at once more without the specks of a bitonal scan,
    which may look like a mark, but cannot hide one.
    """
    marks = _seen(sheet.dark, yes, no)
    if marks.sure >= trust.MARK or sheet.quiet is None:
        return marks
    quiet = _seen(sheet.quiet.dark, yes, no)
    return quiet if marks.value in (None, quiet.value) else marks


def _seen(grey: np.ndarray, yes: Line, no: Line) -> Marks:
    cuts = [crop_around(grey, _middle(line), MARKS) for line in (yes, no)]
    p = nets.marked(cuts)
    return Marks(p[0], p[1], np.hstack(cuts))


def _middle(line: Line) -> tuple[float, float]:
    (ax, ay), (bx, by) = line
    return (ax + bx) / 2, (ay + by) / 2
