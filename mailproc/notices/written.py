"""Written: what people wrote to the mailbox that nothing was done about.

Since the program reads the mailbox, nobody else may: a question, a word about a reminder, a
correction beside a sheet must reach staff all the same. Thanks, greetings, signatures and the words
that go with every report are left out.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from mailproc.config import Config
from mailproc.intake.attachments import MailHeaders, split
from mailproc.intake.senders import unit_of
from mailproc.notices.clean import one_line
from mailproc.notices.letters import Written
from mailproc.replies.around import is_yes, more_than_pleasant
from mailproc.replies.grammar import parse, values_said
from mailproc.replies.orders import AcceptAll, Confirm, Unclear
from mailproc.replies.with_files import is_in
from parsers.form import Field
from parsers.thai import ascii_digits
from storage import mail, notices, reports, units
from storage.database import Tx
from storage.records import Message, Revision

MOST_READ = 200
"""Mails that are taken apart for one digest."""
NAME_LENGTH = 60
_OUTCOMES = ("no_report", "problem", "answer", "reports", "held")
# Beside a report, what is more than that it is sent: something is wrong with it, is to be
# otherwise, or is asked.
_MORE = re.compile(
    r"(?:กรอก|พิมพ์|ลง|ใส่|ส่ง|แจ้ง|คีย์|นับ|รายงาน)\S{0,12}ผิด(?!ชอบ)|ผิด(?:เดือน|ฉบับ|ไฟล์)"
    r"|คลาดเคลื่อน|ที่ถูก(?:ต้อง)?\s*(?:คือ|เป็น|=)|จริง\s?ๆ|เกินจริง|ของจริง|ยอดสะสม|ไม่ครบ|ยังไม่(?:รวม|ส่ง)"
    r"|ขอยกเลิก|(?:ยกเลิก|ลบ)(?:รายงาน|ฉบับ|ไฟล์|แบบ|ออก)|ขยายเวลา|ขอเลื่อน|ขอส่งช้า|ช่วยส่ง"
    r"|เปลี่ยน(?:แปลง)?\s*(?:อีเมล|ผู้|เบอร์|ที่อยู่)|ขอแก้\S*เป็น|แก้ไข(?!ปัญหา).{0,40}(?:=|จาก|คือ)\s*[0-9]"
    r"|ไหม|หรือไม่|หรือยัง|อย่างไร|ยังไง|วันไหน|เมื่อไ|ทำไม|\?"
)
_IF = re.compile("หาก|ถ้า|ประการใด")


def written(tx: Tx, config: Config, since: datetime) -> Iterator[Written]:
    """The words, by arrival, of mails that were stored since then: authentic ones of units and of
    the department, and others that answer a notice of ours.
    """
    approved, fields = units.approved_senders(tx), config.forms[config.campaign[0].form].fields
    found = (m for m in mail.with_outcomes(tx, _OUTCOMES, since) if m.kind == "mail")
    for message in islice(found, MOST_READ):
        raw = mail.raw_if_kept(tx, message.id)
        parts = split(raw) if raw is not None else None
        unit = unit_of(message.sender, config, approved)
        who = _who(tx, config, message, unit, parts.headers) if parts else ""
        words = _left(tx, config, message, unit, parts.body_text, fields) if parts and who else ""
        if words:
            yield Written(message, who, words)


def _who(
    tx: Tx, config: Config, message: Message, unit: str | None, headers: MailHeaders | None
) -> str:
    """By what name staff know the sender, "" for whom they need not hear here.

    `unit`: whose address it is.
    """
    address = one_line(message.sender, NAME_LENGTH)
    if message.authentic:
        if unit is not None:
            return config.unit_by_id[unit].name
        if message.sender in config.staff.addresses:
            return ""
        if message.sender in {c.forward_to for c in config.campaign}:
            return f"{address} (ผู้รับรายงานรวม)"
    # A stranger's file stands among the mails that somebody must look at.
    if message.outcome == "problem" or not _answers_us(tx, headers):
        return ""
    unknown = "ที่อยู่ที่ไม่ได้ลงทะเบียน" if message.authentic else "ยืนยันผู้ส่งไม่ได้"
    return f"{address} ({unknown})"


def _left(
    tx: Tx,
    config: Config,
    message: Message,
    unit: str | None,
    text: str,
    fields: Sequence[Field],
) -> str:
    """Those of the words that nothing was done about, "" for none."""
    said = parse(text, fields, config.places)
    if message.outcome in ("reports", "held"):
        sheets = reports.of_message(tx, message.id)
        if not sheets and unit is not None:
            sheets = [r for r in reports.about_unit(tx, unit) if r.current]
        return _beside_report(config, text, fields, sheets)
    unclear = [o.words for o in said if isinstance(o, Unclear) and not is_yes(o.words)]
    unclear += more_than_pleasant(text)
    if unclear:
        return " / ".join(unclear)
    if message.outcome == "answer" and not _was_asked_back(tx, message):
        return ""
    # An order that was given where it means nothing is told as it was written.
    idle = all(isinstance(order, (AcceptAll, Confirm, Unclear)) for order in said)
    return "" if idle else " ".join(text.split())


def _beside_report(
    config: Config, text: str, fields: Sequence[Field], sheets: Sequence[Revision]
) -> str:
    """Of the words beside a report those that say more than that it is sent, or say otherwise."""
    lines = [line for line in text.splitlines() if _MORE.search(ascii_digits(line))]
    wrong = [line.strip() for line in lines if not _IF.search(line)]
    values = values_said(text, fields, config.places)
    if any(not is_in(config, fields, order, sheets) for order in values):
        return " ".join(text.split())
    return " / ".join(wrong)


def _was_asked_back(tx: Tx, message: Message) -> bool:
    return any(n.new.kind == "problem" for n in notices.of_message(tx, message.id))


def _answers_us(tx: Tx, headers: MailHeaders | None) -> bool:
    named = (headers.in_reply_to, *headers.references) if headers else ()
    return any(one and notices.by_rfc_message_id(tx, one) for one in named)
