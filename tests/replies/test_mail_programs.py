"""An answer is read the same whatever mail program wrote it, and its quote never is."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from html import escape, unescape
from textwrap import wrap

import pytest

from mailproc.config import load
from mailproc.intake.attachments import split
from mailproc.notices.preview import preview
from mailproc.replies.grammar import parse
from mailproc.replies.quoted import below_copy, changed_in_copy, without_ours
from mailproc.resources import shipped
from parsers.forms import all_forms
from storage.correspondence import NewNotice, Notice
from tests import make

FIELDS = all_forms()[make.FORM].fields
US = "ระบบรับรายงาน จังหวัดกาฬสินธุ์ <kalasin@example.com>"
NOW = datetime(2026, 2, 5, tzinfo=UTC)
SAID = f"เมื่อ วันพฤ. 5 ก.พ. 2026 เวลา 09:00 {US} เขียนว่า:"
THAI_HEAD = f"จาก: {US}\nส่ง: วันพฤหัสบดีที่ 5 กุมภาพันธ์ 2569 9:00\nถึง: x\nเรื่อง: y\n"
THAI_BREAKS = escape(THAI_HEAD).replace("\n", "<br>")
ZIMBRA_HEAD = f"จาก: {US}\nถึง: x\nสำเนา: y\nส่งแล้ว: พฤหัสบดี, 5 กุมภาพันธ์, 2026 9:05:00\nเรื่อง: y\n"
ZIMBRA_SAID = f"----- เมื่อ 5 ก.พ. 2026 เวลา 9:05,{US} เขียน:"
HEAD = f"From: {US}\nSent: Thursday, February 5, 2026 9:00 AM\nTo: x\nSubject: y\n"


def marked(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())


def flat(html: str, between_cells: str) -> str:
    """The text that a mail program makes of our HTML, its lines not as we wrote them."""
    text = re.sub(r"<(style|head)\b.*?</\1>", "", html, flags=re.S)
    text = re.sub(r"</td>\s*<td[^>]*>", between_cells, re.sub(r"\s+", " ", text))
    text = re.sub(r"<(br|/p|/div|/tr|/table|/h[1-6]|/li)\b[^>]*>", "\n", text)
    return unescape(re.sub(r"<[^>]*>", "", text))


def texts(words: str, ours: NewNotice) -> Iterator[tuple[str, str]]:
    quote, table = marked(ours.text), flat(ours.html, "\t")
    yield "gmail", f"{words}\n\n{SAID}\n\n{quote}"
    for name, begins in (("gmail, broken", SAID), ("in English", f"On 5 Feb, {US} wrote:")):
        broken = begins.replace("<", "<\n")
        yield name, f"{words}\n\n{broken}\n\n{quote}"
    thrice = SAID.replace("<", "<\n").replace(" จังหวัด", "\nจังหวัด")
    yield "gmail, broken twice", f"{words}\n\n{thrice}\n\n{quote}"
    yield "zimbra", f"{words}\n\n----- ข้อความดั้งเดิม -----\n{ZIMBRA_HEAD}\n{ours.text}"
    yield "zimbra, no line", f"{words}\n\n{ZIMBRA_HEAD}\n{ours.text}"
    yield "zimbra, prefix", f"{words}\n\n{ZIMBRA_SAID}\n\n{quote}"
    yield "signature", f"{words}\n\n-- \nนายสมชาย\nโทร 1 234\n\n{SAID}\n\n{quote}"
    yield "outlook", f"{words}\n\n{THAI_HEAD}\n{table}"
    bold = re.sub("(?m)^([^:]+:)", r"*\1*", THAI_HEAD)
    yield "outlook, bold", f"{words}\n\n{bold}\n{table}"
    yield "outlook, cells", f"{words}\n\n{HEAD}\n" + flat(ours.html, "\n")
    yield "no head at all", f"{words}\n\n{table}"
    yield "no head, cells", f"{words}\n\n" + flat(ours.html, "\n")
    yield (
        "outlook mobile",
        f"{words}\n\nดาวน์โหลด Outlook สำหรับ Android\n{'_' * 32}\n{HEAD}\n{table}",
    )
    yield "iphone", f"{words}\n\nส่งจาก iPhone ของฉัน\n\n> ในวันที่ 5 ก.พ. {US} เขียนว่า:\n{quote}"
    yield "samsung", f"{words}\n\nส่งจาก Galaxy\n\n---- ข้อความต้นฉบับ ----\n{THAI_HEAD}\n{table}"
    wrapped = "\n".join(part for line in ours.text.splitlines() for part in wrap(line, 76) or [""])
    yield "outlook, wrapped", f"{words}\n\n-----Original Message-----\n{HEAD}\n{wrapped}"
    address = re.compile(r"[\w.]+@[\w.]+")
    linked = address.sub(lambda m: f"{m[0]}<mailto:{m[0]}>", ours.text)
    yield "exchange, linked", f"{words}\n\n{HEAD}\n{linked}"
    yield "cut off at its end", f"{words}\n\n{HEAD}\n{ours.text.rstrip()[:-40]}"
    yield "yahoo", f"{words}\n\n ใน วันพฤหัสบดีที่ 5 กุมภาพันธ์ 2026, {US} เขียนว่า:\n\n{table}"


def htmls(words: str, ours: NewNotice) -> Iterator[tuple[str, str]]:
    lines = "".join(f"<div>{escape(line)}</div>" for line in words.split("\n"))
    body = re.sub(r"(?s).*<body[^>]*>|</body>.*", "", ours.html)
    yield "gmail", f"{lines}<div>{escape(SAID)}<br></div><blockquote>{ours.html}</blockquote>"
    yield "outlook", f"{lines}<hr><div>{THAI_BREAKS}</div>{body}"
    linked = re.sub(r"(?<![\w.@:])[\w.]+@[\w.]+(?=[ <])", r"<a href='mailto:\g<0>'>\g<0></a>", body)
    yield "outlook, linked", f"{lines}<hr><div>{THAI_BREAKS}</div>{linked}"
    zimbra = escape(ZIMBRA_HEAD).replace("\n", "<br>")
    yield "zimbra", f"{lines}<hr id='zwchr'><div>{zimbra}</div><div>{body}</div>"
    yield "no head at all", f"{lines}<br>{body}"


def mails(words: str, ours: NewNotice) -> Iterator[tuple[str, bytes]]:
    def mail(text: str | None, html: str = "") -> bytes:
        message = EmailMessage()
        message["From"] = "officer@example.go.th"
        if text is not None:
            message.set_content(text)
        if html:
            add = message.set_content if text is None else message.add_alternative
            add(html, subtype="html")
        return message.as_bytes()

    for name, text in texts(words, ours):
        yield name, mail(text)
    for name, html in htmls(words, ours):
        yield f"{name}, HTML", mail(None, html)
        yield f"{name}, empty text", mail("\n", html)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("review", "1 ถูก, ๒=๓๐\n3 อนุมัติ"),
        ("digest", "ถูกทั้งหมด"),
        ("receipt", "แก้ไข เสียงตามสาย = ๓๐"),
        ("receipt-held", "ยืนยัน"),
        ("rollup-draft", "ส่ง"),
        ("review", "ขอบคุณค่ะ"),
        ("receipt", ""),
    ],
)
def test_an_answer_says_the_same_from_every_program(kind: str, words: str) -> None:
    new = preview(load(shipped("config.toml")), kind)
    notice = Notice(1, new, "sent", "<x@y>", 1, NOW, None, NOW, "")
    wanted = parse(words, FIELDS)
    for name, raw in mails(words, new):
        mail = split(raw)
        assert parse(without_ours(mail.body_text, notice), FIELDS) == wanted, name
        assert changed_in_copy(mail.quoting, notice, FIELDS) == [], name
        assert not parse(below_copy(mail.quoting, notice), FIELDS), name
