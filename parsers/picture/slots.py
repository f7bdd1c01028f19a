"""Where a value stands: between the printed words of a row, on its leader, or in its table cell."""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from parsers.form import COUNT_WORD, Field
from parsers.picture.register import Registered
from parsers.picture.rules import Rules
from parsers.picture.words import Rect
from parsers.thai import skeleton

# Pixels at 200 dpi: the usual distance of rows, and its limits.
_PITCH, _LOW, _HIGH = 60, 44, 80
# A leader that ends so far from the words is hidden there by a digit; still farther, the words
# in between were not recognised. A hole so wide in a leader may be a digit.
_GAP, _FAR, _HOLE = 25, 95, 8
_COUNT_WORD = skeleton(COUNT_WORD)


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a value. `sure`: a leader or a cell marks it, not only words around it.

    `whole`: nothing interrupts its leader between the printed words, or it is a table cell.
    """

    rect: Rect
    sure: bool
    whole: bool = False


def pitch(page: Registered) -> int:
    """The distance of the count rows in pixels, within sane limits."""
    middles = [(r.y0 + r.y1) / 2 for r in (page.row(f.key) for f in _found_counts(page))]
    steps = [b - a for a, b in pairwise(middles) if b - a <= _HIGH * 1.3]
    return int(min(max(median(steps) if steps else _PITCH, _LOW), _HIGH))


def _found_counts(page: Registered) -> list[Field]:
    return [f for f in page.form.counts if f.key in page.spots]


def count_slots(page: Registered, rules: Rules) -> dict[str, Slot]:
    """The place of each count whose label was found, by field key."""
    slots = {f.key: _count_slot(page, f, rules) for f in _found_counts(page)}
    # A large or stray digit hides one end of its leader: the rows above and below know it.
    sure = [s.rect for s in slots.values() if s.sure]
    for key, slot in slots.items():
        column = [r for r in sure if min(abs(r.x0 - slot.rect.x0), abs(r.x1 - slot.rect.x1)) < 8]
        if len(column) < 3:
            continue
        x0 = min(slot.rect.x0, int(median(r.x0 for r in column)))
        x1 = max(slot.rect.x1, int(median(r.x1 for r in column)))
        slots[key] = Slot(slot.rect._replace(x0=x0, x1=x1), slot.sure, slot.whole)
    return slots


def _count_slot(page: Registered, field: Field, rules: Rules) -> Slot:
    """The place of a count on the row of its label, which must have been found."""
    spot, row, step = page.spots[field.key], page.row(field.key), pitch(page)
    middle = (row.y0 + row.y1) // 2
    left = _words_end(page, field)
    right = _suffix_start(page, field, left)
    cell = _cell(rules, int(spot.x1), middle)
    if cell is not None:
        top, bottom = middle - int(step * 0.48), middle + int(step * 0.48)
        return Slot(_within(Rect(cell[0], top, cell[1], bottom), rules.clean), True, True)
    ends = _leader(rules, int(spot.x1), left, middle, step)
    if ends is not None:
        x0, x1, base, whole = ends
        whole = whole and x0 - left <= _GAP and (right is None or right - x1 <= _GAP)
        # A large digit at one end hides the leader there: the slot reaches up to the words.
        if _GAP < x0 - left < _FAR:
            x0 = left
        if right is not None and _GAP < right - x1 < _FAR:
            x1 = right
        return Slot(_within(_above(x0, x1, base, step), rules.clean), True, whole)
    base = middle + int(step * 0.25)
    right = right or max(left + 120, row.x1)
    return Slot(_within(_above(left, max(right, left + 20), base, step), rules.clean), False)


def text_slot(page: Registered, key: str, width: int) -> Rect:
    """The place of a text: from its label to the next label of the line, or the page's edge."""
    spot, row, step = page.spots[key], page.row(key), pitch(page)
    following = page.after(key)
    right = int(following.x0) - 4 if following else width - 20
    middle = (row.y0 + row.y1) // 2
    top, bottom = middle - int(step * 0.6), middle + int(step * 0.55)
    return Rect(int(spot.x1) + 3, max(top, 0), max(right, int(spot.x1) + 20), bottom)


def _above(x0: int, x1: int, base: int, step: int) -> Rect:
    return Rect(x0, base - int(step * 0.72), x1, base + int(step * 0.24))


def _within(rect: Rect, picture: np.ndarray) -> Rect:
    height, width = picture.shape
    return Rect(max(rect.x0, 0), max(rect.y0, 0), min(rect.x1, width), min(rect.y1, height))


def _words_end(page: Registered, field: Field) -> int:
    """Where the printed words before the value end: the label, or a word for “number” after it."""
    spot = page.spots[field.key]
    line = page.lines[spot.line]
    end = spot.x1
    at = line.bones.find(_COUNT_WORD)
    while at >= 0:
        if line.starts[at] > spot.x1 - 5:
            end = line.ends[at + len(_COUNT_WORD) - 1]
            break
        at = line.bones.find(_COUNT_WORD, at + 1)
    return int(end) + 3


def _suffix_start(page: Registered, field: Field, left: int) -> int | None:
    """Where the printed word after the value begins, None where it was not recognised."""
    line = page.lines[page.spots[field.key].line]
    at = line.bones.rfind(skeleton(field.suffix)) if field.suffix else -1
    if at >= 0 and line.starts[at] > left:
        return int(line.starts[at]) - 3
    return None


def _leader(
    rules: Rules, label_end: int, left: int, middle: int, step: int
) -> tuple[int, int, int, bool] | None:
    """Ends and height of the leader on this row right of its printed words; whether it is whole.

    Recognised words are a few pixels too wide, so a leader may begin a little before their end.
    """
    pieces = [
        r
        for r in rules.leaders
        if r.x0 > label_end - 10
        and (r.x1 > left + 10 and r.x0 > left - 30)
        and -0.2 * step < r.y0 - middle < 0.6 * step
    ]
    if not pieces or sum(p.width for p in pieces) < 40:
        return None
    base = int(median(p.y0 for p in pieces))
    x0, x1 = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    gaps = [b.x0 - a.x1 for a, b in pairwise(sorted(pieces))]
    return x0, x1, base, max(gaps, default=0) <= _HOLE


def _cell(rules: Rules, label_end: int, middle: int) -> tuple[int, int] | None:
    """Left and right border of the table cell right of the label, if there is a table here."""
    across = sorted({r.x0 for r in rules.uprights if r.y0 - 6 <= middle <= r.y1 + 6})
    right = [x for x in across if x > label_end - 5]
    left_of = [x for x in across if x <= label_end - 5]
    if not left_of or len(right) < 2 or right[1] - right[0] < 40:
        return None
    return right[0] + 5, right[1] - 4
