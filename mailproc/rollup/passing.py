"""Passing the month on: the roll-up to the department once, then supplements.

What was passed on is kept as it was. Later reports and corrections change the figures of the
program, never those: they are offered as a supplement that says what changed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mailproc.config import CampaignConfig, Config
from mailproc.errors import NotUnderstood
from mailproc.month.calendar import Dates, dates
from mailproc.month.overview import month_of
from mailproc.month.period import shift, span
from mailproc.notices.outbox import queue
from mailproc.paper.blank import place_of
from mailproc.rollup import letters
from mailproc.rollup.figures import (
    Change,
    Figures,
    changes,
    figures,
    from_json,
    item_one_of,
    mark_of,
    to_json,
)
from mailproc.rollup.sheet import draw_rollup
from mailproc.rollup.workbook import workbook
from parsers.forms import all_forms
from storage import notices, rollups
from storage.correspondence import ItemOne, NewNotice, PassedOn, RollupWay
from storage.database import Tx

Files = tuple[tuple[str, str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Rollup:
    """A month's roll-up: the figures as they stand, and (`sent`) as they were passed on, or None.

    `attempts`: how often it was to be passed on; `arrivals`: how many of these did not come back;
    `undelivered`: why the last one did, "" if it did not.
    """

    campaign: CampaignConfig
    dates: Dates
    present: Figures
    passed_on: PassedOn | None
    sent: Figures | None
    zone: ZoneInfo
    attempts: int = 0
    arrivals: int = 0
    undelivered: str = ""

    @property
    def passed_on_day(self) -> date | None:
        """The day in the office on which it was passed on."""
        return self.passed_on.at.astimezone(self.zone).date() if self.passed_on else None

    @property
    def standing(self) -> Figures:
        """The figures that hold: those passed on, else the present ones."""
        return self.sent or self.present

    @property
    def lacks_item_one(self) -> bool:
        """Whether staff have to answer item 1 yet."""
        asks = item_one_of(all_forms()[self.campaign.form]) is not None
        return asks and self.present.informed is None

    @property
    def changes(self) -> tuple[Change, ...]:
        """What has changed since it was passed on."""
        return changes(self.standing, self.present) if self.passed_on else ()


def look(tx: Tx, config: Config, campaign: CampaignConfig, period: str, today: date) -> Rollup:
    """The roll-up of that month as of `today` (in the configured zone)."""
    every = rollups.every(tx, campaign.id, period)
    failed = undelivered(tx, campaign.id, period)
    arrived = [one for one in every if one.number not in failed]
    passed_on = arrived[-1] if arrived else None
    asks = item_one_of(all_forms()[campaign.form]) is not None
    usual = {"yes": True, "no": False}.get(config.rollup.staff_informed) if asks else None
    sent = from_json(passed_on.figures, usual) if passed_on else None
    answered = rollups.item_one(tx, campaign.id, period)
    # What was passed on stays, whatever the configuration says by now.
    informed = answered.informed if answered else sent.informed if sent else usual
    present = figures(config, month_of(tx, config, campaign, period, today), informed)
    return Rollup(
        campaign,
        dates(campaign, period),
        present,
        passed_on,
        sent,
        config.zone,
        len(every),
        len(arrived),
        failed.get(every[-1].number, "") if every else "",
    )


def answer_item_one(tx: Tx, rollup: Rollup, answer: ItemOne) -> bool:
    """Keep what staff answer to item 1 of that month; whether the roll-up says otherwise by it."""
    known = rollups.item_one(tx, answer.campaign, answer.period)
    if known is None or known.informed is not answer.informed:
        rollups.answer_item_one(tx, answer)
    return rollup.present.informed is not answer.informed


def undelivered(tx: Tx, campaign: str, period: str) -> dict[int, str]:
    """The roll-ups of the period, by number, whose mail never arrived, and why."""
    prefix = letters.key_of(campaign, period)
    failed = notices.failed_keys(tx, prefix)
    numbers = {key: key.removeprefix(prefix).partition("/")[0] for key in failed}
    return {int(numbers[key]): error or "-" for key, error in failed.items()}


def files(tx: Tx, config: Config, shown: Figures, campaign: CampaignConfig, today: date) -> Files:
    """PDF and XLSX of those figures; the XLSX has the months of the same year before it, too."""
    first = max(campaign.first_period, f"{shown.period[:4]}-01")
    before = span(first, shift(shown.period, -1))
    year = [look(tx, config, campaign, period, today).standing for period in before]
    pdf = draw_rollup(shown, config.rollup, place_of(config, shown.form))
    return letters.attachments(shown.period, pdf, workbook(shown, [*year, shown]))


def send(
    tx: Tx,
    config: Config,
    rollup: Rollup,
    now: datetime,
    by: str,
    *,
    signed: bytes | None = None,
    supplement: bool = False,
) -> NewNotice:
    """Queue the roll-up (or a supplement) to the department, and keep its figures as sent.

    `signed`: a scan that goes instead of the drawn form. Raises NotUnderstood where there is
    nothing to send (yet), nobody to send it to, or it went already.
    """
    campaign = rollup.campaign
    if not campaign.forward_to:
        raise NotUnderstood("forward_to of the campaign is empty: say whom the roll-up goes to")
    if is_trial(config, campaign):
        raise NotUnderstood(
            '[worker] notices = "staff_only": nothing goes to the department; '
            "--mark-sent says that it went another way"
        )
    refuse_early(rollup, now)
    today = now.astimezone(config.zone).date()
    number = _number(rollup, supplement=supplement)
    attached = files(tx, config, rollup.present, campaign, today)
    if signed is not None:
        name, media, _ = attached[0]
        attached = ((name, media, signed), *attached[1:])
    changed = rollup.changes if supplement else ()
    # After a restore the Sent folder must not say that other figures went out.
    key = f"{letters.key_of(campaign.id, rollup.present.period)}{number}/{mark_of(rollup.present)}"
    notice = letters.to_department(
        config, campaign, rollup.present, key, rollup.arrivals, attached, changed
    )
    _keep(tx, rollup, number, "mail", now, by)
    queue(tx, config, notice, now)
    return notice


def is_trial(config: Config, campaign: CampaignConfig) -> bool:
    """Whether mail goes to staff alone, and the department is none of them."""
    to_staff = campaign.forward_to in config.staff.addresses
    return config.worker.notices == "staff_only" and not to_staff


def mark_sent(tx: Tx, rollup: Rollup, now: datetime, by: str, *, supplement: bool = False) -> None:
    """Say that staff passed it on another way; its figures stay as they are now.

    Raises NotUnderstood if it went already, or there can be nothing to pass on yet.
    """
    refuse_early(rollup, now)
    _keep(tx, rollup, _number(rollup, supplement=supplement), "elsewhere", now, by)


def refuse_early(rollup: Rollup, now: datetime) -> None:
    """Raises NotUnderstood for a month that nobody was asked about, or whose reports are to come:
    an empty roll-up would be locked.
    """
    period, first, last = (
        rollup.dates.period,
        rollup.campaign.first_period,
        rollup.campaign.last_period,
    )
    if period < first or (last and period > last):
        until = f" and ends with {last}" if last else ""
        raise NotUnderstood(
            f"the campaign begins with {first}{until}: {period} was never asked for"
        )
    if not rollup.present.reported and now.astimezone(rollup.zone).date() <= rollup.dates.due:
        raise NotUnderstood(
            f"no report for {period} counts yet, and it is due on "
            f"{rollup.dates.due}: wait, or name another month with --period"
        )


def _number(rollup: Rollup, *, supplement: bool) -> int:
    """The number under which it is kept; what never arrived has one as well."""
    if rollup.passed_on is None:
        if supplement:
            raise NotUnderstood("nothing was passed on yet, so there is nothing to supplement")
        return rollup.attempts + 1
    day, changed = rollup.passed_on_day, len(rollup.changes)
    if not changed:
        raise NotUnderstood(f"passed on already, on {day}; nothing changed since")
    if not supplement:
        raise NotUnderstood(
            f"passed on already, on {day}; {changed} number(s) "
            "changed since: --supplement passes on what changed"
        )
    return rollup.attempts + 1


def _keep(tx: Tx, rollup: Rollup, number: int, way: RollupWay, now: datetime, by: str) -> None:
    present = rollup.present
    kept = PassedOn(present.campaign, present.period, number, to_json(present), way, now, by)
    if not rollups.keep(tx, kept):
        raise NotUnderstood("somebody else is passing it on at this moment")
