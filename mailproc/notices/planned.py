"""Which reminders and warnings a unit's state calls for, and on which day (pure).

Plan queues them, the digest and the calendar show them ahead.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from mailproc.config import CampaignConfig, Config, UnitConfig
from mailproc.month.calendar import Dates
from mailproc.month.status import MonthStatus, UnitStatus
from mailproc.notices import compose
from storage.records import NewNotice


@dataclass(frozen=True, slots=True)
class Planned:
    """A reminder or warning to one unit, and the day that it is meant for.

    `days` is the distance to the unit's due date, `number` counts the warnings from 1.
    """

    kind: Literal["reminder", "warning"]
    campaign: CampaignConfig
    unit: UnitConfig
    dates: Dates
    day: date
    days: int
    number: int = 0

    @property
    def key(self) -> str:
        """The unique key of the notice."""
        return f"{self.kind}/{self.campaign.id}/{self.unit.id}/{self.dates.period}/{self.days}"

    def letter(self, config: Config) -> NewNotice:
        """The notice itself."""
        if self.kind == "reminder":
            return compose.reminder(config, self.campaign, self.unit, self.dates, self.days)
        return compose.warning(
            config,
            self.campaign,
            self.unit,
            self.dates,
            self.days,
            self.number,
            self.unit.addresses,
        )


def planned_notices(month: MonthStatus, status: UnitStatus) -> Iterator[Planned]:
    """The reminders or warnings that the unit's present state calls for, whatever their day.

    A held report stops them: it is the office's turn. A unit without an address gets none.
    """
    campaign, due, unit = month.campaign, status.due, status.unit
    if due < campaign.notices_from or not unit.addresses:
        return
    dates = replace(month.dates, due=due)
    if status.state == "not_due":
        for days in campaign.remind_days_before:
            yield Planned("reminder", campaign, unit, dates, due - timedelta(days=days), days)
    if status.state in ("not_due", "missing"):
        for number, days in enumerate(sorted(campaign.warn_days_after), 1):
            day = due + timedelta(days=days)
            yield Planned("warning", campaign, unit, dates, day, days, number)
