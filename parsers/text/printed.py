"""A document's lines as one string of bones, and where printed texts stand in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from parsers.text.letters import Letter, Line
from parsers.thai import skeleton

_NEAR_LONG, _NEAR_SHORT = 84.0, 90.0
_LONG = 12
_WRAPPED = 0.98
_BESIDE = 4
_HEAD = 3  # bones that a broken text has on its first line at least
_BETWEEN = 2  # lines: how far on the next part of a broken text may stand
STRONG = 6  # bones: a text this long is told apart by itself, and near matches are let in


@dataclass(frozen=True, slots=True)
class Place:
    """A letter's place: its line and its number there."""

    line: int
    letter: int


@dataclass(frozen=True, slots=True)
class Span:
    """Bones `start` to `end` of a text; `score` 0..1 says how well they match what was sought.

    `pieces`: the bones that are the sought text's own, where others stand between them.
    """

    start: int
    end: int
    score: float = 1.0
    pieces: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class Text:
    """Lines in reading order, and their skeleton with the place of each bone."""

    lines: Sequence[Line]
    bones: str = ""
    places: list[Place] = field(default_factory=list)

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Text":
        """Lay out the lines as one string of bones."""
        text = cls(lines)
        parts = []
        for i, line in enumerate(lines):
            for j, letter in enumerate(line.letters):
                if letter.bone:
                    parts.append(letter.bone)
                    text.places.append(Place(i, j))
        text.bones = "".join(parts)
        return text

    def letter(self, bone: int) -> Letter:
        """The letter that a bone is of."""
        place = self.places[bone]
        return self.lines[place.line].letters[place.letter]

    def line_start(self, bone: int) -> bool:
        """Whether no bone stands before this one on its line."""
        return bone == 0 or self.places[bone - 1].line != self.places[bone].line

    def line_of(self, bone: int) -> int:
        """The number of the line that a bone stands on."""
        return self.places[bone].line


def find(text: Text, wanted: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Every place where a printed text stands; near matches only where there is no exact one."""
    sought = skeleton(wanted)
    stop = len(text.bones) if end is None else end
    found, at = [], text.bones.find(sought, start, stop)
    while sought and at >= 0:
        found.append(Span(at, at + len(sought)))
        at = text.bones.find(sought, at + 1, stop)
    if not found and len(sought) >= STRONG:
        near = find_wrapped(text, sought, start, stop) or find_near(text, sought, start, stop)
        found = [near] if near else []
    return found


def find_wrapped(text: Text, sought: str, start: int, stop: int) -> Span | None:
    """A text broken over lines of a table's cell, with something else beside it."""
    at = text.bones.find(sought[:_HEAD], start, stop)
    while at >= 0:
        pieces = _pieces(text, sought, at, stop)
        if pieces:
            return Span(at, pieces[-1][1], _WRAPPED, pieces)
        at = text.bones.find(sought[:_HEAD], at + 1, stop)
    return None


def _pieces(text: Text, sought: str, at: int, stop: int) -> tuple[tuple[int, int], ...]:
    """The bones from `at` on that are the sought ones: as many as its line has, the others at the
    beginnings of the lines that follow. () where they are not there.
    """
    line, own = text.line_of(at), 0
    while (
        own < len(sought)
        and at + own < stop
        and text.line_of(at + own) == line
        and text.bones[at + own] == sought[own]
    ):
        own += 1
    if own == len(sought):
        return ((at, at + own),)
    # What stands beside may begin with the letter that the text goes on with.
    for length in range(own, max(0, own - _BESIDE), -1):
        for start in _line_starts(text, at + own, line + _BETWEEN, stop):
            rest = _pieces(text, sought[length:], start, stop)
            if rest:
                return ((at, at + length), *rest)
    return ()


def _line_starts(text: Text, bone: int, last: int, stop: int) -> list[int]:
    """The bones from `bone` on that open lines, up to the line `last`."""
    starts = []
    while bone < stop and text.line_of(bone) <= last:
        if text.line_start(bone):
            starts.append(bone)
        bone += 1
    return starts


def find_near(text: Text, sought: str, start: int, stop: int) -> Span | None:
    """The best near match of a skeleton between two bones, None where nothing comes near."""
    cutoff = _NEAR_LONG if len(sought) >= _LONG else _NEAR_SHORT
    hit = fuzz.partial_ratio_alignment(sought, text.bones[start:stop], score_cutoff=cutoff)
    if hit is None or hit.dest_end - hit.dest_start < 0.7 * len(sought):
        return None
    near = Span(start + hit.dest_start, start + hit.dest_end, hit.score / 100 * 0.95)
    return _trimmed(text, sought, near)


def _trimmed(text: Text, sought: str, near: Span) -> Span:
    """The near match with its ends where the sought text's own ends stand, a few bones away."""
    head, tail = sought[:3], sought[-3:]
    first = text.bones.find(head, max(0, near.start - 4), near.start + 7)
    last = text.bones.rfind(tail, near.end - 7, near.end + 5)
    start = near.start if first < 0 else first
    end = near.end if last < 0 else last + len(tail)
    # A digit at an end that the sought text does not have there is a value's.
    while end > start and text.bones[end - 1].isdigit() and not tail[-1].isdigit():
        end -= 1
    while start < end and text.bones[start].isdigit() and not head[0].isdigit():
        start += 1
    return Span(start, end, near.score) if end > start else near
