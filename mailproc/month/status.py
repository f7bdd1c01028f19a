"""Who has reported for a period: the states of the units and their sums (pure)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from mailproc.config import CampaignConfig, UnitConfig
from mailproc.month.calendar import Dates, dates, due_of, extension_of
from storage.correspondence import Extension, Stop
from storage.records import Revision

State = Literal["on_time", "late", "held", "missing", "not_due"]


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One unit's state in one period. `due` is its own due date; `revision` the one that counts.

    `waiting` is the newest held revision, also where another one already counts. `extension`:
    what moved its due date, if anything did. `stop`: who wants it to get no more reminders.
    """

    unit: UnitConfig
    state: State
    due: date
    received_at: datetime | None
    revision: Revision | None
    waiting: Revision | None
    after_closing: bool
    extension: Extension | None = None
    stop: Stop | None = None


@dataclass(frozen=True, slots=True)
class MonthStatus:
    """The units of one (campaign, period), in the configuration's order.

    A unit that need not report that period is among them only if it did.
    """

    campaign: CampaignConfig
    dates: Dates
    units: tuple[UnitStatus, ...]

    def count(self, *states: State) -> int:
        """How many units are in one of these states."""
        return sum(u.state in states for u in self.units)

    @property
    def expected(self) -> int:
        """How many units must report."""
        return len(self.units)

    @property
    def reported(self) -> int:
        """How many have: on time or late."""
        return self.count("on_time", "late")

    @property
    def completeness(self) -> float | None:
        """DHIS2's reporting rate: reported ÷ expected; None where nobody is expected."""
        return self.reported / self.expected if self.units else None

    @property
    def timeliness(self) -> float | None:
        """DHIS2's reporting rate on time: on time ÷ expected; None where nobody is expected."""
        return self.count("on_time") / self.expected if self.units else None

    def state_of(self, unit: str) -> State | None:
        """The state of that unit (its id); None where it need not report this month."""
        return next((u.state for u in self.units if u.unit.id == unit), None)


def month_status(
    campaign: CampaignConfig,
    period: str,
    units: Sequence[UnitConfig],
    revisions: Iterable[Revision],
    extensions: Sequence[Extension],
    today: date,
    zone: ZoneInfo,
) -> MonthStatus:
    """The state of the units on `today`; `revisions` are the current and the held ones."""
    current: dict[str, Revision] = {}
    waiting: dict[str, Revision] = {}
    for revision in revisions:
        unit = revision.unit or revision.unit_guess
        if unit is None:
            continue
        if revision.current:
            current[unit] = revision
        elif revision.state == "held":
            known = waiting.get(unit)
            if known is None or known.recorded_at < revision.recorded_at:
                waiting[unit] = revision
    when = dates(campaign, period)
    return MonthStatus(
        campaign,
        when,
        tuple(
            _unit_status(
                unit,
                due_of(campaign, period, unit.id, extensions),
                when.closing,
                current.get(unit.id),
                waiting.get(unit.id),
                today,
                zone,
                extension_of(campaign.id, period, unit.id, extensions),
            )
            for unit in units
            if unit.expected(period) or unit.id in current or unit.id in waiting
        ),
    )


def _unit_status(
    unit: UnitConfig,
    due: date,
    closing: date,
    current: Revision | None,
    waiting: Revision | None,
    today: date,
    zone: ZoneInfo,
    extension: Extension | None,
) -> UnitStatus:
    if current is not None:
        # On time goes by the mail whose report was the first to be counted, not by corrections.
        received = current.first_counted_at or current.counted_at
        day = received.astimezone(zone).date()
        state: State = "on_time" if day <= due else "late"
        late_for_good = day > max(due, closing)
        return UnitStatus(unit, state, due, received, current, waiting, late_for_good, extension)
    if waiting is not None:
        return UnitStatus(unit, "held", due, waiting.counted_at, None, waiting, False, extension)
    state = "missing" if today > due else "not_due"
    return UnitStatus(unit, state, due, None, None, None, False, extension)
