"""The digest as staff get it: months and picture of what is really stored."""

from email.message import EmailMessage
from html import unescape
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer
from tests.service.office import (
    NA_KHU,
    STAFF,
    Office,
    mail_with,
    sheet,
    text_of,
)
from tests.service.test_bounces import came_back, with_staff


def parts(mail: EmailMessage) -> dict[str, EmailMessage]:
    found = {part.get_content_type(): part for part in mail.walk() if not part.is_multipart()}
    return {kind: part for kind, part in found.items() if isinstance(part, EmailMessage)}


def test_the_digest_shows_the_months_as_they_were_and_brings_its_files(office: Office) -> None:
    for period, month in (("2026-01", "ม.ค."), ("2026-02", "ก.พ."), ("2026-03", "มี.ค.")):
        website = 300 if period == "2026-03" else 12
        filled = sheet(period=period, website=website, official_letter=int(period[-2:]))
        office.arrive(mail_with(("r.pdf", filled), subject=month), f"{period}-05 09:00")
    other = sheet(unit="นาคู", period="2026-02")
    office.arrive(mail_with(("r.pdf", other), sender=NA_KHU), "2026-02-20 09:00")
    office.tick("2026-03-12 08:05")
    (sent,) = office.mailed("digest", STAFF)
    said = text_of(sent).splitlines()
    assert "- นามน: ต ต ต" in said and "- นาคู: ย ล ย" in said and "- เขาวง: ย ย ย" in said
    assert "- เดือนนี้: 33% (1/3)" in said and "- เดือนก่อน: 67% (2/3)" in said
    # Two months are no habit yet.
    assert "ปกติประมาณ" not in text_of(sent)
    assert "ส่งแล้ว 1/3 หน่วย (กำหนดส่ง ๑๐ มี.ค. ๖๙)" in said

    found = parts(sent.message)
    picture = found["image/png"]
    assert picture["Content-ID"] == "<status-2026-03.png>"
    assert picture.get_content_disposition() == "inline"
    html = found["text/html"].get_content()
    assert 'src="cid:status-2026-03.png"' in html and "ยังไม่ส่ง: นาคู, เขาวง" in unescape(html)
    (book,) = (
        part
        for part in sent.message.iter_attachments()
        if part.get_filename() == "register-2026-03.xlsx"
    )
    data = book.get_payload(decode=True)
    assert isinstance(data, bytes)
    sheet_ = load_workbook(BytesIO(data)).active
    assert sheet_ is not None
    assert [row[0] for row in sheet_.iter_rows(min_row=2, values_only=True)] == [
        "นามน",
        "นาคู",
        "เขาวง",
    ]


def test_what_stands_out_is_asked_once_there_is_a_habit(office: Office) -> None:
    for number, website in enumerate((12, 11, 13, 130), 1):
        filled = sheet(period=f"2026-0{number}", website=website, official_letter=number)
        office.arrive(mail_with(("r.pdf", filled), subject=f"{number}"), f"2026-0{number}-05 09:00")
    office.tick("2026-04-07 08:05")
    (sent,) = office.mailed("digest", STAFF)
    asked = "อำเภอนามน รายงานเว็บไซต์ของหน่วยงาน 130 ครั้ง แต่ปกติประมาณ 12 ครั้ง ถูกต้องหรือไม่"
    assert asked in text_of(sent)


def test_what_a_unit_wrote_without_a_report_reaches_staff_once(office: Office) -> None:
    """The program reads the mailbox now: a question must not be lost in it."""
    question = "ขอสอบถามว่าต้องส่งของเทศบาลด้วยหรือไม่คะ"
    asked = mail_with(subject="สอบถาม", body=f"เรียน ท้องถิ่นจังหวัด\n{question}\nขอบคุณค่ะ")
    office.arrive(asked, "2026-02-05 09:00")
    office.arrive(mail_with(subject="ขอบคุณ", body="ขอบคุณค่ะ"), "2026-02-05 09:01")
    stranger = mail_with(subject="โฆษณา", body="ลดราคาพิเศษวันนี้", sender="x@example.com")
    office.arrive(stranger, "2026-02-05 09:02")
    office.tick("2026-02-05 09:05")
    office.tick("2026-02-06 08:05")
    said = text_of(office.mailed("digest")[-1])
    assert f"นามน เรื่อง “สอบถาม”: {question}" in " ".join(said.split())
    assert "“ขอบคุณ”" not in said and "ลดราคา" not in said
    office.tick("2026-02-09 08:05")
    assert question not in text_of(office.mailed("digest")[-1])


ASKED = "ขอเลื่อนส่งเป็นวันที่ 20 เนื่องจากน้ำท่วม"


def write(office: Office, when: str, examined: str) -> None:
    """A unit writes to staff."""
    office.arrive(mail_with(subject="เรื่องรายงาน", body=ASKED), when)
    office.tick(examined)


def digests_with_it(office: Office) -> list[str]:
    """The days of the digests that show it."""
    got = (d for d in office.mailed("digest") if ASKED in text_of(d))
    return [d.message["X-Mailproc-Key"].split("/")[1] for d in got]


def test_what_was_written_stands_in_one_digest(office: Office) -> None:
    office = office.running()
    office.tick("2026-02-04 08:00")
    write(office, "2026-02-04 10:00", "2026-02-04 10:05")
    for day in ("05", "06", "09"):
        office.tick(f"2026-02-{day} 08:00")
    assert digests_with_it(office) == ["2026-02-05"]


def test_what_a_digest_said_that_was_given_up_is_said_in_the_next(office: Office) -> None:
    office = office.running()
    office.tick("2026-02-04 08:00")
    write(office, "2026-02-04 10:00", "2026-02-04 10:05")
    office.smtp.refused[STAFF] = "552 mailbox full"
    office.tick("2026-02-05 08:00")
    assert [n.state for n in office.notices("digest")] == ["sent", "failed"]
    office.smtp.refused.clear()
    office.tick("2026-02-06 08:00")
    office.tick("2026-02-09 08:00")
    assert digests_with_it(office) == ["2026-02-06"]


def test_so_is_that_of_one_that_is_given_up_after_the_next_was_made(office: Office) -> None:
    office = office.running()
    office.tick("2026-02-04 08:00")
    write(office, "2026-02-04 10:00", "2026-02-04 10:05")
    office.smtp.put_off[STAFF] = 1
    office.tick("2026-02-05 08:00")
    office.smtp.refused[STAFF] = "552 mailbox full"
    office.tick("2026-02-05 09:00")
    office.smtp.refused.clear()
    office.tick("2026-02-06 08:00")
    assert digests_with_it(office) == ["2026-02-06"]


def test_words_are_told_in_one_digest_where_it_comes_back_from_one_of_staff(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    gone = "retired@example.go.th"
    with with_staff(tmp_path, database_url, dovecot, smtp_server, STAFF, gone) as opened:
        office = opened.running()
        office.tick("2026-02-02 08:00")
        write(office, "2026-02-02 10:00", "2026-02-02 10:05")
        for day in ("03", "04", "05"):
            office.tick(f"2026-02-{day} 08:00")
            bounce = came_back(office.mailed("digest")[-1], gone)
            office.arrive(bounce.encode(), f"2026-02-{day} 08:01")
            office.tick(f"2026-02-{day} 08:05")
        assert digests_with_it(office) == ["2026-02-03"]


def test_what_a_digest_said_that_came_back_from_all_of_staff_is_said_in_the_next(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    other = "other@example.go.th"
    with with_staff(tmp_path, database_url, dovecot, smtp_server, STAFF, other) as opened:
        office = opened.running()
        office.tick("2026-02-04 08:00")
        write(office, "2026-02-04 10:00", "2026-02-04 10:05")
        office.tick("2026-02-05 08:00")
        told = office.mailed("digest")[-1]
        for minute, address in (("01", STAFF), ("02", other)):
            office.arrive(came_back(told, address).encode(), f"2026-02-05 08:{minute}")
        office.tick("2026-02-05 08:05")
        for day in ("06", "09"):
            office.tick(f"2026-02-{day} 08:00")
        assert digests_with_it(office) == ["2026-02-05", "2026-02-06"]


def test_so_is_that_of_one_that_came_back_after_the_next_was_made(office: Office) -> None:
    """Staff's mail server is away: each digest is given up two days later."""
    office = office.running()
    office.tick("2026-02-02 08:00")
    write(office, "2026-02-02 10:00", "2026-02-02 10:05")
    bounces = []
    for day in ("03", "04"):
        office.tick(f"2026-02-{day} 08:00")
        bounces.append(came_back(office.mailed("digest")[-1], STAFF).encode())
    for day, bounce in zip(("05", "06"), bounces, strict=True):
        office.arrive(bounce, f"2026-02-{day} 07:00")
        office.tick(f"2026-02-{day} 07:05")
        office.tick(f"2026-02-{day} 08:00")
    office.tick("2026-02-09 08:00")
    # That of the 5th has it; that of the 6th, too, since that of the 4th had come back.
    assert digests_with_it(office) == ["2026-02-03", "2026-02-05", "2026-02-06"]


def test_a_bounce_that_anybody_may_have_written_makes_no_digest_repeat_itself(
    office: Office,
) -> None:
    office = office.running()
    office.tick("2026-02-04 08:00")
    write(office, "2026-02-04 10:00", "2026-02-04 10:05")
    office.tick("2026-02-05 08:00")
    bounce = came_back(office.mailed("digest")[-1], STAFF)
    forged = bounce.replace("example.go.th", "evil.example", 1)
    office.arrive(forged.encode(), "2026-02-05 08:01")
    office.tick("2026-02-05 08:05")
    assert [n.state for n in office.notices("digest")] == ["sent", "unclear"]
    office.tick("2026-02-06 08:00")
    assert digests_with_it(office) == ["2026-02-05"]


def test_words_stand_in_the_first_digest_that_goes_out_however_late(office: Office) -> None:
    office = office.running()
    office.smtp.refused[STAFF] = "550 no such user"
    office.tick("2026-02-02 08:00")
    write(office, "2026-02-02 10:00", "2026-02-02 10:05")
    for day in range(3, 13):
        office.tick(f"2026-02-{day:02} 08:00")
    office.smtp.refused.clear()
    for day in range(13, 18):
        office.tick(f"2026-02-{day:02} 08:00")
    assert len(digests_with_it(office)) == 1
