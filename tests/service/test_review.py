"""Review by mail: what waits is asked by number, and staff answer from the phone."""

import re
from dataclasses import replace

import pytest

from mailproc import desk
from storage import mail, notices, reports
from tests import make
from tests.servers.smtp import Received
from tests.service.office import NA_MON, STAFF, Office, at, mail_with, sheet, text_of

DOUBTFUL = {"organizations_total": 5, "organizations_done": 8}


def answer(
    office: Office, to: Received, words: str, when: str, *, sender: str = STAFF, **headers: str
) -> None:
    """Somebody answers a mail of ours, and the service ticks."""
    known = {"In-Reply-To": str(to.message["Message-ID"]), **headers}
    quoted = f"{words}\n\nเมื่อ พ. 5 ก.พ. 2026 ระบบ เขียนว่า:\n> 1 ถูก\n> 2 ถูก\n"
    subject = f"Re: {to.message['Subject']}"
    office.arrive(mail_with(sender=sender, subject=subject, body=quoted, headers=known), when)
    office.tick(when)


def held(office: Office, **values: int) -> Received:
    """A doubtful report has come; the review mail that asks about it."""
    office.arrive(mail_with(("r.pdf", sheet(**(values or DOUBTFUL)))), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (review,) = office.mailed("review")
    return review


def three_sheets(office: Office) -> Received:
    """Three sheets of one month have come in one mail; the review mail that asks about them."""
    files = [(f"{n}.pdf", sheet(website=n)) for n in (31, 7, 19)]
    office.arrive(mail_with(*files), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (review,) = office.mailed("review")
    return review


def current(office: Office) -> dict[str, object]:
    """The values that count; empty where nothing does."""
    return {r.field: r.value for x in office.revisions() if x.current for r in x.readings}


def test_what_waits_is_asked_at_once_and_once(office: Office) -> None:
    review = held(office)
    assert review.recipients == (STAFF,)
    words = text_of(review)
    assert "ข้อ 1" in words and "ข้อ 2" in words and "ข้อ 3" not in words
    assert "นามน" in words and "5 แห่ง" in words and "8 แห่ง" in words
    office.tick("2026-02-05 09:10")
    assert len(office.mailed("review")) == 1


def test_two_sheets_of_one_month_are_told_apart_by_what_was_counted_and_their_pictures(
    office: Office,
) -> None:
    """Staff can answer about a whole sheet only if they see which one it is."""
    review = three_sheets(office)
    lines = [line for line in text_of(review).splitlines() if "รายงานทั้งฉบับ" in line]
    counted = [re.findall(r"เว็บไซต์[^,]* (\d+)", line) for line in lines]
    assert counted == [["31"], ["7"], ["19"]], lines
    pictures = [p for p in review.message.walk() if p.get_content_type() == "image/png"]
    assert len({p.get_payload(decode=True) for p in pictures}) == 3
    answer(office, review, "2 รับ, 1 ไม่รับ, 3 ไม่รับ", "2026-02-06 09:00")
    assert current(office)["website"] == 7


def test_a_strangers_mail_by_the_same_message_id_does_not_cut_a_thread_off(office: Office) -> None:
    review = held(office)
    asked = str(review.message["Message-ID"])
    answer(office, review, "ขอดูก่อน", "2026-02-06 09:00")
    own = office.messages()[-1].message_id
    stranger = mail_with(sender="x@example.com", subject="x")
    stranger = re.sub(rb"Message-ID: <[^>]*>", f"Message-ID: {own}".encode(), stranger)
    office.arrive(stranger, "2026-02-06 09:10")
    office.tick("2026-02-06 09:10")
    known = {"In-Reply-To": own, "References": f"{asked} {own}"}
    raw = mail_with(sender=STAFF, subject="Re: ตรวจ", body="1 ถูก 2 = 5", headers=known)
    office.arrive(raw, "2026-02-06 09:20")
    office.tick("2026-02-06 09:20")
    assert current(office)["organizations_done"] == 5


def test_approving_an_address_counts_nothing_doubtful(office: Office) -> None:
    clerk = "new-clerk@example.go.th"
    office.arrive(mail_with(("r.pdf", sheet(**DOUBTFUL)), sender=clerk), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    with office.app.db.transaction() as tx:
        counted = desk.approve_sender(tx, office.app.config, clerk, "na-mon", office.clock[0])
    assert (counted, current(office)) == ([], {})


def test_a_unit_hears_that_its_report_was_turned_down_and_why(office: Office) -> None:
    """Its receipt said that staff would look at it."""
    review = held(office)
    answer(office, review, "1 ไม่รับ เพราะส่งผิดเดือน", "2026-02-06 09:00")
    (told,) = office.mailed("other", NA_MON)
    assert "ส่งผิดเดือน" in text_of(told) and "แนบแบบรายงานที่ถูกต้อง" in text_of(told)
    assert not current(office)


def test_of_several_sheets_in_one_mail_a_unit_hears_once_and_only_if_none_counts(
    office: Office,
) -> None:
    review = three_sheets(office)
    answer(office, review, "1 ไม่รับ, 2 ไม่รับ", "2026-02-06 09:00")
    assert not office.mailed("other", NA_MON)
    answer(office, review, "3 ไม่รับ", "2026-02-06 09:10")
    (told,) = office.mailed("other", NA_MON)
    assert "เหตุผล" not in text_of(told)


def test_each_sheet_that_was_turned_down_is_named_with_its_own_reason(office: Office) -> None:
    jan = ("jan.pdf", sheet(period="2026-01", **DOUBTFUL))
    office.arrive(mail_with(jan, ("feb.pdf", sheet(**DOUBTFUL))), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (review,) = office.mailed("review")
    answer(office, review, "1 ไม่รับ เพราะส่งผิดเดือน", "2026-02-06 09:00")
    assert not office.mailed("other", NA_MON), "the other one still waits"
    answer(office, review, "3 ไม่รับ", "2026-02-06 09:10")
    (told,) = office.mailed("other", NA_MON)
    words = "\n".join(text_of(told).splitlines())
    assert "มกราคม ๒๕๖๙\nเหตุผล: ส่งผิดเดือน" in words and "กุมภาพันธ์ ๒๕๖๙" in words


def test_a_sheet_that_was_turned_down_beside_one_that_counts_is_told(office: Office) -> None:
    jan = ("jan.pdf", sheet(period="2026-01"))
    office.arrive(mail_with(jan, ("feb.pdf", sheet(**DOUBTFUL))), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (review,) = office.mailed("review")
    answer(office, review, "1 ไม่รับ เพราะตัวเลขผิด", "2026-02-06 09:00")
    (told,) = office.mailed("other", NA_MON)
    assert "กุมภาพันธ์" in text_of(told) and "มกราคม" not in text_of(told)


def test_a_correction_by_answering_that_was_turned_down_is_told_as_that_each_time(
    office: Office,
) -> None:
    """The report goes on to count: nothing must sound as if it did not."""
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (receipt,) = office.mailed("receipt")
    with office.app.db.transaction() as tx:
        values = {"facebook_page": "77"}
        now = at("2026-02-06 09:00")
        desk.correct(tx, office.app.config, make.FORM, "na-mon", "2026-02", values, now)
    for day, pages, polite in ((10, 24, ""), (12, 25, "ครับ")):
        answer(office, receipt, f"เพจ {pages}", f"2026-02-{day} 09:00", sender=NA_MON)
        asked = [m for m in office.mailed("review") if "ขอให้" in str(m.message["Subject"])]
        answer(office, asked[-1], f"1 ไม่รับ{polite} เพราะเป็นยอดซ้ำ", f"2026-02-{day + 1} 09:00")
    told = [text_of(m) for m in office.mailed("other", NA_MON)]
    assert ["24 ครั้ง (ยังคงนับ 77 ครั้ง)" in told[0], "25 ครั้ง" in told[1]] == [True, True]
    assert all("ยอดซ้ำ" in words and "ไม่นับรายงาน" not in words for words in told)


def test_a_word_about_a_report_that_was_turned_down_is_not_asked_back(office: Office) -> None:
    review = held(office)
    answer(office, review, "1 ไม่รับ", "2026-02-06 09:00")
    (told,) = office.mailed("other", NA_MON)
    words = "รับทราบค่ะ จะแก้ไขแล้วส่งใหม่"
    answer(office, told, words, "2026-02-06 10:00", sender=NA_MON)
    assert len(office.mailed("other", NA_MON)) == 1


def test_a_sheet_that_was_turned_down_is_named_in_one_letter(office: Office) -> None:
    jan = ("jan.pdf", sheet(period="2026-01"))
    office.arrive(mail_with(jan, ("feb.pdf", sheet(**DOUBTFUL))), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (review,) = office.mailed("review")
    answer(office, review, "1 ไม่รับ เพราะตัวเลขผิด", "2026-02-06 09:00")
    (january,) = (r for r in office.revisions() if r.period == "2026-01")
    with office.app.db.transaction() as tx:
        desk.reject(tx, office.app.config, january.id, "ผิดเดือน", at("2026-02-08 09:00"))
    office.tick("2026-02-08 09:05")
    told = [text_of(m) for m in office.mailed("other", NA_MON)]
    assert [sum(month in w for w in told) for month in ("มกราคม", "กุมภาพันธ์")] == [1, 1]


def test_what_was_turned_down_keeps_no_answer_about_another_file_back(office: Office) -> None:
    """An address gets one problem reply an hour; a person's decision is none."""
    review = held(office)
    answer(office, review, "1 ไม่รับ", "2026-02-06 09:00")
    office.arrive(mail_with(("x.pdf", b"%PDF-1.4 rubbish"), subject="ใหม่"), "2026-02-06 09:20")
    office.tick("2026-02-06 09:25")
    assert [len(office.mailed(kind, NA_MON)) for kind in ("other", "problem")] == [1, 1]


def test_an_item_that_another_sheet_overtook_is_not_said_to_be_taken(office: Office) -> None:
    review = three_sheets(office)
    answer(office, review, "2 รับ", "2026-02-06 09:00")
    answer(office, review, "3 รับ", "2026-02-06 09:30")
    said = text_of(office.mailed("review")[-1])
    assert "ข้อ 3 ไม่ได้ดำเนินการ" in said and "ดำเนินการไปแล้ว" not in said


def test_a_sheet_that_was_turned_down_twice_is_asked_about_by_mail_the_third_time(
    office: Office,
) -> None:
    for day in (5, 6, 7):
        office.arrive(mail_with(("r.pdf", sheet()), subject=f"{day}"), f"2026-02-0{day} 09:00")
        office.tick(f"2026-02-0{day} 09:05")
        if day < 7:
            last = office.revisions()[-1]
            with office.app.db.transaction() as tx:
                desk.reject(tx, office.app.config, last.id, "ผิด", at(f"2026-02-0{day} 10:00"))
    assert len(office.mailed("review")) == 2


def test_doubts_written_into_a_copy_that_nobody_marked_are_asked_back(office: Office) -> None:
    review = held(office)
    copy = text_of(review).replace("ข้อ 2", "ผิดครับ รอสอบถามอำเภอก่อน\nข้อ 2", 1)
    head = "จาก: ระบบ <office@example.go.th>\nส่งเมื่อ: 5 กุมภาพันธ์ 2569 9:05\nถึง: staff\nเรื่อง: x"
    raw = mail_with(
        sender=STAFF,
        subject="Re: x",
        body=f"ถูกทั้งหมดครับ\n\n{head}\n\n{copy}",
        headers={"In-Reply-To": str(review.message["Message-ID"])},
    )
    office.arrive(raw, "2026-02-06 09:00")
    office.tick("2026-02-06 09:05")
    assert not current(office)
    assert "ผิดครับ รอสอบถามอำเภอก่อน" in text_of(office.mailed("review")[-1])


@pytest.mark.parametrize(
    ("sender", "headers"), [(NA_MON, {"List-Id": "<x.example.go.th>"}), ("x@example.com", {})]
)
def test_nobody_hears_that_a_machines_or_a_strangers_report_was_turned_down(
    office: Office, sender: str, headers: dict[str, str]
) -> None:
    raw = mail_with(("r.pdf", sheet(**DOUBTFUL)), sender=sender, headers=headers)
    office.arrive(raw, "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (waits,) = office.revisions()
    with office.app.db.transaction() as tx:
        desk.reject(tx, office.app.config, waits.id, "ผิด", at("2026-02-06 09:00"))
    office.tick("2026-02-06 09:05")
    assert not office.said_back(NA_MON) and not office.said_back(sender)


def test_questions_have_the_digits_that_staff_want(office: Office) -> None:
    config = office.app.config
    staff = config.staff.model_copy(update={"digits": "thai"})
    office.app = replace(office.app, config=config.model_copy(update={"staff": staff}))
    review = held(office)
    words = text_of(review)
    assert "ข้อ ๑" in words and "๕ แห่ง" in words and "พิมพ์ “๑ ไม่รับ”" in words
    assert not re.search("(?:ข้อ|ตอบ “)[0-9]", words)
    answer(office, review, "๑ ถูก ๒ ถูก", "2026-02-12 09:00")
    assert current(office)["organizations_done"] == 8


def test_answers_below_each_quoted_question_count(office: Office) -> None:
    review = held(office)
    lines = []
    for line in text_of(review).splitlines():
        lines.append(f"> {line}")
        lines += ["ถูกครับ"] if "ตอบ “1 " in line else ["5"] if "ตอบ “2 " in line else []
    body = "\n".join(["", "เมื่อ พ. 5 ก.พ. 2026 ระบบ เขียนว่า:", *lines])
    known = {"In-Reply-To": str(review.message["Message-ID"])}
    raw = mail_with(sender=STAFF, subject="Re: ตรวจ", body=body, headers=known)
    office.arrive(raw, "2026-02-12 09:00")
    office.tick("2026-02-12 09:00")
    assert (current(office)["organizations_total"], current(office)["organizations_done"]) == (5, 5)


def test_a_report_counts_when_its_last_question_is_answered_as_of_its_arrival(
    office: Office,
) -> None:
    review = held(office)
    answer(office, review, "1 ถูก", "2026-02-12 09:00")
    assert current(office) == {}
    assert "รอคำตอบข้อ 2" in text_of(office.mailed("review", STAFF)[-1])
    answer(office, review, "ข้อ 2 ถูกครับ", "2026-02-13 09:00")
    assert current(office)["organizations_done"] == 8
    (revision,) = [r for r in office.revisions() if r.current]
    assert (revision.decided_by, revision.first_counted_at) == (STAFF, at("2026-02-05 09:00"))
    assert len(office.mailed("receipt", NA_MON)) == 2


def test_a_value_is_set_and_the_rest_confirmed(office: Office) -> None:
    answer(office, held(office), "๑ = ๙ แห่ง, 2 ถูก", "2026-02-12 09:00")
    assert current(office)["organizations_total"] == 9
    assert current(office)["organizations_done"] == 8
    (revision,) = [r for r in office.revisions() if r.current]
    assert revision.corrected == {"organizations_total"}


def test_all_right_answers_every_value(office: Office) -> None:
    answer(office, held(office), "ถูกทั้งหมดครับ", "2026-02-12 09:00")
    assert current(office)["organizations_total"] == 5


def test_an_answer_in_the_thread_by_references_counts_too(office: Office) -> None:
    review = held(office)
    id_ = str(review.message["Message-ID"])
    office.arrive(mail_with(sender=STAFF, body="ดูอยู่ครับ", subject="x"), "2026-02-12 08:00")
    office.tick("2026-02-12 08:05")
    own = office.messages()[-1].message_id
    headers = {"In-Reply-To": own, "References": f"{id_} {own}"}
    answer(office, review, "ถูกทั้งหมด", "2026-02-12 09:00", **headers)
    assert current(office) != {}


def test_an_answer_to_somebody_else_further_down_the_thread_is_none_to_us(office: Office) -> None:
    review = held(office)
    id_ = str(review.message["Message-ID"])
    headers = {"In-Reply-To": "<boss@example.go.th>", "References": f"{id_} <boss@example.go.th>"}
    answer(office, review, "ถูกทั้งหมด", "2026-02-12 09:00", **headers)
    assert current(office) == {}


@pytest.mark.parametrize("line", ["อำเภอนามน", "และ นามน", "อำเภอนามน และ อำเภอนาคู"])
def test_a_unit_alone_on_a_line_is_no_signature_of_staff(office: Office, line: str) -> None:
    answer(office, held(office), f"ถูกทั้งหมด\n{line}", "2026-02-12 09:00")
    assert current(office) == {}
    assert line.removeprefix("และ ") in text_of(office.mailed("review")[-1])


@pytest.mark.parametrize("sender", [NA_MON, "x@elsewhere.example"])
def test_nobody_but_staff_answers_a_review_mail(office: Office, sender: str) -> None:
    answer(office, held(office), "ถูกทั้งหมด", "2026-02-12 09:00", sender=sender)
    assert current(office) == {}
    assert len(office.mailed("review")) == 1


def test_words_that_answer_nothing_of_ours_change_nothing(office: Office) -> None:
    review = held(office)
    headers = {"In-Reply-To": "<other@example.go.th>"}
    answer(office, review, "ถูกทั้งหมด", "2026-02-12 09:00", **headers)
    assert current(office) == {}


def test_an_out_of_office_reply_is_no_answer(office: Office) -> None:
    headers = {"Auto-Submitted": "auto-replied"}
    answer(office, held(office), "ถูกทั้งหมด", "2026-02-12 09:00", **headers)
    assert current(office) == {}
    assert len(office.mailed("review")) == 1


def test_what_is_not_clear_is_asked_back_and_not_done(office: Office) -> None:
    review = held(office)
    answer(office, review, "1 ถูก, 2 ไม่แน่ใจ", "2026-02-12 09:00")
    words = text_of(office.mailed("review", STAFF)[-1])
    assert "ไม่เข้าใจข้อความ “2 ไม่แน่ใจ”" in words
    assert current(office) == {}
    answer(office, office.mailed("review", STAFF)[-1], "2 = 4", "2026-02-12 09:10")
    assert current(office)["organizations_done"] == 4


@pytest.mark.parametrize("said", ["1 ผิด", "1 ขอเช็คก่อน", "1 = 9 หรือ 10", "1 = 9, 1 = 8", "1 ไม่แน่ใจ"])
def test_a_report_does_not_count_by_one_item_while_another_of_it_is_not_clear(
    office: Office, said: str
) -> None:
    # 2 = 5 alone would do: then 8 of 5 organizations is no question any more.
    answer(office, held(office), f"{said}\n2 = 5", "2026-02-12 09:00")
    assert current(office) == {}
    assert "ข้อ 2 ยังไม่ได้ทำ" in text_of(office.mailed("review", STAFF)[-1])
    answer(office, office.mailed("review", STAFF)[-1], "1 = 9, 2 = 5", "2026-02-12 09:10")
    assert current(office)["organizations_total"] == 9


def test_values_that_cannot_be_are_asked_back(office: Office) -> None:
    answer(office, held(office), "1 = 3, 2 ถูก", "2026-02-12 09:00")
    assert current(office) == {}
    assert "มากกว่า" in text_of(office.mailed("review", STAFF)[-1])


def test_two_answers_to_one_item_do_nothing(office: Office) -> None:
    answer(office, held(office), "1 ถูก, 1 = 9, 2 ถูก", "2026-02-12 09:00")
    assert current(office) == {}
    assert "ขัดกัน" in text_of(office.mailed("review", STAFF)[-1])


def test_a_second_answer_hears_who_answered_first(office: Office) -> None:
    review = held(office)
    answer(office, review, "ถูกทั้งหมด", "2026-02-12 09:00")
    answer(office, review, "ถูกทั้งหมด ค่ะ", "2026-02-12 09:10")
    assert f"ดำเนินการไปแล้ว: รับโดย {STAFF}" in text_of(office.mailed("review", STAFF)[-1])
    assert len([r for r in office.revisions() if r.state == "accepted"]) == 1
    assert len(office.mailed("receipt", NA_MON)) == 2


def test_what_the_command_line_settled_is_said_too(office: Office) -> None:
    review = held(office)
    (waits,) = office.revisions()
    with office.app.db.transaction() as tx:
        desk.reject(tx, office.app.config, waits.id, "blurred", at("2026-02-11 09:00"))
    answer(office, review, "ถูกทั้งหมด", "2026-02-12 09:00")
    assert "ไม่รับโดย เจ้าหน้าที่" in text_of(office.mailed("review", STAFF)[-1])
    assert current(office) == {}


def test_a_report_is_rejected_with_a_reason(office: Office) -> None:
    answer(office, held(office), "1 ไม่ใช่รายงาน เพราะเป็นตัวอย่าง", "2026-02-12 09:00")
    (revision,) = office.revisions()
    assert revision.state == "rejected"
    assert "เป็นตัวอย่าง" in revision.reasons


def test_an_unknown_sender_is_approved(office: Office) -> None:
    new = "new@example.go.th"
    office.arrive(mail_with(("r.pdf", sheet()), sender=new), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (review,) = office.mailed("review")
    answer(office, review, "ถูกทั้งหมด", "2026-02-05 10:00")
    assert current(office) == {}
    answer(office, review, "1 อนุมัติ", "2026-02-05 10:10")
    assert current(office) != {}
    assert len(office.mailed("receipt", new)) == 1


def test_a_note_on_the_year_does_not_keep_an_approved_senders_report_back(office: Office) -> None:
    new = "new@example.go.th"
    office.arrive(mail_with(("r.pdf", sheet(period="2025-02")), sender=new), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (waits,) = office.revisions()
    assert len(waits.reasons) == 2
    with office.app.db.transaction() as tx:
        counted = desk.approve_sender(tx, office.app.config, new, "na-mon", office.clock[0])
    assert [r.period for r in counted] == ["2026-02"]


def test_a_report_is_taken_without_approving_its_sender(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet()), sender="x@example.go.th"), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    answer(office, office.mailed("review")[0], "1 รับ", "2026-02-05 10:00")
    assert current(office) != {}
    assert [r.recipients for r in office.mailed("receipt")] == [(NA_MON,)]


def test_an_older_sheet_does_not_take_the_place_of_a_newer_one(office: Office) -> None:
    review = held(office)
    office.arrive(mail_with(("new.pdf", sheet(website=77)), subject="แก้ไข"), "2026-02-06 09:00")
    office.tick("2026-02-06 09:05")
    answer(office, review, "ถูกทั้งหมด", "2026-02-12 09:00")
    assert current(office)["website"] == 77


def test_an_answer_between_the_lines_of_the_quote_is_asked_for_on_top(office: Office) -> None:
    answer(office, held(office), "", "2026-02-12 09:00")
    assert "ไว้บนสุด" in text_of(office.mailed("review", STAFF)[-1])
    assert current(office) == {}


def test_thanks_bring_nothing(office: Office) -> None:
    answer(office, held(office), "ขอบคุณครับ", "2026-02-12 09:00")
    assert len(office.mailed("review")) == 1


def test_a_new_review_mail_asks_only_about_what_is_new(office: Office) -> None:
    held(office)
    other = sheet(unit="นาคู", **DOUBTFUL)
    office.arrive(mail_with(("k.pdf", other), sender="na-khu@example.go.th"), "2026-02-06 09:00")
    office.tick("2026-02-06 09:05")
    second = office.mailed("review")[1]
    assert "นาคู" in text_of(second) and "นามน" not in text_of(second)
    answer(office, second, "ถูกทั้งหมด", "2026-02-12 09:00")
    assert [r.unit for r in office.revisions() if r.current] == ["na-khu"]


def test_the_confirmation_answers_the_mail_and_only_its_sender(office: Office) -> None:
    answer(office, held(office), "ถูกทั้งหมด", "2026-02-12 09:00")
    confirmation = office.mailed("review")[-1]
    assert confirmation.recipients == (STAFF,)
    with office.app.db.transaction() as tx:
        (message,) = [m for m in office.messages() if m.outcome == "answer"]
        assert notices.has_key_begun(tx, f"reply/{message.id}/")
    assert confirmation.message["In-Reply-To"] == message.message_id
    assert confirmation.message["Auto-Submitted"] == "auto-replied"


def test_the_questions_show_the_page_and_the_picture_comes_back_unread(office: Office) -> None:
    review = held(office)
    pictures = [p for p in review.message.walk() if p.get_content_type() == "image/png"]
    assert [p["Content-ID"] for p in pictures] == ["<question-1.png>", "<question-2.png>"]
    png = pictures[0].get_payload(decode=True)
    assert isinstance(png, bytes)
    raw = mail_with(
        ("question-1.png", png),
        sender=STAFF,
        body="ถูกทั้งหมด",
        headers={"In-Reply-To": str(review.message["Message-ID"])},
    )
    office.arrive(raw, "2026-02-12 09:00")
    office.tick("2026-02-12 09:05")
    assert current(office) != {}
    (message,) = [m for m in office.messages() if m.outcome == "answer"]
    with office.app.db.transaction() as tx:
        assert [d.outcome for d in mail.documents(tx, message.id)] == ["ignored"]


def test_who_answers_otherwise_than_a_colleague_is_told_so(office: Office) -> None:
    second = "second@example.go.th"
    staff = office.app.config.staff.model_copy(update={"addresses": (STAFF, second)})
    config = office.app.config.model_copy(update={"staff": staff})
    office.app = replace(office.app, config=config)
    review = held(office)
    answer(office, review, "2 ถูก", "2026-02-12 09:00")
    answer(office, review, "2 = 4", "2026-02-12 10:00", sender=second)
    said = text_of(office.mailed("review", second)[-1])
    assert f"ข้อ 2 ใช้แทนคำตอบของ {STAFF}" in said
    answer(office, review, "1 ถูก", "2026-02-12 11:00")
    assert current(office)["organizations_done"] == 4


def with_file(office: Office, to: Received, words: str, name: str, data: bytes) -> str:
    before = len(office.mailed("review"))
    headers = {"In-Reply-To": str(to.message["Message-ID"])}
    raw = mail_with((name, data), sender=STAFF, subject="Re: ตรวจ", body=words, headers=headers)
    office.arrive(raw, "2026-02-12 09:00")
    office.tick("2026-02-12 09:00")
    return "".join(text_of(m) for m in office.mailed("review")[before:])


@pytest.mark.parametrize(
    ("name", "data"), [("card.vcf", b"BEGIN:VCARD\nEND:VCARD"), ("note.docx", b"PK\x03\x04")]
)
def test_a_card_or_letter_beside_an_answer_is_no_reason_to_leave_it(
    office: Office, name: str, data: bytes
) -> None:
    with_file(office, held(office), "1 = 9, 2 ถูก", name, data)
    assert current(office)["organizations_total"] == 9


def test_words_beside_a_sheet_are_not_done_and_staff_hear_so(office: Office) -> None:
    said = with_file(office, held(office), "1 = 9, 2 ถูก", "r.pdf", sheet(unit="นาคู"))
    assert "ยังไม่ได้ทำตามข้อความ" in said
    with office.app.db.transaction() as tx:
        assert reports.current(tx, make.FORM, "na-mon", "2026-02") is None
