"""To open: the mails that a person must open in the mailbox, since nothing was done about them.

Who cannot be examined, whose files bring nothing and whom nobody told so, and who answers us out of
the spam folder or sends there what cannot be read: nothing is ever acted upon there, and nobody
looks there by himself.
"""

from collections.abc import Iterator, Mapping
from itertools import islice

from mailproc.config import Config
from mailproc.intake.attachments import SplitMail, split
from mailproc.intake.senders import is_own, judge, unit_of
from mailproc.notices.letters import ToOpen
from mailproc.notices.written import answers_us
from mailproc.reasons import thai_of_mail
from mailproc.replies.around import more_than_pleasant
from mailproc.replies.grammar import parse
from storage import mail, notices, reports, units
from storage.database import Tx
from storage.records import Message, Since

MOST_READ = 200
"""Mails of the spam folder that are taken apart for one digest."""
NOT_ANSWERED = (
    "ไม่มีแบบรายงานที่ใช้ได้ และระบบไม่ได้ตอบ เพราะแจ้งปัญหาของอีเมลก่อนหน้านี้ไปแล้วภายในหนึ่งชั่วโมง "
    "หรือคำตอบนั้นยังรอส่งอยู่ โปรดแจ้งผู้ส่ง"
)
ANSWER_IN_SPAM = (
    "ตอบอีเมลของระบบ แต่อยู่ในโฟลเดอร์จดหมายขยะ ระบบยังไม่ทำตาม โปรดย้ายไปกล่องจดหมายเข้า (Inbox)"
)
_UNREAD = ("refused", "unsupported")
UNREAD_IN_SPAM = "อยู่ในโฟลเดอร์จดหมายขยะ และระบบอ่านไม่ได้ อาจเป็นรายงาน โปรดเปิดดู"


def to_open(tx: Tx, config: Config, since: Since) -> Iterator[ToOpen]:
    """All that wait as a whole, and those that were examined since then, each with the reason."""
    approved = units.approved_senders(tx)
    for message in mail.held_messages(tx):
        yield _to_open(config, approved, message, thai_of_mail(message))
    for message in mail.with_outcomes(tx, ("problem",), since):
        if not message.authentic or unit_of(message.sender, config, approved) is None:
            yield _to_open(config, approved, message, thai_of_mail(message))
        elif any(n.state == "skipped" for n in notices.of_message(tx, message.id)):
            yield _to_open(config, approved, message, NOT_ANSWERED)
    for message in mail.with_outcomes(tx, ("no_report",), since):
        # Whoever saved a file in the watched folder meant it to be a report.
        if message.kind == "file":
            yield _to_open(config, approved, message, thai_of_mail(message))
    for message in _known_in_spam(tx, config, since, approved):
        if _is_unread(tx, message):
            yield _to_open(config, approved, message, UNREAD_IN_SPAM)
        elif _would_be_acted_upon(tx, config, message, approved):
            yield _to_open(config, approved, message, ANSWER_IN_SPAM)


def _to_open(config: Config, approved: Mapping[str, str], message: Message, why: str) -> ToOpen:
    unit = unit_of(message.sender, config, approved) if message.authentic else None
    return ToOpen(message, why, config.unit_by_id[unit].name if unit else "")


def _known_in_spam(
    tx: Tx, config: Config, since: Since, approved: Mapping[str, str]
) -> Iterator[Message]:
    """The mails in the spam folder, and in no other, that units and staff really sent."""
    known = (
        message
        for message in mail.with_outcomes(tx, ("spam", "held"), since)
        if message.spam
        and message.authentic
        and (
            unit_of(message.sender, config, approved) is not None
            or message.sender in config.staff.addresses
            or is_own(message.sender, config)
        )
    )
    for message in islice(known, MOST_READ):
        if not _is_elsewhere_too(tx, message):
            yield message


def _is_unread(tx: Tx, message: Message) -> bool:
    """Whether it failed, or a file of it did: what may be a report there waits nowhere else."""
    failed = message.outcome == "held" and not reports.every_of_message(tx, message.id)
    return failed or any(d.outcome in _UNREAD for d in mail.documents(tx, message.id))


def _would_be_acted_upon(
    tx: Tx, config: Config, message: Message, approved: Mapping[str, str]
) -> bool:
    """Whether it answers us, and would be acted upon if it lay in the inbox."""
    raw = mail.raw_if_kept(tx, message.id) if message.outcome == "spam" else None
    parts = split(raw) if raw is not None else None
    if parts is None:
        return False
    sender = judge(parts.headers, config, approved, in_sent_folder=message.in_sent_folder)
    answers = not parts.headers.auto and not sender.own and answers_us(tx, parts.headers)
    return answers and _says_something(tx, config, message, parts)


def _is_elsewhere_too(tx: Tx, message: Message) -> bool:
    copies = mail.of_sender(tx, message.message_id, message.sender) if message.message_id else []
    return any(not copy.spam for copy in copies)


def _says_something(tx: Tx, config: Config, message: Message, parts: SplitMail) -> bool:
    """Whether it brings more than thanks."""
    words, fields = parts.body_text, config.forms[config.campaign[0].form].fields
    if not words.strip() or any(d.outcome != "ignored" for d in mail.documents(tx, message.id)):
        # With no words of its own it may answer within the quote.
        return True
    return bool(parse(words, fields, config.places)) or any(more_than_pleasant(words))
