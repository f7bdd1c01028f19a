"""The sample mails around the sheets: who writes what to whom, as offices do."""

import random
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from mailproc.config import Config, UnitConfig
from mailproc.demo.figures import person
from mailproc.thai_dates import thai_month

_BODIES = (
    """เรียน ผู้ว่าราชการจังหวัดกาฬสินธุ์

ตามหนังสือจังหวัดกาฬสินธุ์ ที่ {letter} ขอให้รายงานผลการสร้างความรู้ความเข้าใจเพื่อป้องกัน
การหลอกลวงทางออนไลน์ (Scammer) นั้น {office} ขอส่งแบบรายงานประจำเดือน{month}
รายละเอียดปรากฏตามไฟล์ที่แนบมาพร้อมนี้

จึงเรียนมาเพื่อโปรดทราบ

{name}
{position}
""",
    """เรียน ท้องถิ่นจังหวัดกาฬสินธุ์

{office} ขอส่งแบบรายงาน Scammer ประจำเดือน{month} ตามไฟล์แนบ

จึงเรียนมาเพื่อโปรดพิจารณา
{name} {position}
""",
    """สวัสดีค่ะ

ส่งรายงาน scammer {office} เดือน{month} ค่ะ
หากมีข้อแก้ไขประการใดแจ้งได้เลยนะคะ ขอบคุณค่ะ

{name}
""",
    """ส่งรายงานประจำเดือนครับ
{office}

ส่งจากโทรศัพท์มือถือของฉัน
""",
)
_CORRECTION = """เรียน ท้องถิ่นจังหวัดกาฬสินธุ์

{office} ขอแก้ไขแบบรายงานประจำเดือน{month} เนื่องจากรวมยอดช่องทางเว็บไซต์ของหน่วยงานไม่ครบ
จึงขอส่งฉบับแก้ไขมาแทนฉบับเดิม ตามไฟล์แนบ ขออภัยในความไม่สะดวกค่ะ

{name} {position}
"""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail: its name as the sender calls it, its MIME type, its bytes."""

    name: str
    media: str
    data: bytes


@dataclass(frozen=True, slots=True)
class SampleMail:
    """A mail byte for byte, and when it arrives at the server (INTERNALDATE)."""

    received_at: datetime
    raw: bytes


def report_mail(
    config: Config,
    unit: UnitConfig,
    period: str,
    at: datetime,
    attachment: Attachment,
    corrects: bool = False,
) -> SampleMail:
    """A unit's mail with its report."""
    name, position = person(unit)
    body = _CORRECTION if corrects else random.Random(unit.id).choice(_BODIES)  # noqa: S311
    mail = _mail(config, f"{name} ({unit.name})", unit.addresses[0], at)
    mail["Subject"] = (
        f"{'ขอแก้ไข' if corrects else 'ส่ง'}แบบรายงาน Scammer {_office(unit)} {thai_month(period)}"
    )
    mail.set_content(
        body.format(
            letter=config.contact.letter,
            office=_office(unit),
            month=thai_month(period),
            name=name,
            position=position,
        )
    )
    return _finished(mail, at, attachment)


def by_stranger(config: Config, address: str, at: datetime, attachment: Attachment) -> SampleMail:
    """Somebody whose address nobody knows sends a sheet."""
    mail = _mail(config, "สมชาย ใจดี", address, at)
    mail["Subject"] = "รายงาน scammer"
    mail.set_content("ส่งรายงานแทนครับ เครื่องที่ทำงานเสีย\n")
    return _finished(mail, at, attachment)


def out_of_office(config: Config, unit: UnitConfig, at: datetime) -> SampleMail:
    """A mail program's own answer to a reminder, while its owner is away."""
    name, _ = person(unit)
    mail = _mail(config, name, unit.addresses[0], at)
    mail["Subject"] = "ตอบกลับอัตโนมัติ: ไม่อยู่ที่สำนักงาน"
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(
        "ขณะนี้ข้าพเจ้าไปราชการ จะกลับมาปฏิบัติงานในวันที่ ๒๒ มิถุนายน ๒๕๖๙\nกรณีเร่งด่วนโปรดติดต่อที่ว่าการอำเภอ\n"
    )
    return _finished(mail, at, None)


def _office(unit: UnitConfig) -> str:
    return f"อำเภอ{unit.name}" if unit.kind == "district" else unit.name


def _mail(config: Config, name: str, address: str, at: datetime) -> EmailMessage:
    """A mail with the headers that the receiving server and the sender's program write."""
    mail = EmailMessage(SMTP)
    domain = address.rpartition("@")[2]
    server = config.mailbox.authserv_id
    mail["Received"] = f"from mail.{domain} by {server} with ESMTPS; {format_datetime(at)}"
    mail["Authentication-Results"] = (
        f"{server}; dkim=pass header.i=@{domain}; spf=pass smtp.mailfrom={address};"
        f" dmarc=pass header.from={domain}"
    )
    user, _, domain = address.partition("@")
    mail["From"] = Address(name, user, domain)
    mail["To"] = Address(config.smtp.from_name, addr_spec=config.smtp.from_address)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{at:%Y%m%d%H%M}.{user}@{domain}>"
    return mail


def _finished(mail: EmailMessage, at: datetime, attachment: Attachment | None) -> SampleMail:
    if attachment is not None:
        main, _, sub = attachment.media.partition("/")
        mail.add_attachment(attachment.data, maintype=main, subtype=sub, filename=attachment.name)
        # Boundaries are made by chance otherwise; the same month shall be the same bytes.
        mail.set_boundary(f"=_{at:%Y%m%d%H%M}_sample")
    return SampleMail(at, mail.as_bytes())
