"""What a header says, in whatever charset; which mails are automatic; whose words a body has."""

from datetime import datetime

import pytest

from mailproc.intake.attachments import split
from tests.intake.mails import HEAD, PDF, file, mail, multipart, part, text


def subject(value: bytes) -> str:
    return split(b"Subject: " + value + b"\r\n\r\n").headers.subject


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("ส่งรายงาน".encode(), "ส่งรายงาน"),
        ("ส่งรายงาน".encode("cp874"), "ส่งรายงาน"),
        (b"=?utf-8?B?4Liq4LmI4LiH?=", "ส่ง"),
        (b"=?utf-8?B?4Liq4LmI4Lg=?=\r\n =?utf-8?B?hw==?=", "ส่ง"),  # cut within a letter
        (b"=?windows-874?Q?=CA=E8=A7_2?=", "ส่ง 2"),
        (b"=?TIS-620*th?B?yuin?= x", "ส่ง x"),
        (b"=?iso-8859-1?B?yuin?=", "ส่ง"),  # says Latin-1, is Thai
        (b"Caf=?iso-8859-1?Q?=E9?= au lait cr=?iso-8859-1?Q?=E8?=me", "Café au lait crème"),
        (b"=?no-such?B?4Liq4LmI4LiH?=", "ส่ง"),
        (b"=?utf-8?B?4Liq4LmI4LiH", "=?utf-8?B?4Liq4LmI4LiH"),
        (b"=?utf-8?B?!!!!?=", ""),
        (b"a\x00b\x1b[2Jc\r\n d", "a b [2Jc d"),
        (b"=?utf-8?Q?a=0D=0ABcc:_x@y.example?=", "a Bcc: x@y.example"),
    ],
)
def test_subjects(value: bytes, words: str) -> None:
    assert subject(value) == words


def test_ids_and_date() -> None:
    headers = split(
        b"Message-ID:\r\n <a1@example.go.th>\r\nIn-Reply-To: your mail <b1@x> of today\r\n"
        b"References: <r1@x>\r\n\t<b1@x> <r1@x>\r\nDate: Mon, 12 Jan 2026 09:30:00 +0700\r\n\r\n"
    ).headers
    assert headers.message_id == "<a1@example.go.th>"
    assert headers.in_reply_to == "<b1@x>"
    assert headers.references == ("<r1@x>", "<b1@x>")
    assert headers.date == datetime.fromisoformat("2026-01-12T09:30:00+07:00")


@pytest.mark.parametrize("date", [b"", b"yesterday", b"Mon, 99 Jan 99999 99:99:99 +9999", b"\xff"])
def test_a_missing_or_broken_date_is_none(date: bytes) -> None:
    assert split(b"Date: " + date + b"\r\n\r\n").headers.date is None


@pytest.mark.parametrize(
    "field",
    [
        b"Auto-Submitted: auto-replied",
        b"AUTO-SUBMITTED: Auto-Generated; owner-email=x",
        b"List-Id: <list.example>",
        b"List-Unsubscribe: <mailto:x>",
        b"Auto-Submitted: no-reply",
        b"Precedence: bulk",
        b"Precedence: List",
        b"Precedence: junk",
        b"Auto-Submitted: ",
        b'Precedence: "bulk"',
        b"Auto-Submitted: no (x); auto-replied",
        b"X-Autoreply: no",
        b"X-Auto-Response-Suppress: All",
        b"X-Auto-Response-Suppress: None",
        b"X-Autoreply: yes",
        b"X-Loop: office@example.go.th",
        b"Feedback-ID: 1:2:3",
        b"Return-Path: <>",
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"',
        b"Content-Type: text/calendar; method=REPLY",
        b"From: MAILER-DAEMON@example.go.th",
        b"From: Postmaster <postmaster@example.go.th>",
        b"From: noreply@example.go.th",
        b"From: No-Reply <no-reply@example.go.th>",
        b"From: owner-list@example.go.th",
        b"From: list-request@example.go.th",
    ],
)
def test_automatic_mail_is_told(field: bytes) -> None:
    assert split(field + b"\r\n\r\nout of office\r\n").headers.auto


@pytest.mark.parametrize(
    "type_", [b"text/calendar; charset=utf-8", b"application/ics; name=invite.ics"]
)
def test_an_answer_to_an_invitation_is_told_by_what_stands_in_it(type_: bytes) -> None:
    sheet = part(b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n", b"Content-Type: " + type_)
    assert split(mail(text("ตอบรับ"), sheet)).headers.auto == "calendar"
    own = part(b"BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\n", b"Content-Type: " + type_)
    assert split(mail(text("ส่งแบบรายงาน"), own)).headers.auto == ""


@pytest.mark.parametrize("kind", [b"disposition-notification", b"delivery-status"])
def test_a_receipt_outside_of_a_report_is_told_by_its_part(kind: bytes) -> None:
    receipt = part(b"Disposition: automatic-action", b"Content-Type: message/" + kind)
    assert split(mail(text("แนบรายงาน"), receipt)).headers.auto.startswith("report")
    sent_on = part(mail(receipt, boundary=b"C"), b"Content-Type: message/rfc822")
    assert split(mail(text("แนบรายงาน"), sent_on)).headers.auto == ""


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "REQUEST"])
def test_an_answer_to_an_invitation_is_told_by_the_part_beside_its_words(method: str) -> None:
    sheet = part(b"BEGIN:VCALENDAR", f"Content-Type: text/calendar; method={method}".encode())
    both = multipart(text("ตอบรับการประชุม"), sheet, boundary=b"A")
    assert split(mail(both)).headers.auto == "calendar"
    sent_on = part(mail(both), b"Content-Type: message/rfc822")
    assert split(mail(sent_on, boundary=b"C")).headers.auto == ""


def test_a_calendar_sheet_that_is_only_attached_makes_no_automatic_mail() -> None:
    sheet = part(b"BEGIN:VCALENDAR", b"Content-Type: text/calendar; name=meeting.ics")
    assert split(mail(text("ส่งแบบรายงาน"), sheet)).headers.auto == ""


@pytest.mark.parametrize(
    "field",
    [
        b"Auto-Submitted: no",
        b"Auto-Submitted: No (by hand)",
        b"Precedence: first-class",
        b"Return-Path: <na-mon@example.go.th>",
        b"From: norepl@example.go.th",
        b"Subject: Auto-Submitted: auto-replied",
    ],
)
def test_a_persons_mail_is_not_automatic(field: bytes) -> None:
    assert split(field + b"\r\n\r\nsent by hand\r\n").headers.auto == ""


def test_our_notice_header_is_read() -> None:
    assert split(b"X-Mailproc-Notice: receipt\r\n\r\n").headers.notice == "receipt"


def body(words: str) -> str:
    return split(HEAD + b"Content-Type: text/plain\r\n\r\n" + words.encode()).body_text


@pytest.mark.parametrize(
    "quoted",
    [
        "> ก่อนหน้า แก้ไข",
        "On Mon, 5 Jan 2026 at 09:00, Office <o@example.go.th> wrote:\nแก้ไข",
        "เมื่อ จ. 5 ม.ค. 2026 เวลา 09:00 สำนักงาน <o@example.go.th> เขียนว่า:\nแก้ไข",
        "-----Original Message-----\nFrom: x\nแก้ไข",
        "---------- Forwarded message ---------\nแก้ไข",
        "From: Office\nSent: Monday\nTo: x\nแก้ไข",
        "จาก: สำนักงาน\nส่งเมื่อ: 5 ม.ค.\nแก้ไข",
        "________________________________\nFrom: Office\nSent: Monday\nแก้ไข",
        "ในวันที่ พฤ. 5 ก.พ. 2026 เวลา 09:00 สำนักงาน\nจังหวัด <\no@example.go.th> เขียนว่า:\nแก้ไข",
        # Zimbra, by its files of Thai words: sentAt, origMsg, replyPrefix.
        "จาก: สำนักงาน\nถึง: x@example.go.th\nส่งแล้ว: พฤหัสบดี, 5 กุมภาพันธ์, 2026 9:05:00\nแก้ไข",
        "----- ข้อความดั้งเดิม -----\nแก้ไข",
        "----- เมื่อ 5 ก.พ. 2026 เวลา 9:05,สำนักงาน o@example.go.th เขียน:\nแก้ไข",
        "----- On Feb 5, 2026, at 9:05 AM, Office o@example.go.th wrote:\nแก้ไข",
    ],
)
def test_quotes_are_not_the_senders_words(quoted: str) -> None:
    assert body(f"ขอบคุณครับ\n\n{quoted}\n") == "ขอบคุณครับ"


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_date_in_the_senders_words_is_no_part_of_the_line_above_a_quote(gap: str) -> None:
    said = "วันที่ 5 ก.พ. 2569 ขอแก้ไข เพจ 24"
    above = "เมื่อ จ. 5 ม.ค. 2026 เวลา 09:00 สำนักงาน <o@example.go.th> เขียนว่า:"
    assert body(f"{said}{gap}{above}\n> เดิม\n") == said


def test_nor_are_three_lines_of_the_sender_that_end_as_one() -> None:
    said = "เมื่อวาน 10.30 น. ส่งรายงานแล้ว\nขอแก้ไข เพจ 24\nตามที่ท่านเขียน:"
    assert body(f"{said}\nตรวจสอบให้ด้วย") == f"{said}\nตรวจสอบให้ด้วย"


@pytest.mark.parametrize("charset", ["", "utf-8", "us-ascii", "iso-8859-1", "windows-874", "x-y"])
def test_thai_text_in_wrong_and_missing_charsets(charset: str) -> None:
    for encoding in ("utf-8", "cp874"):
        if (charset, encoding) == ("windows-874", "utf-8"):
            continue  # says Thai and is valid Thai, if nonsense
        words = "ส่งแบบรายงานประจำเดือน".encode(encoding)
        field = f"Content-Type: text/plain; charset={charset}".encode() if charset else b"X: y"
        assert split(HEAD + field + b"\r\n\r\n" + words).body_text == "ส่งแบบรายงานประจำเดือน"


def test_html_alone_gives_the_words_without_the_quote() -> None:
    html = (
        "<html><head><style>p{}</style></head><body><p>แก้ไขแล้ว&nbsp;ค่ะ<br>ขอบคุณ</p>"
        "<div class='gmail_quote'>"
        "<blockquote>เดิม <blockquote>ลึก</blockquote> เดิม</blockquote></div>"
    )
    raw = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()
    words = split(raw).body_text
    assert words.split() == ["แก้ไขแล้ว", "ค่ะ", "ขอบคุณ"]


@pytest.mark.parametrize(
    "link",
    [
        "https://drive.google.com/file/d/1AbC/view?usp=sharing",
        "https://docs.google.com/document/d/1AbC/edit",
        "https://1drv.ms/b/s!AbC",
        "https://onedrive.live.com/?id=1",
        "https://office-my.sharepoint.com/:b:/g/personal/x",
        "https://www.dropbox.com/s/abc/report.pdf?dl=0",
        "https://we.tl/t-AbC",
        "https://wetransfer.com/downloads/abc",
        "https://keep.line.me/s/abc",
    ],
)
def test_links_to_drives_in_text_and_html(link: str) -> None:
    raw = mail(text(f"ไฟล์อยู่ที่ {link}."))
    assert split(raw).links == (link,)
    html = f'<p>ไฟล์ <a class="x" href="{link.replace("&", "&amp;")}">คลิก</a></p>'.encode()
    raw = mail(multipart(text("ไฟล์"), part(html, b"Content-Type: text/html"), boundary=b"A"))
    assert split(raw).links == (link,)


def test_links_in_what_is_answered_do_not_count_but_forwarded_ones_do() -> None:
    link = "https://drive.google.com/file/d/1AbC/view"
    assert split(mail(text(f"ขอบคุณ\n> {link}"))).links == ()
    forwarded = f"ตามนี้\n---------- Forwarded message ---------\nFrom: x\n\n{link}"
    assert split(mail(text(forwarded))).links == (link,)
    inner = mail(text(link), boundary=b"inner")
    assert split(mail(part(inner, b"Content-Type: message/rfc822"))).links == (link,)


def test_words_of_a_forwarded_mail_are_not_the_senders() -> None:
    inner = mail(text("แก้ไข"), file(PDF), boundary=b"inner")
    raw = mail(text("ส่งต่อ"), part(inner, b"Content-Type: message/rfc822"))
    assert split(raw).body_text == "ส่งต่อ"
