"""Which reminders and warnings a unit's state calls for, and on which day (pure).

Plan queues them, the digest and the calendar show them ahead.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from mailproc.config import CampaignConfig, Config, UnitConfig
from mailproc.month.calendar import PERIODS_LOOKED_BACK, Dates, open_periods, usual_due
from mailproc.month.status import MonthStatus, UnitStatus
from mailproc.month.working_days import shifted
from mailproc.notices import compose
from storage.correspondence import NewNotice

# No holidays of Thailand last so long.
MOST_SHIFTED = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Planned:
    """A reminder or warning to one unit, and the day that it is meant for.

    `days` is the distance to the unit's due date. `steps` are the warnings of the campaign's list,
    counted from 1, that it stands for: its own, and those that it overtook. `number` is which of
    the warnings that the unit gets it is, if all went before it.
    """

    kind: Literal["reminder", "warning"]
    campaign: CampaignConfig
    unit: UnitConfig
    dates: Dates
    day: date
    days: int
    number: int = 0
    steps: frozenset[int] = frozenset()
    extended: bool = False

    @property
    def key(self) -> str:
        """The unique key of the notice; about a date that was moved it is said anew."""
        about = f"{self.kind}/{self.campaign.id}/{self.unit.id}/{self.dates.period}/{self.days}"
        return about + self.moved_to

    @property
    def moved_to(self) -> str:
        """How the keys of all notices about the moved date end, "" where it was not moved."""
        return f"@{self.dates.due}" if self.extended else ""

    @property
    def to(self) -> tuple[str, ...]:
        """Whom it goes to: the unit, and who hears of its n-th warning."""
        if self.kind == "reminder":
            return self.unit.addresses
        escalate = self.campaign.escalate
        heads = (address for step in sorted(self.steps) for address in escalate.get(step, ()))
        return tuple(dict.fromkeys((*self.unit.addresses, *heads)))

    def letter(self, config: Config) -> NewNotice:
        """The notice itself."""
        if self.kind == "reminder":
            return compose.reminder(config, self.campaign, self.unit, self.dates, self.key)
        return compose.warning(
            config, self.campaign, self.unit, self.dates, self.key, self.number, self.to
        )


def going_out(at_once: Sequence[Planned]) -> list[Planned]:
    """What a unit gets of the notices whose day has come: the newest of each month that has one on
    the newest day, for all of that month. The others are overtaken.
    """
    newest = max(p.day for p in at_once)
    out = []
    for period in sorted({p.dates.period for p in at_once if p.day == newest}):
        of_it = [p for p in at_once if p.dates.period == period]
        last = max(of_it, key=lambda p: (p.day, p.number, -p.days))
        same = [p.steps for p in of_it if p.kind == last.kind]
        out.append(replace(last, steps=frozenset[int]().union(*same)))
    return out


def periods_in_reach(campaign: CampaignConfig, day: date, until: date | None = None) -> list[str]:
    """The newest periods about which something may be said on that day, oldest first.

    With `until` also those of the days up to it. A reminder may fall into the month before the one
    in which the report is due.
    """
    first_said = timedelta(days=max(campaign.remind_days_before, default=0)) + MOST_SHIFTED
    by_then = list(open_periods(campaign, day + first_said))
    later = list(open_periods(campaign, until + first_said))[len(by_then) :] if until else []
    return [*by_then[-PERIODS_LOOKED_BACK:], *later]


def planned_notices(month: MonthStatus, status: UnitStatus) -> Iterator[Planned]:
    """The reminders or warnings that the unit's present state calls for, whatever their day.

    A held report stops them: it is the office's turn. So does staff's word. A unit without an
    address gets none.
    """
    campaign, due, unit = month.campaign, status.due, status.unit
    if due < campaign.notices_from or not unit.addresses or status.stop is not None:
        return
    dates = replace(month.dates, due=due)
    extended = due != usual_due(campaign, month.dates.period)
    if status.state == "not_due":
        for days in campaign.remind_days_before:
            day = _reminded(campaign, due, days)
            yield Planned("reminder", campaign, unit, dates, day, days, extended=extended)
    if status.state in ("not_due", "missing"):
        for number, days in enumerate(sorted(campaign.warn_days_after), 1):
            day = _warned(campaign, due, days)
            steps = frozenset({number})
            yield Planned("warning", campaign, unit, dates, day, days, number, steps, extended)


def _reminded(campaign: CampaignConfig, due: date, days: int) -> date:
    """The day of a reminder: never one after the due date, where nothing is to be reminded of."""
    day = due - timedelta(days=days)
    return min(shifted(day, campaign.when_closed.reminder, campaign.extra_holidays), due)


def _warned(campaign: CampaignConfig, due: date, days: int) -> date:
    """The day of a warning: never the due date or one before, since nothing is late by then."""
    rule, extra = campaign.when_closed.warning, campaign.extra_holidays
    day = shifted(due + timedelta(days=days), rule, extra)
    return day if day > due else shifted(due + timedelta(days=1), "next", extra)
