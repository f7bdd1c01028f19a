"""Values that stand out against the unit's own months before: questions to staff (pure).

They hold nothing back. What staff decided on is not asked about again; of a sheet that waited they
saw what was doubtful, and nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Literal

from mailproc.config import UnitConfig
from mailproc.intake.claims import values_of
from mailproc.intake.history import MONTHS, SMALLEST, TIMES, numbers
from mailproc.month.period import shift
from mailproc.month.status import MonthStatus
from mailproc.reasons import decode
from mailproc.rollup.figures import ORGANIZATIONS
from parsers.form import Field
from parsers.forms import all_forms
from storage.load import PROGRAM
from storage.records import Revision

# Below this a month without any is nothing unusual.
LEAST_USUAL = 5
# So many channels with something in them must be equal: two sheets with 0 everywhere are alike.
LEAST_EQUAL = 2


@dataclass(frozen=True, slots=True)
class Oddity:
    """One question: what a unit reported in one field, and what is usual for it.

    `as_before`: every value is that of the month before; then there is no field. `known_at`: since
    when the value is the month's.
    """

    unit: UnitConfig
    known_at: datetime
    kind: Literal["ten_times", "to_zero", "as_before"]
    field: Field | None = None
    value: int = 0
    usual: int = 0


def oddities(months: Sequence[MonthStatus]) -> tuple[Oddity, ...]:
    """What stands out in the last of these months, by unit; the months are in order."""
    *before, shown = months
    found: list[Oddity] = []
    for status in shown.units:
        revision = status.revision
        if revision is None:
            continue
        earlier = [
            u.revision
            for month in before
            for u in month.units
            if u.unit.id == status.unit.id and u.revision is not None
        ]
        if _as_before(revision, earlier) and not revision.of_staff:
            found.append(Oddity(status.unit, _known_at(revision), "as_before"))
        found += _unlike(status.unit, revision, earlier)
    return tuple(found)


def _seen_by_staff(revision: Revision) -> frozenset[str]:
    """The fields that staff set, or were asked about before they decided."""
    asked: set[str] = set()
    if revision.decided_by != PROGRAM and not revision.by_unit:
        asked = {decode(reason).field for reason in revision.reasons}
    return revision.of_staff | asked


def _known_at(revision: Revision) -> datetime:
    """Since when its values are those of the month: a sheet that waited was no question before."""
    return revision.decided_at or revision.recorded_at


def _unlike(unit: UnitConfig, revision: Revision, earlier: Sequence[Revision]) -> Iterator[Oddity]:
    """Counts that are ten times the usual, or none where there always were some."""
    seen = _seen_by_staff(revision)
    for field in all_forms()[revision.form].counts:
        reading = revision.reading(field.key)
        if reading is None or type(reading.value) is not int or field.key in seen:
            continue
        value, before = reading.value, numbers(field.key, earlier)
        if len(before) < MONTHS:
            continue
        usual = int(median(before))
        if value >= max(SMALLEST, TIMES * usual) and value > max(before):
            yield Oddity(unit, _known_at(revision), "ten_times", field, value, usual)
        elif value == 0 and usual >= LEAST_USUAL and min(before[-MONTHS:]) > 0:
            yield Oddity(unit, _known_at(revision), "to_zero", field, value, usual)


def _as_before(revision: Revision, earlier: Sequence[Revision]) -> bool:
    """Whether every value is that of the month just before, and there is something to compare."""
    if not earlier or earlier[-1].period != shift(revision.period or "", -1):
        return False
    values = values_of(revision)
    channels = [f.key for f in all_forms()[revision.form].counts if f.suffix != ORGANIZATIONS]
    given = [key for key in channels if values.get(key)]
    return len(given) >= LEAST_EQUAL and values == values_of(earlier[-1])
