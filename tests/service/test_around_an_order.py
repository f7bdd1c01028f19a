"""What stands around an order in its mail: it may take the order back, or be a mere signature."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from html import escape
from pathlib import Path

import pytest

from tests import make
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import Received, SmtpServer
from tests.service.office import (
    NA_MON,
    STAFF,
    Office,
    mail_with,
    office_config,
    open_office,
    sheet,
    text_of,
)
from tests.service.test_correct_by_answering import answer as answer_of_unit
from tests.service.test_correct_by_answering import answer_under, counting, reported
from tests.service.test_review import held
from tests.service.test_staff_orders import CAMPAIGN, DLA, answer, copied

HEAD = "เมื่อ จ. 15 ก.พ. 2026 เวลา 08:05 ระบบ <office@example.go.th> เขียนว่า:"


@pytest.fixture
def office(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> Iterator[Office]:
    config = office_config(tmp_path, database_url, dovecot, smtp_server, campaign=[CAMPAIGN])
    with open_office(config, dovecot, smtp_server) as found:
        yield found


def draft_of(office: Office) -> Received:
    """The draft of the month's roll-up, one report in it."""
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    office.tick("2026-02-15 08:00")
    (draft,) = office.mailed("rollup", STAFF)
    return draft


def page_of(mail: Received) -> str:
    """What the HTML of a mail of ours shows."""
    part = mail.message.get_body(("html",))
    assert part is not None
    return re.sub(r"(?s).*<body[^>]*>|</body>.*", "", part.get_content())


def sent(office: Office, draft: Received, content: str, subtype: str) -> None:
    """Staff answer the draft with a mail of this one part."""
    mail = EmailMessage()
    mail["From"], mail["To"] = STAFF, "office@example.go.th"
    mail["Subject"] = f"Re: {draft.message['Subject']}"
    mail["Message-ID"] = "<phone@example.go.th>"
    mail["In-Reply-To"] = str(draft.message["Message-ID"])
    mail.set_content(content, subtype=subtype)
    office.arrive(mail.as_bytes(), "2026-02-15 09:00")
    office.tick("2026-02-15 09:00")


def within(draft: Received, words: str, mark: str) -> str:
    """A copy of the mail into which somebody wrote."""
    lines = text_of(draft).splitlines()
    lines.insert(len(lines) // 2, words)
    return "\n".join([HEAD, "", *(f"{mark}{line}" for line in lines)])


@pytest.mark.parametrize(
    "words",
    ["รอเซ็นก่อนนะครับ ยังไม่ต้องส่ง", "ยกเว้นนามน", "ตรงนี้ขอเปลี่ยนใหม่", "หลังวันที่ 20 นะ"],
)
@pytest.mark.parametrize("where", ["below", "within", "within marks"])
def test_nothing_is_sent_on_beside_words_below_or_within_a_copy(
    office: Office, words: str, where: str
) -> None:
    draft = draft_of(office)
    mark = "> " if where == "within marks" else ""
    copy = f"{copied(draft)}\n\n{words}" if where == "below" else within(draft, words, mark)
    assert words in answer(office, draft, f"ส่ง\n\n{copy}\n", "2026-02-15 09:00")
    assert office.mailed("rollup", DLA) == []


@pytest.mark.parametrize("words", ["รอเซ็นก่อนนะครับ ยังไม่ต้องส่ง", "👎", "???"])
@pytest.mark.parametrize("as_html", [False, True])
def test_nothing_is_sent_on_beside_words_or_signs_below_a_marked_copy(
    office: Office, words: str, as_html: bool
) -> None:
    draft = draft_of(office)
    if as_html:
        quote = f"<div>{escape(HEAD)}</div><blockquote>{page_of(draft)}</blockquote>"
        sent(office, draft, f"<div>ส่ง</div>{quote}<div>{words}</div>", "html")
    else:
        copy = "\n".join(f"> {line}" for line in text_of(draft).splitlines())
        sent(office, draft, f"ส่ง\n\n{HEAD}\n\n{copy}\n\n{words}\n", "plain")
    assert office.mailed("rollup", DLA) == []


def test_a_signature_below_the_copy_holds_nothing_up(office: Office) -> None:
    draft = draft_of(office)
    signed = "ขอบคุณครับ\nนายสมชาย ใจดี\nท้องถิ่นจังหวัดกาฬสินธุ์\nโทร. 043-811234"
    answer(office, draft, f"ส่ง\n\n{copied(draft)}\n\n{signed}\n", "2026-02-15 09:00")
    assert len(office.mailed("rollup", DLA)) == 1


def test_no_answer_is_carried_out_beside_words_below_the_copy(office: Office) -> None:
    review = held(office)
    words = "ยังไม่แน่ใจ ขอตรวจสอบกับอำเภอก่อน"
    answer(office, review, f"1 = 9, 2 = 8\n\n{copied(review)}\n\n{words}\n", "2026-02-06 09:00")
    assert not any(r.current for r in office.revisions())


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("เพจ 24", "เว็บไซต์ 12"),
        ("เพจ 24", "ที่ส่งมาเป็นของเดือนมกราคมค่ะ"),
        ("ส่งแล้วค่ะ", "เพจ 24"),
        ("สถานะ", "เพจ 24"),
    ],
)
def test_a_unit_that_writes_below_the_copy_is_asked_to_write_above(
    office: Office, above: str, below: str
) -> None:
    receipt = reported(office)
    body = f"{above}\n\n{copied(receipt)}\n\n{below}\n"
    headers = {"In-Reply-To": str(receipt.message["Message-ID"])}
    subject = f"Re: {receipt.message['Subject']}"
    office.arrive(mail_with(subject=subject, body=body, headers=headers), "2026-02-06 09:00")
    office.tick("2026-02-06 09:00")
    assert counting(office) == make.VALUES | {"unit": "นามน"}
    assert "ไว้บนสุดของอีเมล" in text_of(office.mailed("other", NA_MON)[-1])


@pytest.mark.parametrize("words", ["ตามหัวเรื่องค่ะ", "รบกวนด้วยนะคะ"])
def test_an_order_in_the_subject_above_words_about_it_is_asked_for_on_top(
    office: Office, words: str
) -> None:
    answer_under(office, "เพจเฟซบุ๊ก 24", words)
    assert counting(office)["facebook_page"] == 30
    assert "ไว้บนสุดของอีเมล" in text_of(office.mailed("other", NA_MON)[-1])


@pytest.mark.parametrize(
    "signed",
    [
        "ขอบคุณค่ะ\nนางสาวกันยา ใจดี",
        "ขอบคุณค่ะ\nนางมีนา ใจดี\nนักส่งเสริมการปกครองท้องถิ่น",
        "น.ส.กันยารัตน์ แสงทอง",
        "นายสมชาย ธันวากุล",
        "--\nนางสมศรี ใจดี\nสนง.ส่งเสริมการปกครองท้องถิ่นอำเภอนามน โทร 043-811-111",
        "--\nนางสมศรี ใจดี\nโทร. 0 4381 1111 มือถือ 08 1234 5678",
        "นางสมศรี ใจดี นักส่งเสริมการปกครองท้องถิ่น",
        "ขอบคุณค่า",
        "ส่งจาก Redmi Note 9 ของฉัน",
    ],
)
def test_a_name_or_a_signature_below_a_correction_is_none_of_it(
    office: Office, signed: str
) -> None:
    answer_of_unit(office, reported(office), f"เพจ 24\n{signed}", "2026-02-06 09:00")
    assert counting(office)["facebook_page"] == 24


@pytest.mark.parametrize("footer", ["รับ {} สำหรับ iOS", "Get {} for iOS", "ดาวน์โหลด {} for iOS"])
def test_what_a_phone_links_to_below_an_order_is_none_of_it(office: Office, footer: str) -> None:
    draft = draft_of(office)
    ours = page_of(draft)
    link = footer.format('<a href="https://aka.ms/o0ukef">Outlook</a>')
    head = (
        "<b>From:</b> ระบบ &lt;office@example.go.th&gt;<br><b>Sent:</b> Sunday, February 15, 2026"
    )
    body = f"<div>ส่ง</div><div>{link}</div><hr><div>{head} 8:05 AM<br><b>To:</b> x</div>{ours}"
    sent(office, draft, body, "html")
    assert len(office.mailed("rollup", DLA)) == 1


def test_a_second_answer_above_the_first_in_a_thread_that_nobody_marked_is_done(
    office: Office,
) -> None:
    receipt = reported(office)
    first = f"เว็บไซต์ 9\n\n{copied(receipt)}"
    head = f"From: {NA_MON}\nSent: Friday, February 6, 2026 9:30 AM\nTo: x\nSubject: y"
    known = {"In-Reply-To": str(receipt.message["Message-ID"])}
    for day, body in (("06", first), ("07", f"เพจ 24\n\n{head}\n\n{first}")):
        raw = mail_with(subject="Re: ส่งแบบรายงาน", body=body, headers=known)
        office.arrive(raw, f"2026-02-{day} 09:00")
        office.tick(f"2026-02-{day} 09:05")
    found = counting(office)
    assert (found["website"], found["facebook_page"]) == (9, 24)
