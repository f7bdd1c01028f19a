"""Tells a unit by mail what a person decided about its report: it counts now, or it does not.

Who sent the report hears of it, by an authentic address of the unit; nobody hears of a mail that a
machine sent.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from mailproc.config import Config
from mailproc.intake.answers import answered_mail, report_line
from mailproc.intake.attachments import MailHeaders, split
from mailproc.intake.senders import speaks_against, unit_of
from mailproc.month.overview import strip_of
from mailproc.notices import compose
from mailproc.notices.clean import one_line
from mailproc.notices.outbox import NOT_COUNTED, queue
from mailproc.notices.render import unit_title
from mailproc.notices.values import show
from mailproc.thai_dates import thai_month
from parsers.forms import all_forms
from storage import mail, notices, reports, units
from storage.database import Tx
from storage.load import PROGRAM
from storage.records import Message, NewNotice, Revision

REASON_LENGTH = 200
TURNED_DOWN = "ไม่รับ"
"""What is kept as the reason where a person gives none."""


def queue_further_receipt(tx: Tx, config: Config, revision: Revision, now: datetime) -> None:
    """Tell the unit that its report counts now, with a key of its own.

    Where no address of the unit sent it, its first one hears of it.
    """
    message = mail.get(tx, revision.message)
    by_unit = _is_by_unit(tx, config, revision, message)
    headers = _headers(tx, revision, message)
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
    line = report_line(config, revision, extensions, None, strip=strip)
    answered = answered_mail(message, headers if by_unit else None, to)
    receipt = compose.receipt(config, answered, [line], [], number)
    queue(tx, config, replace(receipt, key=f"{receipt.key}/{_mark(receipt)}"), now)


def queue_not_counted(tx: Tx, config: Config, revision: Revision, now: datetime) -> None:
    """Tell the unit that its report, or its correction, does not count, and why.

    Who sent it hears of it; where that was not the unit, whoever got the receipt. Of several sheets
    in one mail it hears in one letter, once none of them waits.
    """
    message = mail.get(tx, revision.message)
    by_unit = _is_by_unit(tx, config, revision, message)
    headers = _headers(tx, revision, message)
    receipt = notices.last_key(tx, f"receipt/{message.id}/")
    to = message.sender if by_unit else receipt.new.to[0] if receipt else ""
    if message.spam or not to or _is_automatic(message, headers, by_unit=by_unit):
        return
    refused = _refused_changes(tx, config, revision)
    sheets = [] if refused else _turned_down(tx, config, message)
    if not refused and not sheets:
        return
    values = {
        "about": _name(revision, config),
        "reason": _reason(revision),
        "by_mail": by_unit,
        "refused": refused,
        "sheets": sheets,
    }
    answered = answered_mail(message, headers if by_unit else None, to)
    key = f"problem/{message.id}{NOT_COUNTED}"
    subject = f"แจ้งผลการตรวจสอบรายงาน {_name(revision, config)}"
    notice = compose.answer(config, answered, "not_counted", "problem", key, subject, values)
    queue(tx, config, replace(notice, key=f"{key}{_mark(notice)}"), now)


def _refused_changes(tx: Tx, config: Config, revision: Revision) -> list[tuple[str, str, str]]:
    """What the unit had wanted to change by answering, where its report goes on to count: the
    field, its value, and the one that counts.
    """
    if revision.unit is None or revision.period is None:
        return []
    counts = reports.current(tx, revision.campaign, revision.unit, revision.period)
    if counts is None:
        return []
    found = []
    for field in all_forms()[revision.form].fields:
        wanted, now = revision.reading(field.key), counts.reading(field.key)
        if wanted is None or now is None or field.key not in revision.own_corrections:
            continue
        if wanted.value != now.value:
            before, after = (
                one_line(show(field, r.value, config.unit_by_id) or "เว้นว่าง", REASON_LENGTH)
                for r in (wanted, now)
            )
            found.append((field.short, before, after))
    return found


@dataclass(frozen=True, slots=True)
class TurnedDown:
    """A sheet that does not count: of whom and when, why (""), whether another one counts."""

    about: str
    reason: str
    counts: bool


def _turned_down(tx: Tx, config: Config, message: Message) -> list[TurnedDown]:
    """The sheets of the mail that a person turned down; none while one of it still waits.

    Of two sheets for one month of which one counts, the receipt has told.
    """
    every = reports.every_of_message(tx, message.id)
    if any(r.state == "held" and reports.waits(tx, r.id) for r in every):
        return []
    counted = {(r.campaign, r.unit, r.period) for r in every if r.state == "accepted"}
    found = []
    for revision in reports.of_message(tx, message.id):
        key = revision.campaign, revision.unit, revision.period
        if revision.state != "rejected" or revision.decided_by == PROGRAM or key in counted:
            continue
        known = revision.unit is not None and revision.period is not None
        counts = known and reports.current(tx, key[0], key[1] or "", key[2] or "") is not None
        found.append(TurnedDown(_name(revision, config), _reason(revision), counts))
    return list(dict.fromkeys(found))


def _reason(revision: Revision) -> str:
    """The words of the person who turned it down, "" where none were given."""
    words = revision.reasons[-1] if revision.reasons else ""
    return "" if words == TURNED_DOWN else one_line(words, REASON_LENGTH)


def _mark(notice: NewNotice) -> str:
    """A part of its key, and so of its Message-ID, that says what it says: after a restore the same
    decision may be made otherwise, and that is another mail.
    """
    return sha256(notice.text.encode()).hexdigest()[:12]


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


def _headers(tx: Tx, revision: Revision, message: Message) -> MailHeaders | None:
    raw = mail.raw_if_kept(tx, message.id) if revision.via == "mail" else None
    return split(raw).headers if raw is not None else None


def _is_automatic(message: Message, headers: MailHeaders | None, *, by_unit: bool) -> bool:
    """Whether a machine sent it.

    Of a mail whose bytes were removed since, its record says so: an authentic one has no other such
    reason.
    """
    if headers is not None:
        return bool(headers.auto)
    return by_unit and speaks_against(message.reason)
