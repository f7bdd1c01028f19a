"""Reading forms from the text layer of a document's pages."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.fields import Damage, read_value
from parsers.form import Field, Form
from parsers.reading import Box, Reading, Source, Unit
from parsers.text.coded import doubt_by_code
from parsers.text.doubts import disturbed, uneven
from parsers.text.drawn import drawn_otherwise
from parsers.text.glyphs import UNKNOWN, PageContent
from parsers.text.labels import Sheet, find_sheets
from parsers.text.letters import Letter, text_of
from parsers.text.lines import build_lines
from parsers.text.marks import Ink, read_choice
from parsers.text.printed import Span, Text
from parsers.text.shapes import Shape
from parsers.text.slots import Slot, find_slot
from parsers.text.strays import stray_digits, stray_line
from parsers.text.widgets import Widget
from parsers.thai import MARKS, normalise

_TORN = 0.08  # more spaces than printed, by letter
_MARKS_LOST = 0.1


@dataclass(frozen=True, slots=True)
class TextPage:
    """One page with its fillable fields."""

    content: PageContent
    widgets: tuple[Widget, ...] = ()


@dataclass(frozen=True, slots=True)
class TextForm:
    """A form found in the text layer, with one reading for each field."""

    form: Form
    page: int
    pages: frozenset[int]
    readings: tuple[Reading, ...]


def read_text_layer(
    pages: Sequence[TextPage], forms: Iterable[Form], units: Sequence[Unit], ink: Ink
) -> list[TextForm]:
    """Every form in the pages' text, in order. `ink` draws a region where a tick is not text."""
    lines = [n for p in pages for n in build_lines(p.content.glyphs, p.content.number)]
    text = Text.of(lines)
    found = []
    for form in forms:
        for sheet in find_sheets(text, form):
            found.append(_Reader(text, sheet, pages, units, ink).read())
    return sorted(found, key=lambda f: f.page)


class _Reader:
    """Reads the fields of one sheet."""

    def __init__(
        self, text: Text, sheet: Sheet, pages: Sequence[TextPage], units: Sequence[Unit], ink: Ink
    ) -> None:
        self.text, self.sheet, self.units, self.ink = text, sheet, units, ink
        first, last = text.line_of(sheet.start), text.line_of(max(sheet.start, sheet.end - 1))
        numbers = {text.lines[i].page for i in range(first, last + 1)}
        self.pages = {p.content.number: p for p in pages if p.content.number in numbers}
        self.page = text.lines[first].page
        self.damage = _damage(text, sheet)
        self.widgets = {w.name: w for p in self.pages.values() for w in p.widgets}

    def read(self) -> TextForm:
        """One reading for each field, in printed order."""
        form = self.sheet.form
        slots = {
            f.key: find_slot(self.text, self.sheet, f)
            for f in form.fields
            if f.kind != "choice" and f.key in self.sheet.labels
        }
        stray = stray_digits(self.text, self.sheet, slots)
        readings = []
        for item in form.fields:
            filled = self._filled(item)
            if filled:
                reading = filled
            elif item.kind == "choice":
                reading = read_choice(self.text, self.sheet, item, self._shapes(), self.ink)
            else:
                reading = self._slot(item, slots.get(item.key))
                blank = reading.status == "blank"
                if self._may_be_missed(item, slots, stray and blank) or (
                    blank and self._written_beside(item, slots)
                ):
                    reading = _doubted(reading)
            readings.append(reading)
        other = self._looks_other(readings, slots)
        readings = [_doubted(r) if r.field in other else r for r in readings]
        contents = [p.content for p in self.pages.values()]
        readings = doubt_by_code(
            _beside_doubt(form, readings), form, self.units, contents, self.ink
        )
        return TextForm(form, self.page, frozenset(self.pages), tuple(readings))

    def _may_be_missed(self, item: Field, slots: Mapping[str, Slot], stray: bool) -> bool:
        """Whether the count may stand where it was not looked for: it looks empty and there are
        stray digits, or the word that is printed after counts like it is missing after this one.
        """
        slot = slots.get(item.key)
        if item.kind != "count" or slot is None:
            return False
        if item.key in self.widgets:
            return stray  # its place is known, and it was left empty
        like = [slots[f.key] for f in self._like(item) if f.key in slots]
        ended = sum(s.ended for s in like)
        if not ended and any(s.filled for s in like):
            # This office prints no word there; its numbers stand behind จำนวน all the same.
            return stray or (slot.opened and not all(s.opened for s in like))
        return stray or (not slot.ended and (slot.opened or ended > len(like) / 2))

    def _written_beside(self, item: Field, slots: Mapping[str, Slot]) -> bool:
        """Whether what an empty field lacks may stand on a line of its own above or below."""
        if item.kind not in ("count", "unit", "month") or item.key not in slots:
            return False
        return stray_line(self.text, self.sheet, slots, item)

    def _like(self, item: Field) -> list[Field]:
        """The counts with the same word after them."""
        return [f for f in self.sheet.form.counts if f.suffix == item.suffix]

    def _shapes(self) -> list[Shape]:
        return [s for p in self.pages.values() for s in p.content.shapes]

    def _slot(self, item: Field, slot: Slot | None) -> Reading:
        if slot is None:
            return Reading(item.key, None, "review", 0.0, "text", self.page)
        parsed = read_value(self.sheet.form, item, slot.text, self.units, self.damage)
        status = parsed.status
        odd = item.kind == "count" and (slot.mixed or uneven(slot))
        if odd or disturbed(slot, self.pages[slot.page].content):
            status = "review"
        source: Source = "form" if any(a.source == "form" for a in slot.letters) else "text"
        sure = 0.5 if status == "review" else 0.99
        raw = " ".join(slot.text.split())
        return Reading(item.key, parsed.value, status, sure, source, slot.page, slot.box, raw)

    def _looks_other(self, readings: Sequence[Reading], slots: Mapping[str, Slot]) -> set[str]:
        """The counts that the page shows otherwise than its text says."""
        other: set[str] = set()
        for number, page in self.pages.items():
            numbers = {
                r.field: (slots[r.field], r.value)
                for r in readings
                if isinstance(r.value, int) and r.status == "accepted" and r.source == "text"
                if r.field in slots and slots[r.field].page == number
            }
            other |= drawn_otherwise(page.content, self.ink, numbers)
        return other

    def _filled(self, item: Field) -> Reading | None:
        """The value of a fillable field of this name, None where there is none or it is empty."""
        if item.kind == "choice":
            return self._ticked(item)
        widget = self.widgets.get(item.key)
        if widget is None or not widget.value.strip():
            return None
        parsed = read_value(self.sheet.form, item, widget.value, self.units)
        sure = 0.5 if parsed.status == "review" else 1.0
        page = self._page_of(widget)
        raw = widget.value
        return Reading(item.key, parsed.value, parsed.status, sure, "form", page, widget.box, raw)

    def _ticked(self, item: Field) -> Reading | None:
        yes, no = (self.widgets.get(f"{item.key}_{answer}") for answer in ("yes", "no"))
        if yes is None or no is None or yes.checked is None or no.checked is None:
            return None
        page = self._page_of(yes)
        if yes.checked == no.checked:
            return Reading(item.key, None, "review", 0.0, "form", page, _around(yes.box, no.box))
        box = yes.box if yes.checked else no.box
        return Reading(item.key, yes.checked, "accepted", 1.0, "form", page, box)

    def _page_of(self, widget: Widget) -> int:
        return next(n for n, p in self.pages.items() if widget in p.widgets)


def _beside_doubt(form: Form, readings: Sequence[Reading]) -> list[Reading]:
    """The readings, with empty counts in doubt that come right before or after a doubtful one:
    that may hold two numbers of which one slipped out of its line.
    """
    doubtful = {
        f.key: r.status == "review" and r.value is None
        for f, r in zip(form.fields, readings, strict=True)
        if f.kind == "count"
    }
    keys = list(doubtful)
    out = []
    for reading in readings:
        at = keys.index(reading.field) if reading.field in doubtful else -1
        near = at >= 0 and any(doubtful[k] for k in keys[max(0, at - 1) : at + 2])
        held = near and reading.status == "blank"
        out.append(_doubted(reading) if held else reading)
    return out


def _doubted(reading: Reading) -> Reading:
    return replace(reading, status="review", confidence=0.5)


def _around(a: Box, b: Box) -> Box:
    return Box(min(a.x0, b.x0), min(a.y0, b.y0), max(a.x1, b.x1), max(a.y1, b.y1))


def _damage(text: Text, sheet: Sheet) -> Damage:
    """How the page treats text, seen on what is printed and therefore known."""
    printed = {f.key: f.labels for f in sheet.form.fields}
    spaces = letters = lost = marks = unknown = 0
    for key, span in sheet.labels.items():
        wanted = normalise(printed[key][0])
        if span.score < 1:
            continue
        found = [text.letter(i) for i in range(span.start, span.end)]
        unknown += sum(a.text == UNKNOWN for a in _whole(text, span))
        spaces += sum(a.gap for a in found[1:]) - wanted.count(" ")
        letters += len(found)
        drawn = [m for a in found for m in a.marks]
        known = [c for c in wanted if c in MARKS]
        marks += len(known)
        lost += sum((Counter(known) - Counter(drawn)).values())
    torn = letters > 0 and spaces / letters > _TORN
    # A mark that has no name is not lost: where it stands in a value, it shows.
    return Damage(torn, marks > 0 and (lost - unknown) / marks > _MARKS_LOST)


def _whole(text: Text, span: Span) -> Sequence[Letter]:
    """All letters between the ends of what is printed on one line, those without bones too."""
    first, last = text.places[span.start], text.places[span.end - 1]
    if first.line != last.line:
        return ()
    return text.lines[first.line].letters[first.letter : last.letter + 1]


def page_text(page: TextPage) -> str:
    """All visible text of a page, line by line."""
    lines = build_lines(page.content.glyphs, page.content.number)
    return "\n".join(text_of(n.letters) for n in lines)
