"""Plan: compare the calendar with who has reported, and queue what is due now.

Nothing is kept in memory: what is due is asked of the calendar, what was said of the database. Each
notice has a unique key, so that planning twice queues once. After a standstill only the newest
overdue notice of a unit goes out; the older ones are stored as skipped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailproc.config import Config
from mailproc.month.overview import month_of
from mailproc.notices.digest import digest
from mailproc.notices.digest_data import gather
from mailproc.notices.outbox import lasting_id, queue
from mailproc.notices.planned import Planned, going_out, periods_in_reach, planned_notices
from mailproc.notices.unread import units_with_held_mail
from mailproc.reasons import of_strangers
from mailproc.replies.ask import queue_review
from mailproc.replies.letters import Crops
from mailproc.rollup.drafts import queue_drafts
from storage import history, notices, outgoing
from storage.correspondence import Notice
from storage.database import Tx

DAYS_LOOKED_BACK = 8


def plan(
    tx: Tx, config: Config, now: datetime, *, collected: bool, crops: Crops | None = None
) -> int:
    """Queue the reminders, warnings, questions, drafts of roll-ups and the digest that are due.

    Returns how many. `collected` says that everything in the mailbox has been collected and
    examined: before that nobody is reminded or warned. Questions and the digest go out all the
    same. `crops`: pictures of what is asked about.
    """
    queued = queue_review(tx, config, crops or {}, now)
    local = now.astimezone(config.zone)
    if collected and local.time() >= time_of_day(config.worker.digest, config.zone):
        overdue = _overdue_by_unit(tx, config, now)
        queued += sum(_queue_newest(tx, config, planned, now) for planned in overdue)
        queued += queue_drafts(tx, config, now)
    _drop_overtaken(tx, config, now)
    day = digest_day(config.worker.digest, local)
    begun = day is not None and notices.has_key_begun(tx, f"digest/{day.isoformat()}")
    if day and config.staff.addresses and not begun:
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


def _overdue_by_unit(tx: Tx, config: Config, now: datetime) -> Iterator[list[Planned]]:
    """Each unit's notices whose day has come and that were never queued or skipped."""
    by_unit: dict[tuple[str, str], list[Planned]] = {}
    local = now.astimezone(config.zone)
    today, midnight = local.date(), local.replace(hour=0, minute=0, second=0, microsecond=0)
    unexamined = units_with_held_mail(tx, config, now)
    for campaign in config.campaign:
        for period in periods_in_reach(campaign, today):
            said = notices.keys_of_period(tx, campaign.id, period)
            month = month_of(tx, config, campaign, period, today, values=False)
            # On that day they hear that their report does not count, and why.
            turned_down = history.turned_down_since(tx, campaign.id, period, midnight)
            spared = unexamined | {r.unit for r in turned_down if not of_strangers(r.reasons)}
            for status in (u for u in month.units if u.unit.id not in spared):
                for planned in planned_notices(month, status):
                    if planned.day <= today and planned.key not in said:
                        by_unit.setdefault((campaign.id, status.unit.id), []).append(planned)
    yield from by_unit.values()


def _drop_overtaken(tx: Tx, config: Config, now: datetime) -> None:
    """Take back queued reminders and warnings that the unit's report, or a newer one, overtook.

    They are there when the mail server was out of reach or put the unit off.
    """
    today = now.astimezone(config.zone).date()
    newest: dict[tuple[str, str, str], Notice] = {}
    for notice in notices.waiting(tx, ("reminder", "warning")):
        new = notice.new
        campaign = config.campaign_by_id.get(new.campaign)
        if campaign is None:
            continue
        month = month_of(tx, config, campaign, new.period, today, values=False)
        called_for = {
            planned.key
            for status in month.units
            if status.unit.id == new.unit
            for planned in planned_notices(month, status)
        }
        if new.key not in called_for:
            outgoing.drop(tx, notice.id, "no longer called for")
            continue
        about = (new.campaign, new.unit, new.period)
        older = newest.get(about)
        if older is not None:
            outgoing.drop(tx, older.id, f"overtaken by {new.key}")
        newest[about] = notice


def _queue_newest(tx: Tx, config: Config, overdue: Sequence[Planned], now: datetime) -> int:
    """Queue what goes out of a unit's overdue notices; how many. The others are skipped."""
    out = going_out(overdue)
    keys = {p.key for p in out}
    for older in (p for p in overdue if p.key not in keys):
        letter = older.letter(config)
        reason = f"overtaken by {out[-1].key}"
        notices.skip(tx, letter, lasting_id(tx, config, letter), now, reason)
    queued = 0
    for planned in out:
        # A unit is told of letters that it got, not of those that a standstill skipped.
        number = _warnings_before(tx, planned) + 1
        queued += queue(tx, config, replace(planned, number=number).letter(config), now)
    return queued


def _warnings_before(tx: Tx, planned: Planned) -> int:
    """How many warnings about the month, and this due date, the unit got."""
    said = notices.of_period(tx, planned.campaign.id, planned.dates.period)
    return sum(
        n.new.kind == "warning"
        and n.new.unit == planned.unit.id
        and n.state != "skipped"
        and "".join(n.new.key.partition("@")[1:]) == planned.moved_to
        for n in said
    )
