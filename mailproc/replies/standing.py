"""Tells a unit that asks “สถานะ” what it still owes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mailproc.config import Config, UnitConfig
from mailproc.month.overview import month_of
from mailproc.month.status import State
from mailproc.notices.letters import Answered
from mailproc.notices.planned import periods_in_reach
from mailproc.replies.letters import answer_to
from storage.correspondence import NewNotice
from storage.database import Tx

OWED: tuple[State, ...] = ("missing", "held", "not_due")


@dataclass(frozen=True, slots=True)
class Owed:
    """A month that the unit has not reported, or that waits for staff; `due` is its own date."""

    period: str
    state: State
    due: date


def standing(tx: Tx, config: Config, answered: Answered, unit: str, now: datetime) -> NewNotice:
    """The mail to the unit; it says too if nothing is owed."""
    today = now.astimezone(config.zone).date()
    owed = [
        Owed(period, status.state, status.due)
        for campaign in config.campaign
        for period in periods_in_reach(campaign, today)
        for status in month_of(tx, config, campaign, period, today).units
        if status.unit.id == unit and status.state in OWED
    ]
    return told(config, answered, config.unit_by_id[unit], owed)


def told(config: Config, answered: Answered, unit: UnitConfig, owed: Sequence[Owed]) -> NewNotice:
    """The mail with those months."""
    return answer_to(
        config,
        answered,
        "standing_of_unit",
        "other",
        f"status/{answered.message}",
        "สถานะการส่งรายงาน",
        {"owed": owed, "unit": unit},
    )
