"""Plan: compare the calendar with who has reported, and queue what is due now.

Nothing is kept in memory: what is due is asked of the calendar, what was said of the database. Each
notice has a unique key, so that planning twice queues once. After a standstill only the newest
overdue notice of a unit goes out; the older ones are stored as skipped.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailproc.config import Config
from mailproc.intake.senders import unit_of
from mailproc.month.calendar import open_periods
from mailproc.month.overview import month_of
from mailproc.notices.digest import digest
from mailproc.notices.digest_data import gather
from mailproc.notices.message import new_message_id
from mailproc.notices.outbox import queue
from mailproc.notices.planned import Planned, planned_notices
from storage import mail, notices, units
from storage.database import Tx

DAYS_LOOKED_BACK = 8
PERIODS_LOOKED_BACK = 12


def plan(tx: Tx, config: Config, now: datetime, *, collected: bool) -> int:
    """Queue the reminders, warnings and the digest that are due; returns how many.

    `collected` says that everything in the mailbox has been collected and examined: before that
    nobody is reminded or warned. The digest goes out all the same.
    """
    queued = 0
    local = now.astimezone(config.zone)
    if collected and local.time() >= time_of_day(config.worker.digest, config.zone):
        overdue = _overdue_by_unit(tx, config, local.date())
        queued += sum(_queue_newest(tx, config, planned, now) for planned in overdue)
    day = digest_day(config.worker.digest, local)
    if day and config.staff.addresses and not notices.has_key(tx, f"digest/{day.isoformat()}"):
        queued += queue(tx, config, digest(config, gather(tx, config, now), day), now)
    return queued


def time_of_day(cron: str, zone: ZoneInfo) -> time:
    """The first time of day that the cron expression names, week days or not."""
    from apscheduler.triggers.cron import CronTrigger

    minute, hour, *_ = cron.split()
    midnight = datetime(2026, 1, 1, tzinfo=zone)
    first = CronTrigger(minute=minute, hour=hour, timezone=zone).get_next_fire_time(None, midnight)
    return first.time() if isinstance(first, datetime) else time()


def digest_day(cron: str, local: datetime) -> date | None:
    """The day of the newest digest that should have been queued by now, None if there is none."""
    from apscheduler.triggers.cron import CronTrigger

    trigger = CronTrigger.from_crontab(cron, timezone=local.tzinfo)
    newest = None
    at = trigger.get_next_fire_time(None, local - timedelta(days=DAYS_LOOKED_BACK))
    while at is not None and at <= local:
        newest = at
        at = trigger.get_next_fire_time(at, at + timedelta(microseconds=1))
    return newest.date() if newest else None


def _overdue_by_unit(tx: Tx, config: Config, today: date) -> Iterator[list[Planned]]:
    """Each unit's notices whose day has come and that were never queued or skipped."""
    by_unit: dict[str, list[Planned]] = {}
    unexamined = _units_with_held_mail(tx, config)
    for campaign in config.campaign:
        for period in list(open_periods(campaign, today))[-PERIODS_LOOKED_BACK:]:
            said = notices.keys_of_period(tx, campaign.id, period)
            month = month_of(tx, config, campaign, period, today)
            for status in (u for u in month.units if u.unit.id not in unexamined):
                for planned in planned_notices(month, status):
                    if planned.day <= today and planned.key not in said:
                        by_unit.setdefault(status.unit.id, []).append(planned)
    yield from by_unit.values()


def _units_with_held_mail(tx: Tx, config: Config) -> set[str | None]:
    """The units whose mail could not be examined: what they sent may well be the report."""
    approved = units.approved_senders(tx)
    return {unit_of(m.sender, config, approved) for m in mail.held_messages(tx)}


def _queue_newest(tx: Tx, config: Config, overdue: Sequence[Planned], now: datetime) -> bool:
    newest = max(overdue, key=lambda p: (p.day, p.dates.period))
    for older in overdue:
        if older is not newest:
            message_id = new_message_id(config.smtp.from_address)
            reason = f"overtaken by {newest.key}"
            notices.skip(tx, older.letter(config), message_id, now, reason)
    return queue(tx, config, newest.letter(config), now)
