"""What will be sent in the coming days, to whom and why, as things stand now.

It asks the very rules by which plan queues, so that what is shown is what will happen, unless a
report comes before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mailproc.config import CampaignConfig, Config
from mailproc.month.overview import month_of
from mailproc.month.status import MonthStatus, UnitStatus
from mailproc.notices.planned import Planned, going_out, periods_in_reach, planned_notices
from mailproc.notices.unread import units_with_held_mail
from mailproc.rollup.drafts import DRAFT, last_day
from storage import notices, rollups
from storage.correspondence import NoticeKind
from storage.database import Tx

DAYS_AHEAD = 7
"""So far ahead a digest says what will be sent."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """One notice to come. `unit` is its id, "" where it goes to staff; `why` is in English.

    `to` is empty for what will not be sent although its day comes: `why` says so.
    """

    day: date
    kind: NoticeKind
    campaign: str
    period: str
    unit: str
    name: str
    to: tuple[str, ...]
    why: str


def ahead(tx: Tx, config: Config, now: datetime, days: int) -> list[Ahead]:
    """Reminders, warnings and drafts of roll-ups of the coming days, by day, with those of today
    that are still to go, and what a standstill left.
    """
    today = now.astimezone(config.zone).date()
    until = today + timedelta(days=days)
    found: list[Ahead] = []
    unread = units_with_held_mail(tx, config, now)
    for campaign in config.campaign:
        at_once: dict[tuple[str, date], list[tuple[Planned, UnitStatus]]] = {}
        for period in periods_in_reach(campaign, today, until):
            month = month_of(tx, config, campaign, period, today, values=False)
            for planned, status in _to_be_said(tx, month):
                if status.unit.id in unread:
                    continue
                day = max(planned.day, today)
                at_once.setdefault((planned.unit.id, day), []).append((planned, status))
            found += (_unread(month, s) for s in month.units if s.unit.id in unread and _missing(s))
            found += _of_period(tx, config, month, today)
        for (_, day), several in at_once.items():
            of_key = {planned.key: status for planned, status in several}
            out = going_out([planned for planned, _ in several])
            found += [_notice(planned, of_key[planned.key], day) for planned in out]
    return sorted((a for a in found if today <= a.day <= until), key=lambda a: a.day)


def _to_be_said(tx: Tx, month: MonthStatus) -> Iterator[tuple[Planned, UnitStatus]]:
    said = notices.keys_of_period(tx, month.campaign.id, month.dates.period)
    for status in month.units:
        yield from ((p, status) for p in planned_notices(month, status) if p.key not in said)


def _of_period(tx: Tx, config: Config, month: MonthStatus, today: date) -> Iterator[Ahead]:
    """The draft of the month, and the units that hear nothing although they might."""
    campaign, when, period = month.campaign, month.dates, month.dates.period
    for status in month.units:
        if status.state == "held" and status.due >= campaign.notices_from:
            last = _last_warned(campaign, status)
            why = f"no warning: the report of {period} is held and waits for staff"
            yield _quiet(last, campaign, period, status, why)
        if _missing(status) and status.stop is not None:
            last = _last_warned(campaign, status)
            why = f"no reminder or warning: {status.stop.by} stopped those about {period}"
            yield _quiet(last, campaign, period, status, why)
        if _missing(status) and not status.unit.addresses:
            why = f"the unit has no address: nobody can be reminded of {period}"
            yield _quiet(status.due, campaign, period, status, why)
    passed_on = rollups.last(tx, campaign.id, period)
    drafted = notices.last_key(tx, f"{DRAFT}{campaign.id}/{period}/")
    if (
        passed_on is None
        and drafted is None
        and today <= last_day(when)
        and config.staff.addresses
        and when.due >= campaign.notices_from
    ):
        why = f"the draft of {period}, on its forward date {when.forward}"
        # What a standstill left goes with the next tick.
        day = max(when.forward, today)
        yield Ahead(day, "rollup", campaign.id, period, "", "", config.staff.addresses, why)


def _last_warned(campaign: CampaignConfig, status: UnitStatus) -> date:
    return status.due + timedelta(days=max(campaign.warn_days_after, default=0))


def _missing(status: UnitStatus) -> bool:
    return status.state in ("missing", "not_due")


def _unread(month: MonthStatus, status: UnitStatus) -> Ahead:
    last = _last_warned(month.campaign, status)
    why = "no reminder or warning: a mail of the unit could not be read and waits for staff"
    return _quiet(last, month.campaign, month.dates.period, status, why)


def _notice(planned: Planned, status: UnitStatus, day: date) -> Ahead:
    side = "before" if planned.kind == "reminder" else "after"
    due = f"{status.due}{_extended(status)}"
    why = f"{planned.days} day(s) {side} {due}, unless it reports {planned.dates.period}"
    return Ahead(
        day,
        planned.kind,
        planned.campaign.id,
        planned.dates.period,
        planned.unit.id,
        planned.unit.name,
        planned.to,
        why,
    )


def _extended(status: UnitStatus) -> str:
    """Who moved the due date, and why, in brackets."""
    extension = status.extension
    if extension is None:
        return ""
    return f" (extended by {extension.by}{f': {extension.why}' if extension.why else ''})"


def _quiet(day: date, campaign: CampaignConfig, period: str, status: UnitStatus, why: str) -> Ahead:
    unit = status.unit
    return Ahead(day, "warning", campaign.id, period, unit.id, unit.name, (), why)
