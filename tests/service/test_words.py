"""What people write to the mailbox: done, told back, or shown to staff, and never passed over."""

import pytest

from tests.servers.smtp import Received
from tests.service.office import NA_KHU, NA_MON, STAFF, Office, mail_with, sheet, text_of
from tests.service.test_correct_by_answering import answer, counting, reported
from tests.service.test_last_word import sent, waiting
from tests.service.test_reprocess import again
from tests.service.test_review import DOUBTFUL

HOME = "somsri.personal@example.com"


def digest(office: Office, when: str = "2026-02-09 08:05") -> str:
    """The next digest that staff get, up to the matrix of months."""
    office.tick(when)
    return text_of(office.mailed("digest")[-1])


def write(office: Office, words: str, when: str, to: Received | None = None) -> None:
    """A unit writes a mail without a file."""
    if to is not None:
        answer(office, to, words, when)
        return
    office.arrive(mail_with(subject="เรื่องรายงาน", body=words), when)
    office.tick(when)


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("เรียน ท้องถิ่นจังหวัด อำเภอขอขยายเวลาส่งรายงานเดือนนี้ เนื่องจากน้ำท่วม", "ขอขยายเวลา"),
        ("ขออภัยค่ะ เจ้าหน้าที่ย้าย ขอส่งสัปดาห์หน้า", "สัปดาห์หน้า"),
        ("ขอบคุณค่ะ อำเภอส่งทางไลน์กลุ่มแล้วเมื่อวาน รบกวนตรวจสอบให้ด้วย", "ไลน์กลุ่ม"),
        ("ขอเลื่อนส่งเป็นวันที่ 15 กุมภาพันธ์ 2569", "ขอเลื่อนส่ง"),
        ("แบบรายงานข้อ 2 ให้นับ อบต. ด้วยไหมคะ", "อบต. ด้วยไหม"),
    ],
)
@pytest.mark.parametrize("how", ["answer", "new"])
def test_what_a_unit_asks_for_reaches_staff(
    office: Office, words: str, seen: str, how: str
) -> None:
    receipt = reported(office)
    write(office, words, "2026-02-07 09:00", receipt if how == "answer" else None)
    assert seen in digest(office)


@pytest.mark.parametrize(
    "words",
    [
        "ขอบคุณค่ะ",
        "รับทราบครับ พรุ่งนี้จะส่ง",
        "รับทราบค่ะ จะส่งภายในวันที่ 10 ค่ะ",
        "ตรวจสอบแล้วถูกต้องค่ะ ขอบคุณค่ะ",
        "โอเคครับ",
        "เพจ 24",
        "สถานะ",
    ],
)
def test_thanks_and_what_was_done_do_not(office: Office, words: str) -> None:
    receipt = reported(office)
    write(office, words, "2026-02-07 09:00", receipt)
    assert "ข้อความที่ระบบไม่ได้ดำเนินการให้" not in digest(office)


def test_nor_do_the_words_that_go_with_a_report(office: Office) -> None:
    body = "เรียน ท้องถิ่นจังหวัด\nขอส่งรายงานประจำเดือนกุมภาพันธ์ 2569 ข้อ 1 - 3 จำนวน 1 ฉบับ"
    office.arrive(mail_with(("r.pdf", sheet()), body=body), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    assert "ข้อความที่ระบบไม่ได้ดำเนินการให้" not in digest(office)


def test_an_answer_from_an_address_that_nobody_knows_is_shown_with_it(office: Office) -> None:
    receipt = reported(office)
    answer(office, receipt, "เพจ 24", "2026-02-06 09:00", sender=HOME)
    assert counting(office)["facebook_page"] == 30
    said = digest(office)
    assert "เพจ 24" in said and HOME in said


def test_a_strangers_words_to_no_notice_of_ours_are_not(office: Office) -> None:
    raw = mail_with(sender=HOME, subject="โปรโมชั่น", body="ขอเสนอราคาพิเศษ 24 รายการ")
    office.arrive(raw, "2026-02-06 09:00")
    assert HOME not in digest(office)


def beside(office: Office, data: bytes, words: str, when: str, to: Received | None) -> None:
    """A unit writes beside a sheet."""
    headers = {"In-Reply-To": str(to.message["Message-ID"])} if to else {}
    office.arrive(mail_with(("r.pdf", data), subject="Re: ส่ง", body=words, headers=headers), when)
    office.tick(when)


@pytest.mark.parametrize("words", ["ขอแก้ไข เพจ = 24", "ขอแก้ไขเพจ เป็น 24"])
def test_words_beside_the_same_sheet_correct_it(office: Office, words: str) -> None:
    beside(office, sheet(), words, "2026-02-06 09:00", reported(office))
    assert counting(office)["facebook_page"] == 24
    assert "เดิม" in text_of(office.mailed("receipt")[-1])


def test_the_first_sheet_once_more_beside_words_undoes_no_correction(office: Office) -> None:
    receipt = reported(office)
    answer(office, receipt, "เพจ 24", "2026-02-06 09:00")
    words, last = "ขอแก้ไข เว็บไซต์ = 5", office.mailed("receipt")[-1]
    beside(office, sheet(), words, "2026-02-07 09:00", last)
    assert (counting(office)["facebook_page"], counting(office)["website"]) == (24, 5)


def test_words_beside_a_new_sheet_are_told_to_be_undone_and_shown(office: Office) -> None:
    beside(office, sheet(website=8), "ขอแก้ไข เพจ = 24", "2026-02-06 09:00", reported(office))
    assert (counting(office)["facebook_page"], counting(office)["website"]) == (30, 8)
    assert "= 24” หากต้องการแก้ไข" in text_of(office.mailed("other", NA_MON)[-1])
    assert "เพจ = 24" in digest(office)


def test_so_are_those_beside_a_first_sheet(office: Office) -> None:
    body = "ส่งรายงานค่ะ ในแบบพิมพ์ผิด เพจเฟซบุ๊กที่ถูกคือ 24 ครั้ง ขอแก้ไขด้วยค่ะ"
    beside(office, sheet(), body, "2026-02-05 09:00", None)
    assert "พิมพ์ผิด" in digest(office)


def test_words_that_say_what_the_sheet_says_bring_nothing(office: Office) -> None:
    beside(office, sheet(), "เพจ = 30", "2026-02-05 09:00", None)
    assert not office.said_back()


def test_an_answer_to_a_mail_that_the_database_does_not_have_is_told_to_be_undone(
    office: Office,
) -> None:
    """As after a restore."""
    sent(office, sheet(**DOUBTFUL), "2026-02-05 09:00")
    domain = office.app.config.smtp.from_address.rpartition("@")[2]
    unknown = {"In-Reply-To": f"<mailproc.{'0' * 32}@{domain}>"}
    raw = mail_with(sender=STAFF, subject="Re: ขอให้ตรวจสอบ", body="1 = 9", headers=unknown)
    office.arrive(raw, "2026-02-06 09:00")
    office.tick("2026-02-06 09:05")
    assert len(waiting(office)) == 1
    assert "ระบบไม่พบอีเมลฉบับที่ตอบ" in text_of(office.mailed("review", STAFF)[-1])


def test_a_question_that_no_value_answers_is_asked_back_without_asking_for_one(
    office: Office,
) -> None:
    sent(office, sheet(), "2026-02-05 09:00", "ส่งรายงาน")
    sent(office, sheet(website=7), "2026-03-04 09:00", "ส่งแบบรายงาน")
    question = office.smtp.to(NA_MON)[-1]
    answer(office, question, "เป็นของเดือนมีนาคม 2569 ครับ", "2026-03-04 10:00")
    told = text_of(office.mailed("other", NA_MON)[-1])
    assert "เพจเฟซบุ๊ก = 24" not in told.partition("เช่น “เพจ")[0] and "ตอบ “ยืนยัน”" not in told
    assert "เดือนมีนาคม" in digest(office, "2026-03-05 08:05")


@pytest.mark.parametrize(
    "words", ["แก้ไข", "แก้ไขค่ะ เนื่องจากเจ้าหน้าที่พิมพ์ผิด", "แก้ไข รบกวนตรวจสอบด้วยนะคะ"]
)
def test_a_sheet_whose_month_was_asked_waits_no_more_once_the_unit_did_what_was_asked(
    office: Office, words: str
) -> None:
    sent(office, sheet(), "2026-02-05 09:00", "ส่งรายงาน")
    sent(office, sheet(website=7), "2026-03-04 09:00", "ส่งแบบรายงาน")
    assert len(waiting(office)) == 1
    question = office.smtp.to(NA_MON)[-1]
    beside(office, sheet(website=7), words, "2026-03-04 11:00", question)
    assert not waiting(office)
    assert counting(office)["website"] == 7


def test_but_goes_on_to_wait_where_the_next_month_has_the_same_numbers(office: Office) -> None:
    sent(office, sheet(), "2026-02-05 09:00", "ส่งรายงาน")
    files = (("feb.pdf", sheet(website=7)), ("mar.pdf", sheet(website=7, period="2026-03")))
    office.arrive(mail_with(*files), "2026-03-05 09:00")
    office.tick("2026-03-05 09:05")
    assert [r.period for r in waiting(office)] == ["2026-02"]


@pytest.mark.parametrize(
    "body",
    [
        "ขอส่งรายงานประจำเดือนกุมภาพันธ์ตามไฟล์แนบค่ะ\nขอแก้ไขเพจเฟซบุ๊กเป็น 24 ครั้ง",
        "ในแบบพิมพ์ผิดค่ะ\nเพจเฟซบุ๊ก 24 ครั้ง",
    ],
)
def test_a_value_beside_a_sheet_and_other_words_is_told_back_and_shown(
    office: Office, body: str
) -> None:
    beside(office, sheet(), body, "2026-02-05 09:00", None)
    assert "= 24" in text_of(office.mailed("other", NA_MON)[-1])
    assert "เพจเฟซบุ๊ก" in digest(office).partition("ข้อความที่ระบบไม่ได้ดำเนินการให้")[2]


def test_words_beside_another_months_sheet_correct_neither(office: Office) -> None:
    sent(office, sheet(period="2026-01"), "2026-01-05 09:00")
    january = office.mailed("receipt")[-1]
    sent(office, sheet(), "2026-02-05 09:00", "ส่งรายงาน")
    beside(office, sheet(), "ขอแก้ไข เพจ = 24", "2026-02-06 09:00", january)
    pages = {r.period: r.reading("facebook_page") for r in office.revisions() if r.current}
    assert {page.value for page in pages.values() if page} == {30}
    assert "= 24" in text_of(office.mailed("other", NA_MON)[-1])


@pytest.mark.parametrize(
    "words",
    [
        "ตัวเลขเพจเฟซบุ๊กในแบบไม่ถูกต้อง ต้องเป็น 24 ครั้งค่ะ",
        "ส่งรายงานค่ะ ขออนุญาตแก้ไขตัวเลขเพจเฟซบุ๊กเป็น 24 ครั้ง",
        "เพจเฟซบุ๊กกับเว็บไซต์กรอกสลับช่องกัน",
    ],
)
@pytest.mark.parametrize("how", ["first", "new", "answer"])
def test_a_line_beside_a_sheet_that_names_a_field_and_is_not_understood_is_told_back_and_shown(
    office: Office, words: str, how: str
) -> None:
    receipt = reported(office) if how != "first" else None
    beside(office, sheet(), words, "2026-02-06 09:00", receipt if how == "answer" else None)
    assert counting(office)["facebook_page"] == 30
    assert words in text_of(office.mailed("other", NA_MON)[-1])
    assert words in digest(office)


@pytest.mark.parametrize(
    "words",
    [
        "ฉบับนี้เป็นร่าง ยังไม่ผ่านนายอำเภอ ฉบับจริงจะส่งวันจันทร์",
        "เจ้าหน้าที่เดิมย้ายแล้ว กรุณาส่งอีเมลมาที่ saraban@example.go.th แทน",
        "ขอถอนรายงานฉบับนี้ จะส่งใหม่พรุ่งนี้",
    ],
)
def test_news_beside_a_sheet_are_shown(office: Office, words: str) -> None:
    beside(office, sheet(), words, "2026-02-06 09:00", None)
    assert not office.said_back()
    assert words in digest(office)


def test_the_receipt_for_the_same_sheet_says_only_of_right_values_that_nothing_is_to_be_done(
    office: Office,
) -> None:
    beside(office, sheet(), "ขอถอนรายงานฉบับนี้", "2026-02-06 09:00", reported(office))
    said = text_of(office.mailed("receipt")[-1])
    assert "หากค่าที่แสดงถูกต้องแล้ว ไม่ต้องดำเนินการใดเพิ่มเติม" in said


def news(said: str) -> str:
    """What the digest says that nothing was done about."""
    return said.partition("ข้อความที่ระบบไม่ได้ดำเนินการให้")[2]


@pytest.mark.parametrize(
    "subject",
    [
        "ขอเลื่อนส่งรายงานเป็นวันที่ 15 เนื่องจากน้ำท่วม",
        "ขอขยายเวลาส่งรายงาน",
        "เปลี่ยนอีเมลผู้ประสานงานเป็น saraban@example.go.th",
        "ยกเลิกรายงานเดือนกุมภาพันธ์ของนามน",
        "ส่งรายงานทางไลน์แล้วค่ะ",
    ],
)
@pytest.mark.parametrize("body", ["", "ส่งจาก iPhone ของฉัน", "ตามเรื่องข้างต้นค่ะ ขอบคุณค่ะ"])
def test_news_in_the_subject_alone_are_shown(office: Office, subject: str, body: str) -> None:
    office.arrive(mail_with(subject=subject, body=body), "2026-02-07 09:00")
    office.tick("2026-02-07 09:05")
    assert subject in news(digest(office))


def test_so_are_those_in_the_subject_above_a_sheet_or_an_answer(office: Office) -> None:
    subject = "ขอเลื่อนส่งรายงานเดือนหน้า"
    receipt = reported(office)
    office.arrive(mail_with(("r.pdf", sheet(website=5)), subject=subject), "2026-02-07 09:00")
    headers = {"In-Reply-To": str(receipt.message["Message-ID"])}
    thanks = mail_with(subject="ขอถอนรายงาน", body="ขอบคุณค่ะ", headers=headers)
    office.arrive(thanks, "2026-02-07 10:00")
    office.tick("2026-02-07 10:05")
    said = news(digest(office))
    assert subject in said and "ขอถอนรายงาน" in said


@pytest.mark.parametrize(
    "words",
    [
        "มีนาคม",
        "เดือนมีนาคม 2569 ค่ะ",
        "มีนาคมครับ",
        "ขอบคุณค่ะ\nรายงานเดือนมีนาคม",
        "มกราคม 2569\nที่ทำการปกครองอำเภอนามน",
        "อำเภอนามน มกราคม 2569",
    ],
)
@pytest.mark.parametrize("to", ["receipt", "problem"])
def test_a_month_and_nothing_else_is_asked_back_and_shown(
    office: Office, words: str, to: str
) -> None:
    reported(office)
    office.arrive(mail_with(("r.pdf", sheet(website=9)), subject="2"), "2026-03-05 09:00")
    office.tick("2026-03-05 09:05")  # asks of which month that is
    answer(office, office.mailed(to, NA_MON)[-1], words, "2026-03-06 09:00")
    assert "คำตอบมีเพียง" in text_of(office.mailed("other", NA_MON)[-1])
    assert ("มีนาคม" if "มีนาคม" in words else "มกราคม") in news(digest(office))


@pytest.mark.parametrize("words", ["อำเภอนาคู", "ที่ว่าการอำเภอนาคู", "นาคูค่ะ"])
def test_another_units_name_and_nothing_else_is_asked_back_and_shown(
    office: Office, words: str
) -> None:
    answer(office, reported(office), words, "2026-02-06 09:00")
    assert "คำตอบมีเพียง" in text_of(office.mailed("other", NA_MON)[-1])
    assert "นาคู" in news(digest(office))


@pytest.mark.parametrize(
    "words",
    [
        "กุมภาพันธ์ 2569",
        "อำเภอนามน",
        "ขอบคุณค่ะ\nที่ทำการปกครองอำเภอนามน",
        "ขอบคุณค่ะ\n\nอำเภอเขาวง\nจังหวัดกาฬสินธุ์",
    ],
)
def test_the_units_own_name_and_the_receipts_month_are_not(office: Office, words: str) -> None:
    answer(office, reported(office), words, "2026-02-06 09:00")
    assert office.said_back(NA_MON) == []


@pytest.mark.parametrize("subject", ["ส่งแบบรายงาน", "เพจ 24", "ขอบคุณค่ะ", ""])
def test_a_usual_subject_or_one_that_was_acted_on_is_not(office: Office, subject: str) -> None:
    receipt = reported(office)
    headers = {"In-Reply-To": str(receipt.message["Message-ID"])}
    office.arrive(mail_with(subject=subject, body="", headers=headers), "2026-02-07 09:00")
    office.tick("2026-02-07 09:05")
    assert not news(digest(office))


@pytest.mark.parametrize("words", ["เดือนกุมภาพันธ์ เพจ 24", "อำเภอนามน ขอแก้ไข เพจ 24"])
def test_what_was_done_is_not_said_to_be_undone(office: Office, words: str) -> None:
    answer(office, reported(office), words, "2026-02-06 09:00")
    assert counting(office)["facebook_page"] == 24
    assert not news(digest(office))


def test_nobody_is_told_to_answer_a_receipt_that_he_did_not_get(office: Office) -> None:
    other = mail_with(("r.pdf", sheet(unit="นามน")), sender=NA_KHU, body="ขอแก้ไข เพจ = 24")
    office.arrive(other, "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    assert not any("= 24" in text_of(m) for m in office.said_back())


def test_reading_again_undoes_no_correction_beside_the_same_sheet(office: Office) -> None:
    beside(office, sheet(), "ขอแก้ไข เพจ = 24", "2026-02-06 09:00", reported(office))
    told = len(office.smtp.received)
    again(office, dry_run=False)
    office.tick("2026-02-06 10:00")
    assert counting(office)["facebook_page"] == 24
    assert len(office.smtp.received) == told


@pytest.mark.parametrize(
    "words",
    [
        "สวัสดีค่ะ ไฟล์แบบฟอร์มเสียค่ะ",
        "ขอบคุณค่ะ เดือนหน้าต้องส่งวันไหนคะ",
        "ขอบคุณค่ะ อำเภอส่งไปทางไปรษณีย์เมื่อวาน",
        "เรียน ท้องถิ่นจังหวัด อำเภอนามนจะส่งรายงานล่าช้า เพราะน้ำท่วม",
    ],
)
def test_news_behind_a_courtesy_reach_staff(office: Office, words: str) -> None:
    receipt = reported(office)
    write(office, words, "2026-02-07 09:00", receipt)
    assert words[-10:] in digest(office)


@pytest.mark.parametrize(
    "line",
    [
        "เจ้าหน้าที่ผู้รับผิดชอบ นางสาวสมศรี ใจดี โทร 081-234-5678",
        "ขอส่งรายงานการประชาสัมพันธ์เกี่ยวกับการกระทำความผิดทางเทคโนโลยี",
        "หากข้อมูลผิดพลาดประการใด ต้องขออภัยมา ณ ที่นี้ด้วย",
        "ขอรับรองว่าเป็นข้อมูลที่ถูกต้องและครบถ้วน",
        "เพจเฟซบุ๊ก 30 ครั้ง",
    ],
)
def test_usual_covering_letters_are_no_news(office: Office, line: str) -> None:
    body = f"เรียน ท้องถิ่นจังหวัดกาฬสินธุ์\n{line}\nจึงเรียนมาเพื่อโปรดทราบ"
    office.arrive(mail_with(("r.pdf", sheet()), body=body), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    assert not office.said_back()
    assert "ข้อความที่ระบบไม่ได้ดำเนินการให้" not in digest(office)


def test_right_is_not_said_of_a_sheet_that_nobody_knows_whose_it_is(office: Office) -> None:
    other = mail_with(("r.pdf", sheet(unit="นามน")), sender=NA_KHU)
    office.arrive(other, "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (review,) = office.mailed("review")
    answer(office, review, "1 ถูก", "2026-02-05 10:00", sender=STAFF)
    assert counting(office) == {}
    answer(office, review, "1 รับ", "2026-02-05 10:10", sender=STAFF)
    assert counting(office)["facebook_page"] == 30


def test_a_second_answer_advises_no_command_that_undoes_the_first(office: Office) -> None:
    sent(office, sheet(**DOUBTFUL), "2026-02-05 09:00")
    (review,) = office.mailed("review")
    answer(office, review, "1 = 9", "2026-02-05 10:00", sender=STAFF)
    answer(office, review, "1 = 8", "2026-02-05 10:10", sender=STAFF)
    told = text_of(office.mailed("review", STAFF)[-1])
    assert "mailproc correct na-mon 2026-02" in told and "mailproc accept" not in told


def test_what_a_unit_answers_is_questioned_as_what_it_sends(office: Office) -> None:
    for month in range(1, 5):
        usual = sheet(period=f"2026-{month:02}", facebook_page=28 + month, website=5 + month)
        sent(office, usual, f"2026-{month:02}-05 09:00", "ส่งรายงาน")
    sent(office, sheet(period="2026-05", website=10), "2026-05-05 09:00", "ส่งรายงาน")
    answer(office, office.mailed("receipt")[-1], "เพจ 3300", "2026-05-05 10:00")
    assert "3,300" in digest(office, "2026-05-06 08:05")


def test_of_many_letters_between_two_digests_each_is_shown(office: Office) -> None:
    for number in range(14):
        wish = f"ขอขยายเวลาส่งรายงาน เนื่องจากน้ำท่วมหมู่ {number + 1}"
        office.arrive(mail_with(subject=f"รายงาน {number}", body=wish), "2026-02-07 09:00")
    told = digest(office)
    assert all(f"หมู่ {number + 1}" in told for number in range(14))


def test_what_is_asked_behind_a_long_line_is_shown(office: Office) -> None:
    long = "เนื่องจากเกิดอุทกภัยในพื้นที่หลายตำบล ถนนถูกตัดขาด เจ้าหน้าที่ออกพื้นที่ช่วยเหลือประชาชนทุกวัน " * 2
    body = f"{long}\nขอขยายเวลาส่งรายงานถึงวันที่ 20"
    office.arrive(mail_with(subject="เรื่องรายงาน", body=body), "2026-02-07 09:00")
    assert "ขอขยายเวลาส่งรายงานถึงวันที่ 20" in digest(office)


def test_mails_that_are_too_many_to_look_through_are_said_to_be_there(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailproc.notices.written.MOST_READ", 2)
    for number in range(3):
        office.arrive(mail_with(subject=f"ขอขยายเวลา {number}"), "2026-02-07 09:00")
    assert "มีอีเมลอีก 1 ฉบับที่มากเกินกว่าที่ระบบจะตรวจ" in digest(office)


def test_how_an_office_writes_is_shown_once_and_what_it_says_each_time(office: Office) -> None:
    """Nobody can know every office's phrases; staff need not read them month by month."""
    phrase, news = "สื่อสารองค์กรรับหน้าที่เผยแพร่ให้ทั่วถึงเช่นเคย", "ข้อมูลเบื้องต้นค่ะ"
    for month in (1, 2):
        body = f"เรียน ท้องถิ่นจังหวัด\n{phrase}\n{news}\nจึงเรียนมาเพื่อโปรดทราบ"
        report = mail_with(("r.pdf", sheet(period=f"2026-{month:02}")), body=body)
        office.arrive(report, f"2026-{month:02}-05 09:00")
        office.tick(f"2026-{month:02}-05 09:05")
        told = digest(office, f"2026-{month:02}-06 08:05")
        assert news in told and (phrase in told) is (month == 1)


def test_how_the_campaign_was_spread_is_no_correction_of_a_sheet(office: Office) -> None:
    """Its slogan says “not” three times, and “5 แห่ง” stands in the sheet as well."""
    lines = (
        "อำเภอนามนได้เผยแพร่ “ไม่เชื่อ ไม่รีบ ไม่โอน” ผ่านเพจเฟซบุ๊กและหอกระจายข่าวครอบคลุมทุกตำบล",
        "อปท. ทั้ง 8 แห่ง เผยแพร่ทางเพจเฟซบุ๊กและเสียงตามสายสม่ำเสมอ",
        "ข้อมูลเพจเฟซบุ๊กของอำเภอถูกต้องครบถ้วน ผ่านการกลั่นกรองแล้ว",
    )
    office.arrive(mail_with(("r.pdf", sheet()), body="\n".join(lines)), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    assert office.mailed("receipt", NA_MON) and not office.said_back(NA_MON)
