"""What staff ask for that is about no item: stop reminding a unit, go on, send the roll-up."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from mailproc.config import CampaignConfig, UnitConfig
from mailproc.errors import NotUnderstood
from mailproc.month.calendar import recent_periods
from mailproc.month.overview import month_of
from mailproc.notices.ahead import DAYS_AHEAD
from mailproc.notices.planned import periods_in_reach, planned_notices
from mailproc.replies import office_sentences
from mailproc.replies.incoming import Incoming
from mailproc.replies.items import Outcome
from mailproc.rollup import passing
from mailproc.rollup.drafts import attempt_of, renew, shows
from storage import notices, stops
from storage.correspondence import Notice, Stop


def stop_units(incoming: Incoming, answered: Notice, words: str, outcome: Outcome) -> None:
    """No more reminders and warnings about the months that these units owe now, or of which the
    answered notice announces some; all or none.
    """
    for unit in _units(incoming, words, outcome):
        found = list(_called_for(incoming, unit, answered.queued_at))
        if not found:
            outcome.done.append(office_sentences.nothing_to_stop(incoming.config.unit_by_id[unit]))
        for campaign, period in found:
            new = Stop(
                campaign.id,
                unit,
                period,
                incoming.sender.address,
                incoming.now,
                incoming.message.id,
            )
            outcome.changed |= stops.stop(incoming.tx, new)
            outcome.done.append(office_sentences.stopped(incoming.config.unit_by_id[unit], period))


def resume_units(incoming: Incoming, words: str, outcome: Outcome) -> None:
    """Reminders and warnings again about the months for which staff stopped them; all or none."""
    for unit in _units(incoming, words, outcome):
        named = incoming.config.unit_by_id[unit]
        periods = [
            period
            for campaign in incoming.config.campaign
            for period in stops.resume(incoming.tx, campaign.id, unit)
        ]
        outcome.changed |= bool(periods)
        outcome.done += [office_sentences.resumed(named, p) for p in periods]
        if not periods:
            outcome.done.append(office_sentences.nothing_to_resume(named))


def send_rollup(incoming: Incoming, draft: Notice, outcome: Outcome) -> None:
    """Send the roll-up as the answered draft shows it, once; another one must be seen first."""
    tx, config, new = incoming.tx, incoming.config, draft.new
    campaign = config.campaign_by_id.get(new.campaign)
    if campaign is None:
        outcome.back.append(office_sentences.no_campaign())
        return
    today = incoming.now.astimezone(config.zone).date()
    rollup = passing.look(tx, config, campaign, new.period, today)
    before = rollup.passed_on
    # A draft is good for one attempt; another one to the same figures is offered by another draft.
    used = attempt_of(new.key) <= rollup.attempts
    if before and (used or not rollup.changes):
        outcome.done.append(office_sentences.sent_before(before, config.zone))
    elif not campaign.forward_to:
        outcome.back.append(office_sentences.nobody_to_send_to())
    elif passing.is_trial(config, campaign):
        outcome.back.append(office_sentences.trial_month())
    elif not shows(new.key, rollup):
        renew(tx, config, rollup, incoming.now)
        outcome.back.append(office_sentences.draft_is_old())
    else:
        try:
            by = incoming.sender.address
            passing.send(tx, config, rollup, incoming.now, by, supplement=before is not None)
        except NotUnderstood as error:
            outcome.back.append(office_sentences.cannot_send(str(error)))
            return
        outcome.changed = True
        outcome.done.append(office_sentences.sent(new.period, campaign.forward_to))
        if rollup.lacks_item_one:
            outcome.done.append(office_sentences.item_one_left_open())


def _units(incoming: Incoming, words: str, outcome: Outcome) -> list[str]:
    """The ids of the units in a list; none, and it is asked back, where one is not known."""
    named = [_unit(incoming, part) for part in _parts(incoming, words)]
    units = [u.id for u in named if u is not None]
    if not units or len(units) != len(named):
        outcome.back.append(office_sentences.no_such_unit(words))
        return []
    return list(dict.fromkeys(units))


def _parts(incoming: Incoming, words: str) -> list[str]:
    """The names of units in a list; a name that has a blank in it is one."""
    if _unit(incoming, words):
        return [words]
    parts = [p.strip() for p in re.split(r"[,;]|และ|กับ", words) if p.strip()]
    if all(_unit(incoming, p) for p in parts):
        return parts
    return words.split()


def _unit(incoming: Incoming, name: str) -> UnitConfig | None:
    bare = re.sub(r"^(?:อำเภอ|อ\.)\s*", "", name.strip())
    return incoming.config.find_unit(name) or incoming.config.find_unit(bare)


def _called_for(
    incoming: Incoming, unit: str, told_at: datetime
) -> Iterator[tuple[CampaignConfig, str]]:
    """The months about which the unit would still be reminded or warned: that it owes now, or of
    which a digest said so at that time.
    """
    today = incoming.now.astimezone(incoming.config.zone).date()
    until = told_at.astimezone(incoming.config.zone).date() + timedelta(days=DAYS_AHEAD)
    for campaign in incoming.config.campaign:
        owed = recent_periods(campaign, today)
        for period in periods_in_reach(campaign, today, until):
            month = month_of(incoming.tx, incoming.config, campaign, period, today, values=False)
            said = notices.keys_of_period(incoming.tx, campaign.id, period)
            for status in month.units:
                # What waits stops them itself; what if it is turned down?
                owes = replace(status, state="missing") if status.state == "held" else status
                to_come = (
                    p.key not in said and (period in owed or p.day <= until)
                    for p in planned_notices(month, owes)
                )
                if status.unit.id == unit and any(to_come):
                    yield campaign, period
