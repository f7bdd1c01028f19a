"""Tells a unit by mail what a person decided about its report: it counts now, or it does not.

Who sent the report hears of it, by an authentic address of the unit; nobody hears of a mail that a
machine sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailproc.config import Config
from mailproc.intake.answers import answered_mail, report_line
from mailproc.intake.attachments import MailHeaders, SplitMail, split
from mailproc.intake.senders import speaks_against, unit_of
from mailproc.month.overview import strip_of
from mailproc.notices import compose
from mailproc.notices.clean import one_line
from mailproc.notices.message import mark_of
from mailproc.notices.outbox import queue, queue_limited
from mailproc.notices.render import unit_title
from mailproc.notices.values import show
from mailproc.replies.with_files import not_done
from mailproc.thai_dates import thai_month
from parsers.forms import all_forms
from storage import mail, notices, reports, units
from storage.database import Tx
from storage.load import PROGRAM
from storage.readings import set_at
from storage.records import Message, Revision

REASON_LENGTH = 200
NOT_COUNTED = "not-counted/"
"""How the keys of those begin that tell a unit of a report which a person turned down."""
TURNED_DOWN = "ไม่รับ"
"""What is kept as the reason where a person gives none."""


def queue_further_receipt(tx: Tx, config: Config, revision: Revision, now: datetime) -> None:
    """Tell the unit that its report counts now, with a key of its own.

    Where no address of the unit sent it, its first one hears of it. Who hears of his mail for the
    first time is told what its words would change, too.
    """
    message = mail.get(tx, revision.message)
    by_unit = _is_by_unit(tx, config, revision, message)
    parts = _parts(tx, revision, message)
    headers = parts.headers if parts else None
    if _is_automatic(message, headers, by_unit=by_unit):
        return
    unit = config.unit_by_id.get(revision.unit or "")
    to = message.sender if by_unit else unit.addresses[0] if unit and unit.addresses else ""
    if not to:
        return
    last = notices.last_key(tx, f"receipt/{message.id}/")
    number = int(last.new.key.split("/")[2]) + 1 if last else 1
    extensions = units.extensions(tx, revision.campaign)
    strip = strip_of(tx, config, revision, now.astimezone(config.zone).date())
    counts = None if revision.current else _what_counts(tx, revision)
    line = report_line(config, revision, extensions, counts, strip=strip)
    answered = answered_mail(message, headers if by_unit else None, to)
    receipt = compose.receipt(config, answered, [line], [], number)
    # What the unit's other months are like is nothing that was decided.
    decided = compose.receipt(config, answered, [replace(line, strip=())], [], number)
    queue(tx, config, replace(receipt, key=f"{receipt.key}/{mark_of(decided.text)}"), now)
    if last is None and by_unit and parts is not None:
        sheets = (r for r in reports.of_message(tx, message.id) if r.unit == revision.unit)
        own = [r for r in sheets if r.state != "rejected"]
        # What a later sheet says is done.
        says = own if counts is None else [*own, counts]
        if own and (told := not_done(config, answered, says, parts.body_text)):
            queue_limited(tx, config, told, now)


def _what_counts(tx: Tx, revision: Revision) -> Revision | None:
    return reports.current(tx, revision.campaign, revision.unit or "", revision.period or "")


def queue_not_counted(
    tx: Tx, config: Config, was: Revision, revision: Revision, now: datetime
) -> None:
    """Tell the unit that its report, or its correction, does not count, and why. `was`: the
    revision before it was turned down.

    Who sent it hears of it; where that was not the unit, whoever got the receipt. Of several sheets
    in one mail it hears in one letter, once none of them waits.
    """
    message = mail.get(tx, revision.message)
    by_unit = _is_by_unit(tx, config, revision, message)
    parts = _parts(tx, revision, message)
    headers = parts.headers if parts else None
    receipt = notices.last_key(tx, f"receipt/{message.id}/")
    to = message.sender if by_unit else receipt.new.to[0] if receipt else ""
    if message.spam or not to or _is_automatic(message, headers, by_unit=by_unit):
        return
    own = unit_of(message.sender, config, units.approved_senders(tx)) if by_unit else None
    key = f"{NOT_COUNTED}{message.id}/"
    told = [n.new.text for n in notices.of_message(tx, message.id) if n.new.key.startswith(key)]
    refused, same_sheet = _refused_changes(tx, config, was)
    sheets = [] if refused else _turned_down(tx, config, message, own, told)
    if not refused and not sheets:
        return
    values = {
        "about": _name(revision, config),
        "reason": _reason(revision),
        "by_mail": by_unit,
        "refused": refused,
        "same_sheet": same_sheet,
        "sheets": sheets,
    }
    answered = answered_mail(message, headers if by_unit else None, to)
    subject = f"แจ้งผลการตรวจสอบรายงาน {_name(revision, config)}"
    notice = compose.answer(config, answered, "not_counted", "other", key, subject, values)
    key += mark_of(notice.text)
    if notices.has_key(tx, key):
        # The same was asked for, and turned down, once more.
        key = notices.next_key(tx, key)
    queue(tx, config, replace(notice, key=key), now)


def _refused_changes(
    tx: Tx, config: Config, was: Revision
) -> tuple[list[tuple[str, str, str]], bool]:
    """What the unit had wanted to change by answering, where its report goes on to count: the
    field, its value, and the one that counts; whether that is of the same sheet.
    """
    counts = _what_counts(tx, was)
    if counts is None:
        return [], False
    asked = set(was.own_corrections)
    if was.state == "held" and was.by_unit:
        # What it had wanted before is settled.
        asked = set_at(tx, was.id, was.decided_at)
    found = []
    for field in all_forms()[was.form].fields:
        wanted, now = was.reading(field.key), counts.reading(field.key)
        if wanted is None or now is None or field.key not in asked:
            continue
        if wanted.value != now.value:
            before, after = (
                one_line(show(field, r.value, config.unit_by_id) or "เว้นว่าง", REASON_LENGTH)
                for r in (wanted, now)
            )
            found.append((field.short, before, after))
    return found, counts.message == was.message


@dataclass(frozen=True, slots=True)
class TurnedDown:
    """A sheet that does not count: of whom and when, why (""), whether another one counts."""

    about: str
    reason: str
    counts: bool


def _turned_down(
    tx: Tx, config: Config, message: Message, own: str | None, told: Sequence[str]
) -> list[TurnedDown]:
    """The sheets of the mail that a person turned down and no letter has `told` of; none while one
    of it still waits. `own`: the unit that sent it; another one's sheet is no affair of its.

    Of two sheets for one month of which one counts, the receipt has told.
    """
    every = reports.every_of_message(tx, message.id)
    sheets_of_mail = (r for r in every if not r.by_unit)
    if any(r.state == "held" and reports.waits(tx, r.id) for r in sheets_of_mail):
        return []
    counted = {(r.campaign, r.unit, r.period) for r in every if r.state == "accepted"}
    sheets: dict[tuple[int, int], list[Revision]] = {}
    for revision in every:
        new = not any(_name(revision, config) in text for text in told)
        by_person = revision.state == "rejected" and revision.decided_by != PROGRAM
        if by_person and new and (own is None or revision.unit in (None, own)):
            sheets.setdefault((revision.document, revision.ordinal), []).append(revision)
    found = []
    for rejected in sheets.values():
        last, reasons = rejected[-1], [w for r in rejected if (w := _reason(r))]
        if (last.campaign, last.unit, last.period) in counted:
            continue
        about, counts = _name(last, config), _what_counts(tx, last) is not None
        found.append(TurnedDown(about, reasons[-1] if reasons else "", counts))
    return list(dict.fromkeys(found))


def _reason(revision: Revision) -> str:
    """The words of the person who turned it down, "" where none were given."""
    words = revision.reasons[-1] if revision.reasons else ""
    return "" if words == TURNED_DOWN else one_line(words, REASON_LENGTH)


def _name(revision: Revision, config: Config) -> str:
    """Of which unit and month the report is, as far as that is known."""
    unit = config.unit_by_id.get(revision.unit or "")
    month = f"ประจำเดือน{thai_month(revision.period)}" if revision.period else ""
    return f"{unit_title(unit)} {month}".strip()


def _is_by_unit(tx: Tx, config: Config, revision: Revision, message: Message) -> bool:
    """Whether the unit itself sent it by mail, from an address that is its own by now."""
    own = unit_of(message.sender, config, units.approved_senders(tx))
    of_unit = own is not None and revision.unit in (None, own)
    return revision.via == "mail" and message.authentic and of_unit


def _parts(tx: Tx, revision: Revision, message: Message) -> SplitMail | None:
    """The mail that brought it; None for a file, and for a mail whose bytes were removed since."""
    raw = mail.raw_if_kept(tx, message.id) if revision.via == "mail" else None
    return split(raw) if raw is not None else None


def _is_automatic(message: Message, headers: MailHeaders | None, *, by_unit: bool) -> bool:
    """Whether a machine sent it.

    Of a mail whose bytes were removed since, its record says so: an authentic one has no other such
    reason.
    """
    if headers is not None:
        return bool(headers.auto)
    return by_unit and speaks_against(message.reason)
