"""The readings of a located form: each field by its kind, with the evidence for it.

Accepted is only what is sure in two ways. All else is for a person, with the best guess.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

import numpy as np

from parsers.form import Field, Form
from parsers.picture import doubts, trust
from parsers.picture.boxes import both_seen, boxes_by_words
from parsers.picture.closed import (
    Choice,
    read_month,
    read_organization,
    read_province,
    read_unit,
)
from parsers.picture.counts import Counts
from parsers.picture.crop import TEXT, crop
from parsers.picture.ctc import Line as Logs
from parsers.picture.evidence import Evidence
from parsers.picture.labels import Proof, read_line, slope_of
from parsers.picture.listed import read_listed
from parsers.picture.locator import Found, Located
from parsers.picture.marks import read_marks
from parsers.picture.overwritten import ask_print
from parsers.picture.qr import ask_code
from parsers.picture.seen import MISSING, Seen
from parsers.reading import Box, FieldStatus, Reading, Unit
from parsers.values.channels import read_channels

# Pixels of the sheet above and below a line that its box shows.
_HALF = 26.0


class FieldReader:
    """Reads the fields of one form on one located page."""

    def __init__(
        self, form: Form, located: Located, proof: Proof, units: tuple[Unit, ...], page: int
    ) -> None:
        self._form, self._located, self._proof = form, located, proof
        self._units, self._page = units, page
        self._readers: dict[str, Callable[[Field], Seen]] = {
            "count": Counts(form, located, proof).seen,
            "choice": self._choice,
            "unit": self._unit,
            "province": self._province,
            "month": self._month,
            "channels": self._channels,
            "text": self._text,
        }

    def read(self) -> tuple[tuple[Reading, ...], tuple[Evidence, ...]]:
        """A reading and its evidence for every field of the form, in its order."""
        seen = {f.key: self._readers[f.kind](f) for f in self._form.fields}
        doubts.unit_of_other_province(self._form, seen)
        doubts.unit_below_another(self._form, self._located, self._units, seen)
        if self._located.code is not None:
            ask_code(self._located.code.says, self._form, self._units, seen)
            ask_print(self._located, self._form, self._units, seen)
        doubts.missing_counts(self._form, seen)
        readings = tuple(self._reading(key, s) for key, s in seen.items())
        evidence = tuple(Evidence(k, s.candidates, s.reason, s.cut) for k, s in seen.items())
        return readings, evidence

    def _reading(self, key: str, seen: Seen) -> Reading:
        box: Box | None = None
        if seen.line is not None:
            box = self._located.sheet.box(seen.line, _HALF)
        confidence = float(min(max(seen.confidence, 0.0), 1.0))
        return Reading(
            key, seen.value, seen.status, confidence, seen.source, self._page, box, seen.raw
        )

    def _found(self, item: Field) -> Found | None:
        return self._located.places.get(item.key)

    def _choice(self, item: Field) -> Seen:
        yes, no = (self._located.places.get(f"{item.key}:{side}") for side in ("yes", "no"))
        located = both_seen(yes, no)
        if not located:
            by_words = self._boxes(item)
            yes, no = by_words[0] or yes, by_words[1] or no
        if yes is None or no is None or not both_seen(yes, no):
            return replace(MISSING, source="mark")
        marks = read_marks(self._located.sheet, yes.line, no.line)
        placed = min(yes.sure, no.sure) >= trust.PLACE
        # Where a box is by its words, a letter may stand.
        sure = marks.clear and (located or max(marks.yes, marks.no) >= trust.MARK_BY_WORDS)
        accepted = sure and placed and self._proof.sure
        line = (no if marks.value is False else yes).line
        raw = f"{marks.yes:.3f} {marks.no:.3f}"
        reason = f"how likely each box is marked: {raw}; sure at any look: {marks.least:.3f}"
        status: FieldStatus = "accepted" if accepted else "review"
        candidates = (("yes", marks.yes), ("no", marks.no))
        return Seen(
            marks.value, status, marks.sure, reason, raw, line, candidates, marks.cut, "mark"
        )

    def _boxes(self, item: Field) -> tuple[Found | None, Found | None]:
        """The boxes of a choice between the fields before and behind it, by their words."""
        keys = [f.key for f in self._form.fields]
        at = keys.index(item.key)
        before, behind = (self._located.places.get(k) for k in (keys[at - 1], keys[at + 1]))
        if before is None or behind is None:
            return None, None
        sheet = self._located.sheet.quiet or self._located.sheet
        counts = [f.key for f in self._form.counts if f.key in self._located.places]
        slope = slope_of([self._located.places[key].line for key in counts])
        (_, top), (_, low) = before.line[1], behind.line[0]
        lines = boxes_by_words(sheet.grey, item, slope, top, low)
        yes, no = (None if line is None else Found(line, 1.0) for line in lines)
        return yes, no

    def _line(self, item: Field) -> tuple[Found, Logs] | None:
        found = self._found(item)
        return None if found is None else (found, read_line(self._located.sheet.grey, found.line))

    def _listed(
        self, item: Field, read: Callable[[Logs], Choice], elsewhere: str | None = None
    ) -> Seen:
        """`elsewhere`: what another line surely names, and this one so without being sure."""
        found = self._found(item)
        if found is None:
            return MISSING
        listed = read_listed(self._located.sheet.grey, found.line, read, item.kind)
        choice = listed.choice
        status: FieldStatus = "review"
        if choice.value == "":
            # A badly found line is empty, too; nothing but a person can tell.
            reason = "nothing was read"
        elif not listed.agreed:
            reason = "each look saw another one of the list"
        elif not listed.certain and choice.value != elsewhere:
            reason = f"not surely one of the list: {choice.probability:.3f}"
        elif found.sure < trust.PLACE:
            reason = "its place on the page is not sure"
        elif not self._proof.sure:
            reason = "the printed labels could not all be read"
        else:
            status, reason = "accepted", "one of the list, in two looks or three"
            if not listed.certain:
                reason = "one of the list, and another line names it"
        candidates = tuple((c.value or "—", c.probability) for c in listed.looks)
        return Seen(
            choice.value or None, status, choice.probability, reason, choice.text, found.line,
            candidates, listed.cut,
        )  # fmt: skip

    def _unit(self, item: Field) -> Seen:
        above = self._above.value if self._above else None
        return self._listed(item, lambda logs: read_unit(logs, self._units), above)

    def _month(self, item: Field) -> Seen:
        return self._listed(item, read_month)

    def _province(self, item: Field) -> Seen:
        return self._listed(item, lambda logs: read_province(logs, self._form.province))

    def _words(self, item: Field) -> tuple[str, float, Found, np.ndarray] | None:
        there = self._line(item)
        if there is None:
            return None
        found, logs = there
        sure = float(np.exp(logs.log_probability([logs.greedy])[0]))
        cut = crop(self._located.sheet.grey, *found.line, TEXT)
        return logs.greedy.strip(" .,_-–…:|()[]"), sure, found, cut

    def _text(self, item: Field) -> Seen:
        words = self._words(item)
        if words is None:
            return MISSING
        text, sure, found, cut = words
        reason = "names are never sure on a picture"
        seen = Seen(text or None, "review", sure, reason, text, found.line, ((text, sure),), cut)
        return self._organization(seen) if item.key == "organization" else seen

    def _organization(self, seen: Seen) -> Seen:
        """The line in the words of the list where it surely is one of them."""
        choice = self._above
        if choice is None or choice.value is None:
            return seen
        named = next((u for u in self._units if u.name == choice.value), None)
        text = f"สถ.อ.{named.name}" if named and named.kind == "district" else choice.value
        return replace(
            seen, value=text, raw=text, status="accepted", confidence=choice.probability,
            reason="one of the list", candidates=((choice.value, choice.probability),),
        )  # fmt: skip

    @cached_property
    def _above(self) -> Choice | None:
        """What the line above the unit surely says, if it is of the list."""

        def read(line: Logs) -> Choice:
            choice = read_organization(line, self._units)
            return replace(choice, sound=False, sure=False) if self._may_be_cut(choice) else choice

        found = self._located.places.get("organization")
        if found is None:
            return None
        listed = read_listed(self._located.sheet.grey, found.line, read, "organization")
        return listed.choice if listed.certain and listed.choice.value else None

    def _may_be_cut(self, choice: Choice) -> bool:
        """Whether it may be the end of a longer name: a town has its district's in its own."""
        if not choice.value:
            return False
        longer = any(u.name != choice.value and choice.value in u.name for u in self._units)
        return longer and not doubts.OFFICE.search(choice.text)

    def _channels(self, item: Field) -> Seen:
        words = self._words(item)
        if words is None:
            return MISSING
        text, sure, found, cut = words
        if not text:
            return Seen((), "review", sure, "nothing was read", "", found.line, (), cut)
        value = read_channels(text).value
        reason = "names are never sure on a picture"
        return Seen(value, "review", sure, reason, text, found.line, ((text, sure),), cut)
