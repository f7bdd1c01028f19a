"""Reprocess: stored mail is read again with today's reader; a person's corrections stand."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mailproc import desk
from mailproc.app import Reader
from mailproc.reprocess import Difference, reprocess
from parsers.reading import ReadDocument
from storage import mail
from tests import make
from tests.service.office import NA_MON, Office, at, mail_with, sheet, text_of


@pytest.fixture
def reported(office: Office) -> Iterator[Office]:
    office.arrive(mail_with(("report.pdf", sheet())), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    yield office


def read_website_as(monkeypatch: pytest.MonkeyPatch, value: int) -> None:
    """Tomorrow's reader: the same, but it reads another number for one field."""
    today = Reader.__call__

    def tomorrow(self: Reader, data: bytes, name: str) -> ReadDocument:
        document = today(self, data, name)
        reports = tuple(
            replace(
                r,
                readings=tuple(
                    replace(x, value=value) if x.field == "website" else x for x in r.readings
                ),
            )
            for r in document.reports
        )
        return replace(document, reports=reports)

    monkeypatch.setattr(Reader, "__call__", tomorrow)


def again(office: Office, *, dry_run: bool) -> list[Difference]:
    with office.app.db.transaction() as tx:
        messages = mail.all_messages(tx)
    return list(reprocess(office.app, messages, dry_run=dry_run))


def website(office: Office) -> object:
    (current,) = [r for r in office.revisions() if r.current]
    reading = current.reading("website")
    return reading.value if reading else None


def correct(office: Office, **settings: str) -> None:
    with office.app.db.transaction() as tx:
        desk.correct(
            tx, office.app.config, make.FORM, "na-mon", "2026-02", settings, at("2026-02-06 09:00")
        )


def test_the_same_reader_finds_no_difference(reported: Office) -> None:
    assert again(reported, dry_run=False) == []
    assert len(reported.revisions()) == 1


def test_a_dry_run_shows_the_difference_and_changes_nothing(
    reported: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_website_as(monkeypatch, 55)
    (difference,) = again(reported, dry_run=True)
    assert difference == Difference("na-mon", "2026-02", "website", 0, 55, kept=False)
    assert website(reported) == 0


def test_a_better_reading_takes_the_place_of_the_old_one(
    reported: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_website_as(monkeypatch, 55)
    again(reported, dry_run=False)
    assert website(reported) == 55
    assert again(reported, dry_run=False) == []


def test_a_persons_correction_is_never_overwritten(
    reported: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    correct(reported, website="30")
    read_website_as(monkeypatch, 55)
    (difference,) = again(reported, dry_run=False)
    assert (difference.field, difference.kept) == ("website", True)
    assert website(reported) == 30


def test_a_correction_brings_the_unit_a_further_receipt(reported: Office) -> None:
    correct(reported, website="30")
    reported.tick("2026-02-06 09:05")
    keys = [str(r.message["X-Mailproc-Key"]) for r in reported.mailed("receipt", NA_MON)]
    assert [k.split("/")[2] for k in keys] == ["1", "2"]


def test_reading_again_sends_no_second_receipt(
    reported: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_website_as(monkeypatch, 55)
    again(reported, dry_run=False)
    reported.tick("2026-02-06 09:05")
    assert len(reported.mailed("receipt")) == 1


def test_what_a_person_rejected_stays_rejected(reported: Office) -> None:
    (revision,) = reported.revisions()
    with reported.app.db.transaction() as tx:
        desk.reject(tx, reported.app.config, revision.id, "wrong office", at("2026-02-06 09:00"))
    again(reported, dry_run=False)
    assert [r.current for r in reported.revisions()] == [False]


def test_an_accepted_item_counts_from_its_arrival(office: Office) -> None:
    doubtful = sheet(organizations_total=5, organizations_done=8)
    office.arrive(mail_with(("report.pdf", doubtful)), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (held,) = office.revisions()
    with office.app.db.transaction() as tx:
        desk.accept(tx, office.app.config, held.id, None, None, at("2026-02-20 09:00"))
    (counted,) = [r for r in office.revisions() if r.current]
    assert counted.first_counted_at == at("2026-02-05 09:00")
    again(office, dry_run=False)
    assert [r.current for r in office.revisions() if r.id == counted.id] == [True]


def test_an_approved_address_counts_what_was_held_from_its_arrival(office: Office) -> None:
    stranger = "new-clerk@example.go.th"
    office.arrive(mail_with(("report.pdf", sheet()), sender=stranger), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    with office.app.db.transaction() as tx:
        desk.approve_sender(tx, office.app.config, stranger, "na-mon", at("2026-02-20 09:00"))
    (counted,) = [r for r in office.revisions() if r.current]
    assert counted.first_counted_at == at("2026-02-05 09:00")
    office.tick("2026-02-20 09:05")
    assert len(office.mailed("receipt", stranger)) == 1


def test_the_digest_asks_whether_a_new_address_may_report(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet()), sender="new@example.go.th"), "2026-02-05 09:00")
    office.arrive(mail_with(("r.pdf", sheet(unit="นาคู"))), "2026-02-05 09:01")
    office.tick("2026-02-06 08:00")
    for kind in ("plain", "html"):
        part = office.mailed("digest")[-1].message.get_body((kind,))
        assert part is not None
        text = part.get_content()
        assert "new@example.go.th" in text
        # Another unit's form is no question of the address.
        assert text.count(" อนุมัติ") == 1


def test_an_approved_address_does_not_overtake_a_later_report(office: Office) -> None:
    stranger = "new-clerk@example.go.th"
    office.arrive(mail_with(("old.pdf", sheet()), sender=stranger), "2026-02-05 09:00")
    office.arrive(mail_with(("new.pdf", sheet(website=77))), "2026-02-06 09:00")
    office.tick("2026-02-06 09:05")
    with office.app.db.transaction() as tx:
        desk.approve_sender(tx, office.app.config, stranger, "na-mon", at("2026-02-20 09:00"))
    assert website(office) == 77


@pytest.mark.parametrize("corrected_first", [True, False])
def test_approving_an_address_overwrites_nothing_that_staff_corrected(
    office: Office, corrected_first: bool
) -> None:
    """From the unit's own address the same sheet would wait, too."""
    clerk = "new-clerk@example.go.th"
    office.arrive(mail_with(("a.pdf", sheet(website=30))), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")

    def correct() -> None:
        with office.app.db.transaction() as tx:
            told = {"website": "24"}
            config, when = office.app.config, office.clock[0]
            desk.correct(tx, config, make.FORM, "na-mon", "2026-02", told, when)

    if corrected_first:
        correct()
    other = mail_with(("b.pdf", sheet(website=30, facebook_page=31)), sender=clerk)
    office.arrive(other, "2026-02-06 09:00")
    office.tick("2026-02-06 09:05")
    if not corrected_first:
        correct()
    with office.app.db.transaction() as tx:
        desk.approve_sender(tx, office.app.config, clerk, "na-mon", at("2026-02-06 10:00"))
    assert website(office) == 24
    if corrected_first:
        (waits,) = (r for r in office.revisions() if r.state == "held")
        assert any(r.startswith("corrected_by_person") for r in waits.reasons), waits.reasons
        office.tick("2026-02-06 10:05")
        assert "เว็บไซต์" in text_of(office.mailed("review")[-1])


def test_approving_an_address_does_not_count_last_months_sheet_again(office: Office) -> None:
    office.arrive(mail_with(("a.pdf", sheet(website=30))), "2026-02-05 09:00")
    clerk = "new-clerk@example.go.th"
    march = mail_with(("b.pdf", sheet(website=77)), sender=clerk, subject="มีนาคม")
    office.arrive(march, "2026-03-06 09:00")
    office.tick("2026-03-06 09:05")
    with office.app.db.transaction() as tx:
        desk.approve_sender(tx, office.app.config, clerk, "na-mon", at("2026-03-06 10:00"))
    assert website(office) == 30


def test_a_receipt_after_a_decision_goes_to_the_unit_and_never_to_a_stranger(
    office: Office,
) -> None:
    raw = mail_with(("report.pdf", sheet()), sender="x@elsewhere.example")
    office.arrive(raw, "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (held,) = office.revisions()
    with office.app.db.transaction() as tx:
        desk.accept(tx, office.app.config, held.id, None, None, at("2026-02-06 09:00"))
    office.tick("2026-02-06 09:05")
    assert [r.recipients for r in office.mailed("receipt")] == [(NA_MON,)]


def test_the_same_sheet_again_does_not_overwrite_a_persons_correction(reported: Office) -> None:
    correct(reported, website="77")
    again_sent = mail_with(("report.pdf", sheet()), subject="ส่งอีกครั้ง")
    reported.arrive(again_sent, "2026-02-07 09:00")
    reported.tick("2026-02-07 09:05")
    assert website(reported) == 77
    assert reported.revisions()[-1].state == "held"


def test_a_rejected_sheet_neither_counts_when_sent_nor_when_read_again(office: Office) -> None:
    office.arrive(mail_with(("a.pdf", sheet())), "2026-02-05 09:00")
    office.arrive(mail_with(("b.pdf", sheet()), subject="ส่งซ้ำ"), "2026-02-05 10:00")
    office.tick("2026-02-05 10:05")
    (revision,) = office.revisions()
    with office.app.db.transaction() as tx:
        desk.reject(tx, office.app.config, revision.id, "wrong office", at("2026-02-06 09:00"))
    again(office, dry_run=False)
    office.arrive(mail_with(("c.pdf", sheet()), subject="อีกครั้ง"), "2026-02-07 09:00")
    office.tick("2026-02-07 09:05")
    assert [r for r in office.revisions() if r.current] == []


def test_a_repeated_report_is_no_difference(office: Office) -> None:
    office.arrive(mail_with(("a.pdf", sheet())), "2026-02-05 09:00")
    office.arrive(mail_with(("b.pdf", sheet()), subject="ส่งซ้ำ"), "2026-02-05 10:00")
    office.tick("2026-02-05 10:05")
    assert again(office, dry_run=True) == []
