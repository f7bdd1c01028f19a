"""What staff are shown before a month is passed on: the draft, and that of a supplement.

Both are answered with “ส่ง”. The draft is renewed when figures change, until the month was passed
on; a supplement is offered once a day while figures change after that.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from mailproc.config import CampaignConfig, Config
from mailproc.errors import NotUnderstood
from mailproc.month.calendar import Dates, dates, recent_periods
from mailproc.notices.outbox import queue
from mailproc.rollup import letters
from mailproc.rollup.figures import Figures, from_json, mark_of
from mailproc.rollup.passing import Files, Rollup, files, look, undelivered
from storage import history, notices, rollups
from storage.correspondence import Notice
from storage.database import Tx

DRAFTS_AFTER_CLOSING = timedelta(days=31)
DRAFT = "rollup-draft/"
"""How the keys of drafts begin."""


def queue_drafts(tx: Tx, config: Config, now: datetime) -> int:
    """Queue the drafts whose forward date has come, again where figures changed; how many."""
    if not config.staff.addresses:
        return 0
    today = now.astimezone(config.zone).date()
    queued = 0
    for campaign, period in _over(config, today):
        when = dates(campaign, period)
        if today < when.forward or when.due < campaign.notices_from:
            continue
        if _settled(tx, campaign, period):
            continue
        rollup = look(tx, config, campaign, period, today)
        last = notices.last_key(tx, _begin(campaign.id, period))
        if (last and shows(last.new.key, rollup)) or not _is_called_for(rollup, last, today):
            continue
        queued += _queue(tx, config, rollup, now)
    return queued


def renew(tx: Tx, config: Config, rollup: Rollup, now: datetime) -> None:
    """Queue the draft of the figures as they stand, unless the last one shows them: somebody wants
    to pass them on, and must see them first.
    """
    last = notices.last_key(tx, _begin(rollup.campaign.id, rollup.present.period))
    if last is None or not shows(last.new.key, rollup):
        _queue(tx, config, rollup, now)


def _queue(tx: Tx, config: Config, rollup: Rollup, now: datetime) -> bool:
    campaign, key = rollup.campaign, draft_key(rollup)
    if notices.has_key(tx, key):
        key += f"/{now.isoformat()}"  # the figures are again what an older draft shows
    today = now.astimezone(config.zone).date()
    attached = files(tx, config, rollup.present, campaign, today)
    letter = letters.draft(
        config, campaign, rollup.present, key, attached, rollup.changes, rollup.undelivered
    )
    return queue(tx, config, letter, now)


def _is_called_for(rollup: Rollup, last: Notice | None, today: date) -> bool:
    """Whether staff are to see it today; they hear of many corrections in one mail a day."""
    if rollup.passed_on is None:
        return _is_draft(rollup, today)
    offered = last is not None and attempt_of(last.new.key) > 1
    if last and offered and last.queued_at.astimezone(rollup.zone).date() == today:
        return False
    return bool(rollup.changes)


def draft_key(rollup: Rollup) -> str:
    """The key of the draft that shows the roll-up, or its supplement, as it stands."""
    mark = mark_of(_shown(rollup.present))
    return f"{_begin(rollup.campaign.id, rollup.present.period)}{rollup.attempts + 1}/{mark}"


def _shown(present: Figures) -> Figures:
    """The figures without why a unit has none: that alone is no reason to renew a draft."""
    units = [u if u.reported else replace(u, state="missing") for u in present.units]
    return replace(present, units=tuple(units))


def shows(key: str, rollup: Rollup) -> bool:
    """Whether the draft of that key shows the roll-up as it stands, for the next attempt."""
    wanted = draft_key(rollup)
    return key == wanted or key.startswith(f"{wanted}/")


def attempt_of(key: str) -> int:
    """For which attempt to pass the month on the draft of that key was, from 1.

    The keys of older programs have none: theirs were all for the first.
    """
    _, _, _, attempt, *mark = key.split("/")
    return int(attempt) if mark else 1


def _begin(campaign: str, period: str) -> str:
    return f"{DRAFT}{campaign}/{period}/"


def draft_files(tx: Tx, config: Config, rollup: Rollup, today: date) -> Files:
    """The draft as it stands; none where the month was passed on, or was given up long ago."""
    if not _is_draft(rollup, today):
        return ()
    return files(tx, config, rollup.present, rollup.campaign, today)


def _is_draft(rollup: Rollup, today: date) -> bool:
    return rollup.passed_on is None and today <= last_day(rollup.dates)


def last_day(when: Dates) -> date:
    """The last day on which staff are shown a draft that nobody passes on."""
    return max(when.closing, when.forward) + DRAFTS_AFTER_CLOSING


def to_pass_on(tx: Tx, config: Config, today: date) -> Iterator[Rollup]:
    """The roll-ups that staff still have to pass on, or whose supplement is called for.

    From the day after the due date on, oldest first.
    """
    for campaign, period in _over(config, today):
        if not _settled(tx, campaign, period):
            rollup = look(tx, config, campaign, period, today)
            if rollup.passed_on is None or rollup.changes:
                yield rollup


def month_to_pass_on(config: Config, campaign: CampaignConfig, today: date) -> str:
    """The newest month whose due date is over: from the 1st on another one is worked on, and must
    not go out in its place. Raises NotUnderstood where there is none.
    """
    over = [period for c, period in _over(config, today) if c.id == campaign.id]
    if not over:
        raise NotUnderstood("no month's due date is over yet; name the month with --period")
    return over[-1]


def _over(config: Config, today: date) -> Iterator[tuple[CampaignConfig, str]]:
    """The months of late whose due date is over, or forward date has come, oldest first."""
    for campaign in config.campaign:
        for period in recent_periods(campaign, today):
            when = dates(campaign, period)
            if when.due < today or when.forward <= today:
                yield campaign, period


def _settled(tx: Tx, campaign: CampaignConfig, period: str) -> bool:
    """Whether nothing happened to the month since it was passed on: nothing is to be compared."""
    passed_on = rollups.last(tx, campaign.id, period)
    if passed_on is None or passed_on.number in undelivered(tx, campaign.id, period):
        return False
    answered, sent = rollups.item_one(tx, campaign.id, period), passed_on.figures
    if answered is not None and answered.informed is not from_json(sent, None).informed:
        return False
    return not history.changed_since(tx, campaign.id, period, passed_on.at)
