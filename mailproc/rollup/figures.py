"""The province's figures of one month: what counts from each unit, and what it adds up to (pure).

Counts are added up by field. Item 2 of a town that its district has counted already
(`counted_in`) is left out while that district's report counts. Other channels are listed as they
were written; only identical spellings are added up.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256

from mailproc.config import Config
from mailproc.month.status import MonthStatus, State
from parsers.form import Field, Form
from parsers.forms import all_forms
from parsers.reading import Channel

ORGANIZATIONS = "แห่ง"
"""The suffix of the counts of organizations (item 2), of which each is counted once."""
ITEM_1 = "staff_informed"
"""The field that no unit can answer: it is about the province's own office."""
_PROVINCE = "จังหวัด"


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """What counts from one unit: `counts` by field (None: left empty), `others` as written.

    `within` is the id of the unit whose item 2 has this one's in it, "" for none.
    """

    unit: str
    name: str
    state: State
    counts: Mapping[str, int | None]
    others: tuple[tuple[str, int | None], ...] = ()
    within: str = ""

    @property
    def reported(self) -> bool:
        """Whether a report of the unit counts."""
        return self.state in ("on_time", "late")


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one (campaign, period), units in the configuration's order.

    `expected_organizations`: what the total of item 2 should be, 0 where nobody said. `informed`:
    item 1, which staff answer for the province's own office; None: they did not.
    """

    campaign: str
    form: str
    period: str
    units: tuple[UnitFigures, ...]
    expected_organizations: int = 0
    informed: bool | None = None

    @property
    def reported(self) -> tuple[UnitFigures, ...]:
        """The units of which a report counts."""
        return tuple(u for u in self.units if u.reported)

    def is_counted_within(self, unit: UnitFigures) -> bool:
        """Whether item 2 of a unit is a part of another one's, whose report counts."""
        return any(u.unit == unit.within for u in self.reported)

    def counted(self, key: str) -> tuple[UnitFigures, ...]:
        """The units whose count of that field is added up."""
        form = all_forms()[self.form]
        once = form.field(key).suffix == ORGANIZATIONS
        return tuple(u for u in self.reported if not (once and self.is_counted_within(u)))

    def total(self, key: str) -> int | None:
        """The sum of a field; None where nobody gave a number."""
        given = [n for u in self.counted(key) if (n := u.counts.get(key)) is not None]
        return sum(given) if given else None

    def others(self) -> tuple[Channel, ...]:
        """Other channels in the order in which they came up; identical spellings added up."""
        added = _added_up([o for u in self.reported for o in u.others])
        return tuple(Channel(channel, times) for channel, times in added.items())

    def not_reported(self) -> tuple[UnitFigures, ...]:
        """The units whose report is missing, held or not due yet."""
        return tuple(u for u in self.units if not u.reported)

    def remarks(self) -> Iterator[str]:
        """What somebody who adds up himself should know, in Thai."""
        names = {u.unit: u.name for u in self.units}
        for unit in self.reported:
            if self.is_counted_within(unit):
                yield f"ข้อ ๒: จำนวน อปท. ของ{unit.name}นับรวมอยู่ในอำเภอ{names[unit.within]}แล้ว"
        field = all_forms()[self.form].total_field
        if not field or not self.expected_organizations:
            return
        total = self.total(field)
        if total != self.expected_organizations:
            yield (
                f"ข้อ ๒: จำนวน อปท. รวม {total or 0:,} แห่ง "
                f"ไม่ตรงกับทั้งจังหวัด {self.expected_organizations:,} แห่ง"
            )


@dataclass(frozen=True, slots=True)
class Change:
    """A count that is another one now, an other channel (`field` is ""), or the answer to item 1
    (true or false); None for nothing.
    """

    name: str
    field: str
    old: int | None
    new: int | None
    channel: str = ""


def figures(config: Config, month: MonthStatus, informed: bool | None = None) -> Figures:
    """The figures of a month as they stand; `informed`: what staff answered to item 1."""
    campaign = month.campaign
    form = all_forms()[campaign.form]
    units = []
    for status in month.units:
        counts: dict[str, int | None] = {}
        others: tuple[tuple[str, int | None], ...] = ()
        for reading in status.revision.readings if status.revision else ():
            if _is_count(form, reading.field) and type(reading.value) is int:
                counts[reading.field] = reading.value
            elif isinstance(reading.value, tuple):
                others += tuple((c.channel, c.times) for c in reading.value)
        unit = status.unit
        units.append(UnitFigures(unit.id, unit.name, status.state, counts, others, unit.counted_in))
    return Figures(
        campaign.id,
        campaign.form,
        month.dates.period,
        tuple(units),
        campaign.organizations,
        informed,
    )


def item_one_of(form: Form) -> Field | None:
    """Item 1 of the form, None where it has none."""
    return next((f for f in form.fields if f.key == ITEM_1), None)


def changes(old: Figures, new: Figures) -> tuple[Change, ...]:
    """What is another number now than it was; a unit that newly reported has all of its numbers."""
    before = {u.unit: u for u in old.reported}
    now = {u.unit: u for u in new.reported}
    found: list[Change] = []
    if old.informed is not new.informed:
        found.append(Change(_PROVINCE, ITEM_1, old.informed, new.informed))
    # A unit that is asked no more has none of its numbers.
    for unit in (*new.units, *_gone(old, new)):
        was, is_ = before.get(unit.unit), now.get(unit.unit)
        for field in all_forms()[new.form].counts:
            a = was.counts.get(field.key) if was else None
            b = is_.counts.get(field.key) if is_ else None
            if a != b:
                found.append(Change(unit.name, field.key, a, b))
        had, has = _added_up(was.others if was else ()), _added_up(is_.others if is_ else ())
        found += [
            Change(unit.name, "", had.get(channel), has.get(channel), channel)
            for channel in {**had, **has}
            if (channel in had, had.get(channel)) != (channel in has, has.get(channel))
        ]
    return tuple(found)


def _gone(old: Figures, new: Figures) -> list[UnitFigures]:
    there = {u.unit for u in new.units}
    return [u for u in old.units if u.unit not in there]


def to_json(found: Figures) -> str:
    """The figures as JSON text, to be kept."""
    return json.dumps(asdict(found), ensure_ascii=False)


def mark_of(figures: Figures) -> str:
    """A part of the key, and so of the Message-ID, of a mail that shows these figures."""
    shown = asdict(figures)
    if figures.informed is None:
        del shown["informed"]  # as before staff could answer it: drafts of then stay known
    return sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()[:12]


def from_json(text: str, informed: bool | None) -> Figures:
    """The figures that `to_json` wrote; `informed`: item 1 of those that an older program wrote,
    which drew it as the configuration said.
    """
    kept = {"informed": informed} | json.loads(text)
    units = []
    for unit in kept.pop("units"):
        others = tuple((channel, times) for channel, times in unit.pop("others"))
        units.append(UnitFigures(**unit, others=others))
    return Figures(**kept, units=tuple(units))


def _added_up(listed: Sequence[tuple[str, int | None]]) -> dict[str, int | None]:
    """Each channel's times; those spelled alike are one, None where nobody gave a number."""
    added: dict[str, int | None] = {}
    for channel, times in listed:
        before = added.get(channel)
        added[channel] = before if times is None else (before or 0) + times
    return added


def _is_count(form: Form, key: str) -> bool:
    return any(f.key == key for f in form.counts)
