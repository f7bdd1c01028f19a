"""When a report is due, forwarded and closed: all computed from configuration and extensions.

The three dates come from the letter: due by the 10th (item 2; January by an exception), forwarded
to the department by the 15th, closed on the 25th (note 2 of the form).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from mailproc.config import CampaignConfig
from mailproc.month.period import day_in, period_of, shift
from mailproc.month.working_days import shifted
from storage.correspondence import Extension

PERIODS_LOOKED_BACK = 12


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of one (campaign, period); `due` is that of the unit where a unit is meant."""

    period: str
    due: date
    forward: date
    closing: date


def due_month(campaign: CampaignConfig, period: str) -> str:
    """The month in which the report about `period` is due."""
    covers = campaign.covers
    if isinstance(covers, dict):
        started = [p for p in covers if p <= period]
        covers = covers[max(started)] if started else "same"
    return period if covers == "same" else shift(period, 1)


def dates(campaign: CampaignConfig, period: str) -> Dates:
    """The three dates of a period. Where offices are closed the campaign says what becomes of
    them; an exception is the day that somebody chose, and stays.
    """
    month, rule, extra = due_month(campaign, period), campaign.when_closed, campaign.extra_holidays
    return Dates(
        period,
        campaign.due.get(period) or usual_due(campaign, period),
        campaign.forward.get(period)
        or shifted(day_in(month, campaign.forward_day), rule.forward, extra),
        campaign.closing.get(period)
        or shifted(day_in(month, campaign.closing_day), rule.closing, extra),
    )


def usual_due(campaign: CampaignConfig, period: str) -> date:
    """When reports about the period are due if nobody made an exception."""
    day = day_in(due_month(campaign, period), campaign.due_day)
    return shifted(day, campaign.when_closed.due, campaign.extra_holidays)


def due_of(
    campaign: CampaignConfig, period: str, unit: str, extensions: Iterable[Extension]
) -> date:
    """The unit's own due date: the campaign's, or the one that `extend` gave it."""
    own = extension_of(campaign.id, period, unit, extensions)
    return own.due if own else dates(campaign, period).due


def extension_of(
    campaign: str, period: str, unit: str, extensions: Iterable[Extension]
) -> Extension | None:
    """The newest extension of the unit for that period, or None."""
    own = [e for e in extensions if (e.campaign, e.period, e.unit) == (campaign, period, unit)]
    return own[-1] if own else None


def open_periods(campaign: CampaignConfig, today: date) -> Iterator[str]:
    """The periods whose month of being due has begun, oldest first, within the campaign's own."""
    period, last = campaign.first_period, campaign.last_period
    while due_month(campaign, period) <= period_of(today) and (not last or period <= last):
        yield period
        period = shift(period, 1)


def recent_periods(campaign: CampaignConfig, today: date) -> list[str]:
    """The newest open periods, oldest first: what is older is nobody's concern any more."""
    return list(open_periods(campaign, today))[-PERIODS_LOOKED_BACK:]


def is_over(campaign: CampaignConfig, today: date) -> bool:
    """Whether nothing more is asked for: its last month is closed."""
    return bool(campaign.last_period) and today > dates(campaign, campaign.last_period).closing


def working_period(campaign: CampaignConfig, today: date) -> str:
    """The period that the office works on today: the newest whose due month has begun.

    Before the campaign began it is the first one, so that there is always something to show.
    """
    return max(open_periods(campaign, today), default=campaign.first_period)
