"""An answer about a sheet stands for what was known when it was given, and no longer."""

import pytest

from mailproc import desk
from mailproc.errors import NotUnderstood
from storage import decisions, questions, units
from tests.servers.smtp import Received
from tests.service.office import NA_KHU, STAFF, Office, at, mail_with, sheet, text_of
from tests.service.test_answered_in_parts import (
    CLERK,
    doubting,
    read_again,
    sheets_of_a_new_clerk,
    two_doubts,
)
from tests.service.test_correct_by_answering import answer as answer_of_unit
from tests.service.test_correct_by_answering import counting
from tests.service.test_last_word import correct, waiting
from tests.service.test_review import answer


def websites(office: Office) -> dict[tuple[str | None, str | None], object]:
    """What counts by unit and month, as told by the websites."""
    return {
        (r.unit, r.period): reading.value
        for r in office.revisions()
        if r.current and (reading := r.reading("website")) is not None
    }


def doubtful_in_spam(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        doubting(patch, ["website"])
        office.dovecot.append(
            mail_with(("r.pdf", sheet(website=3))), at("2026-02-05 09:00"), folder="Spam"
        )
        office.tick("2026-02-05 09:05")


def doubtful_and_sent_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.arrive(mail_with(("r.pdf", sheet(website=7, period="2026-01"))), "2026-01-28 09:00")
    office.tick("2026-01-28 09:05")
    with monkeypatch.context() as patch:
        doubting(patch, ["website"])
        again = mail_with(("r.pdf", sheet(website=3, period="2026-01")), subject="รายงาน")
        office.arrive(again, "2026-02-05 09:00")
        office.tick("2026-02-05 09:05")


@pytest.mark.parametrize(
    ("waits", "period"),
    [(doubtful_in_spam, "2026-02"), (doubtful_and_sent_again, "2026-01")],
    ids=["in the spam folder", "last month's once more"],
)
def test_a_sheet_taken_while_a_value_of_it_was_in_doubt_replaces_no_newer_one(
    office: Office, monkeypatch: pytest.MonkeyPatch, waits: object, period: str
) -> None:
    assert callable(waits)
    waits(office, monkeypatch)
    review = office.mailed("review")[-1]
    answer(office, review, "2 รับ", "2026-02-06 09:00")
    newer = mail_with(("r.pdf", sheet(website=50, period=period)), subject="แก้ไขรายงาน")
    office.arrive(newer, "2026-02-07 09:00")
    office.tick("2026-02-07 09:05")
    office.tick("2026-02-07 09:10")
    assert websites(office) == {("na-mon", period): 50}
    answer(office, review, "2 รับค่ะ", "2026-02-08 09:00")
    assert websites(office) == {("na-mon", period): 50}, "that mail did not say what counts now"
    answer(office, office.mailed("review")[-1], "2 รับครับ", "2026-02-08 10:00")
    assert websites(office) == {("na-mon", period): 3}, "this one did"


def test_what_staff_set_meanwhile_is_asked_about_before_a_units_answer_takes_its_place(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.arrive(mail_with(("r.pdf", sheet(website=1))), "2026-02-04 09:00")
    office.tick("2026-02-04 09:05")
    with monkeypatch.context() as patch:
        doubting(patch, ["website", "facebook_page"])
        newer = mail_with(("r.pdf", sheet(website=3, facebook_page=4)), subject="แก้ไข")
        office.arrive(newer, "2026-02-05 09:00")
        office.tick("2026-02-05 09:05")
    answer_of_unit(office, office.mailed("receipt")[-1], "เว็บไซต์ 9", "2026-02-05 10:00")
    correct(office, "2026-02-06 09:00", website="77")
    review = office.mailed("review")[-1]
    answer(office, review, "2 ถูก", "2026-02-07 09:00")
    assert websites(office) == {("na-mon", "2026-02"): 77}
    assert "ข้อ 1" in text_of(office.mailed("review")[-1]), "what is still asked"
    answer(office, office.mailed("review")[-1], "1 = 9", "2026-02-07 10:00")
    assert websites(office) == {("na-mon", "2026-02"): 9}, "now staff have said so"


def test_a_unit_that_was_said_to_be_right_stays_right_for_a_better_reader(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        doubting(patch, ["unit", "website"])
        office.arrive(mail_with(("r.pdf", sheet(website=3))), "2026-02-05 09:00")
        office.tick("2026-02-05 09:05")
    answer(office, office.mailed("review")[-1], "1 ถูก", "2026-02-06 09:00")
    with monkeypatch.context() as patch:
        doubting(patch, [], {"website": 6})
        read_again(office, "2026-02-07 09:00")
    assert websites(office) == {("na-mon", "2026-02"): 6}


def test_an_answer_that_cannot_be_stops_no_other_report_and_is_asked_for_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However it came about: here nothing knows the unit any more."""
    review = sheets_of_a_new_clerk(office, monkeypatch)
    answer(office, review, "1 = 8, 3 = 9", "2026-02-06 09:00")
    accepted = decisions.correct

    def refuses(tx: object, base: int, unit: str, period: str, *more: object) -> object:
        if period == "2026-01":
            raise decisions.DecisionRefused("no such unit")
        return accepted(tx, base, unit, period, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(decisions, "correct", refuses)
    with office.app.db.transaction() as tx:
        desk.approve_sender(tx, office.app.config, CLERK, "na-mon", at("2026-02-07 10:00"))
    assert office.tick("2026-02-07 10:05").ok
    assert websites(office) == {("na-mon", "2026-02"): 9}
    (left,) = waiting(office)
    with office.app.db.transaction() as tx:
        assert left.period == "2026-01" and not questions.answers_of(tx, left.id)


@pytest.mark.parametrize("by_mail", [True, False])
def test_answered_values_outlive_a_better_reader_and_the_approval_of_their_sender(
    office: Office, monkeypatch: pytest.MonkeyPatch, by_mail: bool
) -> None:
    review = sheets_of_a_new_clerk(office, monkeypatch)
    answer(office, review, "1 = 8, 3 = 9", "2026-02-06 09:00")
    with monkeypatch.context() as patch:
        doubting(patch, (), {"website": 6, "facebook_page": 6})
        read_again(office, "2026-02-07 09:00")
    if by_mail:
        answer(office, office.mailed("review")[-1], "1 อนุมัติ", "2026-02-07 10:00")
    else:
        with office.app.db.transaction() as tx:
            desk.approve_sender(tx, office.app.config, CLERK, "na-mon", at("2026-02-07 10:00"))
        office.tick("2026-02-07 10:05")
    assert websites(office) == {("na-mon", "2026-01"): 8, ("na-mon", "2026-02"): 9}


def doubtful_of_a_clerk(office: Office, monkeypatch: pytest.MonkeyPatch, *doubts: str) -> None:
    with monkeypatch.context() as patch:
        doubting(patch, [*doubts, "website"], dict.fromkeys(doubts))
        office.arrive(mail_with(("r.pdf", sheet(website=3)), sender=CLERK), "2026-02-05 09:00")
        office.tick("2026-02-05 09:05")


@pytest.mark.parametrize("moved", [False, True], ids=["taken back", "given to another unit"])
def test_an_approval_lets_a_sheet_in_only_as_long_as_it_holds(
    office: Office, monkeypatch: pytest.MonkeyPatch, moved: bool
) -> None:
    doubtful_of_a_clerk(office, monkeypatch)
    review = office.mailed("review")[-1]
    answer(office, review, "2 อนุมัติ", "2026-02-06 09:00")
    with office.app.db.transaction() as tx:
        if moved:
            desk.approve_sender(tx, office.app.config, CLERK, "na-khu", at("2026-02-06 09:30"))
        else:
            units.remove_sender(tx, CLERK)
    answer(office, review, "1 = 5", "2026-02-06 10:00")
    assert not websites(office) and waiting(office)
    answer(office, review, "2 อนุมัติค่ะ", "2026-02-06 11:00")
    assert websites(office) == {("na-mon", "2026-02"): 5}, "approved once more"


def test_an_address_that_was_approved_for_one_unit_reports_for_no_other(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubtful_of_a_clerk(office, monkeypatch, "unit")
    review = office.mailed("review")[-1]
    answer(office, review, "1 = นามน, 3 อนุมัติ", "2026-02-06 09:00")
    answer(office, review, "1 = นาคู", "2026-02-06 09:30")
    answer(office, review, "2 = 5", "2026-02-06 10:00")
    assert not websites(office) and waiting(office)


def test_nobody_corrects_for_one_unit_a_sheet_that_was_said_to_be_of_another(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        doubting(patch, ["unit", "website"])
        office.arrive(mail_with(("r.pdf", sheet(website=3)), sender=STAFF), "2026-02-05 09:00")
        office.tick("2026-02-05 09:05")
    answer(office, office.mailed("review")[-1], "1 = นาคู", "2026-02-06 09:30")
    with pytest.raises(NotUnderstood, match="no report"):
        correct(office, "2026-02-06 10:00", website="5")
    assert not websites(office)


def test_an_older_sheet_that_waits_replaces_nothing_newer_when_staff_pass_it_on(
    office: Office,
) -> None:
    office.arrive(mail_with(("r.pdf", sheet(website=3)), sender=CLERK), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    office.arrive(mail_with(("r.pdf", sheet(website=50)), subject="แก้ไข"), "2026-02-06 09:00")
    office.tick("2026-02-06 09:05")
    passed_on = mail_with(("r.pdf", sheet(website=3)), sender=STAFF, subject="Fwd: ส่งแบบรายงาน")
    office.arrive(passed_on, "2026-02-09 09:00")
    office.arrive(mail_with(("k.pdf", sheet(unit="นาคู")), sender=NA_KHU), "2026-02-09 09:00")
    office.tick("2026-02-09 09:05")
    assert websites(office)["na-mon", "2026-02"] == 50


def two_sheets(office: Office, monkeypatch: pytest.MonkeyPatch) -> Received:
    """One counts, a newer one has a doubtful website, 3; the mail that asks about it."""
    office.arrive(mail_with(("r.pdf", sheet(website=1))), "2026-02-04 09:00")
    office.tick("2026-02-04 09:05")
    with monkeypatch.context() as patch:
        doubting(patch, ["website"])
        newer = mail_with(("r.pdf", sheet(website=3)), subject="แก้ไข")
        office.arrive(newer, "2026-02-05 09:00")
        office.tick("2026-02-05 09:05")
    return office.mailed("review")[-1]


def test_an_answer_that_was_on_its_way_does_not_know_what_a_colleague_set(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = two_sheets(office, monkeypatch)
    known = {"In-Reply-To": str(review.message["Message-ID"])}
    sent = mail_with(sender=STAFF, subject="Re: x", body="1 ถูก", headers=known)
    office.arrive(sent, "2026-02-06 09:00")
    correct(office, "2026-02-06 09:02", website="77")
    office.tick("2026-02-06 09:05")
    assert websites(office) == {("na-mon", "2026-02"): 77}


def test_nor_does_one_that_comes_with_the_newer_sheet(office: Office) -> None:
    in_spam = mail_with(("r.pdf", sheet(website=3)))
    office.dovecot.append(in_spam, at("2026-02-05 09:00"), folder="Spam")
    office.tick("2026-02-05 09:05")
    review = office.mailed("review")[-1]
    office.arrive(mail_with(("r.pdf", sheet(website=50)), subject="แก้ไข"), "2026-02-07 09:00")
    known = {"In-Reply-To": str(review.message["Message-ID"])}
    sent = mail_with(sender=STAFF, subject="Re: x", body="1 รับ", headers=known)
    office.arrive(sent, "2026-02-07 09:01")
    office.tick("2026-02-09 09:05")
    assert websites(office) == {("na-mon", "2026-02"): 50}


def test_what_is_set_anew_is_asked_about_anew_and_nothing_else(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.arrive(mail_with(("r.pdf", sheet(website=1, facebook_page=2))), "2026-02-04 09:00")
    office.tick("2026-02-04 09:05")
    correct(office, "2026-02-04 10:00", website="77", facebook_page="88")
    office.tick("2026-02-04 10:05")
    answer_of_unit(office, office.mailed("receipt")[-1], "เว็บไซต์ 9\nเพจเฟซบุ๊ก 8", "2026-02-05 10:00")
    review = office.mailed("review")[-1]
    answer(office, review, "1 = 9", "2026-02-06 09:00")
    answer_of_unit(office, office.mailed("receipt")[-1], "เสียงตามสาย 31", "2026-02-06 10:00")
    correct(office, "2026-02-06 11:00", facebook_page="89")
    answer(office, review, "2 = 8", "2026-02-07 09:00")
    assert websites(office) == {("na-mon", "2026-02"): 77}, "89 was not in that mail"
    answer(office, office.mailed("review")[-1], "2 = 8", "2026-02-07 10:00")
    assert websites(office) == {("na-mon", "2026-02"): 9}


def test_a_clock_that_was_ahead_leaves_no_question_that_cannot_be_answered(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubtful_and_sent_again(office, monkeypatch)
    newer = mail_with(("r.pdf", sheet(website=50, period="2026-01")), subject="แก้ไขรายงาน")
    office.arrive(newer, "2026-02-07 09:00")
    office.tick("2027-02-07 09:05")
    office.tick("2026-02-07 09:10")
    answer(office, office.mailed("review")[-1], "2 รับ", "2026-02-08 09:00")
    assert websites(office) == {("na-mon", "2026-01"): 3}


@pytest.mark.parametrize("by_answer", [True, False])
def test_nor_does_a_forwarded_one_replace_what_the_unit_said_since(
    office: Office, by_answer: bool
) -> None:
    office.arrive(mail_with(("r.pdf", sheet(website=50))), "2026-02-04 09:00")
    office.tick("2026-02-04 09:05")
    office.arrive(mail_with(("r.pdf", sheet(website=3)), sender=CLERK), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    if by_answer:
        answer_of_unit(office, office.mailed("receipt")[-1], "เว็บไซต์ 60", "2026-02-06 09:00")
    else:
        again = mail_with(("r.pdf", sheet(website=50)), subject="ส่งอีกครั้ง")
        office.arrive(again, "2026-02-06 09:00")
        office.tick("2026-02-06 09:05")
    before = websites(office)
    passed_on = mail_with(("r.pdf", sheet(website=3)), sender=STAFF, subject="Fwd: ส่งแบบรายงาน")
    office.arrive(passed_on, "2026-02-09 09:00")
    office.tick("2026-02-09 09:05")
    assert websites(office) == before


def test_staff_who_overrule_a_unit_hear_what_it_had_answered(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = two_doubts(office, monkeypatch)
    answer_of_unit(office, office.mailed("receipt")[-1], "เว็บไซต์ 50", "2026-02-05 11:00")
    answer(office, review, "ถูกทั้งหมด", "2026-02-05 12:00")
    told = text_of(office.mailed("review")[-1])
    assert counting(office)["website"] == 3
    assert "ใช้แทนคำตอบของ na-mon@example.go.th" in told and "ซึ่งตอบว่า 50" in told
