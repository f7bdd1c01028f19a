"""The readings of a registered page: each field by its kind, all of them for a person to see.

Nothing read from a picture is accepted in this version: Tesseract is wrong with high confidence,
and the digits' network knows too few hands and fonts. A wrong value would count, a doubtful one
costs one look. An empty slot waits for a person too, since what looks empty may be badly found.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from parsers.form import Field
from parsers.picture.digits import read_number, read_year
from parsers.picture.marks import Mark, choose, find_mark
from parsers.picture.nearest import nearest_month, nearest_province, nearest_unit
from parsers.picture.register import Registered
from parsers.picture.rules import Rules
from parsers.picture.slots import Slot, count_slots, pitch, text_slot
from parsers.picture.tesseract import line_text
from parsers.picture.upright import ink
from parsers.picture.words import Rect, Word
from parsers.reading import Box, Reading, Source, Unit, Value
from parsers.thai import normalise, squeeze
from parsers.values.channels import read_channels
from parsers.values.months import read_month
from parsers.values.places import judge_organization, read_unit

# Buddhist years in which a report can have been written.
_FIRST_YEAR, _LAST_YEAR = 2566, 2585
# Tesseract's own confidence says little about names; half of it is honest.
_TEXT_TRUST = 0.5
# A slot is surely empty if less than this share of it is darker than this grey (paper is 255).
_SPECKS, _FAINT = 0.002, 190
_DPI = 200


@dataclass(frozen=True)
class Page:
    """A registered page with its pixels; `points` turns pixels into PDF points of the page."""

    form: Registered
    rules: Rules
    number: int
    points: float

    @property
    def step(self) -> int:
        """The pitch of the count rows in pixels."""
        return pitch(self.form)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was made out for one field, before it becomes a reading."""

    value: Value
    confidence: float
    raw: str = ""
    rect: Rect | None = None
    source: Source = "ocr"


NOTHING = Seen(None, 0.0)


def read_fields(page: Page, units: tuple[Unit, ...]) -> tuple[Reading, ...]:
    """A reading for every field of the form, in its order; status `review` throughout."""
    slots = count_slots(page.form, page.rules)
    mask = ink(page.rules.clean)
    organization = _organization(page)
    readers: dict[str, Callable[[Field], Seen]] = {
        "count": lambda field: _count(page, mask, slots.get(field.key)),
        "choice": lambda field: _choice(page, mask, field),
        "unit": lambda field: _unit(page, field, organization, units),
        "province": lambda field: _province(page, field),
        "month": lambda field: _month(page, mask, field),
        "channels": lambda field: _channels(page, field),
        "text": lambda field: _text(page, field),
    }
    fields = page.form.form.fields
    readings = [_reading(page, field, readers[field.kind](field)) for field in fields]
    if _surely_blank(page, slots):
        blank = {"value": None, "status": "blank", "confidence": 0.95}
        counts = set(slots)
        readings = [replace(r, **blank) if r.field in counts else r for r in readings]  # type: ignore[arg-type]
    return tuple(readings)


def _surely_blank(page: Page, slots: dict[str, Slot]) -> bool:
    """Whether nobody wrote any count: every slot found, its leader whole, no grey above it."""
    if len(slots) < len(page.form.form.counts):
        return False
    for slot in slots.values():
        rect = slot.rect
        crop = page.rules.clean[rect.y0 + 6 : rect.y1 - 6, rect.x0 + 4 : rect.x1 - 4]
        if not slot.whole or not crop.size or (crop < _FAINT).mean() > _SPECKS:
            return False
    return True


def _reading(page: Page, field: Field, seen: Seen) -> Reading:
    box = Box(*(v * page.points for v in seen.rect)) if seen.rect else None
    confidence = min(max(seen.confidence, 0.0), 1.0)
    return Reading(
        field.key, seen.value, "review", confidence, seen.source, page.number, box, seen.raw
    )


def _count(page: Page, mask: np.ndarray, slot: Slot | None) -> Seen:
    if slot is None:
        return NOTHING
    rect = slot.rect
    guess = read_number(mask[rect.y0 : rect.y1, rect.x0 : rect.x1], page.step)
    trust = 1.0 if slot.sure else 0.7
    return Seen(guess.value, guess.confidence * trust, guess.raw, rect)


def _choice(page: Page, mask: np.ndarray, field: Field) -> Seen:
    sides = (f"{field.key}:yes", f"{field.key}:no")
    if any(side not in page.form.spots for side in sides):
        return Seen(None, 0.0, source="mark")
    yes, no = (_mark(page, mask, side) for side in sides)
    value, confidence = choose(yes, no)
    rect = no.rect if value is False else yes.rect
    return Seen(value, confidence, f"{yes.ink:.2f} {no.ink:.2f}", rect, "mark")


def _mark(page: Page, mask: np.ndarray, side: str) -> Mark:
    row = page.form.row(side)
    left = int(page.form.spots[side].x0)
    return find_mark(mask, left, (row.y0 + row.y1) // 2, page.step)


def _line_words(page: Page, key: str) -> tuple[str, Rect] | None:
    """The words after a label up to the next one on its line, and the place of the value."""
    spot = page.form.spots.get(key)
    if spot is None:
        return None
    rect = text_slot(page.form, key, page.rules.clean.shape[1])
    text = normalise(page.form.lines[spot.line].between(rect.x0 - 2, rect.x1))
    return text.strip(" .,_-–…:|"), rect


def _second_look(page: Page, rect: Rect) -> str:
    """The slot by itself: Tesseract sees other letters there than in the whole page."""
    return normalise(line_text(page.rules.clean[rect.y0 : rect.y1, rect.x0 : rect.x1], _DPI)[0])


def _organization(page: Page) -> str:
    """The text of the line that says which organization filled in the sheet, "" if none."""
    first = next((f for f in page.form.form.fields if f.kind == "text"), None)
    words = _line_words(page, first.key) if first else None
    return words[0] if words else ""


def _unit(page: Page, field: Field, organization: str, units: tuple[Unit, ...]) -> Seen:
    other = [u for u in units if u.kind != "district"]
    named = judge_organization(organization, units).unit
    guess, near = nearest_unit(organization, other)
    words = _line_words(page, field.key)
    rect = words[1] if words else None
    if named or (guess and near > 0.75):
        name = named.name if named else guess
        return Seen(name, 0.6, organization, rect)
    if words is None or rect is None:
        return NOTHING
    text = words[0]
    value, near = _one_unit(text, units)
    if value is None or near < 0.9:
        again = _second_look(page, rect)
        value, near, text = max(
            ((value, near, text), (*_one_unit(again, units), again)), key=lambda x: x[1]
        )
    return Seen(value, near * 0.8, text, rect)


def _one_unit(text: str, units: tuple[Unit, ...]) -> tuple[str | None, float]:
    parsed = read_unit(text, units)
    if parsed.status == "accepted" and isinstance(parsed.value, str):
        return parsed.value, 1.0
    return nearest_unit(text, units)


def _province(page: Page, field: Field) -> Seen:
    words = _line_words(page, field.key)
    if words is None:
        return NOTHING
    value, near = nearest_province(words[0])
    return Seen(value, near * 0.8, words[0], words[1])


def _month(page: Page, mask: np.ndarray, field: Field) -> Seen:
    words = _line_words(page, field.key)
    if words is None:
        return NOTHING
    text, rect = words
    month, near = nearest_month(text)
    if month is None or near < 0.8:
        again = _second_look(page, rect)
        other, nearer = nearest_month(again)
        if nearer > near:
            month, near, text = other, nearer, again
    slot = mask[rect.y0 : rect.y1, rect.x0 : rect.x1]
    year, sure = read_year(slot, page.step, _FIRST_YEAR, _LAST_YEAR)
    if month is None or year is None:
        written = read_month(text).value
        return Seen(written, 0.2 if written else 0.0, text, rect)
    return Seen(f"{year - 543:04d}-{month:02d}", near * sure * 0.8, text, rect)


def _channels(page: Page, field: Field) -> Seen:
    """The lines below the question, up to the next label."""
    spot = page.form.spots.get(field.key)
    if spot is None:
        return NOTHING
    later = [s.line for s in page.form.spots.values() if s.line > spot.line]
    end = min(later, default=spot.line + 4)
    label = squeeze(field.labels[0])
    lines = [x for x in _text_lines(page, spot.line + 1, end) if squeeze(x.text) not in label]
    # What follows a form's last label, a signature for one, has no letters of its own.
    lines = [x for x in lines if len(squeeze(x.text)) >= 4]
    if not lines:
        return Seen((), 0.3)
    text = "\n".join(line.text for line in lines)
    rect = Rect(
        min(line.rect.x0 for line in lines),
        min(line.rect.y0 for line in lines),
        max(line.rect.x1 for line in lines),
        max(line.rect.y1 for line in lines),
    )
    return Seen(read_channels(text).value, 0.3, text, rect)


def _text_lines(page: Page, first: int, end: int) -> list[Word]:
    """Lines of full height; Tesseract also gives rows of marks that it tore from their letters."""
    lines = page.form.lines[first:end]
    whole = [line for line in lines if line.rect.height >= 0.4 * page.step]
    return [Word(normalise(x.between(0, x.rect.x1)), x.rect, 0.0) for x in whole]


def _text(page: Page, field: Field) -> Seen:
    words = _line_words(page, field.key)
    if words is None:
        return NOTHING
    text, rect = words
    below = page.form.spots[field.key].line + 1
    taken = {s.line for s in page.form.spots.values()}
    end = min((n for n in taken if n >= below), default=below + 3)
    # A name often stands below its label, in brackets, under a signature.
    named = [x for x in _text_lines(page, below, end) if "(" in x.text or ")" in x.text]
    if named and below not in taken:
        text, rect = named[0].text, named[0].rect
    text = text.strip(" .,_-–…:|()[]")
    return Seen(text or None, _TEXT_TRUST if text else 0.2, text, rect)
