"""What was written for each field: the letters between its label and what is printed next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from parsers.form import Field
from parsers.reading import Box
from parsers.text.labels import Sheet
from parsers.text.letters import Letter, Line, box_of, text_of
from parsers.text.printed import Span, Text
from parsers.text.wrapped import beside_label, mixed_with_label
from parsers.thai import DASHES, skeleton

_COUNT_WORD = skeleton("จำนวน")
_BULLETS = frozenset("-–—•·●▪*.)(]\ufffd/")
_FAR = 1.9  # of the usual step between lines: a larger one ends a text


@dataclass(slots=True)
class Slot:
    """The letters of one field, line by line, and the rectangle in which they could stand."""

    page: int
    lines: list[list[Letter]] = field(default_factory=list)
    area: Box | None = None
    base: float = 0.0  # of the line that the area is on
    bases: tuple[float, float] = (0.0, 0.0)  # of the label's first and last line
    size: float = 0.0
    opened: bool = False  # จำนวน was printed before it
    ended: bool = False  # the printed word after it was found
    mixed: bool = False  # digits lie between the label's own letters

    @property
    def letters(self) -> list[Letter]:
        """All letters in reading order."""
        return [a for line in self.lines for a in line]

    @property
    def filled(self) -> bool:
        """Whether anything but punctuation stands in it; a dash is an answer."""
        return any(a.bone or a.text in DASHES for a in self.letters)

    @property
    def text(self) -> str:
        """The letters as text, a line break between lines."""
        return "\n".join(text_of(line) for line in self.lines if line)

    @property
    def box(self) -> Box | None:
        """Around the letters, or the place where they would stand."""
        return box_of(self.letters) or self.area


def find_slot(text: Text, sheet: Sheet, item: Field) -> Slot:
    """The slot of a field whose label was found."""
    label = sheet.labels[item.key]
    end = _boundary(text, sheet, label)
    if item.kind == "count":
        return _count_slot(text, label, end, item.suffix)
    return _text_slot(text, sheet, label, end)


def _boundary(text: Text, sheet: Sheet, label: Span) -> int:
    """The bone at which the next printed text begins."""
    after = [s.start for s in (*sheet.labels.values(), *sheet.printed) if s.start >= label.end]
    return min([*after, sheet.end])


def _start_of(text: Text, bone: int) -> tuple[int, int]:
    """Line and letter at which a printed text begins, its bullet or number included."""
    if bone >= len(text.places):
        return len(text.lines), 0
    place = text.places[bone]
    before = text.lines[place.line].letters[: place.letter]
    if len(before) <= 6 and all(a.text in _BULLETS or a.text.isdigit() for a in before):
        return place.line, 0
    return place.line, place.letter


def _between(text: Text, label: Span, end: int) -> list[tuple[Line, int, int]]:
    """The letters between a label and the next printed text: line, first, one past the last."""
    first = text.places[label.end - 1]
    last_line, last_letter = _start_of(text, end)
    out = []
    for i in range(first.line, min(last_line, len(text.lines) - 1) + 1):
        line = text.lines[i]
        start = first.letter + 1 if i == first.line else 0
        stop = last_letter if i == last_line else len(line.letters)
        out.append((line, start, max(start, stop)))
    return out


def _count_slot(text: Text, label: Span, end: int, suffix: str) -> Slot:
    """A count stands on its label's line, else on the next one where no label does."""
    parts = _between(text, label, end)
    first, last = (text.lines[text.line_of(at)].base for at in (label.start, label.end - 1))
    slot = Slot(parts[0][0].page, bases=(first, last), mixed=mixed_with_label(text, label))
    beside = beside_label(text, label)
    for line, after, stop in beside:
        _add_part(slot, line, after, stop, suffix)
    for i, (line, after, stop) in enumerate(parts[:2]):
        if line.page != slot.page or (i and stop < len(line.letters)) or (beside and slot.filled):
            break
        ended = _add_part(slot, line, after, stop, suffix, keep=not (i or beside))
        if ended or slot.filled:
            break
    return slot


def _add_part(
    slot: Slot, line: Line, after: int, stop: int, suffix: str, keep: bool = False
) -> bool:
    """Add what one line has of a count; was the printed word after it there. `keep`: this is where
    the value would stand, if there were one.
    """
    start = _past_count_word(line.letters, after, stop)
    last, ended = _until(line.letters, start, stop, suffix)
    if keep or slot.area is None or last > start:
        left = line.letters[start - 1].x1 if start else line.box.x0
        slot.area = _area(line, left, last)
        slot.base, slot.size = line.base, line.size
    slot.lines.append(line.letters[start:last])
    slot.opened |= start > after
    slot.ended |= ended
    return ended


def _past_count_word(letters: Sequence[Letter], start: int, stop: int) -> int:
    """Where the slot begins behind จำนวน, as long as no digit stands before that word."""
    bones = [(letters[i].bone, i) for i in range(start, stop) if letters[i].bone]
    at = "".join(b for b, _ in bones).find(_COUNT_WORD)
    if at < 0 or any(b.isdigit() for b, _ in bones[:at]):
        return start
    return bones[at + len(_COUNT_WORD) - 1][1] + 1


def _until(letters: Sequence[Letter], start: int, stop: int, suffix: str) -> tuple[int, bool]:
    """Where the slot ends before the printed word that follows a count; was that word there."""
    word = skeleton(suffix)
    bones = [(letters[i].bone, i) for i in range(start, stop) if letters[i].bone]
    at = "".join(b for b, _ in bones).find(word) if word else -1
    if at < 0:
        return stop, False
    end = bones[at][1]
    opened = end > start and letters[end - 1].text == "("
    return end - opened, True


def _area(line: Line, left: float, stop: int) -> Box:
    """Where a value could stand: from the label to the next printed letter."""
    following = line.letters[stop] if stop < len(line.letters) else None
    right = following.x0 if following else max(line.box.x1, left + 40)
    return Box(left, line.base - 0.95 * line.size, max(left, right), line.base + 0.3 * line.size)


def _text_slot(text: Text, sheet: Sheet, label: Span, end: int) -> Slot:
    """A text may go on over lines until the next printed text, or, at the end, until a wide gap."""
    parts = _between(text, label, end)
    slot = Slot(parts[0][0].page)
    step = _usual_step(text.lines)
    before = parts[0][0]
    for i, (line, start, stop) in enumerate(parts):
        apart = line.page != before.page or line.base - before.base > _FAR * step
        if i and apart and end >= sheet.end:
            break
        letters = line.letters[start:stop]
        if i == 0 and letters and letters[0].text in ".:" and not letters[0].gap:
            letters = letters[1:]
        slot.lines.append(letters)
        before = line
    line, _, stop = parts[0]
    slot.area = _area(line, text.letter(label.end - 1).x1, stop)
    return slot


def _usual_step(lines: Sequence[Line]) -> float:
    """The middle distance between lines of a page."""
    steps = sorted(
        b.base - a.base for a, b in pairwise(lines) if a.page == b.page and b.base - a.base > 1
    )
    return steps[len(steps) // 2] if steps else 20.0
