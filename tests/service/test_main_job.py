"""From a mailbox to a receipt: what becomes of a mail that a unit sends."""

import pytest

from mailproc.paper.sheet import draw_form
from tests import make
from tests.service.office import NA_KHU, NA_MON, Office, at, mail_with, sheet, text_of


def test_a_mailed_report_is_stored_and_answered(office: Office) -> None:
    office.arrive(mail_with(("report.pdf", sheet())), "2026-02-05 09:00")
    result = office.tick("2026-02-05 09:05")
    assert result.ok
    (revision,) = office.revisions()
    assert (revision.unit, revision.period, revision.current) == ("na-mon", "2026-02", True)
    values = {r.field: r.value for r in revision.readings}
    assert values == make.VALUES | {"unit": "นามน"}
    (receipt,) = office.mailed("receipt")
    assert receipt.recipients == (NA_MON,)
    assert "นามน" in text_of(receipt)


def test_the_receipt_is_threaded_under_the_mail_that_it_answers(office: Office) -> None:
    raw = mail_with(("report.pdf", sheet()), subject="รายงาน ก.พ.")
    office.arrive(raw, "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    receipt = office.mailed("receipt")[0].message
    (message,) = office.messages()
    assert receipt["In-Reply-To"] == message.message_id
    assert receipt["Auto-Submitted"] == "auto-replied"
    assert receipt["X-Mailproc-Key"] == f"receipt/{message.id}/1"


def test_the_mail_stays_unread_and_in_its_place_and_carries_the_keyword(office: Office) -> None:
    uid = office.arrive(mail_with(("report.pdf", sheet())), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    assert office.dovecot.flags(uid) == {"$MailprocSeen"}


def test_a_second_tick_does_nothing_twice(office: Office) -> None:
    office.arrive(mail_with(("report.pdf", sheet())), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    office.tick("2026-02-05 09:10")
    assert len(office.revisions()) == 1
    assert len(office.mailed("receipt")) == 1


def test_mail_from_before_since_is_left_alone(office: Office) -> None:
    uid = office.arrive(mail_with(("report.pdf", sheet())), "2025-12-31 23:00")
    office.tick("2026-02-05 09:05")
    assert office.messages() == []
    assert office.dovecot.flags(uid) == set()


def test_a_doubtful_report_waits_and_its_sender_hears_so_at_once(office: Office) -> None:
    doubtful = sheet(organizations_total=5, organizations_done=8)
    office.arrive(mail_with(("report.pdf", doubtful)), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (revision,) = office.revisions()
    assert (revision.state, revision.current) == ("held", False)
    (receipt,) = office.mailed("receipt")
    assert "รอตรวจสอบ" in text_of(receipt)


def test_the_same_again_brings_a_receipt_but_no_new_revision(office: Office) -> None:
    office.arrive(mail_with(("report.pdf", sheet())), "2026-02-05 09:00")
    office.arrive(mail_with(("again.pdf", sheet()), subject="ส่งซ้ำ"), "2026-02-06 09:00")
    office.tick("2026-02-06 09:05")
    assert len(office.revisions()) == 1
    assert len(office.mailed("receipt")) == 2


def test_other_values_are_a_new_revision_and_the_older_one_is_kept(office: Office) -> None:
    office.arrive(mail_with(("report.pdf", sheet())), "2026-02-05 09:00")
    office.arrive(mail_with(("new.pdf", sheet(website=7)), subject="แก้ไข"), "2026-02-20 09:00")
    office.tick("2026-02-20 09:05")
    old, new = office.revisions()
    assert (old.number, old.current, new.number, new.current) == (1, False, 2, True)
    assert new.reading("website").value == 7  # type: ignore[union-attr]


def test_a_correction_after_the_due_date_leaves_the_report_on_time(office: Office) -> None:
    office.arrive(mail_with(("report.pdf", sheet())), "2026-02-05 09:00")
    office.arrive(mail_with(("new.pdf", sheet(website=7)), subject="แก้ไข"), "2026-02-20 09:00")
    office.tick("2026-02-20 09:05")
    second = office.mailed("receipt")[1]
    assert "สถานะ: ตรงเวลา" in text_of(second)


def test_last_months_sheet_with_new_numbers_is_held_with_one_question(office: Office) -> None:
    office.arrive(mail_with(("feb.pdf", sheet())), "2026-02-05 09:00")
    office.arrive(mail_with(("mar.pdf", sheet(website=7)), subject="มีนาคม"), "2026-03-04 09:00")
    office.tick("2026-03-04 09:05")
    first, second = office.revisions()
    assert (first.current, second.state) == (True, "held")
    assert len(office.mailed("problem", NA_MON)) == 1
    assert len(office.mailed("receipt")) == 1


@pytest.mark.parametrize(
    ("subject", "headers"),
    [
        ("แก้ไขรายงาน", {}),
        ("ขอส่งฉบับที่แก้ไขแล้ว วันที่ 4 มีนาคม 2569", {}),
        ("ขอแก้ไขแบบรายงาน การประชาสัมพันธ์เพื่อป้องกันการหลอกลวงทางออนไลน์", {}),
        ("ส่งรายงานแทนฉบับเดิม", {}),
        ("ส่งใหม่", "answer"),
    ],
    ids=["says correction", "with a date", "names the form", "in its place", "answers the receipt"],
)
def test_last_months_sheet_meant_as_a_correction_counts(
    office: Office, subject: str, headers: object
) -> None:
    office.arrive(mail_with(("feb.pdf", sheet())), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    receipt_id = office.mailed("receipt")[0].message["Message-ID"]
    headers = {"In-Reply-To": receipt_id} if headers == "answer" else {}
    new = mail_with(("feb.pdf", sheet(website=7)), subject=subject, headers=headers)
    office.arrive(new, "2026-03-04 09:00")
    office.tick("2026-03-04 09:05")
    assert [r.current for r in office.revisions()] == [False, True]


@pytest.mark.parametrize(
    "body",
    [
        "ขอส่งรายงานฉบับแก้ไข เนื่องจากเจ้าหน้าที่กรอกตัวเลขคลาดเคลื่อน",
        "กรุณาใช้ฉบับแก้ไขนี้แทนฉบับเดิม",
        "ส่งแบบรายงานฉบับแก้ไข กรุณาตรวจสอบด้วยค่ะ",
        "เรียน เจ้าหน้าที่จังหวัด ขอส่งรายงานฉบับแก้ไขค่ะ",
        "ขอส่งฉบับแก้ไข แทนฉบับเดิมที่ส่งทางอีเมลเมื่อวันที่ 5",
    ],
)
def test_a_correction_is_one_whatever_else_the_line_says(office: Office, body: str) -> None:
    office.arrive(mail_with(("feb.pdf", sheet())), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    raw = mail_with(("r.pdf", sheet(website=7)), subject="ส่งรายงาน", body=body)
    office.arrive(raw, "2026-03-04 09:00")
    office.tick("2026-03-04 09:05")
    assert [r.current for r in office.revisions()] == [False, True]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("ส่งรายงาน", "ขอแก้ไขข้อมูลผู้ประสานงาน เป็น นายสมชาย"),
        ("Re: ขอแก้ไขรายงาน", "ขอส่งรายงาน"),
        ("ส่งรายงาน", "ขอส่งรายงานประจำเดือนมีนาคม 2569 แก้ไขแล้ว"),
        ("ส่งรายงาน", "หากมีข้อแก้ไขประการใด โปรดแจ้งกลับ"),
        ("ส่งรายงาน", "ขอส่งรายงานตามแบบที่แก้ไขใหม่"),
        ("ส่งรายงาน", "ตามหนังสือแก้ไขแบบรายงาน ขอส่งรายงาน"),
        ("รายงานการป้องกันและแก้ไขปัญหาการหลอกลวงทางออนไลน์", "ขอส่งรายงาน"),
        ("ส่งรายงาน", "ขอส่งรายงาน\nนายสมชาย ใจดี\nกลุ่มงานป้องกันและแก้ไขปัญหา"),
        ("ส่งรายงาน", "หากข้อมูลดังกล่าวไม่ถูกต้องหรือต้องการให้แก้ไข โปรดแจ้งกลับ"),
        ("ส่งรายงาน", "ตามหนังสือที่อ้างถึงให้แก้ไขนั้น ไม่มีข้อแก้ไข"),
        ("ส่งรายงานเดือน 3/69 แก้ไขเพิ่มเติม", ""),
        ("ส่งรายงาน มีค แก้ไข", ""),
        ("answer", "ขอส่งรายงานเดือนนี้ค่ะ"),
        ("ส่งรายงาน", "มีอะไรต้องแก้ไขแจ้งได้เลยนะคะ"),
        ("ส่งรายงาน", "ขอส่งรายงาน ยินดีแก้ไขค่ะ"),
        ("ส่งรายงาน", "ผิดตรงไหนแจ้งแก้ไขได้ค่ะ"),
        ("ส่งรายงาน", "ตามระเบียบสำนักนายกรัฐมนตรี และที่แก้ไขเพิ่มเติม"),
        ("ส่งรายงาน", "ไม่ได้มีการแก้ไข ส่งแบบรายงานค่ะ"),
        ("ส่งรายงาน", "เดือนก่อนได้แก้ไขแล้ว คราวนี้ส่งของเดือนนี้ค่ะ"),
        ("Re: ขอแก้ไขรายงานเดือนมกราคม", "ขอส่งรายงาน"),
        ("answer", "ส่งรายงานประจำเดือนมีนาคม 2569 ค่ะ"),
        ("ส่งรายงาน", "ขอส่งรายงานตามไฟล์แนบ กรุณาตรวจสอบ แก้ไข และแจ้งกลับด้วยค่ะ"),
        ("ส่งรายงาน", "ขอส่งรายงานตามแบบฟอร์มที่ได้แก้ไขแล้ว"),
        ("ส่งรายงาน", "ขอส่งรายงานค่ะ ต่อไปใช้อีเมลนี้แทนอันเดิมค่ะ"),
        ("Fwd: แก้ไขแบบรายงาน Scammer", "ขอส่งรายงานตามไฟล์แนบ"),
        ("ส่งรายงาน", "ขอส่งรายงานค่ะ ผู้รายงานเปลี่ยนเป็นนางสาวสมหญิง แทนของเดิม"),
    ],
)
def test_a_mail_that_speaks_of_the_next_month_or_only_of_corrections_is_none(
    office: Office, subject: str, body: str
) -> None:
    """March's sheet on which the month was left as it was must not replace February's."""
    office.arrive(mail_with(("feb.pdf", sheet())), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    receipt = office.mailed("receipt")[0].message["Message-ID"]
    headers = {"In-Reply-To": receipt} if subject == "answer" else {}
    raw = mail_with(("r.pdf", sheet(website=7)), subject=subject, body=body, headers=headers)
    office.arrive(raw, "2026-03-04 09:00")
    office.tick("2026-03-04 09:05")
    assert [r.state for r in office.revisions()] == ["accepted", "held"]


def test_two_forms_in_one_mail_are_two_reports_with_one_receipt(office: Office) -> None:
    files = (("jan.pdf", sheet(period="2026-01")), ("feb.pdf", sheet()))
    office.arrive(mail_with(*files), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    assert {r.period for r in office.revisions() if r.current} == {"2026-01", "2026-02"}
    assert len(office.mailed("receipt")) == 1


def test_two_different_forms_for_one_month_both_wait(office: Office) -> None:
    files = (("a.pdf", sheet()), ("b.pdf", sheet(website=7)))
    office.arrive(mail_with(*files), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    assert [r.state for r in office.revisions()] == ["held", "held"]


@pytest.mark.parametrize(
    ("period", "reason"),
    [("2025-12", "period_before_campaign"), ("2026-03", "period_after_arrival")],
)
def test_a_month_that_cannot_be_waits_for_a_person(
    office: Office, period: str, reason: str
) -> None:
    office.arrive(mail_with(("report.pdf", sheet(period=period))), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (revision,) = office.revisions()
    assert revision.state == "held"
    assert revision.reasons[0].startswith(reason)


def test_a_strangers_report_is_held_and_never_answered(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet()), sender="x@elsewhere.example"), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (revision,) = office.revisions()
    assert (revision.state, revision.reasons) == ("held", ("unknown_sender",))
    assert office.mailed("receipt") == office.said_back() == []


def test_a_form_of_another_unit_is_held_and_not_answered(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet()), sender=NA_KHU), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (revision,) = office.revisions()
    assert (revision.state, revision.reasons) == ("held", ("other_unit",))
    assert office.mailed("receipt") == []


def test_staff_may_send_a_report_of_any_unit_and_the_unit_gets_the_receipt(office: Office) -> None:
    raw = mail_with(("line.pdf", sheet()), sender="staff@example.go.th")
    office.arrive(raw, "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (revision,) = office.revisions()
    assert (revision.via, revision.current) == ("staff", True)
    assert [r.recipients for r in office.mailed("receipt")] == [(NA_MON,)]


def test_a_blank_form_brings_a_problem_reply_and_no_report(office: Office) -> None:
    blank = draw_form({"unit": "นามน", "period": "2026-02", "province": "กาฬสินธุ์"})
    office.arrive(mail_with(("report.pdf", blank)), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    assert office.revisions() == []
    assert len(office.mailed("problem", NA_MON)) == 1


def test_an_out_of_office_reply_is_never_answered(office: Office) -> None:
    raw = mail_with(headers={"Auto-Submitted": "auto-replied"}, subject="ไม่อยู่ รายงาน")
    office.arrive(raw, "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    assert office.said_back() == []


def test_a_thank_you_is_no_problem(office: Office) -> None:
    office.arrive(mail_with(subject="ขอบคุณค่ะ", body="ขอบคุณมากค่ะ"), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    assert office.said_back() == []


def test_a_report_without_its_file_is_asked_for(office: Office) -> None:
    office.arrive(mail_with(subject="ส่งแบบรายงาน", body="ตามไฟล์แนบ"), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (problem,) = office.mailed("problem")
    assert "PDF" in text_of(problem)


@pytest.mark.parametrize("name", ["notes.txt", "smime.p7s", "copy.docx"])
def test_other_files_beside_a_report_that_was_read_are_no_problem(
    office: Office, name: str
) -> None:
    office.arrive(mail_with(("r.pdf", sheet()), (name, b"PK\x03\x04 or words")), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (receipt,) = office.mailed("receipt")
    assert name not in text_of(receipt)


def test_the_unit_never_sees_the_mail_of_the_officer_who_sent_its_report_on(office: Office) -> None:
    raw = mail_with(("r.pdf", sheet()), sender="staff@example.go.th", subject="internal words")
    office.arrive(raw, "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    receipt = office.mailed("receipt", NA_MON)[0].message
    assert "internal words" not in receipt["Subject"]
    assert receipt["In-Reply-To"] is None


def test_a_files_name_makes_no_correction_of_last_months_sheet(office: Office) -> None:
    """It stays from month to month."""
    office.arrive(mail_with(("feb.pdf", sheet())), "2026-02-05 09:00")
    again = mail_with(("แบบรายงาน แก้ไข.pdf", sheet(website=7)), subject="ส่งรายงาน")
    office.arrive(again, "2026-03-04 09:00")
    office.tick("2026-03-04 09:05")
    assert [r.current for r in office.revisions()] == [True, False]


def test_a_sheet_of_two_months_ago_in_a_mail_about_this_month_is_asked_about(
    office: Office,
) -> None:
    for month in ("02", "03"):
        raw = mail_with(("r.pdf", sheet(period=f"2026-{month}")), subject=month)
        office.arrive(raw, f"2026-{month}-05 09:00")
    april = mail_with(("r.pdf", sheet(website=7)), body="ขอส่งรายงานประจำเดือนเมษายน")
    office.arrive(april, "2026-04-05 09:00")
    office.tick("2026-04-05 09:05")
    assert [r.current for r in office.revisions()] == [True, True, False]


@pytest.mark.parametrize("folder", ["INBOX", "Spam"])
def test_a_strangers_sheet_of_the_next_month_takes_no_question_away(
    office: Office, folder: str
) -> None:
    office.arrive(mail_with(("feb.pdf", sheet())), "2026-02-05 09:00")
    stranger = mail_with(("r.pdf", sheet(period="2026-03")), sender="x@example.com")
    office.dovecot.append(stranger, at("2026-03-03 09:00"), folder=folder)
    office.arrive(mail_with(("r.pdf", sheet(website=7))), "2026-03-04 09:00")
    office.tick("2026-03-04 09:05")
    assert [r.state for r in office.revisions()] == ["accepted", "held", "held"]
