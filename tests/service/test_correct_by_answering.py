"""Districts correct and confirm by answering a receipt; staff's word stands."""

import time
from dataclasses import replace
from email.message import EmailMessage

import pytest

from mailproc import desk
from mailproc.app import Reader
from mailproc.reprocess import reprocess
from parsers.reading import Channel, Problem, ReadDocument
from storage import mail, questions, reports
from tests import make
from tests.servers.smtp import Received
from tests.service.office import NA_KHU, NA_MON, STAFF, Office, at, mail_with, sheet, text_of

DOUBTFUL = {"organizations_total": 5, "organizations_done": 8}


def reported(office: Office, **values: int) -> Received:
    """นามน has reported; its receipt."""
    office.arrive(mail_with(("r.pdf", sheet(**values))), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (receipt,) = office.mailed("receipt")
    return receipt


def answer(
    office: Office, to: Received, words: str, when: str, sender: str = NA_MON, **headers: str
) -> None:
    known = {"In-Reply-To": str(to.message["Message-ID"]), **headers}
    body = f"{words}\n\nเมื่อ พ. 5 ก.พ. 2026 ระบบ เขียนว่า:\n> เสียงตามสาย = 30\n"
    raw = mail_with(sender=sender, subject=f"Re: {when}", body=body, headers=known)
    office.arrive(raw, when)
    office.tick(when)


def counting(office: Office) -> dict[str, object]:
    return {r.field: r.value for x in office.revisions() if x.current for r in x.readings}


def test_a_value_written_in_an_answer_is_a_new_revision_and_a_receipt_old_and_new(
    office: Office,
) -> None:
    receipt = reported(office)
    assert "ตอบกลับอีเมลนี้ เช่น “เสียงตามสาย = 30”" in text_of(receipt)
    answer(office, receipt, "เพจเฟซบุ๊ก ๒๔ ค่ะ", "2026-02-20 09:00")
    assert counting(office) == make.VALUES | {"unit": "นามน", "facebook_page": 24}
    (_, new) = office.revisions()
    assert (new.number, new.decided_by, new.by_unit) == (2, NA_MON, True)
    assert new.first_counted_at == at("2026-02-05 09:00")
    second = office.mailed("receipt", NA_MON)[1]
    assert "30 ครั้ง → 24 ครั้ง" in text_of(second)
    assert "สถานะ: ตรงเวลา" in text_of(second)
    with office.app.db.transaction() as tx:
        (given,) = questions.answers_of(tx, new.id).values()
        assert mail.get(tx, given.message).outcome == "answer"


def test_the_month_of_the_receipt_and_the_date_of_a_letter_may_be_named(office: Office) -> None:
    words = "ประจำเดือนกุมภาพันธ์ 2569\nเพจ 24\nวันที่ 3 มีนาคม 2569"
    answer(office, reported(office), words, "2026-03-03 09:00")
    assert counting(office)["facebook_page"] == 24


def answer_under(office: Office, subject: str, words: str = "เพจ 24") -> None:
    """An answer to the receipt under a subject of the sender's own."""
    headers = {"In-Reply-To": str(reported(office).message["Message-ID"])}
    office.arrive(mail_with(subject=subject, body=words, headers=headers), "2026-02-20 09:00")
    office.tick("2026-02-20 09:00")


@pytest.mark.parametrize(
    "subject",
    [
        "ขอแก้ไขรายงานเดือนมกราคม 2569",
        "ขอแก้ไขรายงานเดือน 1",
        "ขอแก้ไขรายงาน ๐๑/๒๕๖๙",
        "ขอแก้ไขรายงานเดือนที่แล้ว",
        "ขอแก้ไขรายงานเดือนหน้าค่ะ",
        "ขอแก้ไขรายงานปี 2568",
        "ขอแก้ไขรายงานอำเภอนาคู",
        "ขอแก้ไขรายงาน อ.นาคูครับ",
        "ขอแก้ไขรายงานของนาคูนะคะ",
        "ขอส่งแบบรายงานอำเภอนาคู",  # “ส่งแบบรายงาน” alone is the receipt's
        "ไม่ต้องแก้แล้ว",
        "ยังไม่ต้องแก้ไข รอยืนยัน",
        "ยกเลิกการแก้ไข RE: ส่งแบบรายงาน",
        "ถ้าจะแก้เป็นแบบนี้ได้ไหม",
        "ร่าง",
        "draft",
        "ขอแก้ไขเว็บไซต์ 24",
        "เพจ 26",
        "เพจเพิ่มเติม",
        "ขอแก้ไขเว็บไซต์",
        "Correction of January report",
        "แก้ไข ❌",
        "บางส่วน",
        "HOLD",
        "👎",
    ],
)
def test_another_subject_says_what_an_answer_is_about(office: Office, subject: str) -> None:
    answer_under(office, subject)
    assert counting(office) == make.VALUES | {"unit": "นามน"}
    assert "จึงยังไม่ได้ทำ" in text_of(office.mailed("other", NA_MON)[-1])


@pytest.mark.parametrize(
    "subject",
    [
        "แก้ไข",
        "ขอแก้ไขเพจเฟซบุ๊กค่ะ",
        "ขอแก้ไขรายงานประจำเดือนกุมภาพันธ์ 2569 อำเภอนามน",
        "แก้ไขข้อมูล 02/2569",
        "รายงานสแกมเมอร์ เดือน ก.พ. 69 (แก้ไข)",
        "ตอบกลับ: [External] ส่งแบบรายงาน",
        "แก้ไข เพจ 24",
        "ขอบคุณค่ะ",
        "ขอแก้ไขรายงานของอำเภอนามน",
        "ขออภัยค่ะ กรอกผิด แก้ไขครั้งที่ 2",
        "{Spam?} Re[2]: ส่งแบบรายงาน",
        "[จดหมายขยะ] ตอบกลับ: ส่งแบบรายงาน",
    ],
)
def test_a_subject_that_only_announces_the_answer_takes_nothing_back(
    office: Office, subject: str
) -> None:
    answer_under(office, subject)
    assert counting(office)["facebook_page"] == 24
    assert office.said_back(NA_MON) == []


@pytest.mark.parametrize("words", ["", "ขอบคุณค่ะ"])
def test_a_value_below_an_unmarked_copy_is_asked_for_on_top(office: Office, words: str) -> None:
    receipt = reported(office)
    head = "From: ระบบ <office@example.go.th>\nSent: Thursday, February 5, 2026 9:05 AM\nTo: x\n"
    said = f"{words}\n\n{head}Subject: y\n\n{text_of(receipt)}\n\nเพจ 24\n"
    headers = {"In-Reply-To": str(receipt.message["Message-ID"])}
    mail_ = mail_with(subject="Re: ส่งแบบรายงาน", body=said, headers=headers)
    office.arrive(mail_, "2026-02-20 09:00")
    office.tick("2026-02-20 09:00")
    assert "ไม่พบคำตอบเหนือข้อความเดิม" in text_of(office.mailed("other", NA_MON)[-1])


def test_an_answer_in_the_subject_alone_is_taken(office: Office) -> None:
    receipt = reported(office)
    headers = {"In-Reply-To": str(receipt.message["Message-ID"])}
    office.arrive(mail_with(subject="เพจ 24", body="", headers=headers), "2026-02-20 09:00")
    office.tick("2026-02-20 09:00")
    assert counting(office)["facebook_page"] == 24


def test_what_is_struck_through_does_not_count(office: Office) -> None:
    receipt = reported(office)
    both = EmailMessage()
    both["From"], both["Subject"], both["Message-ID"] = NA_MON, "Re: x", "<struck@example.go.th>"
    both["In-Reply-To"] = str(receipt.message["Message-ID"])
    both.set_content("เว็บ 5\nเพจ 24")
    both.add_alternative("<p><s>เว็บ 5</s></p><p>เพจ 24</p>", subtype="html")
    office.arrive(both.as_bytes(), "2026-02-20 09:00")
    office.tick("2026-02-20 09:00")
    assert counting(office)["website"] == make.VALUES["website"]


def test_words_that_neither_correct_nor_confirm_a_doubtful_report_are_asked_back(
    office: Office,
) -> None:
    receipt = reported(office, **DOUBTFUL)
    answer(office, receipt, "OK ค่ะ", "2026-02-20 09:00")
    assert "โปรดตอบคำว่า “ยืนยัน”" in text_of(office.mailed("other", NA_MON)[-1])
    answer(office, receipt, "ขอบคุณค่ะ", "2026-02-20 11:00")
    assert len(office.mailed("other", NA_MON)) == 1


def test_a_confirmation_of_an_older_sheet_undoes_no_later_correction(office: Office) -> None:
    first = reported(office)
    doubtful = mail_with(("r.pdf", sheet(website=3, **DOUBTFUL)), subject="แก้ไข")
    office.arrive(doubtful, "2026-02-06 08:00")
    office.tick("2026-02-06 08:05")
    second = office.mailed("receipt", NA_MON)[-1]
    answer(office, first, "เว็บ 9", "2026-02-06 09:00")
    assert counting(office)["website"] == 9
    answer(office, second, "อปท. ทั้งหมด 8", "2026-02-06 10:00")
    assert counting(office)["website"] == 9
    assert "ค่าที่ใหม่กว่า" in text_of(office.mailed("other", NA_MON)[-1])


def test_what_stands_below_lines_taken_from_the_receipt_is_read(office: Office) -> None:
    receipt = reported(office)
    ours = [x for x in text_of(receipt).splitlines() if x.strip().startswith("- ")][:2]
    said = "\n".join(["เพจ 24", *ours, "สองช่องนี้กับเพจยังไม่แน่ใจ ขอรอก่อน"])
    headers = {"In-Reply-To": str(receipt.message["Message-ID"])}
    office.arrive(mail_with(subject="Re: x", body=said, headers=headers), "2026-02-20 09:00")
    office.tick("2026-02-20 09:00")
    assert counting(office)["facebook_page"] == make.VALUES["facebook_page"]


def test_a_memos_head_hides_nothing(office: Office) -> None:
    receipt = reported(office)
    for said in (
        "เพจ 24\nจาก: อำเภอนามน\nวันที่: 6 ก.พ.\nหมายเหตุ ขอยกเลิกค่ะ",
        "เพจ 24\nเมื่อเช้าผิด ต้องเป็นตามที่ท่านเขียน",
    ):
        headers = {"In-Reply-To": str(receipt.message["Message-ID"])}
        office.arrive(mail_with(subject="Re: x", body=said, headers=headers), "2026-02-20 09:00")
        office.tick("2026-02-20 09:00")
        assert counting(office)["facebook_page"] == make.VALUES["facebook_page"]


@pytest.mark.parametrize("line", ["> a\n24", "> ข้อ 1 x\nถูก", "เพจ 24\n- เว็บไซต์: 0 ครั้ง"])
def test_thousands_of_lines_in_one_answer_take_no_time(office: Office, line: str) -> None:
    receipt = reported(office)
    headers = {"In-Reply-To": str(receipt.message["Message-ID"])}
    said = f"เพจ 24\n{text_of(receipt)}\n" + f"{line}\n" * 6000
    office.arrive(mail_with(subject="Re: x", body=said, headers=headers), "2026-02-20 09:00")
    start = time.process_time()
    office.tick("2026-02-20 09:00")
    assert time.process_time() - start < 5
    assert counting(office)["facebook_page"] == make.VALUES["facebook_page"]


def test_several_values_in_one_mail(office: Office) -> None:
    answer(office, reported(office), "แก้ไข เสียงตามสาย = ๓๐\nเว็บไซต์ จำนวน 5 ครั้ง", "2026-02-20 09:00")
    assert (counting(office)["public_address"], counting(office)["website"]) == (30, 5)
    assert len(office.revisions()) == 2


def test_other_channels_are_corrected_as_they_are_written(office: Office) -> None:
    answer(office, reported(office), "อื่นๆ = ป้ายไวนิล 5 ครั้ง, รถแห่ 3 ครั้ง", "2026-02-20 09:00")
    assert counting(office)["other_channels"] == (Channel("ป้ายไวนิล", 5), Channel("รถแห่", 3))
    assert "รถแห่ 3 ครั้ง" in text_of(office.mailed("receipt", NA_MON)[1])


def test_of_several_reports_in_one_receipt_the_month_says_which(office: Office) -> None:
    files = [(f"{n}.pdf", sheet(period=f"2026-0{n}", website=n)) for n in (1, 2)]
    office.arrive(mail_with(*files), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (receipt,) = office.mailed("receipt")
    answer(office, receipt, "เพจ 24", "2026-02-06 09:00")
    (back,) = office.mailed("other", NA_MON)
    assert "มกราคม ๒๕๖๙, อำเภอนามน กุมภาพันธ์ ๒๕๖๙) หมายถึงฉบับใด" in text_of(back)
    answer(office, back, "กุมภาพันธ์ เพจ 24", "2026-02-06 10:00")
    by_month = {
        r.period: {x.field: x.value for x in r.readings} for r in office.revisions() if r.current
    }
    assert by_month["2026-02"]["facebook_page"] == 24 != by_month["2026-01"]["facebook_page"]
    answer(office, receipt, "มกราคม เพจ 7\nกุมภาพันธ์ เพจ 8", "2026-02-06 11:00")
    assert len(office.mailed("other", NA_MON)) == 2
    assert len(office.revisions()) == 3


def test_the_same_answer_again_changes_nothing(office: Office) -> None:
    receipt = reported(office)
    answer(office, receipt, "เพจ 24", "2026-02-20 09:00")
    answer(office, receipt, "เพจ 24 ครับ", "2026-02-20 09:10")
    assert len(office.revisions()) == 2


def test_reading_stored_mail_again_does_not_repeat_an_answer(office: Office) -> None:
    receipt = reported(office)
    answer(office, receipt, "เพจ 24", "2026-02-20 09:00")
    answer(office, receipt, "เพจ 26", "2026-02-20 10:00")
    with office.app.db.transaction() as tx:
        messages = mail.all_messages(tx)
    assert [d for d in reprocess(office.app, messages, dry_run=False) if not d.kept] == []
    office.tick("2026-02-20 10:05")
    assert counting(office)["facebook_page"] == 26
    assert len(office.mailed("receipt", NA_MON)) == 3


@pytest.mark.parametrize("sender", [NA_KHU, "x@elsewhere.example"])
def test_nobody_corrects_another_units_report(office: Office, sender: str) -> None:
    answer(office, reported(office), "เพจ 24", "2026-02-20 09:00", sender=sender)
    assert counting(office)["facebook_page"] == 30


def test_an_automatic_answer_corrects_nothing(office: Office) -> None:
    headers = {"Auto-Submitted": "auto-replied"}
    answer(office, reported(office), "เพจ 24", "2026-02-20 09:00", **headers)
    assert counting(office)["facebook_page"] == 30


@pytest.mark.parametrize("words", ["ขอบคุณค่ะ", "รับทราบครับ", "พรุ่งนี้จะส่งรูปกิจกรรม", "ยืนยันค่ะ", "ok"])
def test_words_that_ask_for_nothing_bring_nothing(office: Office, words: str) -> None:
    answer(office, reported(office), words, "2026-02-06 09:00")
    assert len(office.mailed("receipt")) == 1
    assert office.said_back() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("เพจ 24 หรือ 26", "ไม่เข้าใจข้อความ"),
        ("เพจ 10000", "เกินกว่าที่รับได้"),
        ("อปท. ที่ดำเนินการแล้ว 12", "มากกว่า"),
        ("เพจ จาก 99 เป็น 24", "ที่บันทึกไว้คือ 30 ครั้ง"),
        ("เพจ 24\nเพจ 25", "สองค่า"),
        ("เพจ 24\nเดือนมกราคม", "กล่าวถึงเดือนอื่น"),
        ("ประจำเดือน ม.ค. 69\nเพจ 24", "กล่าวถึงเดือนอื่น"),
        ("กุมภาพันธ์ 2568\nเพจ 24", "กล่าวถึงเดือนอื่น"),
        ("เพจ 24\nอำเภอนาคู", "กล่าวถึงหน่วยรายงานอื่น"),
        ("เพจ 24\nยกเลิกค่ะ", "จึงยังไม่ได้ทำตามคำตอบทั้งฉบับ"),
        ("ข้อ 3 = 5", "โปรดบอกชื่อช่อง"),
        ("วิทยุ 50", "ไม่เข้าใจข้อความ"),
        ("ขอโทษค่ะ ขอยกเลิกรายงานฉบับนี้", "ไม่เข้าใจข้อความ"),
    ],
)
def test_what_cannot_be_or_is_not_clear_is_asked_back_once(
    office: Office, words: str, said: str
) -> None:
    receipt = reported(office)
    answer(office, receipt, words, "2026-02-20 09:00")
    assert len(office.revisions()) == 1
    (problem,) = office.mailed("other", NA_MON)
    assert said in text_of(problem)
    answer(office, receipt, words + " ", "2026-02-20 09:10")
    assert len(office.mailed("other", NA_MON)) == 1


@pytest.fixture
def hazy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader to which the number of Facebook posts is not certain."""
    plain = Reader.__call__

    def read(self: Reader, data: bytes, name: str) -> ReadDocument:
        document = plain(self, data, name)
        reports = tuple(
            replace(
                r,
                status="review",
                problems=(*r.problems, Problem("field_doubtful", "facebook_page")),
                readings=tuple(
                    replace(x, status="review") if x.field == "facebook_page" else x
                    for x in r.readings
                ),
            )
            for r in document.reports
        )
        return replace(document, reports=reports)

    monkeypatch.setattr(Reader, "__call__", read)


@pytest.mark.usefixtures("hazy")
def test_a_word_is_enough_for_doubtful_values(office: Office) -> None:
    receipt = reported(office)
    assert "“ยืนยัน” ก็เพียงพอ" in text_of(receipt)
    answer(office, receipt, "ถูกต้องครับ", "2026-02-06 09:00")
    assert counting(office)["facebook_page"] == 30
    assert "จังหวัดได้รับคำตอบของท่านแล้ว" in text_of(office.mailed("receipt", NA_MON)[1])
    (review,) = office.mailed("review", STAFF)
    answer(office, review, "1 = 99", "2026-02-06 10:00", sender=STAFF)
    assert f"รับโดย {NA_MON}" in text_of(office.mailed("review", STAFF)[-1])
    assert counting(office)["facebook_page"] == 30


@pytest.mark.usefixtures("hazy")
def test_a_doubtful_value_is_given_instead(office: Office) -> None:
    answer(office, reported(office), "เพจเฟซบุ๊ก 24", "2026-02-06 09:00")
    assert counting(office)["facebook_page"] == 24
    assert "30 ครั้ง" not in text_of(office.mailed("receipt", NA_MON)[1])


@pytest.mark.usefixtures("hazy")
def test_a_word_does_not_settle_what_is_not_the_units_to_say(office: Office) -> None:
    files = (("a.pdf", sheet()), ("b.pdf", sheet(website=7)))
    office.arrive(mail_with(*files), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    for words in ("ยืนยัน", "เพจ 24"):
        answer(office, office.mailed("receipt")[0], words, "2026-02-06 09:00")
    assert counting(office) == {}


def test_numbers_that_do_not_go_together_need_a_number(office: Office) -> None:
    receipt = reported(office, **DOUBTFUL)
    assert "“ยืนยัน” ก็เพียงพอ" not in text_of(receipt)
    answer(office, receipt, "ยืนยัน", "2026-02-06 09:00")
    assert counting(office) == {}
    assert "ยืนยันตามที่อ่านได้ไม่ได้" in text_of(office.mailed("other", NA_MON)[0])
    answer(office, receipt, "จำนวน อปท. ทั้งหมด 9 แห่ง", "2026-02-06 11:00")
    assert counting(office)["organizations_total"] == 9
    assert counting(office)["organizations_done"] == 8


def test_what_staff_corrected_waits_for_staff(office: Office) -> None:
    receipt = reported(office)
    with office.app.db.transaction() as tx:
        settings = {"facebook_page": "77"}
        desk.correct(
            tx, office.app.config, make.FORM, "na-mon", "2026-02", settings, at("2026-02-06 09:00")
        )
    answer(office, receipt, "เพจ 24", "2026-02-20 09:00")
    assert counting(office)["facebook_page"] == 77
    (review,) = office.mailed("review", STAFF)
    assert "24 ครั้ง" in text_of(review)
    answer(office, receipt, "ยืนยัน", "2026-02-20 10:00")
    assert counting(office)["facebook_page"] == 77
    answer(office, review, "1 ถูก", "2026-02-21 09:00", sender=STAFF)
    assert counting(office)["facebook_page"] == 24


def test_what_a_unit_corrected_by_answering_it_may_correct_by_a_new_sheet(office: Office) -> None:
    answer(office, reported(office), "เพจ 24", "2026-02-20 09:00")
    new = mail_with(("new.pdf", sheet(facebook_page=26)), subject="แก้ไข")
    office.arrive(new, "2026-02-21 09:00")
    office.tick("2026-02-21 09:05")
    assert counting(office)["facebook_page"] == 26


def test_a_units_own_correction_does_not_hide_another_sheet_that_waits(office: Office) -> None:
    receipt = reported(office)
    resent = mail_with(("mar.pdf", sheet(website=7)), subject="มีนาคม")
    office.arrive(resent, "2026-03-04 09:00")
    office.tick("2026-03-04 09:05")
    answer(office, receipt, "เพจ 24", "2026-03-05 09:00")
    with office.app.db.transaction() as tx:
        assert len(reports.held(tx)) == 1
    assert counting(office)["facebook_page"] == 24


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("เพจ 24", "ไม่ใช่อีเมลตอบรับรายงาน"),
        ("ยืนยันค่ะ", "ไม่ใช่อีเมลตอบรับรายงาน"),
        ("ขอเลื่อนส่งเป็นวันที่ 20 ได้ไหมคะ", "ไม่เข้าใจข้อความ"),
        ("ขอบคุณค่ะ", ""),
        ("พรุ่งนี้จะส่งให้ค่ะ", ""),
    ],
)
def test_what_is_answered_to_a_warning_is_not_lost_without_a_word(
    office: Office, words: str, said: str
) -> None:
    office.tick("2026-02-11 09:00")
    answer(office, office.mailed("warning", NA_MON)[-1], words, "2026-02-11 10:00")
    told = [text_of(m) for m in office.mailed("other", NA_MON)]
    assert len(told) == bool(said) and all(said in t for t in told)


def html_answer(office: Office, to: Received, html: str, when: str) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = NA_MON, f"Re: {when}"
    message["Message-ID"] = f"<{abs(hash(html))}@example.go.th>"
    message["In-Reply-To"] = str(to.message["Message-ID"])
    message.set_content(html, subtype="html")
    office.arrive(message.as_bytes(), when)
    office.tick(when)


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>เพจเฟซบุ๊ก</td><td>30</td><td>24</td></tr></table>",
        "<p><s>เพจ 24</s></p>",
        "<p><strike>เพจ 24</strike></p>",
        '<p><span style="text-decoration: line-through">เพจ 24</span></p>',
        "<p>เพจ <del>24</del>26</p>",
        '<div style="display:none">เพจ 24</div>',
        "<p>จาก: อำเภอนามน<br>ส่ง: 6 ก.พ. 69<br>เรื่อง: ขอแก้ไข<br>เพจ 24</p>",
    ],
)
def test_cells_are_not_one_number_and_what_is_struck_through_is_not_said(
    office: Office, html: str
) -> None:
    html_answer(office, reported(office), html, "2026-02-20 10:00")
    assert counting(office)["facebook_page"] == 30
    assert len(office.mailed("other", NA_MON)) == 1


def test_status_brings_what_the_unit_owes(office: Office) -> None:
    answer(office, reported(office), "สถานะ", "2026-03-05 09:00")
    (told,) = office.mailed("other", NA_MON)
    assert "มกราคม" in text_of(told) and "มีนาคม" in text_of(told)
    assert "กุมภาพันธ์" not in text_of(told)


def test_a_new_sheet_in_an_answer_is_a_report_as_ever(office: Office) -> None:
    receipt = reported(office)
    headers = {"In-Reply-To": str(receipt.message["Message-ID"])}
    raw = mail_with(("n.pdf", sheet(website=7)), body="เพจ 24", headers=headers)
    office.arrive(raw, "2026-02-20 09:00")
    office.tick("2026-02-20 09:05")
    assert (counting(office)["website"], counting(office)["facebook_page"]) == (7, 30)


@pytest.mark.parametrize("part", ["plain", "html"])
def test_a_receipt_that_is_quoted_without_a_mark_is_no_answer(office: Office, part: str) -> None:
    receipt = reported(office)
    answer(office, receipt, "เพจ 24", "2026-02-20 09:00")
    quoted = receipt.message.get_body((part,))
    assert quoted is not None
    message = EmailMessage()
    message["From"], message["Subject"] = NA_MON, f"Re: {receipt.message['Subject']}"
    message["Message-ID"] = "<quote@example.go.th>"
    message["In-Reply-To"] = str(receipt.message["Message-ID"])
    before = "เว็บไซต์ 7\n\n" if part == "plain" else "<div>เว็บไซต์ 7</div>"
    message.set_content(before + quoted.get_content(), subtype=part)
    office.arrive(message.as_bytes(), "2026-02-20 10:00")
    office.tick("2026-02-20 10:05")
    assert (counting(office)["facebook_page"], counting(office)["website"]) == (24, 7)


def test_values_changed_in_a_copy_of_the_receipt_are_asked_for_on_top_and_none_is_set(
    office: Office,
) -> None:
    receipt = reported(office)
    copy = text_of(receipt).replace("30 ครั้ง", "24 ครั้ง")
    headers = {"In-Reply-To": str(receipt.message["Message-ID"])}
    raw = mail_with(body=f"เว็บไซต์ 7\n\n{copy}", subject="Re: copy", headers=headers)
    office.arrive(raw, "2026-02-20 10:00")
    office.tick("2026-02-20 10:05")
    (back,) = office.mailed("other", NA_MON)
    assert "ในสำเนาอีเมลเดิม" in text_of(back) and "24 ครั้ง" in text_of(back)
    assert len(office.revisions()) == 1


def test_what_was_asked_back_is_answered_by_answering_that(office: Office) -> None:
    receipt = reported(office)
    answer(office, receipt, "เพจ 24 หรือ 26", "2026-02-20 09:00")
    (problem,) = office.mailed("other", NA_MON)
    answer(office, problem, "เพจ 24?", "2026-02-20 09:05")
    again = office.mailed("other", NA_MON)[1]
    answer(office, again, "เพจ 24", "2026-02-20 09:10")
    assert counting(office)["facebook_page"] == 24
    assert len(office.mailed("receipt", NA_MON)) == 2


@pytest.mark.parametrize("words", ["ใช่ค่ะ เป็นของเดือนกุมภาพันธ์", "ยืนยันค่ะ", "แก้ไข"])
def test_an_answer_to_our_own_question_is_not_left_without_a_word(
    office: Office, words: str
) -> None:
    """The question itself was a problem reply within the hour; a person answers it at once."""
    reported(office)
    office.arrive(mail_with(("mar.pdf", sheet(website=7)), subject="มีนาคม"), "2026-03-05 09:00")
    office.tick("2026-03-05 09:00")
    (question,) = office.mailed("problem", NA_MON)
    answer(office, question, words, "2026-03-05 09:10")
    assert len(office.mailed("other", NA_MON)) == 1
    assert [r.state for r in office.revisions()].count("held") == 1


def test_a_doubtful_sheet_that_a_unit_settles_undoes_nothing_that_staff_corrected(
    office: Office,
) -> None:
    """Without the doubt it would wait for staff; the doubt is no way around them."""
    reported(office, website=0)
    with office.app.db.transaction() as tx:
        config, when = office.app.config, at("2026-02-05 10:00")
        desk.correct(tx, config, make.FORM, "na-mon", "2026-02", {"website": "5"}, when)
    again = mail_with(("again.pdf", sheet(website=0, **DOUBTFUL)), subject="แก้ไข")
    office.arrive(again, "2026-02-06 09:00")
    office.tick("2026-02-06 09:05")
    answer(office, office.mailed("receipt")[-1], "จำนวน อปท. ทั้งหมด 9", "2026-02-06 09:10")
    assert counting(office)["website"] == 5


def test_a_doubtful_sheet_of_last_month_is_in_question_as_another_one(office: Office) -> None:
    reported(office)
    again = mail_with(("mar.pdf", sheet(website=7, **DOUBTFUL)), subject="มีนาคม")
    office.arrive(again, "2026-03-05 09:00")
    office.tick("2026-03-05 09:05")
    asked = office.mailed("problem", NA_MON) or office.mailed("receipt", NA_MON)[1:]
    answer(office, asked[-1], "จำนวน อปท. ทั้งหมด 9", "2026-03-05 09:10")
    assert counting(office)["website"] == make.VALUES["website"]


def test_two_machines_do_not_ask_each_other_back_for_ever(office: Office) -> None:
    asked = reported(office)
    for minute in range(10, 20):
        answer(office, asked, f"เพจ {minute} หรือ 26", f"2026-02-20 09:{minute}")
        asked = office.mailed("other", NA_MON)[-1]
    assert len(office.mailed("other", NA_MON)) == 3


def test_words_that_take_a_value_back_leave_it(office: Office) -> None:
    receipt = reported(office)
    words = ("เพจ 3,5", "เพจ 24\nแต่ยังไม่แน่ใจ", "เพจ 24 ❓")
    for hour, said in enumerate(words, 10):
        answer(office, receipt, said, f"2026-02-20 {hour}:00")
    assert counting(office)["facebook_page"] == 30
    assert len(office.mailed("other", NA_MON)) == len(words)


@pytest.mark.parametrize(
    "words",
    [
        "ตัวเลขคลาดเคลื่อน",
        "รายงานนี้เป็นของอำเภอนาคู",
        "ไม่ได้ทำเสียงตามสาย",
        "ขอคืนรายงานไปปรับปรุง",
        "ขอบคุณค่ะ แต่เพจเยอะไป",
        "อื่นๆ ไม่มี",
    ],
)
def test_words_that_speak_against_a_report_do_not_vanish(office: Office, words: str) -> None:
    answer(office, reported(office), words, "2026-02-20 09:00")
    assert len(office.mailed("other", NA_MON)) == 1


@pytest.mark.parametrize("words", ["ขอบคุณค่ะ", "รับทราบครับ ขอบคุณที่แจ้ง", "ได้รับแล้วค่ะ"])
def test_thanks_bring_nothing(office: Office, words: str) -> None:
    before = reported(office)
    answer(office, before, words, "2026-02-20 09:00")
    assert not office.said_back(NA_MON) and len(office.mailed("receipt")) == 1
