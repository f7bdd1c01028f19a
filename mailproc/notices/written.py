"""Written: what people wrote to the mailbox that nothing was done about.

Since the program reads the mailbox, nobody else may: a question, a word about a reminder, a
correction beside a sheet must reach staff all the same. Thanks, greetings, signatures and the words
that go with every report are left out.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from mailproc.config import Config
from mailproc.intake.attachments import MailHeaders, split
from mailproc.intake.senders import unit_of
from mailproc.notices.clean import one_line
from mailproc.notices.letters import Written
from mailproc.replies.grammar import parse
from mailproc.replies.orders import Order, SetField, Unclear
from storage import mail, notices, units
from storage.database import Tx
from storage.records import Message

MOST_READ = 200
"""Mails that are taken apart for one digest."""
NAME_LENGTH = 60
_OUTCOMES = ("no_report", "problem", "answer", "reports", "held")
# Beside a report, what is more than that it is sent.
_MORE = re.compile(r"ผิด|ยกเลิก|ขยายเวลา|ขอเลื่อน|ที่ถูก|แก้ไข(?!ปัญหา).{0,40}(?:เป็น|=|จาก|คือ)\s*[0-9๐-๙]")


def written(tx: Tx, config: Config, since: datetime) -> Iterator[Written]:
    """The words, by arrival, of mails that were stored since then: authentic ones of units, and
    others that answer a notice of ours.
    """
    approved, fields = units.approved_senders(tx), config.forms[config.campaign[0].form].fields
    found = (m for m in mail.with_outcomes(tx, _OUTCOMES, since) if m.kind == "mail")
    for message in islice(found, MOST_READ):
        unit = unit_of(message.sender, config, approved) if message.authentic else None
        if message.sender in config.staff.addresses and message.authentic:
            continue
        raw = mail.raw_if_kept(tx, message.id)
        parts = split(raw) if raw is not None else None
        if parts is None or (unit is None and not _answers_us(tx, parts.headers)):
            continue
        words = _left(tx, message, parts.body_text, parse(parts.body_text, fields, config.places))
        if words:
            name = config.unit_by_id[unit].name if unit else _stranger(message)
            yield Written(message, name, words)


def _left(tx: Tx, message: Message, text: str, said: tuple[Order, ...]) -> str:
    """Those of the words that nothing was done about, "" for none."""
    unclear = [order.words for order in said if isinstance(order, Unclear)]
    if message.outcome in ("reports", "held") or (
        message.outcome == "problem" and mail.documents(tx, message.id)
    ):
        told = any(isinstance(order, SetField) for order in said)
        unclear = [words for words in unclear if _MORE.search(words)]
        return " / ".join(unclear) or (" ".join(text.split()) if told else "")
    if message.outcome == "answer" and not _was_asked_back(tx, message):
        return ""
    # An order that was given where it means nothing is told as it was written.
    return " / ".join(unclear) or (" ".join(text.split()) if said else "")


def _was_asked_back(tx: Tx, message: Message) -> bool:
    return any(n.new.kind == "problem" for n in notices.of_message(tx, message.id))


def _answers_us(tx: Tx, headers: MailHeaders | None) -> bool:
    named = (headers.in_reply_to, *headers.references) if headers else ()
    return any(one and notices.by_rfc_message_id(tx, one) for one in named)


def _stranger(message: Message) -> str:
    """Whoever answers from an address that is no unit's, or is not vouched for."""
    return f"{one_line(message.sender, NAME_LENGTH)} (ที่อยู่ที่ไม่ได้ลงทะเบียน)"
