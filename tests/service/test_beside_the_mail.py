"""What only mail and stored months can tell: the year of a month, numbers unlike the unit's own."""

from dataclasses import replace

import pytest

from mailproc import desk
from mailproc.app import Reader
from mailproc.reprocess import Difference, reprocess
from parsers.reading import ReadDocument, Value
from storage import mail
from storage.records import NewMessage
from tests.service.office import Office, at, mail_with, sheet, text_of


def written(monkeypatch: pytest.MonkeyPatch, month: str, **values: Value) -> bytes:
    """A sheet on which the month is written so."""
    with monkeypatch.context() as patch:
        patch.setattr("mailproc.paper.sheet.thai_month", lambda _: month)
        return sheet(**values)


def arrive_in_the_future(office: Office, raw: bytes, when: str) -> None:
    """A mail of a later year: the server would not believe its date."""
    with office.app.db.transaction() as tx:
        mail.store_message(tx, NewMessage(raw, at(when)), at(when))
    office.tick(when)


def read_as_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on every value comes from a picture."""
    typed = Reader.__call__

    def scanned(self: Reader, data: bytes, name: str) -> ReadDocument:
        document = typed(self, data, name)
        reports = tuple(
            replace(r, readings=tuple(replace(x, source="ocr") for x in r.readings))
            for r in document.reports
        )
        return replace(document, reports=reports)

    monkeypatch.setattr(Reader, "__call__", scanned)


def again(office: Office) -> list[Difference]:
    with office.app.db.transaction() as tx:
        messages = mail.all_messages(tx)
    return list(reprocess(office.app, messages, dry_run=False))


def test_a_month_without_its_year_counts_and_says_so(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.arrive(mail_with(("r.pdf", written(monkeypatch, "กุมภาพันธ์"))), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (revision,) = office.revisions()
    assert (revision.period, revision.current) == ("2026-02", True)
    assert revision.reasons == ("year_from_arrival:period:กุมภาพันธ์",)
    assert "กุมภาพันธ์ ๒๕๖๙" in text_of(office.mailed("receipt")[0])


def test_read_again_a_year_later_the_answer_is_that_of_the_arrival(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.arrive(mail_with(("r.pdf", written(monkeypatch, "มกราคม 2568"))), "2026-01-14 09:00")
    office.tick("2026-01-14 09:05")
    office.clock[0] = at("2027-06-01 09:00")
    assert again(office) == []
    assert [(r.period, r.current) for r in office.revisions()] == [("2026-01", True)]


def test_the_same_again_with_its_year_is_no_news(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.arrive(mail_with(("r.pdf", written(monkeypatch, "กุมภาพันธ์"))), "2026-02-05 09:00")
    office.arrive(mail_with(("s.pdf", sheet()), subject="ส่งซ้ำ"), "2026-02-06 09:00")
    office.tick("2026-02-06 09:05")
    assert len(office.revisions()) == 1


def test_other_values_by_a_year_that_was_not_written_wait_also_when_read_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-05 09:00")
    other = written(monkeypatch, "กุมภาพันธ์", website=7)
    office.arrive(mail_with(("s.pdf", other), subject="แก้ไข"), "2026-02-06 09:00")
    office.tick("2026-02-06 09:05")
    assert [r.state for r in office.revisions()] == ["accepted", "held"]
    again(office)
    assert [r.state for r in office.revisions()] == ["accepted", "held"]


def test_last_years_january_is_never_changed_by_this_years_sheet(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.arrive(mail_with(("r.pdf", sheet(period="2026-01"))), "2026-01-14 09:00")
    slip = sheet(period="2026-01", website=7)
    office.tick("2026-01-14 09:05")
    arrive_in_the_future(office, mail_with(("s.pdf", slip)), "2027-01-08 09:00")
    first, second = office.revisions()
    assert (first.period, first.current) == ("2026-01", True)
    assert (second.period, second.state) == ("2027-01", "held")
    assert second.reasons == ("year_doubtful:period:มกราคม ๒๕๖๙",)


def test_a_year_in_doubt_is_staffs_question_and_the_unit_gets_its_receipt(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.arrive(mail_with(("r.pdf", sheet(period="2026-01"))), "2026-02-05 09:00")
    other = written(monkeypatch, "มกราคม", website=7)
    office.arrive(mail_with(("s.pdf", other), subject="รายงาน"), "2026-02-09 09:00")
    office.tick("2026-02-09 09:05")
    _, held = office.revisions()
    assert held.state == "held"
    assert held.reasons == ("year_doubtful:period:มกราคม", "year_from_arrival:period:มกราคม")
    assert len(office.mailed("receipt")) == 2


def test_a_january_without_year_waits_where_last_years_is_still_missing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = mail_with(("s.pdf", written(monkeypatch, "มกราคม")))
    arrive_in_the_future(office, raw, "2027-01-08 09:00")
    (revision,) = office.revisions()
    reading = revision.reading("period")
    assert (revision.period, revision.state) == ("2027-01", "held")
    assert reading is not None
    assert reading.status == "review"


def test_a_persons_correction_is_not_overwritten_by_reading_a_held_sheet_again(
    office: Office,
) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    with office.app.db.transaction() as tx:
        settings = {"website": "77"}
        now = at("2026-02-06 09:00")
        campaign = office.app.config.campaign[0].id
        desk.correct(tx, office.app.config, campaign, "na-mon", "2026-02", settings, now)
    office.arrive(mail_with(("r.pdf", sheet()), subject="ส่งอีกครั้ง"), "2026-02-07 09:00")
    office.tick("2026-02-07 09:05")
    again(office)
    (current,) = [r for r in office.revisions() if r.current]
    website = current.reading("website")
    assert website is not None
    assert website.value == 77


def test_a_number_in_a_picture_unlike_the_units_own_waits_marked(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for month in ("2026-01", "2026-02", "2026-03"):
        raw = mail_with((f"{month}.pdf", sheet(period=month, website=3)))
        office.arrive(raw, f"{month}-05 09:00")
    office.tick("2026-03-05 09:05")
    read_as_a_picture(monkeypatch)
    office.arrive(mail_with(("scan.pdf", sheet(period="2026-04", website=35))), "2026-04-05 09:00")
    office.tick("2026-04-05 09:05")
    *_, last = office.revisions()
    website = last.reading("website")
    assert (last.state, last.reasons) == ("held", ("unusual:website:3",))
    assert website is not None
    assert (website.value, website.status) == (35, "review")
    again(office)
    assert [r.state for r in office.revisions()] == ["accepted"] * 3 + ["held"]
