"""A person has the last word, about what he saw: what came since is never undone unseen."""

import pytest

from mailproc import desk
from mailproc.errors import NotUnderstood
from parsers.reading import Channel
from storage import reports
from storage.records import Revision
from tests import make
from tests.servers.smtp import Received
from tests.service.office import NA_MON, STAFF, Office, at, mail_with, sheet, text_of
from tests.service.test_beside_the_mail import again
from tests.service.test_correct_by_answering import answer, counting, reported
from tests.service.test_review import DOUBTFUL

CLERK = "new-clerk@example.go.th"


def correct(office: Office, when: str, **values: str) -> Revision:
    """Staff set fields on the command line; when the clock shows that moment."""
    office.clock[0] = at(when)
    with office.app.db.transaction() as tx:
        return desk.correct(tx, office.app.config, make.FORM, "na-mon", "2026-02", values, at(when))


def approve(office: Office, when: str) -> list[Revision]:
    office.clock[0] = at(when)
    with office.app.db.transaction() as tx:
        return desk.approve_sender(tx, office.app.config, CLERK, "na-mon", at(when))


def sent(
    office: Office, data: bytes, when: str, subject: str = "แก้ไข", sender: str = NA_MON
) -> None:
    """A sheet arrives and is dealt with."""
    office.arrive(mail_with(("r.pdf", data), subject=subject, sender=sender), when)
    office.tick(when)


def website(office: Office) -> object:
    return counting(office)["website"]


def waiting(office: Office) -> list[Revision]:
    with office.app.db.transaction() as tx:
        return reports.held(tx)


def test_what_staff_set_outlives_a_sheet_that_repeats_it(office: Office) -> None:
    sent(office, sheet(website=0), "2026-02-05 09:00")
    correct(office, "2026-02-06 09:00", website="77")
    sent(office, sheet(website=77, facebook_page=31), "2026-02-07 09:00")
    sent(office, sheet(website=0), "2026-02-08 09:00", "ส่งอีกครั้ง")
    assert website(office) == 77
    assert waiting(office)[0].reasons == ("corrected_by_person:website",)


def test_nor_does_a_units_answer_undo_it_unseen(office: Office) -> None:
    receipt = reported(office)
    correct(office, "2026-02-06 09:00", facebook_page="77")
    sent(office, sheet(website=40, facebook_page=77), "2026-02-07 09:00")
    answer(office, receipt, "เพจ 24", "2026-02-08 09:00")
    assert counting(office)["facebook_page"] == 77


@pytest.mark.parametrize("now", ["2026-02-08 09:30", "2026-02-09 09:30"])
def test_a_clock_that_is_set_back_leaves_no_decision_behind_its_mail(
    office: Office, now: str
) -> None:
    sent(office, sheet(), "2026-02-09 09:00")
    assert correct(office, now, website="24").current
    assert website(office) == 24


def test_answering_about_one_sheet_leaves_a_newer_one_waiting(office: Office) -> None:
    sent(office, sheet(**DOUBTFUL, website=8), "2026-02-05 09:00")
    sent(office, sheet(**DOUBTFUL, website=9), "2026-02-05 10:00", "v2")
    first, second = office.mailed("review")
    answer(office, first, "1 = 9", "2026-02-06 07:00", sender=STAFF)
    assert website(office) == 8
    assert [r.reading("website").value for r in waiting(office)] == [9]  # type: ignore[union-attr]
    answer(office, second, "1 = 9", "2026-02-06 09:20", sender=STAFF)
    assert (website(office), waiting(office)) == (9, [])


def test_two_corrections_that_staff_must_see_do_not_undo_each_other(office: Office) -> None:
    receipt = reported(office)
    correct(office, "2026-02-06 09:00", facebook_page="77", public_address="66")
    answer(office, receipt, "เพจ 24", "2026-02-07 09:00")
    answer(office, receipt, "เสียงตามสาย 31", "2026-02-07 10:00")
    first, second = (m for m in office.mailed("review") if "ขอให้" in str(m.message["Subject"]))
    answer(office, first, "1 ถูก", "2026-02-08 07:00", sender=STAFF)
    answer(office, second, "1 ถูก", "2026-02-08 07:10", sender=STAFF)
    now = counting(office)
    assert (now["facebook_page"], now["public_address"]) == (24, 31)


def test_a_correction_that_waits_is_put_onto_what_counts_by_then(office: Office) -> None:
    receipt = reported(office)
    correct(office, "2026-02-06 09:00", facebook_page="77")
    answer(office, receipt, "เพจ 24", "2026-02-07 09:00")
    (review,) = (m for m in office.mailed("review") if "ขอให้" in str(m.message["Subject"]))
    answer(office, receipt, "เสียงตามสาย 31", "2026-02-07 10:00")
    answer(office, review, "1 ถูก", "2026-02-08 09:00", sender=STAFF)
    now = counting(office)
    assert (now["facebook_page"], now["public_address"]) == (24, 31)


def test_what_the_unit_corrected_since_is_not_undone_by_answering_about_an_older_sheet(
    office: Office,
) -> None:
    receipt = reported(office)
    sent(office, sheet(**DOUBTFUL, website=8), "2026-02-06 09:00")
    (review,) = office.mailed("review")
    answer(office, receipt, "เพจ 24", "2026-02-07 09:00")
    answer(office, review, "1 = 9, 2 ถูก", "2026-02-08 09:00", sender=STAFF)
    assert counting(office)["facebook_page"] == 24
    asked = office.mailed("review")[-1]
    assert "รายงานทั้งฉบับ" in text_of(asked)
    number = text_of(asked).split("รายงานทั้งฉบับ")[0].split("ข้อ ")[-1].split()[0].strip(".:")
    answer(office, asked, f"{number} รับ", "2026-02-08 10:00", sender=STAFF)
    assert website(office) == 8


def test_an_approved_address_undoes_no_correction_of_the_unit(office: Office) -> None:
    receipt = reported(office)
    sent(office, sheet(website=8), "2026-02-06 09:00", sender=CLERK)
    answer(office, receipt, "เพจ 77", "2026-02-07 09:00")
    (below,) = approve(office, "2026-02-08 09:00")
    assert not below.current
    assert counting(office)["facebook_page"] == 77


def test_an_approved_address_counts_as_of_the_arrival_of_its_mail(office: Office) -> None:
    """A newer one that was not fetched yet must not be overtaken."""
    sent(office, sheet(website=30), "2026-02-05 09:00", sender=CLERK)
    office.arrive(mail_with(("b.pdf", sheet(website=77)), subject="แก้ไข"), "2026-02-06 09:00")
    approve(office, "2026-02-06 09:02")
    office.tick("2026-02-06 09:05")
    assert website(office) == 77


def test_an_approved_address_brings_in_no_last_months_sheet_with_other_values(
    office: Office,
) -> None:
    sent(office, sheet(website=30), "2026-02-05 09:00", sender=CLERK)
    sent(office, sheet(website=77), "2026-03-06 09:00", "มีนาคม", sender=CLERK)
    approve(office, "2026-03-06 10:00")
    assert website(office) == 30


def test_nor_what_staff_turned_down_meanwhile(office: Office) -> None:
    sent(office, sheet(website=30), "2026-02-05 09:00", sender=CLERK)
    sent(office, sheet(website=30), "2026-02-05 10:00")
    (counts,) = (r for r in office.revisions() if r.current)
    with office.app.db.transaction() as tx:
        desk.reject(tx, office.app.config, counts.id, "ผิด", at("2026-02-06 09:00"))
    assert approve(office, "2026-02-07 10:00") == []
    assert not any(r.current for r in office.revisions())


def proposed(office: Office, words: str, when: str, to: Received) -> Received:
    """The unit wants otherwise what staff set; the mail that asks staff about it."""
    answer(office, to, words, when)
    return [m for m in office.mailed("review") if "ขอให้" in str(m.message["Subject"])][-1]


@pytest.mark.parametrize(("said", "pages"), [("1 ถูก", 24), ("1 = 26", 26)])
def test_a_correction_that_waits_is_answered_once_and_for_its_field_alone(
    office: Office, said: str, pages: int
) -> None:
    receipt = reported(office)
    correct(office, "2026-02-06 09:00", facebook_page="77")
    review = proposed(office, "เพจ 24", "2026-02-07 09:00", receipt)
    answer(office, receipt, "เสียงตามสาย 31", "2026-02-07 10:00")
    answer(office, review, said, "2026-02-08 09:00", sender=STAFF)
    now = counting(office)
    assert (now["facebook_page"], now["public_address"], waiting(office)) == (pages, 31, [])


def test_a_newer_wish_for_a_field_takes_the_place_of_the_older_one(office: Office) -> None:
    receipt = reported(office)
    correct(office, "2026-02-06 09:00", facebook_page="77")
    older = proposed(office, "เพจ 24", "2026-02-07 09:00", receipt)
    newer = proposed(office, "เพจ 25", "2026-02-07 10:00", receipt)
    answer(office, newer, "1 ถูก", "2026-02-08 09:00", sender=STAFF)
    answer(office, older, "1 ถูก", "2026-02-08 09:10", sender=STAFF)
    assert (counting(office)["facebook_page"], waiting(office)) == (25, [])
    assert "มีคำตอบอื่นใช้แทน" in text_of(office.mailed("review")[-1])


def test_the_same_wish_twice_is_asked_about_once(office: Office) -> None:
    receipt = reported(office)
    correct(office, "2026-02-06 09:00", facebook_page="77")
    review = proposed(office, "เพจ 24", "2026-02-07 09:00", receipt)
    assert proposed(office, "เพจ 24", "2026-02-07 10:00", receipt) is review
    answer(office, review, "1 ถูก", "2026-02-08 09:00", sender=STAFF)
    assert waiting(office) == []


def test_a_wish_that_was_turned_down_and_is_repeated_is_asked_and_answered_again(
    office: Office,
) -> None:
    receipt = reported(office)
    correct(office, "2026-02-06 09:00", facebook_page="77")
    for day, polite in ((7, ""), (9, "ครับ")):
        review = proposed(office, "เพจ 24", f"2026-02-0{day} 09:00", receipt)
        answer(office, review, f"1 ไม่รับ{polite}", f"2026-02-0{day} 10:00", sender=STAFF)
    assert len(office.mailed("other", NA_MON)) == 2
    assert waiting(office) == []


def test_a_wish_about_a_report_that_was_turned_down_brings_it_back_no_more(
    office: Office,
) -> None:
    receipt = reported(office)
    corrected = correct(office, "2026-02-06 09:00", facebook_page="77")
    review = proposed(office, "เพจ 24", "2026-02-07 09:00", receipt)
    with office.app.db.transaction() as tx:
        for item in (corrected.id, 1):
            desk.reject(tx, office.app.config, item, "ผิดอำเภอ", at("2026-02-08 09:00"))
    answer(office, review, "1 ถูก", "2026-02-08 10:00", sender=STAFF)
    assert not any(r.current for r in office.revisions())
    assert "ผิดอำเภอ" in text_of(office.mailed("other", NA_MON)[-1])


def test_what_staff_set_while_a_newer_sheet_waited_is_asked_about_with_it(office: Office) -> None:
    sent(office, sheet(website=0), "2026-02-05 09:00")
    sent(office, sheet(**DOUBTFUL, website=8), "2026-02-06 09:00")
    (review,) = office.mailed("review")
    correct(office, "2026-02-07 09:00", website="77")
    answer(office, review, "1 = 9", "2026-02-08 09:00", sender=STAFF)
    assert website(office) == 77
    asked = office.mailed("review")[-1]
    assert "เจ้าหน้าที่" in text_of(asked) and waiting(office)


def test_approval_leaves_a_sheet_waiting_that_staff_decided_past(office: Office) -> None:
    sent(office, sheet(), "2026-02-05 09:00")
    sent(office, sheet(website=40), "2026-02-06 09:00", sender=CLERK)
    correct(office, "2026-02-07 09:00", facebook_page="77")
    assert approve(office, "2026-02-08 09:00") == []
    assert counting(office)["facebook_page"] == 77 and waiting(office)


def test_an_answer_under_a_clock_that_was_set_back_leaves_nothing_waiting(office: Office) -> None:
    sent(office, sheet(**DOUBTFUL), "2026-02-09 09:00")
    (review,) = office.mailed("review")
    headers = {"In-Reply-To": str(review.message["Message-ID"])}
    raw = mail_with(sender=STAFF, subject="Re: x", body="1 = 9", headers=headers)
    office.arrive(raw, "2026-02-09 10:00")
    office.tick("2026-02-08 11:00")
    assert any(r.current for r in office.revisions()) and waiting(office) == []


def test_a_unit_hears_when_staff_take_their_own_correction_back(office: Office) -> None:
    reported(office)
    own = correct(office, "2026-02-06 09:00", website="77")
    office.tick("2026-02-06 09:05")
    with office.app.db.transaction() as tx:
        desk.reject(tx, office.app.config, own.id, "พิมพ์ผิด", at("2026-02-06 10:00"))
    office.tick("2026-02-06 10:05")
    assert website(office) != 77
    assert len(office.mailed("receipt")) == 3


def test_an_older_wish_gives_up_the_field_that_a_newer_one_names(office: Office) -> None:
    receipt = reported(office)
    correct(office, "2026-02-06 09:00", facebook_page="77", website="66")
    older = proposed(office, "เพจ 24\nเว็บไซต์ 9", "2026-02-07 09:00", receipt)
    newer = proposed(office, "เพจ 25", "2026-02-07 10:00", receipt)
    answer(office, newer, "1 ถูก", "2026-02-08 09:00", sender=STAFF)
    answer(office, older, "ถูกทั้งหมด", "2026-02-08 09:10", sender=STAFF)
    now = counting(office)
    assert (now["facebook_page"], now["website"], waiting(office)) == (25, 9, [])


def test_channels_that_staff_set_are_not_undone_beside_a_doubtful_number(office: Office) -> None:
    reported(office)
    correct(office, "2026-02-06 09:00", other_channels="ป้าย: 5")
    sent(office, sheet(**DOUBTFUL, website=8), "2026-02-07 09:00")
    answer(office, office.mailed("review")[-1], "1 = 9", "2026-02-08 09:00", sender=STAFF)
    assert counting(office)["other_channels"] == (Channel("ป้าย", 5),)
    assert "รายงานทั้งฉบับ" in text_of(office.mailed("review")[-1])


def test_a_name_that_staff_set_holds_no_later_sheet(office: Office) -> None:
    reported(office)
    correct(office, "2026-02-06 09:00", reporter_name="สมหญิง ใจดี")
    sent(office, sheet(website=5), "2026-02-07 09:00")
    assert (website(office), waiting(office)) == (5, [])


def test_reading_again_brings_in_nothing_that_was_turned_down(office: Office) -> None:
    sent(office, sheet(website=30), "2026-02-05 09:00", sender=CLERK)
    sent(office, sheet(website=30), "2026-02-05 10:00")
    (counts,) = (r for r in office.revisions() if r.current)
    with office.app.db.transaction() as tx:
        desk.reject(tx, office.app.config, counts.id, "ผิด", at("2026-02-06 09:00"))
    approve(office, "2026-02-07 10:00")
    again(office)
    assert not any(r.current for r in office.revisions())


def test_reading_again_asks_nothing_twice_about_a_sheet_that_was_decided_past(
    office: Office,
) -> None:
    sent(office, sheet(), "2026-02-05 09:00")
    sent(office, sheet(website=40), "2026-02-06 09:00", sender=CLERK)
    correct(office, "2026-02-07 09:00", facebook_page="77")
    approve(office, "2026-02-08 09:00")
    office.tick("2026-02-08 09:05")
    asked = len(office.mailed("review"))
    for day in (9, 10, 11):
        office.clock[0] = at(f"2026-02-{day:02} 09:00")
        again(office)
        office.tick(f"2026-02-{day:02} 09:05")
    assert len(office.mailed("review")) <= asked + 1


def test_a_unit_hears_when_staff_take_back_a_wish_that_they_had_granted(office: Office) -> None:
    receipt = reported(office)
    correct(office, "2026-02-06 09:00", facebook_page="77")
    review = proposed(office, "เพจ 24", "2026-02-07 09:00", receipt)
    answer(office, receipt, "เสียงตามสาย 31", "2026-02-07 10:00")
    answer(office, review, "1 ถูก", "2026-02-08 09:00", sender=STAFF)
    (counts,) = (r for r in office.revisions() if r.current)
    with office.app.db.transaction() as tx:
        desk.reject(tx, office.app.config, counts.id, "ผิด", at("2026-02-09 09:00"))
    office.tick("2026-02-09 09:05")
    assert "24 ครั้ง (ยังคงนับ 77 ครั้ง)" in text_of(office.mailed("other", NA_MON)[-1])


def test_a_sheet_that_was_turned_down_by_mistake_counts_again_when_it_is_accepted(
    office: Office,
) -> None:
    reported(office, website=3)
    (revision,) = office.revisions()
    with office.app.db.transaction() as tx:
        desk.reject(tx, office.app.config, revision.id, "ผิดหน่วย", at("2026-02-06 09:00"))
    with pytest.raises(NotUnderstood, match=f"item {revision.id} was rejected"):
        correct(office, "2026-02-06 09:30", website="4")
    with office.app.db.transaction() as tx:
        desk.accept(tx, office.app.config, revision.id, None, None, at("2026-02-06 10:00"))
    office.tick("2026-02-06 10:05")
    assert website(office) == 3
    assert len(office.mailed("receipt")) == 2
