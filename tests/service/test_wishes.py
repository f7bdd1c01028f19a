"""What a unit wants to be otherwise and staff must see first: its newest word, and no older one."""

import pytest

from mailproc import desk
from tests.service.office import STAFF, Office, at, sheet, text_of
from tests.service.test_correct_by_answering import answer, counting, reported
from tests.service.test_last_word import correct, proposed, sent, waiting
from tests.service.test_reprocess import again, read_website_as


def reject_what_counts(office: Office, when: str) -> None:
    """Staff take back the revision that counts."""
    office.clock[0] = at(when)
    (counts,) = (r for r in office.revisions() if r.current)
    with office.app.db.transaction() as tx:
        desk.reject(tx, office.app.config, counts.id, "สูงผิดปกติ", at(when))


def page(office: Office) -> object:
    return counting(office)["facebook_page"]


@pytest.mark.parametrize("how", ["answer", "sheet"])
def test_a_wish_that_the_unit_takes_back_waits_no_more(office: Office, how: str) -> None:
    receipt = reported(office)
    correct(office, "2026-02-06 09:00", facebook_page="77")
    review = proposed(office, "เพจ 24", "2026-02-07 09:00", receipt)
    if how == "answer":
        answer(office, receipt, "เพจ 77", "2026-02-07 10:00")
    else:
        sent(office, sheet(facebook_page=77), "2026-02-07 10:00", "แก้ไขรายงาน")
    assert not waiting(office)
    answer(office, review, "1 ถูก", "2026-02-08 07:00", sender=STAFF)
    assert page(office) == 77


def test_nor_does_one_that_a_newer_sheet_says_otherwise(office: Office) -> None:
    receipt = reported(office)
    correct(office, "2026-02-06 09:00", facebook_page="77")
    proposed(office, "เพจ 24", "2026-02-07 09:00", receipt)
    sent(office, sheet(facebook_page=30), "2026-02-07 11:00", "แก้ไขรายงาน")
    answer(office, office.mailed("review")[-1], "1 ถูก", "2026-02-07 12:00", sender=STAFF)
    assert page(office) == 30
    assert not waiting(office)


def test_one_that_came_after_a_sheet_outlives_it(office: Office) -> None:
    receipt = reported(office)
    correct(office, "2026-02-06 09:00", facebook_page="77")
    sent(office, sheet(facebook_page=30), "2026-02-07 09:00", "แก้ไขรายงาน")
    sheet_review = office.mailed("review")[-1]
    proposed(office, "เพจ 24", "2026-02-07 11:00", receipt)
    answer(office, sheet_review, "1 ถูก", "2026-02-07 12:00", sender=STAFF)
    assert page(office) == 30
    assert [r.by_unit for r in waiting(office)] == [True]


def test_what_staff_turned_down_comes_back_by_no_answer_unseen(office: Office) -> None:
    receipt = reported(office)
    answer(office, receipt, "เพจ 2400", "2026-02-06 09:00")
    reject_what_counts(office, "2026-02-06 10:00")
    answer(office, receipt, "เพจ 2400 ครับ\nเสียงตามสาย 31", "2026-02-07 09:00")
    assert page(office) == 30
    assert waiting(office)[0].reasons == ("rejected_before:facebook_page",)


def test_nor_does_a_whole_sheet_that_they_turned_down(office: Office) -> None:
    sent(office, sheet(facebook_page=24), "2026-02-05 09:00")
    (receipt,) = office.mailed("receipt")
    sent(office, sheet(facebook_page=30), "2026-02-06 09:00")
    reject_what_counts(office, "2026-02-06 10:00")
    answer(office, receipt, "เพจ 30", "2026-02-07 09:00")
    assert page(office) == 24
    assert len(waiting(office)) == 1


def test_an_old_copy_that_staff_pass_on_takes_no_wish_back(office: Office) -> None:
    receipt = reported(office)
    correct(office, "2026-02-06 09:00", facebook_page="77")
    proposed(office, "เพจ 24", "2026-02-07 09:00", receipt)
    sent(office, sheet(facebook_page=77), "2026-02-08 09:00", "FW: LINE", sender=STAFF)
    assert [r.by_unit for r in waiting(office)] == [True]


def test_staff_are_not_said_to_have_turned_down_what_they_had_not(office: Office) -> None:
    receipt = reported(office)
    answer(office, receipt, "เพจ 24", "2026-02-06 09:00")
    answer(office, receipt, "เสียงตามสาย 2500", "2026-02-06 10:00")
    reject_what_counts(office, "2026-02-06 11:00")
    answer(office, receipt, "เพจ 26", "2026-02-07 09:00")
    answer(office, receipt, "เพจ 24", "2026-02-07 10:00")
    assert page(office) == 24
    assert not waiting(office)


@pytest.mark.parametrize("whose", ["unit", "staff"])
def test_a_sheet_is_read_again_though_a_correction_of_it_was_turned_down(
    office: Office, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    receipt = reported(office)
    if whose == "unit":
        answer(office, receipt, "เพจ 2400", "2026-02-06 09:00")
    else:
        correct(office, "2026-02-06 09:00", facebook_page="77")
    reject_what_counts(office, "2026-02-06 10:00")
    read_website_as(monkeypatch, 7)
    assert [d.field for d in again(office, dry_run=False)] == ["website"]
    assert counting(office)["website"] == 7


def test_reading_again_grants_no_wish(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = reported(office)
    answer(office, receipt, "เพจ 2400", "2026-02-06 09:00")
    reject_what_counts(office, "2026-02-06 10:00")
    answer(office, receipt, "เพจ 2400", "2026-02-07 09:00")
    read_website_as(monkeypatch, 7)
    again(office, dry_run=False)
    assert (page(office), counting(office)["website"]) == (30, 7)
    assert len(waiting(office)) == 1


def test_staff_see_every_field_that_a_unit_wants_otherwise_and_what_counts_there(
    office: Office,
) -> None:
    receipt = reported(office)
    correct(office, "2026-02-06 09:00", facebook_page="77")
    review = proposed(office, "เพจ 24\nเสียงตามสาย 31", "2026-02-07 09:00", receipt)
    asked = text_of(review)
    assert "ค่าที่นับอยู่ขณะนี้: 77" in asked and "เสียงตามสาย: 31" in asked
    answer(office, review, "1 ถูก", "2026-02-07 10:00", sender=STAFF)
    assert (page(office), counting(office)["public_address"]) == (77, 25)
    answer(office, review, "2 ถูก", "2026-02-07 11:00", sender=STAFF)
    assert (page(office), counting(office)["public_address"]) == (24, 31)
