"""The spam folder is looked at: a report in it is shown and waits, and nothing else makes noise."""

from pathlib import Path

import pytest

from mailproc import desk, retention
from mailproc.commands.status import troubles
from storage import ticks
from tests import make
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer
from tests.service.office import (
    NA_KHU,
    NA_MON,
    Office,
    at,
    mail_with,
    office_config,
    open_office,
    sheet,
    text_of,
)

REPORT = mail_with(("r.pdf", sheet()))


def in_spam(office: Office, raw: bytes, when: str) -> int:
    return office.dovecot.append(raw, at(when), folder="Spam")


@pytest.fixture
def spammed(office: Office) -> Office:
    """An office in whose spam folder a report of นามน lies."""
    in_spam(office, REPORT, "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    return office


def test_a_report_found_there_waits_and_is_not_answered(spammed: Office) -> None:
    (held,) = spammed.revisions()
    assert (held.state, held.unit, held.reasons) == ("held", "na-mon", ("spam_folder",))
    assert spammed.mailed("receipt") + spammed.said_back() == []
    spammed.tick("2026-02-06 08:00")
    part = spammed.mailed("digest")[-1].message.get_body(("plain",))
    assert part is not None
    assert "จดหมายขยะ" in part.get_content()


def test_it_holds_back_its_units_warnings(spammed: Office) -> None:
    spammed.tick("2026-02-11 09:00")
    keys = {str(r.message["X-Mailproc-Key"]) for r in spammed.mailed("warning")}
    february = {k for k in keys if "2026-02" in k}
    assert february
    assert not any("na-mon" in k for k in february)


def test_it_counts_from_its_arrival_once_staff_accept_it(spammed: Office) -> None:
    (held,) = spammed.revisions()
    with spammed.app.db.transaction() as tx:
        desk.accept(tx, spammed.app.config, held.id, None, None, at("2026-02-06 10:00"))
    spammed.tick("2026-02-06 10:05")
    (counted,) = spammed.revisions()
    assert (counted.state, counted.current) == ("accepted", True)
    assert counted.first_counted_at == at("2026-02-05 09:00")
    assert len(spammed.mailed("receipt", NA_MON)) == 1


def test_accepted_and_then_moved_to_the_inbox_it_is_answered_once(spammed: Office) -> None:
    (held,) = spammed.revisions()
    with spammed.app.db.transaction() as tx:
        desk.accept(tx, spammed.app.config, held.id, None, None, at("2026-02-06 10:00"))
    spammed.tick("2026-02-06 10:05")
    spammed.arrive(REPORT, "2026-02-05 09:00")
    spammed.tick("2026-02-06 11:00")
    assert len(spammed.mailed("receipt", NA_MON)) == 1


def test_corrected_by_staff_and_then_moved_it_is_neither_asked_about_nor_answered_again(
    spammed: Office,
) -> None:
    with spammed.app.db.transaction() as tx:
        values = {"website": "24"}
        now = at("2026-02-06 10:00")
        desk.correct(tx, spammed.app.config, make.FORM, "na-mon", "2026-02", values, now)
    spammed.tick("2026-02-06 10:05")
    asked = len(spammed.mailed("review"))
    spammed.arrive(REPORT, "2026-02-05 09:00")
    spammed.tick("2026-02-06 11:00")
    assert [r.state for r in spammed.revisions()] == ["held", "accepted"]
    assert len(spammed.mailed("receipt", NA_MON)) == 1
    assert len(spammed.mailed("review")) == asked


def test_a_copy_of_what_staff_decided_there_says_nothing_anew(spammed: Office) -> None:
    (held,) = spammed.revisions()
    with spammed.app.db.transaction() as tx:
        desk.accept(tx, spammed.app.config, held.id, None, None, at("2026-02-06 10:00"))
    spammed.tick("2026-02-06 10:05")
    spammed.arrive(b"Received: from c by d\r\n" + REPORT, "2026-02-05 09:30")
    spammed.tick("2026-02-06 11:00")
    assert len(spammed.revisions()) == 1
    assert len(spammed.mailed("receipt", NA_MON)) == 1


def test_accepted_overtaken_and_then_moved_it_is_answered_once(spammed: Office) -> None:
    (held,) = spammed.revisions()
    with spammed.app.db.transaction() as tx:
        desk.accept(tx, spammed.app.config, held.id, None, None, at("2026-02-06 10:00"))
    spammed.arrive(mail_with(("r.pdf", sheet(website=5)), subject="แก้ไข"), "2026-02-07 10:00")
    spammed.tick("2026-02-07 10:05")
    spammed.arrive(REPORT, "2026-02-05 09:00")
    spammed.tick("2026-02-08 11:00")
    assert [r.current for r in spammed.revisions()] == [False, True]
    assert len(spammed.mailed("receipt", NA_MON)) == 2


def test_what_staff_turned_down_there_is_neither_counted_nor_answered_when_moved(
    spammed: Office,
) -> None:
    (held,) = spammed.revisions()
    with spammed.app.db.transaction() as tx:
        desk.reject(tx, spammed.app.config, held.id, "ผิด", at("2026-02-06 10:00"))
    spammed.arrive(REPORT, "2026-02-05 09:00")
    spammed.tick("2026-02-06 11:00")
    assert [r.state for r in spammed.revisions()] == ["rejected"]
    assert spammed.mailed("receipt", NA_MON) == []


def test_a_copy_there_waits_no_more_once_the_inbox_has_the_mail(office: Office) -> None:
    in_spam(office, b"Received: from a by b\r\n" + REPORT, "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    office.arrive(b"Received: from c by d\r\n" + REPORT, "2026-02-05 10:00")
    office.tick("2026-02-05 10:05")
    assert [r.state for r in office.revisions()] == ["rejected", "accepted"]
    assert len(office.mailed("receipt", NA_MON)) == 1


def test_moved_after_its_bytes_were_removed_it_is_read_like_any_other_mail(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    config = office_config(
        tmp_path, database_url, dovecot, smtp_server, upkeep={"keep_mail_months": 1}
    )
    with open_office(config, dovecot, smtp_server) as office:
        words = mail_with(subject="x", body="hello")
        in_spam(office, words, "2026-02-05 09:00")
        office.tick("2026-02-05 09:05")
        office.clock[0] = at("2026-05-05 09:00")
        retention.daily(office.app)
        office.arrive(words, "2026-02-05 09:00")
        office.arrive(mail_with(("r.pdf", sheet())), "2026-05-04 10:00")
        office.tick("2026-05-05 09:05")
        assert len(office.mailed("receipt", NA_MON)) == 1


def test_moved_to_the_inbox_it_counts_as_any_other_mail(spammed: Office) -> None:
    spammed.arrive(REPORT, "2026-02-05 09:00")
    spammed.tick("2026-02-06 10:05")
    assert len(spammed.messages()) == 1
    assert [r.state for r in spammed.revisions() if r.current] == ["accepted"]
    assert [r.state for r in spammed.revisions()] == ["rejected", "accepted"]
    assert len(spammed.mailed("receipt", NA_MON)) == 1


def test_read_after_a_newer_one_it_is_said_that_the_newer_one_stands(office: Office) -> None:
    early = mail_with(("r.pdf", sheet(website=3)))
    in_spam(office, early, "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    office.arrive(mail_with(("r.pdf", sheet(website=5)), subject="แก้ไข"), "2026-02-05 10:00")
    office.tick("2026-02-05 10:05")
    office.arrive(early, "2026-02-05 09:00")
    office.tick("2026-02-05 11:05")
    (counts,) = (r for r in office.revisions() if r.current)
    reading = counts.reading("website")
    assert reading is not None and reading.value == 5
    said = text_of(office.mailed("receipt")[-1])
    assert "ยังคงใช้ฉบับที่ได้รับเมื่อ" in said and "๑๐.๐๐ น." in said
    assert "ฉบับนี้เป็นฉบับที่" not in said and "5 ครั้ง → 3 ครั้ง" not in said


def test_what_is_in_the_inbox_is_not_taken_for_spam_by_a_copy(office: Office) -> None:
    office.arrive(REPORT, "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    in_spam(office, REPORT, "2026-02-05 09:00")
    office.tick("2026-02-05 09:10")
    assert [(r.state, r.current) for r in office.revisions()] == [("accepted", True)]
    assert len(office.mailed("receipt", NA_MON)) == 1


def test_anything_else_there_makes_no_noise(office: Office) -> None:
    empty = mail_with(subject="รายงาน", body="ส่งรายงาน", sender=NA_KHU)
    in_spam(office, empty, "2026-02-05 09:00")
    in_spam(
        office, mail_with(("photo.zip", b"PK\3\4rubbish"), sender="x@y.com"), "2026-02-05 09:01"
    )
    office.tick("2026-02-06 08:00")
    assert {m.outcome for m in office.messages()} == {"spam"}
    assert office.mailed("receipt") + office.said_back() == []
    part = office.mailed("digest")[-1].message.get_body(("plain",))
    assert part is not None
    assert "x@y.com" not in part.get_content()


def test_nothing_there_is_marked_or_moved(spammed: Office) -> None:
    spammed.tick("2026-02-05 09:10")
    assert [mail.flags for mail in spammed.dovecot.listed("Spam").values()] == [frozenset()]


def test_one_that_is_not_there_is_said_and_stops_neither_mail_nor_warnings(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    config = office_config(tmp_path, database_url, dovecot, smtp_server)
    mailbox = config.mailbox.model_copy(update={"spam_folder": "Rubbish"})
    config = config.model_copy(update={"mailbox": mailbox})
    with open_office(config, dovecot, smtp_server) as office:
        office.arrive(REPORT, "2026-02-05 09:00")
        result = office.tick("2026-02-11 09:00")
        assert (result.ok, result.counts["collected"]) == (True, 1)
        assert "'Rubbish' cannot be opened" in result.remarks[0]
        assert len(office.mailed("receipt", NA_MON)) == 1
        assert office.mailed("warning", NA_KHU) != []
        with office.app.db.transaction() as tx:
            assert ticks.last_success(tx) == ticks.last(tx)
            assert any("Rubbish" in line for line in troubles(tx, at("2026-02-01 00:00")))
