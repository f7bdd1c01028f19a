"""The sample mails around the sheets: who writes what to whom, as offices do."""

import random
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr

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
    """เรียน ผู้ที่เกี่ยวข้อง

ส่งรายงาน scammer {office} เดือน{month}
หากมีข้อแก้ไขประการใดแจ้งกลับมาได้ ขอบคุณ

{name}
""",
    """ส่งรายงานประจำเดือน{month}ครับ
{office}

ส่งจากโทรศัพท์มือถือของฉัน
""",
)
_CORRECTION = """เรียน ท้องถิ่นจังหวัดกาฬสินธุ์

{office} ขอแก้ไขแบบรายงานประจำเดือน{month} เนื่องจากรวมยอดช่องทางเว็บไซต์ของหน่วยงานไม่ครบ
จึงขอส่งฉบับแก้ไขมาแทนฉบับเดิม ตามไฟล์แนบ ขออภัยในความไม่สะดวก

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
    does = "ขอแก้ไข" if corrects else "ส่ง"
    body = _CORRECTION if corrects else random.Random(unit.id).choice(_BODIES)  # noqa: S311
    mail = _mail(config, f"{name} ({unit.name})", unit.addresses[0], at)
    mail["Subject"] = _words(f"{does}แบบรายงาน Scammer {_office(unit)} {thai_month(period)}")
    text = body.format(
        letter=config.contact.letter,
        office=_office(unit),
        month=thai_month(period),
        name=name,
        position=position,
    )
    return _finished(mail, at, text, attachment)


def by_stranger(config: Config, address: str, at: datetime, attachment: Attachment) -> SampleMail:
    """Somebody whose address nobody knows sends a sheet."""
    mail = _mail(config, "สมชาย ใจดี", address, at)
    mail["Subject"] = _words("รายงาน scammer")
    return _finished(mail, at, "ส่งรายงานแทนครับ เครื่องที่ทำงานเสีย\n", attachment)


def out_of_office(config: Config, unit: UnitConfig, at: datetime) -> SampleMail:
    """A mail program's own answer to a reminder, while its owner is away."""
    name, _ = person(unit)
    mail = _mail(config, name, unit.addresses[0], at)
    mail["Subject"] = _words("ตอบกลับอัตโนมัติ: ไม่อยู่ที่สำนักงาน")
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    text = "ขณะนี้ข้าพเจ้าไปราชการ จะกลับมาปฏิบัติงานในวันที่ ๒๒ มิถุนายน ๒๕๖๙\nกรณีเร่งด่วนโปรดติดต่อที่ว่าการอำเภอ\n"
    return _finished(mail, at, text, None)


def _office(unit: UnitConfig) -> str:
    return f"อำเภอ{unit.name}" if unit.kind == "district" else unit.name


def _mail(config: Config, name: str, address: str, at: datetime) -> MIMEMultipart:
    """A mail with the headers that the receiving server and the sender's program write."""
    user, _, domain = address.partition("@")
    server = config.mailbox.authserv_id
    # The same month shall be the same bytes: a boundary made by chance would change them.
    mail = MIMEMultipart(boundary=f"=_{at:%Y%m%d%H%M}_sample")
    mail["Received"] = f"from mail.{domain} by {server} with ESMTPS; {format_datetime(at)}"
    mail["Authentication-Results"] = (
        f"{server}; dkim=pass header.i=@{domain}; spf=pass smtp.mailfrom={address};"
        f" dmarc=pass header.from={domain}"
    )
    mail["From"] = formataddr((name, address))
    mail["To"] = formataddr((config.smtp.from_name, config.smtp.from_address))
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{at:%Y%m%d%H%M}.{user}@{domain}>"
    return mail


def _words(subject: str) -> str:
    # The newer EmailMessage loses spaces where it breaks Thai headers (CPython 3.11).
    return Header(subject, "utf-8", header_name="Subject").encode()


def _finished(
    mail: MIMEMultipart, at: datetime, text: str, attachment: Attachment | None
) -> SampleMail:
    mail.attach(MIMEText(text, "plain", "utf-8"))
    if attachment is not None:
        main, _, sub = attachment.media.partition("/")
        made = MIMEImage if main == "image" else MIMEApplication
        part = made(attachment.data, sub)
        part.add_header(
            "Content-Disposition", "attachment", filename=("utf-8", "", attachment.name)
        )
        mail.attach(part)
    return SampleMail(at, mail.as_bytes(policy=compat32.clone(linesep="\r\n")))
