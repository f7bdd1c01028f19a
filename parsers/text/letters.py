"""Letters and lines: what a page's glyphs are put together to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from parsers.reading import Box, Source
from parsers.text.glyphs import Glyph
from parsers.thai import bone, ordered_marks


@dataclass(slots=True)
class Letter:
    """A base character with its marks. `gap`: a space or some room stands before it."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    gap: bool = False
    clash: bool = False
    source: Source = "text"
    marks: str = ""
    start: float = 0.0
    end: float = 0.0
    glyph: int = 0
    typed: bool = False

    @property
    def full(self) -> str:
        """Base and marks."""
        return self.text + ordered_marks(self.marks)

    @property
    def bone(self) -> str:
        """What the letter leaves in a skeleton."""
        return bone(self.text)


@dataclass(slots=True)
class Line:
    """Letters of one row from left to right; `leaders` are the dots that it is written on."""

    page: int
    letters: list[Letter] = field(default_factory=list)
    leaders: list[Glyph] = field(default_factory=list)
    base: float = 0.0
    size: float = 0.0

    @property
    def box(self) -> Box:
        """The rectangle around letters and leaders."""
        parts: list[Letter | Glyph] = [*self.letters, *self.leaders]
        return Box(
            min(p.x0 for p in parts),
            min(p.y0 for p in parts),
            max(p.x1 for p in parts),
            max(p.y1 for p in parts),
        )


def text_of(letters: Sequence[Letter]) -> str:
    """The letters as text, with a space at each gap."""
    return "".join((" " if i and a.gap else "") + a.full for i, a in enumerate(letters))


def box_of(letters: Iterable[Letter]) -> Box | None:
    """The rectangle around letters; None for none."""
    some = list(letters)
    if not some:
        return None
    return Box(
        min(a.x0 for a in some),
        min(a.y0 for a in some),
        max(a.x1 for a in some),
        max(a.y1 for a in some),
    )
