"""A clerk whom nobody knows yet sends a sheet and writes beside it: his words count as a unit's."""

import pytest

from mailproc import desk
from tests.servers.smtp import Received
from tests.service.office import NA_MON, STAFF, Office, at, mail_with, sheet, text_of
from tests.service.test_answered_in_parts import CLERK, doubting
from tests.service.test_correct_by_answering import answer, counting
from tests.service.test_words import digest


def sent_by_clerk(office: Office, words: str, sender: str = CLERK) -> Received:
    """A clerk whom nobody knows yet sends a sheet; the mail that asks staff about it."""
    office.tick("2026-02-05 08:00")
    raw = mail_with(("r.pdf", sheet(website=3)), sender=sender, subject="Re: ส่ง", body=words)
    office.arrive(raw, "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    return office.mailed("review", STAFF)[-1]


def sent_in_doubt(office: Office, monkeypatch: pytest.MonkeyPatch, sender: str = CLERK) -> Received:
    """The same with a correction beside a sheet of which the website is doubtful."""
    with monkeypatch.context() as patch:
        doubting(patch, ["website"])
        return sent_by_clerk(office, "ขอแก้ไข เว็บไซต์ = 24", sender)


CLERK_CORRECTS = [
    "ส่งรายงานค่ะ ในแบบพิมพ์ผิด เว็บไซต์ที่ถูกคือ 24 ครั้ง ขอแก้ไขด้วยค่ะ",
    "ขอแก้ไข เว็บไซต์ = 24",
]


@pytest.mark.parametrize("words", CLERK_CORRECTS)
def test_what_a_new_clerk_writes_beside_a_sheet_is_seen_where_it_is_asked_about(
    office: Office, words: str
) -> None:
    office = office.running()
    review = sent_by_clerk(office, words)
    assert words in text_of(review)
    assert words in digest(office, "2026-02-06 08:00")
    assert words not in digest(office, "2026-02-09 08:00")


@pytest.mark.parametrize("words", CLERK_CORRECTS)
def test_a_new_clerk_is_told_on_approval_that_the_sheet_counts_and_not_the_words(
    office: Office, words: str
) -> None:
    review = sent_by_clerk(office, words)
    assert not office.smtp.to(CLERK)
    digest(office, "2026-02-06 08:00")
    answer(office, review, "1 อนุมัติ", "2026-02-06 09:00", sender=STAFF)
    assert counting(office)["website"] == 3
    assert len(office.mailed("receipt", CLERK)) == 1
    (told,) = office.mailed("other", CLERK)
    assert "24" in text_of(told) and "หากต้องการแก้ไข" in text_of(told)
    answer(office, office.mailed("receipt", CLERK)[-1], "เว็บไซต์ 24", "2026-02-06 10:00", CLERK)
    assert counting(office)["website"] == 24


def test_nor_is_it_told_where_staff_have_set_the_value_that_the_words_say(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = sent_in_doubt(office, monkeypatch)
    answer(office, review, "1 = 24, 2 อนุมัติ", "2026-02-06 09:00", sender=STAFF)
    assert counting(office)["website"] == 24
    assert not office.said_back(CLERK)


def test_but_is_where_they_said_what_was_read_is_right(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = sent_in_doubt(office, monkeypatch)
    answer(office, review, "1 ถูก, 2 อนุมัติ", "2026-02-06 09:00", sender=STAFF)
    assert counting(office)["website"] == 3
    assert len(office.mailed("other", CLERK)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "เรียน ท้องถิ่นจังหวัด\nอำเภอนามนขอส่งรายงานประจำเดือนกุมภาพันธ์ 2569",
        "ส่งรายงานค่ะ เว็บไซต์ 3 ครั้ง",
    ],
)
def test_a_new_clerks_letter_that_says_no_more_is_not_shown(office: Office, words: str) -> None:
    assert "ในอีเมลเขียนไว้ด้วยว่า" not in text_of(sent_by_clerk(office, words))
    assert "ข้อความที่ระบบไม่ได้ดำเนินการให้" not in digest(office)


@pytest.mark.parametrize("sender", [NA_MON, STAFF])
def test_what_a_unit_writes_beside_a_doubtful_sheet_is_seen_there_too_and_not_what_staff_do(
    office: Office, monkeypatch: pytest.MonkeyPatch, sender: str
) -> None:
    review = sent_in_doubt(office, monkeypatch, sender)
    assert ("= 24" in text_of(review)) == (sender == NA_MON)


def approved(office: Office) -> None:
    office.clock[0] = at("2026-02-06 09:00")
    with office.app.db.transaction() as tx:
        desk.approve_sender(tx, office.app.config, CLERK, "na-mon", at("2026-02-06 09:00"))
    office.tick("2026-02-06 09:00")


def test_whose_words_a_later_sheet_says_is_not_told_that_they_were_not_done(office: Office) -> None:
    sent_by_clerk(office, "ขอแก้ไข เว็บไซต์ = 24")
    raw = mail_with(("r.pdf", sheet(website=24)), sender=CLERK, subject="ส่งแก้ไข")
    office.arrive(raw, "2026-02-05 10:00")
    office.tick("2026-02-05 10:05")
    approved(office)
    assert counting(office)["website"] == 24
    assert not office.said_back(CLERK)


def test_who_wrote_beside_several_sheets_is_told_three_times_an_hour(office: Office) -> None:
    for number in range(5):
        words = f"ขอแก้ไข เว็บไซต์ = {24 + number}"
        raw = mail_with(("r.pdf", sheet(website=3 + number)), sender=CLERK, body=words)
        office.arrive(raw, f"2026-02-05 09:0{number}")
        office.tick(f"2026-02-05 09:1{number}")
    approved(office)
    assert len(office.mailed("other", CLERK)) == 3


def test_words_beside_what_the_mailboxes_own_account_passes_on_are_nobodys_news(
    office: Office,
) -> None:
    office = office.running()
    words = "ส่งมาทางไลน์ เว็บไซต์ = 24"
    raw = mail_with(("r.pdf", sheet()), sender="office@example.go.th", subject="x", body=words)
    office.tick("2026-02-05 08:00")
    office.arrive(raw, "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    assert "ที่อยู่ที่ไม่ได้ลงทะเบียน" not in digest(office, "2026-02-06 08:00")


def test_values_of_a_new_clerks_sheet_that_stand_out_are_asked_about_once_he_is_approved(
    office: Office,
) -> None:
    """Staff were asked who he is, and saw none of them."""
    for number in range(2, 6):
        usual = sheet(period=f"2026-{number:02d}", website=10 + number)
        office.arrive(mail_with(("r.pdf", usual)), f"2026-{number:02d}-05 09:00")
        office.tick(f"2026-{number:02d}-05 09:05")
    odd = sheet(period="2026-06", website=5000)
    office.arrive(mail_with(("r.pdf", odd), sender=CLERK), "2026-06-05 07:00")
    office.tick("2026-06-05 07:05")
    assert "5,000" not in digest(office, "2026-06-05 08:00")
    review = office.mailed("review", STAFF)[-1]
    answer(office, review, "1 อนุมัติ", "2026-06-05 10:00", sender=STAFF)
    assert "เว็บไซต์ของหน่วยงาน 5,000 ครั้ง แต่ปกติประมาณ 13" in digest(office, "2026-06-08 08:00")
    assert "5,000 ครั้ง แต่ปกติ" not in digest(office, "2026-06-09 08:00")
