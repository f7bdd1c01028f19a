"""Several questions about one sheet, answered one by one, by several people or in several ways:
nothing that was answered is lost, and nothing counts that nobody looked at.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mailproc import desk
from mailproc.app import Reader
from mailproc.errors import NotUnderstood
from parsers.reading import Problem, ReadDocument, ReadReport, Value
from tests.servers.smtp import Received
from tests.service.office import (
    NA_MON,
    STAFF,
    Office,
    at,
    mail_with,
    office_config,
    open_office,
    sheet,
    text_of,
)
from tests.service.test_beside_the_mail import again
from tests.service.test_correct_by_answering import answer as answer_of_unit
from tests.service.test_correct_by_answering import counting, reported
from tests.service.test_last_word import correct, waiting
from tests.service.test_review import DOUBTFUL, answer, held

CLERK = "clerk@example.com"
TWO = ("website", "facebook_page")


def doubting(
    monkeypatch: pytest.MonkeyPatch, keys: Iterable[str], values: dict[str, Value] | None = None
) -> None:
    """A reader that is sure of all but these fields, and reads some as `values`."""
    sure, doubtful, otherwise = Reader.__call__, tuple(keys), values or {}

    def doubts(report: ReadReport) -> ReadReport:
        problems = tuple(Problem("field_doubtful", key) for key in doubtful)
        read = tuple(
            replace(
                r,
                value=otherwise.get(r.field, r.value),
                status="review" if r.field in doubtful else r.status,
            )
            for r in report.readings
        )
        named: dict[str, Any] = {k: otherwise[k] for k in ("unit", "period") if k in otherwise}
        return replace(
            report,
            readings=read,
            status="review" if doubtful else report.status,
            problems=(*report.problems, *problems),
            **named,
        )

    def unsure(self: Reader, data: bytes, name: str) -> ReadDocument:
        document = sure(self, data, name)
        return replace(document, reports=tuple(map(doubts, document.reports)))

    monkeypatch.setattr(Reader, "__call__", unsure)


def two_doubts(office: Office, monkeypatch: pytest.MonkeyPatch, **values: int) -> Received:
    """A sheet with two doubtful values has come, 3 and 4; the mail that asks about it."""
    with monkeypatch.context() as patch:
        doubting(patch, TWO)
        office.arrive(
            mail_with(("r.pdf", sheet(website=3, facebook_page=4, **values))), "2026-02-05 09:00"
        )
        office.tick("2026-02-05 09:05")
    (review,) = office.mailed("review")
    return review


def accept(office: Office, item: int, when: str) -> None:
    with office.app.db.transaction() as tx:
        desk.accept(tx, office.app.config, item, None, None, at(when))


def organizations(office: Office) -> tuple[object, object]:
    """How many there are and how many did it, by what counts."""
    counts = counting(office)
    return counts.get("organizations_total"), counts.get("organizations_done")


def read_again(office: Office, when: str) -> None:
    office.clock[0] = at(when)
    again(office)
    office.tick(when)


def test_an_older_sheet_takes_no_newer_ones_place_by_the_month_that_staff_say_it_is_for(
    office: Office,
) -> None:
    office.arrive(mail_with(("r.pdf", sheet(website=3, period="2026-04"))), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (review,) = office.mailed("review")
    office.arrive(mail_with(("r.pdf", sheet(website=50)), subject="แก้เดือน"), "2026-02-06 09:00")
    office.tick("2026-02-06 09:05")
    answer(office, review, "1 = กุมภาพันธ์ 2569", "2026-02-09 09:00")
    assert counting(office)["website"] == 50
    told = office.mailed("review")[-1]
    assert "มีรายงานฉบับใหม่กว่า" in text_of(told) and "ข้อ 2" in text_of(told)
    answer(office, told, "2 รับ", "2026-02-09 10:00")
    assert counting(office)["website"] == 3


@pytest.mark.parametrize(("key", "said"), [("period", "1 = กุมภาพันธ์ 2569"), ("unit", "1 = นามน")])
def test_what_staff_set_outlives_an_older_sheet_whose_unit_or_month_could_not_be_read(
    office: Office, monkeypatch: pytest.MonkeyPatch, key: str, said: str
) -> None:
    with monkeypatch.context() as patch:
        doubting(patch, [key], {key: None})
        office.arrive(mail_with(("r.pdf", sheet(website=3))), "2026-02-05 09:00")
        office.tick("2026-02-05 09:05")
    (review,) = office.mailed("review")
    office.arrive(mail_with(("r.pdf", sheet(website=50)), subject="ส่งใหม่"), "2026-02-06 09:00")
    office.tick("2026-02-06 09:05")
    correct(office, "2026-02-06 10:00", website="77")
    answer(office, review, said, "2026-02-09 09:00")
    assert counting(office)["website"] == 77


def test_what_staff_turned_down_comes_back_by_no_answer_about_a_month(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported(office, website=3)
    with office.app.db.transaction() as tx:
        desk.reject(tx, office.app.config, office.revisions()[0].id, "x", at("2026-02-06 09:00"))
    with monkeypatch.context() as patch:
        doubting(patch, ["period"], {"period": None})
        office.arrive(mail_with(("r.pdf", sheet(website=3)), subject="อีกครั้ง"), "2026-02-07 09:00")
        office.tick("2026-02-07 09:05")
    answer(office, office.mailed("review")[-1], "1 = กุมภาพันธ์ 2569", "2026-02-09 09:00")
    assert counting(office) == {} and len(waiting(office)) == 1
    assert "เคยไม่รับ" in text_of(office.mailed("review")[-1])


def sheets_of_a_new_clerk(office: Office, monkeypatch: pytest.MonkeyPatch) -> Received:
    with monkeypatch.context() as patch:
        doubting(patch, ["website"])
        for month, times in (("2026-01", 3), ("2026-02", 4)):
            office.arrive(
                mail_with(
                    ("r.pdf", sheet(period=month, website=times)), sender=CLERK, subject=month
                ),
                "2026-02-05 09:00",
            )
        office.tick("2026-02-05 09:05")
    (review,) = office.mailed("review")
    return review


def test_a_report_whose_values_were_answered_counts_once_its_sender_is_approved_beside_another(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = sheets_of_a_new_clerk(office, monkeypatch)
    answer(office, review, "1 = 8, 3 = 9", "2026-02-06 09:00")
    answer(office, review, "2 อนุมัติ", "2026-02-06 10:00")
    assert waiting(office) == []
    assert {r.period: r.reading("website").value for r in office.revisions() if r.current} == {  # type: ignore[union-attr]
        "2026-01": 8,
        "2026-02": 9,
    }
    assert len([m for m in office.mailed("receipt") if m.recipients == (CLERK,)]) == 2


def test_a_report_whose_values_were_answered_counts_once_its_sender_is_approved_by_command(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(office, sheets_of_a_new_clerk(office, monkeypatch), "1 = 8, 3 = 9", "2026-02-06 09:00")
    with office.app.db.transaction() as tx:
        desk.approve_sender(tx, office.app.config, CLERK, "na-mon", at("2026-02-06 10:00"))
    office.tick("2026-02-06 10:05")
    assert waiting(office) == [] and counting(office)["website"] == 9


def test_a_report_whose_values_were_answered_counts_once_its_sender_stands_in_the_configuration(
    tmp_path: Path, dovecot: Any, smtp_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/office.db"
    config = office_config(tmp_path, url, dovecot, smtp_server)
    with open_office(config, dovecot, smtp_server) as office:
        review = sheets_of_a_new_clerk(office, monkeypatch)
        answer(office, review, "1 = 8, 3 = 9", "2026-02-06 09:00")
        assert len(waiting(office)) == 2
    units = [u.model_dump() for u in config.unit]
    for unit in units:
        unit["addresses"] = [*unit["addresses"], *([CLERK] if unit["id"] == "na-mon" else [])]
    config = office_config(tmp_path, url, dovecot, smtp_server, unit=units)
    with open_office(config, dovecot, smtp_server) as office:
        office.tick("2026-02-09 08:05")
        assert waiting(office) == [] and counting(office)["website"] == 9


@pytest.mark.parametrize("who", ["staff", "unit"])
def test_an_answered_value_goes_along_with_the_command_that_accepts_the_rest(
    office: Office, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    review = two_doubts(office, monkeypatch)
    if who == "staff":
        answer(office, review, "1 = 9", "2026-02-06 09:00")
    else:
        answer_of_unit(office, office.mailed("receipt")[-1], "เว็บไซต์ 9", "2026-02-06 09:00")
    accept(office, waiting(office)[0].id, "2026-02-06 10:00")
    assert (counting(office)["website"], counting(office)["facebook_page"]) == (9, 4)


def test_an_answered_value_goes_along_with_the_command_that_sets_the_rest(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(office, two_doubts(office, monkeypatch), "1 = 9", "2026-02-06 09:00")
    correct(office, "2026-02-06 10:00", facebook_page="5")
    assert (counting(office)["website"], counting(office)["facebook_page"]) == (9, 5)


@pytest.mark.parametrize(("said", "expected"), [("1 = 9", 9), ("1 ถูก", 3)])
def test_an_answered_value_outlives_a_better_reader(
    office: Office, monkeypatch: pytest.MonkeyPatch, said: str, expected: int
) -> None:
    answer(office, two_doubts(office, monkeypatch), said, "2026-02-06 09:00")
    with monkeypatch.context() as patch:
        doubting(patch, (), {"website": 8, "facebook_page": 6})
        read_again(office, "2026-02-07 09:00")
    if waiting(office):
        answer(office, office.mailed("review")[-1], "1 ถูก", "2026-02-07 10:00")
    assert (counting(office)["website"], counting(office)["facebook_page"]) == (expected, 6)


def test_setting_one_value_counts_no_other_doubt_of_the_sheet_unseen(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_doubts(office, monkeypatch)
    with pytest.raises(NotUnderstood, match=r"facebook_page=4.*set these too"):
        correct(office, "2026-02-06 09:00", website="5")
    assert counting(office) == {}
    correct(office, "2026-02-06 09:00", website="5", facebook_page="4")
    assert (counting(office)["website"], counting(office)["facebook_page"]) == (5, 4)


def test_setting_a_value_counts_no_numbers_that_cannot_go_together(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet(**DOUBTFUL))), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    with pytest.raises(NotUnderstood, match="organizations_done=8"):
        correct(office, "2026-02-06 09:00", website="5")
    with pytest.raises(NotUnderstood, match="organizations_done=7 cannot be"):
        correct(office, "2026-02-06 09:00", organizations_done="7")
    correct(office, "2026-02-06 09:00", organizations_done="5")
    assert counting(office)["organizations_done"] == 5


def test_nor_does_accepting_the_rest_count_a_given_value_that_cannot_be(office: Office) -> None:
    review = held(office)
    answer(office, review, "1 = 6", "2026-02-06 09:00")
    with pytest.raises(NotUnderstood, match="organizations_total=6 cannot be"):
        accept(office, waiting(office)[0].id, "2026-02-06 10:00")
    assert counting(office) == {}
    answer(office, review, "1 = 9", "2026-02-06 11:00")
    assert organizations(office) == (9, 8)


def test_an_answered_value_that_turns_out_to_be_impossible_is_asked_for_again(
    office: Office,
) -> None:
    review = held(office)
    answer(office, review, "1 = 6", "2026-02-06 09:00")
    answer(office, review, "2 ถูก", "2026-02-06 10:00")
    assert counting(office) == {}
    told = office.mailed("review")[-1]
    assert "ข้อ 1 จำนวน อปท. ทั้งหมด" in text_of(told) and "ตอบ “2" not in text_of(told)
    answer(office, told, "1 = 9", "2026-02-06 11:00")
    assert organizations(office) == (9, 8)


@pytest.mark.parametrize("who", ["staff", "unit"])
def test_what_a_unit_answered_about_its_report_is_its_own_word_and_what_staff_did_is_theirs(
    office: Office, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    review = two_doubts(office, monkeypatch)
    receipt = office.mailed("receipt")[-1]
    if who == "staff":
        answer(office, review, "1 = 9", "2026-02-06 09:00")
    else:
        answer_of_unit(office, receipt, "เว็บไซต์ 9", "2026-02-06 09:00")
    read_again(office, "2026-02-07 09:00")
    assert counting(office)["website"] == 9
    answer_of_unit(office, office.mailed("receipt")[-1], "เว็บไซต์ 24", "2026-02-07 10:00")
    assert counting(office)["website"] == (24 if who == "unit" else 9)
    assert len(waiting(office)) == (0 if who == "unit" else 1)


def test_a_sender_is_approved_for_the_unit_that_staff_say_the_sheet_is_of(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        doubting(patch, ["unit"], {"unit": None})
        office.arrive(mail_with(("r.pdf", sheet(website=3)), sender=CLERK), "2026-02-05 09:00")
        office.tick("2026-02-05 09:05")
    (review,) = office.mailed("review")
    answer(office, review, "1 = นามน, 2 อนุมัติ", "2026-02-09 09:00")
    assert counting(office)["website"] == 3
    assert "โปรดตอบชื่อหน่วยรายงานก่อน" not in text_of(office.mailed("review")[-1])


def test_a_sender_is_approved_though_a_newer_sheet_counts_and_goes_on_to_count(
    office: Office,
) -> None:
    office.arrive(mail_with(("r.pdf", sheet(website=3)), sender=CLERK), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    office.arrive(mail_with(("r.pdf", sheet(website=50))), "2026-02-06 09:00")
    office.tick("2026-02-06 09:05")
    (review,) = office.mailed("review")
    answer(office, review, "1 อนุมัติ", "2026-02-09 09:00")
    told = text_of(office.mailed("review")[-1])
    assert "ตัวเลขยังใช้ฉบับที่ใหม่กว่า" in told and "ไม่ต้องตอบแล้ว" not in told
    assert counting(office)["website"] == 50 and waiting(office) == []


@pytest.mark.parametrize("how", ["by answering", "by a sheet"])
def test_an_old_copy_that_staff_pass_on_replaces_nothing_newer_unseen(
    office: Office, how: str
) -> None:
    receipt = reported(office, website=3)
    if how == "by answering":
        answer_of_unit(office, receipt, "เว็บไซต์ 24", "2026-02-07 09:00")
    else:
        office.arrive(mail_with(("r.pdf", sheet(website=24)), subject="แก้ไข"), "2026-02-07 09:00")
        office.tick("2026-02-07 09:05")
    passed_on = mail_with(("r.pdf", sheet(website=3)), sender=STAFF, subject="Fwd: ส่งรายงาน")
    office.arrive(passed_on, "2026-02-09 09:00")
    office.tick("2026-02-09 09:05")
    assert counting(office)["website"] == 24
    (review,) = office.mailed("review")
    assert "มีรายงานฉบับใหม่กว่า" in text_of(review)
    answer(office, review, "1 รับ", "2026-02-09 10:00")
    assert counting(office)["website"] == 3
    assert NA_MON in {r for m in office.mailed("receipt") for r in m.recipients}
