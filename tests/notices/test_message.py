"""What leaves is plain ASCII in its headers, in UTF-8 below them, and nobody else's to shape."""

from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import pytest

from mailproc.config import SmtpConfig
from mailproc.notices.clean import answer_subject, message_ids, one_line
from mailproc.notices.message import build, marked, message_id_of, wire_bytes
from mailproc.thai_dates import thai_short_moment, with_digits
from tests import make
from tests.notices.samples import new_notice, notice

ZONE = ZoneInfo("Asia/Bangkok")
NOW = datetime(2026, 2, 9, 9, 31, tzinfo=ZONE)


@pytest.fixture
def smtp(tmp_path: Path) -> SmtpConfig:
    return make.config(tmp_path).smtp


def parsed(raw: bytes) -> EmailMessage:
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def sender_name(raw: bytes) -> str:
    """The name before the address. (The newer parser puts blanks between encoded words.)"""
    return str(make_header(decode_header(message_from_bytes(raw)["From"]))).split(" <")[0]


def test_headers_and_both_bodies(smtp: SmtpConfig) -> None:
    raw = wire_bytes(build(notice(new_notice()), smtp, NOW))
    mail = parsed(raw)
    assert mail["From"].addresses[0].addr_spec == "office@example.go.th"
    assert sender_name(raw) == "ระบบรับรายงาน จังหวัดกาฬสินธุ์"
    assert mail["To"] == "na-mon@example.go.th"
    assert mail["Subject"] == "Re: ส่งรายงาน"
    assert mail["Date"] == "Mon, 09 Feb 2026 09:31:00 +0700"
    assert mail["Message-ID"] == "<mailproc.1@example.go.th>"
    assert mail["In-Reply-To"] == "<a@example.go.th>"
    assert mail["References"].split() == ["<root@x.th>", "<a@example.go.th>"]
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Mailproc-Notice"] == "receipt"
    assert mail["X-Mailproc-Key"] == "receipt/7/1"
    assert mail["Reply-To"] is None
    assert [p.get_content_type() for p in mail.iter_parts()] == ["text/plain", "text/html"]
    for part in mail.iter_parts():
        assert part.get_content_charset() == "utf-8"
        assert "ได้รับแล้ว" in part.get_content()
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "subject",
    [
        "ก" * 400,
        "ส่งรายงาน\r\nBcc: everybody@example.org",
        "ส่ง\u2028รายงาน\x00\ud800\u202e",
        "=?utf-8?q?x=0d=0aBcc:_a=40b.th?=",
        "plain " * 60,
    ],
)
def test_no_subject_adds_a_header(smtp: SmtpConfig, subject: str) -> None:
    raw = wire_bytes(build(notice(new_notice(subject=answer_subject(subject))), smtp, NOW))
    head = raw.split(b"\r\n\r\n")[0]
    assert raw.isascii()
    assert not any(line.lower().startswith(b"bcc") for line in head.split(b"\r\n"))
    assert len(parsed(raw)["Subject"]) <= 160
    assert max(len(line) for line in head.split(b"\r\n")) <= 78


def test_long_message_ids_stay_whole(smtp: SmtpConfig) -> None:
    long = "<" + "A1b2C3d4" * 12 + "@apcprd01.prod.exchangelabs.com>"
    new = new_notice(in_reply_to=long, references=f"{long} <b@x.th> {long}")
    raw = wire_bytes(build(notice(new), smtp, NOW))
    # Folding may only put a line break before an id, never inside one.
    head = raw.split(b"\r\n\r\n")[0].decode().replace("\r\n ", " ")
    assert f"\r\nIn-Reply-To: {long}\r\n" in head
    assert f"\r\nReferences: {long} <b@x.th>\r\n" in head


def test_an_attachment_keeps_its_thai_name(smtp: SmtpConfig) -> None:
    new = new_notice(attachments=(("ทะเบียน ก.พ..csv", "text/csv", b"1,2\r\n"),))
    mail = parsed(wire_bytes(build(notice(new), smtp, NOW)))
    attached = next(mail.iter_attachments())
    assert attached.get_filename() == "ทะเบียน ก.พ..csv"
    assert attached.get_payload(decode=True) == b"1,2\r\n"


def test_a_message_id_is_each_notices_own_and_in_our_domain() -> None:
    ids = {message_id_of(f"receipt/{n}/1", "office@example.go.th") for n in range(100)}
    assert len(ids) == 100
    assert all(message_ids(i) == (i,) for i in ids)
    assert all(i.endswith("@example.go.th>") for i in ids)


def test_references_are_cleaned_and_bounded() -> None:
    many = " ".join(f"<{n}@x.th>" for n in range(100))
    kept = message_ids(many, "<last@x.th>")
    assert len(kept) == 20
    assert (kept[0], kept[-1]) == ("<0@x.th>", "<last@x.th>")
    assert message_ids("no id", "<a b@c>", "<a@b>\r\nBcc: x") == ("<a@b>",)


@pytest.mark.parametrize(
    ("subject", "answer"),
    [
        ("ส่งรายงาน", "Re: ส่งรายงาน"),
        ("RE: Re: ตอบกลับ: ส่งรายงาน", "Re: ส่งรายงาน"),
        ("Re:", ""),
        ("  ", ""),
    ],
)
def test_answers_have_one_re(subject: str, answer: str) -> None:
    assert answer_subject(subject) == answer


def test_one_line_is_one_line() -> None:
    assert one_line(" a\n\tb\u200b\u202ec\x07 ") == "a bc"
    assert one_line("ที่ทำการ") == "ที่ทำการ"
    assert one_line("x" * 10, 5) == "xxxx…"


def test_a_picture_that_the_page_shows_stands_beside_it_and_a_file_beside_all(
    smtp: SmtpConfig,
) -> None:
    pictures = (("crop-1.png", "image/png", b"\x89PNG"), ("a.csv", "text/csv", b"1"))
    new = new_notice(html='<img src="cid:crop-1.png" alt="">', attachments=pictures)
    mail = parsed(wire_bytes(build(notice(new), smtp, NOW)))
    shown = next(p for p in mail.walk() if p.get_content_type() == "image/png")
    assert shown["Content-ID"] == "<crop-1.png>"
    assert shown.get_content_disposition() == "inline"
    assert [p.get_filename() for p in mail.iter_attachments()] == ["a.csv"]
    body = mail.get_body(("html",))
    assert body is not None
    assert "cid:crop-1.png" in body.get_content()


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("digits", ["thai", "arabic"])
def test_a_mail_is_the_same_at_whatever_moment_was_done_what_it_says(
    month: int, digits: Literal["thai", "arabic"]
) -> None:
    def key(moment: datetime) -> str:
        said = with_digits(f"นับแล้วเมื่อ {thai_short_moment(moment, ZONE)}", digits)
        return marked(replace(new_notice(), text=said)).key

    moments = (datetime(2026, month, day, 10 + day, day, tzinfo=ZONE) for day in (5, 12))
    assert {key(moment) for moment in moments} == {key(NOW)}
