"""Tells a unit by mail what a person decided about its report: it counts now, or it does not.

Who sent the report hears of it, by an authentic address of the unit; nobody hears of a mail that a
machine sent.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from mailproc.config import Config
from mailproc.intake.answers import answered_mail, report_line
from mailproc.intake.attachments import MailHeaders, split
from mailproc.intake.senders import speaks_against, unit_of
from mailproc.month.overview import strip_of
from mailproc.notices import compose
from mailproc.notices.clean import one_line
from mailproc.notices.outbox import queue
from mailproc.notices.render import unit_title
from mailproc.thai_dates import thai_month
from storage import mail, notices, reports, units
from storage.database import Tx
from storage.records import Message, Revision

REASON_LENGTH = 200


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
    # What it says is part of its name, and so of its Message-ID: after a restore the same decision
    # may be made otherwise, and that is another mail.
    mark = sha256(receipt.text.encode()).hexdigest()[:12]
    queue(tx, config, replace(receipt, key=f"{receipt.key}/{mark}"), now)


def queue_not_counted(
    tx: Tx, config: Config, revision: Revision, reason: str, now: datetime
) -> None:
    """Tell the unit that sent it that nothing of its mail counts, once all of it was turned down.

    Of several sheets in one mail it hears in one letter. `reason`: the person's words, "" for none.
    """
    message = mail.get(tx, revision.message)
    if message.spam or not _is_by_unit(tx, config, revision, message):
        return
    headers = _headers(tx, revision, message)
    if _is_automatic(message, headers, by_unit=True):
        return
    if any(r.state != "rejected" for r in reports.of_message(tx, message.id)):
        return
    counts = (
        reports.current(tx, revision.campaign, revision.unit, revision.period)
        if revision.unit and revision.period
        else None
    )
    about = _name(revision, config)
    values = {
        "about": about,
        "reason": one_line(reason, REASON_LENGTH),
        "counts": counts is not None,
    }
    answered = answered_mail(message, headers, message.sender)
    key, subject = f"problem/{message.id}/not-counted", f"แจ้งผลการตรวจสอบรายงาน {about}"
    if not notices.has_key(tx, key):
        notice = compose.answer(config, answered, "not_counted", "problem", key, subject, values)
        queue(tx, config, notice, now)


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
