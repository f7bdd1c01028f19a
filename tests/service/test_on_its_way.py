"""What arrives while something else is decided: the mail server's clock orders them, not ours."""

import pytest

from mailproc import desk
from mailproc.errors import NotUnderstood
from tests.servers.smtp import Received
from tests.service.office import NA_MON, STAFF, Office, at, mail_with, sheet, text_of
from tests.service.test_correct_by_answering import answer, counting, reported
from tests.service.test_last_word import CLERK, approve, correct, sent, waiting, website
from tests.service.test_review import DOUBTFUL
from tests.service.test_spam import in_spam


def answered(office: Office, to: Received, words: str, when: str, sender: str = NA_MON) -> None:
    """An answer arrives, and nobody looks at the mailbox yet."""
    body = f"{words}\n\nเมื่อ พ. 5 ก.พ. 2026 ระบบ เขียนว่า:\n> เสียงตามสาย = 30\n"
    known = {"In-Reply-To": str(to.message["Message-ID"])}
    mail = mail_with(sender=sender, subject=f"Re: {when}", body=body, headers=known)
    office.arrive(mail, when)


def arrived(office: Office, data: bytes, when: str, subject: str = "แก้ไข") -> None:
    """A sheet arrives, and nobody looks at the mailbox yet."""
    office.arrive(mail_with(("r2.pdf", data), subject=subject), when)


def test_what_was_decided_while_the_clock_was_ahead_is_no_newer_than_a_later_sheet(
    office: Office,
) -> None:
    sent(office, sheet(website=0), "2026-02-05 09:00")
    correct(office, "2026-02-08 09:00", facebook_page="31")
    sent(office, sheet(website=40, facebook_page=31), "2026-02-06 09:00")
    assert website(office) == 40


def test_a_sheet_of_sunday_counts_over_an_answer_of_friday_though_both_are_fetched_on_monday(
    office: Office,
) -> None:
    receipt = reported(office)
    answered(office, receipt, "เพจ 24", "2026-02-06 17:00")
    arrived(office, sheet(facebook_page=24, public_address=31), "2026-02-08 10:00")
    office.tick("2026-02-09 08:05")
    assert counting(office)["public_address"] == 31


def test_so_does_an_answer_of_sunday_over_a_sheet_of_friday(office: Office) -> None:
    receipt = reported(office)
    arrived(office, sheet(facebook_page=24, public_address=31), "2026-02-06 17:00")
    answered(office, receipt, "เว็บไซต์ 3", "2026-02-08 10:00")
    office.tick("2026-02-09 08:05")
    assert (counting(office)["public_address"], website(office)) == (31, 3)


def test_and_a_sheet_over_what_staff_answered_before_it_came(office: Office) -> None:
    sent(office, sheet(website=3, **DOUBTFUL), "2026-02-05 09:00")
    (review,) = office.mailed("review")
    answered(office, review, "ถูกทั้งหมด", "2026-02-06 17:00", STAFF)
    arrived(office, sheet(website=9), "2026-02-08 10:00")
    office.tick("2026-02-09 08:05")
    assert website(office) == 9


def test_a_sheet_that_was_on_its_way_while_staff_decided_counts(office: Office) -> None:
    sent(office, sheet(website=0), "2026-02-05 09:00")
    arrived(office, sheet(website=5), "2026-02-06 08:58")
    correct(office, "2026-02-06 09:00", reporter_name="สมหญิง ใจดี")
    office.tick("2026-02-06 09:05")
    assert website(office) == 5


def test_but_what_staff_set_meanwhile_is_asked_about(office: Office) -> None:
    sent(office, sheet(website=0), "2026-02-05 09:00")
    arrived(office, sheet(website=5), "2026-02-06 08:58")
    correct(office, "2026-02-06 09:00", website="77")
    office.tick("2026-02-06 09:05")
    assert website(office) == 77
    assert waiting(office)[0].reasons == ("corrected_by_person:website",)


def test_a_sheet_sent_again_is_the_units_newest_word(office: Office) -> None:
    sent(office, sheet(website=3), "2026-02-05 09:00")
    sent(office, sheet(website=8), "2026-02-06 09:00", "ส่ง", sender=CLERK)
    sent(office, sheet(website=3), "2026-02-07 09:00", "ส่งใหม่ ใช้ฉบับนี้")
    approve(office, "2026-02-08 09:00")
    assert website(office) == 3


def test_what_waits_asks_whether_to_take_it_over_a_sheet_sent_again_since(office: Office) -> None:
    sent(office, sheet(website=3), "2026-02-05 09:00")
    sent(office, sheet(website=8, **DOUBTFUL), "2026-02-06 09:00", "ส่ง")
    (review,) = office.mailed("review")
    sent(office, sheet(website=3), "2026-02-07 09:00", "ยกเลิกฉบับเมื่อวาน ใช้ฉบับนี้")
    answer(office, review, "ถูกทั้งหมด", "2026-02-08 09:00", sender=STAFF)
    assert website(office) == 3
    assert len(waiting(office)) == 1


def test_nor_does_spam_that_is_moved_overtake_a_sheet_sent_again(office: Office) -> None:
    sent(office, sheet(website=3), "2026-02-05 09:00")
    spam = mail_with(("r.pdf", sheet(website=8)), subject="z")
    in_spam(office, spam, "2026-02-06 09:00")
    office.tick("2026-02-06 09:05")
    sent(office, sheet(website=3), "2026-02-07 09:00", "ใช้ฉบับนี้")
    office.arrive(spam, "2026-02-06 09:00")
    office.tick("2026-02-08 09:05")
    assert website(office) == 3


@pytest.mark.parametrize("who", ["unit", "new address"])
def test_so_is_one_sent_again_while_it_and_another_wait(office: Office, who: str) -> None:
    sender = NA_MON if who == "unit" else CLERK
    doubtful = DOUBTFUL if who == "unit" else {}
    for day, value in ((5, 8), (6, 9), (7, 8)):
        when, subject = f"2026-02-{day:02} 09:00", f"ครั้งที่ {day}"
        sent(office, sheet(website=value, **doubtful), when, subject, sender)
    if who == "unit":
        office.tick("2026-02-09 08:05")
        answer(office, office.mailed("digest")[-1], "ถูกทั้งหมด", "2026-02-09 09:00", sender=STAFF)
    else:
        approve(office, "2026-02-08 09:00")
    assert website(office) == 8


def test_a_copy_in_the_spam_folder_that_nobody_looked_at_is_no_word(office: Office) -> None:
    sent(office, sheet(website=3), "2026-02-05 09:00")
    sent(office, sheet(website=8), "2026-02-06 09:00", "ส่ง", sender=CLERK)
    in_spam(office, mail_with(("r.pdf", sheet(website=3)), subject="z"), "2026-02-07 09:00")
    office.tick("2026-02-07 09:05")
    approve(office, "2026-02-08 09:00")
    assert website(office) == 8


def test_an_answer_that_lay_in_the_spam_folder_changes_no_newer_sheet(office: Office) -> None:
    receipt = reported(office)
    body = "เพจ 24\n\nเมื่อ พ. 5 ก.พ. 2026 ระบบ เขียนว่า:\n> เสียงตามสาย = 30\n"
    known = {"In-Reply-To": str(receipt.message["Message-ID"])}
    friday = mail_with(sender=NA_MON, subject="Re: f", body=body, headers=known)
    in_spam(office, friday, "2026-02-06 09:00")
    office.tick("2026-02-06 09:05")
    sent(office, sheet(facebook_page=31), "2026-02-08 09:00", "ฉบับใหม่")
    office.arrive(friday, "2026-02-06 09:00")
    office.tick("2026-02-09 09:05")
    assert counting(office)["facebook_page"] == 31


def test_on_time_goes_by_the_earliest_of_equal_sheets_whichever_is_read_first(
    office: Office,
) -> None:
    sent(office, sheet(), "2026-02-11 00:01")
    sent(office, sheet(), "2026-02-10 23:50", "ส่งรายงาน")
    (counts,) = office.revisions()
    assert counts.first_counted_at == at("2026-02-10 23:50")


def test_a_sheet_equal_to_one_that_waits_no_more_waits_itself(office: Office) -> None:
    sent(office, sheet(website=8, **DOUBTFUL), "2026-02-06 09:00", "ส่ง")
    sent(office, sheet(website=9, **DOUBTFUL), "2026-02-07 09:00", "ส่งใหม่")
    answer(office, office.mailed("review")[-1], "ถูกทั้งหมด", "2026-02-07 10:00", sender=STAFF)
    assert website(office) == 9
    sent(office, sheet(website=8, **DOUBTFUL), "2026-02-09 09:00", "ขออภัย ฉบับแรกถูกแล้ว")
    assert [r.message for r in waiting(office)] == [max(r.message for r in office.revisions())]


def test_a_sheet_equal_to_a_strangers_counts_once_its_own_address_is_approved(
    office: Office,
) -> None:
    sent(office, sheet(website=3), "2026-02-05 09:00", sender="somchai@example.com")
    sent(office, sheet(website=3), "2026-02-06 09:00", "ส่งใหม่", sender=CLERK)
    assert approve(office, "2026-02-07 09:00")
    assert website(office) == 3


def test_an_approved_address_was_in_time_though_a_later_sheet_counts(office: Office) -> None:
    sent(office, sheet(website=3), "2026-02-09 09:00", sender=CLERK)
    sent(office, sheet(website=4), "2026-02-12 09:00")
    approve(office, "2026-02-13 09:00")
    (counts,) = (r for r in office.revisions() if r.current)
    assert website(office) == 4
    assert counts.first_counted_at == at("2026-02-09 09:00")


@pytest.mark.parametrize("how", ["unknown", "spam"])
def test_setting_a_value_counts_the_units_own_sheet_and_no_strangers(
    office: Office, how: str
) -> None:
    sent(office, sheet(website=3, **DOUBTFUL), "2026-02-05 09:00")
    if how == "spam":
        in_spam(office, mail_with(("r.pdf", sheet(website=999)), subject="z"), "2026-02-06 09:00")
        office.tick("2026-02-06 09:05")
    else:
        sent(office, sheet(website=999), "2026-02-06 09:00", "ส่ง", sender="x@example.com")
    correct(office, "2026-02-07 09:00", organizations_total="9")
    assert website(office) == 3


def test_where_only_a_strangers_sheet_waits_setting_a_value_says_what_to_do(office: Office) -> None:
    sent(office, sheet(website=999), "2026-02-06 09:00", "ส่ง", sender="x@example.com")
    with pytest.raises(NotUnderstood, match="accept or reject item 1 first"):
        correct(office, "2026-02-07 09:00", website="9")


def taken_back(office: Office, when: str, why: str) -> None:
    """Staff turn down what counts."""
    office.clock[0] = at(when)
    (counts,) = (r for r in office.revisions() if r.id == first_of_staff(office))
    with office.app.db.transaction() as tx:
        desk.reject(tx, office.app.config, counts.id, why, at(when))


def first_of_staff(office: Office) -> int:
    """What staff passed on, or set."""
    own = (r for r in office.revisions() if r.via == "staff" or r.corrected)
    return min(r.id for r in own)


def test_a_units_sheet_that_repeats_what_staff_set_outlives_their_typo(office: Office) -> None:
    sent(office, sheet(website=0), "2026-02-05 09:00")
    correct(office, "2026-02-06 09:00", website="77")
    sent(office, sheet(website=77), "2026-02-07 09:00")
    taken_back(office, "2026-02-08 09:00", "พิมพ์ผิด")
    assert website(office) == 77


def test_so_does_one_that_repeats_a_copy_that_staff_passed_on(office: Office) -> None:
    sent(office, sheet(website=8), "2026-02-06 09:00", "LINE", sender=STAFF)
    sent(office, sheet(website=8), "2026-02-07 09:00", "ส่ง")
    assert "ตรงกับฉบับที่ได้รับไว้แล้ว" in text_of(office.mailed("receipt", NA_MON)[-1])
    taken_back(office, "2026-02-08 09:00", "ซ้ำกับอีเมลของอำเภอ")
    assert website(office) == 8
