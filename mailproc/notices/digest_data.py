"""Gathers what the digest tells from the database."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from mailproc import backups
from mailproc.config import CampaignConfig, Config
from mailproc.month.calendar import is_over, working_period
from mailproc.month.overview import year_of
from mailproc.month.status import MonthStatus
from mailproc.notices.ahead import DAYS_AHEAD, ahead
from mailproc.notices.letters import DigestData, RollupLine, Upcoming
from mailproc.notices.to_open import to_open
from mailproc.notices.written import mails_since, not_read, written
from mailproc.replies.letters import Crops, digest_questions
from mailproc.replies.questions import Question, waiting
from mailproc.rollup.drafts import draft_files, to_pass_on
from mailproc.rollup.letters import in_words
from storage import examining, notices, outgoing, questions, ticks, watched
from storage.correspondence import NoticeKind
from storage.database import Tx
from storage.records import Since

MOST_CHANGES = 3
FIRST_LOOK_BACK = timedelta(days=7)
SET_BACK_BEFORE = timedelta(hours=1)
"""So long before the first tick that shows it a clock may have been set back."""


def gather(tx: Tx, config: Config, now: datetime, period: str | None = None) -> DigestData:
    """Everything for the digest as of `now`: what happened since the one before.

    `period` None: the one that each campaign works on today.
    """
    today = now.astimezone(config.zone).date()
    before = _told_until(tx)
    first_one = notices.first_queued(tx, "digest/") or now
    since = before or Since(0, first_one - FIRST_LOOK_BACK)
    years = {
        c.id: year_of(tx, config, c, period or working_period(c, today), today)
        for c in _under_way(config, today)
    }
    recent = notices.news(tx, since)
    runs, first = ticks.recent(tx, limit=1000), ticks.first(tx)
    found, mails = waiting(tx, config), mails_since(tx, since)
    return DigestData(
        months=tuple(year[-1] for year in years.values()),
        held=len({q.revision.id for q in found}),
        asking=digest_questions(config, found, _pictures(tx, found)),
        to_open=tuple(to_open(tx, config, since)),
        written=tuple(written(tx, config, mails)),
        not_read=not_read(mails),
        notices_sent=tuple(n for n in recent if n.state == "sent" and n.new.kind != "digest"),
        suppressed=tuple(n for n in recent if n.state == "suppressed"),
        failed=tuple(n for n in recent if n.state in ("failed", "unclear")),
        delayed=tuple(outgoing.delayed(tx)),
        upcoming=tuple(_upcoming(tx, config, now)),
        rollups=tuple(_rollups(tx, config, today)),
        ticks_failed=sum(t.outcome == "failed" for t in runs if t.id > since.tick),
        set_aside=examining.set_aside(tx),
        files_not_taken=tuple(watched.troubled(tx, since)),
        backups=backups.overdue(config, now, first.started_at) if first else "",
        last_tick=next((t for t in runs if t.ended_at is not None), None),
        before={campaign: year[:-1] for campaign, year in years.items()},
        asked_until=_asked_until(config, years, before.at if before else None),
    )


def _told_until(tx: Tx) -> Since | None:
    """Up to when a digest that went out has told what happened; None before the first one.

    One that is given up, or may still be, has told nobody, nor has one that came back. In the tick
    that made it, and until the next, only the clock tells what came after it: where that was set
    back, some of it is told twice.
    """
    before = notices.last_told(tx, "digest/")
    if before is None:
        return None
    made = before.queued_at
    shown = ticks.earliest_since(tx, before.queued_in) if before.queued_in else None
    if shown is not None and shown < made:
        return Since(before.queued_in, shown - SET_BACK_BEFORE)
    return Since(before.queued_in, made)


def _asked_until(
    config: Config, years: Mapping[str, Sequence[MonthStatus]], before: datetime | None
) -> dict[str, datetime]:
    """Until when was asked what stands out, for the campaigns whose month was the same one then."""
    if before is None:
        return {}
    day = before.astimezone(config.zone).date()
    return {
        campaign: before
        for campaign, year in years.items()
        if working_period(config.campaign_by_id[campaign], day) == year[-1].dates.period
    }


def _pictures(tx: Tx, found: Sequence[Question]) -> Crops:
    """What the review mails showed of these questions."""
    return questions.pictures(tx, sorted({q.revision.id for q in found}))


def _under_way(config: Config, today: date) -> Sequence[CampaignConfig]:
    """The campaigns that are not over; all where all are."""
    return [c for c in config.campaign if not is_over(c, today)] or config.campaign


def _rollups(tx: Tx, config: Config, today: date) -> Iterator[RollupLine]:
    """What is to be passed on to the department; nothing of before the program's own time."""
    for rollup in to_pass_on(tx, config, today):
        if rollup.dates.due >= rollup.campaign.notices_from:
            yield RollupLine(
                rollup.present.period,
                rollup.dates.forward,
                tuple(in_words(rollup.present, rollup.changes, MOST_CHANGES)),
                draft_files(tx, config, rollup, today),
                rollup.lacks_item_one,
            )


def _upcoming(tx: Tx, config: Config, now: datetime) -> Iterator[Upcoming]:
    """What will go out in the coming days, unless the units report before."""
    days: dict[tuple[date, NoticeKind], list[str]] = {}
    for notice in ahead(tx, config, now, DAYS_AHEAD):
        if notice.to:
            days.setdefault((notice.day, notice.kind), []).append(notice.name or "เจ้าหน้าที่จังหวัด")
    for (day, kind), names in sorted(days.items()):
        yield Upcoming(day, kind, tuple(names))
