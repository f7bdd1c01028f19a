"""Rectangles, recognised words and lines, with the place of every base letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from parsers.thai import skeleton


class Rect(NamedTuple):
    """Pixels of the upright working picture; `x1`, `y1` are outside."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Word:
    """A word that Tesseract saw. `confidence` 0..100 as Tesseract gives it."""

    text: str
    rect: Rect
    confidence: float


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one line from left to right, and their letters without marks (`thai.skeleton`).

    The letter `bones[i]` reaches from pixel `starts[i]` to `ends[i]`.
    """

    words: tuple[Word, ...]
    rect: Rect
    bones: str
    starts: tuple[float, ...]
    ends: tuple[float, ...]

    def between(self, x0: float, x1: float) -> str:
        """The words whose middle lies between two pixels, with spaces where there are gaps.

        Tesseract gives Thai letter by letter, so a new word is known by the gap before it.
        """
        text, end = "", None
        for word in self.words:
            if not x0 <= (word.rect.x0 + word.rect.x1) / 2 < x1:
                continue
            if end is not None and word.rect.x0 - end > _SPACE:
                text += " "
            text += word.text
            end = word.rect.x1
        return text


# Pixels at 200 dpi.
_SPACE = 11


def line_of(words: Sequence[Word]) -> Line:
    """One line from its words; pixels of letters are spread evenly over each word."""
    ordered = tuple(sorted(words, key=lambda w: w.rect.x0))
    letters: list[str] = []
    starts: list[float] = []
    ends: list[float] = []
    for word in ordered:
        part = skeleton(word.text)
        step = word.rect.width / max(len(part), 1)
        letters.append(part)
        starts += [word.rect.x0 + step * i for i in range(len(part))]
        ends += [word.rect.x0 + step * (i + 1) for i in range(len(part))]
    rect = Rect(
        min(w.rect.x0 for w in ordered),
        min(w.rect.y0 for w in ordered),
        max(w.rect.x1 for w in ordered),
        max(w.rect.y1 for w in ordered),
    )
    return Line(ordered, rect, "".join(letters), tuple(starts), tuple(ends))
