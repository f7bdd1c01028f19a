"""Passing the month on: drafts until it is sent, sent once, and then it stays as it was sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest

from mailproc import desk
from mailproc.errors import NotUnderstood
from mailproc.notices.deliver import deliver
from mailproc.rollup import passing
from mailproc.rollup.drafts import month_to_pass_on
from tests import make
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import Received, SmtpServer
from tests.service.office import (
    NA_KHU,
    STAFF,
    Office,
    mail_with,
    office_config,
    open_office,
    sheet,
    text_of,
)

DLA = "dla@example.go.th"
CAMPAIGN = {
    "id": make.FORM,
    "form": make.FORM,
    "first_period": "2026-02",
    "forward_to": DLA,
    "notices_from": "2026-02-01",
}


@pytest.fixture
def office(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> Iterator[Office]:
    with opened(tmp_path, database_url, dovecot, smtp_server) as opened_office:
        yield opened_office


@contextmanager
def opened(
    folder: Path, url: str, dovecot: Dovecot, smtp: SmtpServer, **changes: Any
) -> Iterator[Office]:
    config = office_config(folder, url, dovecot, smtp, campaign=[CAMPAIGN], **changes)
    with open_office(config, dovecot, smtp) as found:
        yield found


def february(office: Office) -> None:
    """นามน reports in time."""
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    office.tick("2026-02-09 09:05")


def rollup_of(office: Office) -> passing.Rollup:
    config = office.app.config
    today = office.clock[0].date()
    with office.app.db.transaction() as tx:
        return passing.look(tx, config, config.campaign[0], "2026-02", today)


def send(office: Office, **how: Any) -> None:
    with office.app.db.transaction() as tx:
        passing.send(tx, office.app.config, rollup_of(office), office.clock[0], "operator", **how)
    deliver(office.app, lambda: False)


def correct(office: Office, **values: str) -> None:
    with office.app.db.transaction() as tx:
        desk.correct(tx, office.app.config, make.FORM, "na-mon", "2026-02", values, office.clock[0])


def attached(received: Received) -> dict[str, bytes]:
    files = {}
    for part in received.message.iter_attachments():
        content = part.get_content()
        assert isinstance(content, bytes)
        files[part.get_filename() or ""] = content
    return files


def test_staff_get_the_draft_on_the_forward_date_and_again_only_when_it_changed(
    office: Office,
) -> None:
    february(office)
    office.tick("2026-02-14 09:00")
    assert office.mailed("rollup") == []
    office.tick("2026-02-15 07:30")
    assert office.mailed("rollup") == []
    office.tick("2026-02-15 08:05")
    office.tick("2026-02-15 12:00")
    office.tick("2026-02-16 09:00")
    (draft,) = office.mailed("rollup")
    assert draft.recipients == (STAFF,)
    assert set(attached(draft)) == {"rollup-2026-02.pdf", "rollup-2026-02.xlsx"}
    office.arrive(
        mail_with(("r.pdf", sheet(unit="นาคู", website=7)), sender=NA_KHU), "2026-02-17 09:00"
    )
    office.tick("2026-02-17 09:05")
    assert len(office.mailed("rollup")) == 2


def test_it_is_sent_once_and_the_drafts_end(office: Office) -> None:
    february(office)
    office.tick("2026-02-15 08:05")
    office.tick("2026-02-16 05:00")  # the day before, in UTC
    send(office)
    (sent,) = office.mailed("rollup", DLA)
    files = attached(sent)
    page = pypdfium2.PdfDocument(files["rollup-2026-02.pdf"])[0].get_textpage()
    assert "จำนวน ๓๐ ครั้ง" in page.get_text_range()
    assert openpyxl.load_workbook(BytesIO(files["rollup-2026-02.xlsx"])).sheetnames
    with pytest.raises(NotUnderstood, match="on 2026-02-16; nothing changed since"):
        send(office)
    office.tick("2026-02-18 09:00")
    assert len(office.mailed("rollup", DLA)) == 1
    assert len(office.mailed("rollup", STAFF)) == 1


def test_what_was_sent_stays_and_a_correction_is_offered_as_a_supplement(office: Office) -> None:
    february(office)
    office.tick("2026-02-15 08:05")
    send(office)
    correct(office, facebook_page="33")
    rollup = rollup_of(office)
    assert rollup.standing.total("facebook_page") == 30
    assert [(c.field, c.old, c.new) for c in rollup.changes] == [("facebook_page", 30, 33)]
    with pytest.raises(NotUnderstood, match="--supplement"):
        send(office)
    send(office, supplement=True)
    supplement = office.mailed("rollup", DLA)[-1]
    assert "เพิ่มเติม" in str(supplement.message["Subject"])
    assert "30 → 33" in text_of(supplement)
    assert rollup_of(office).changes == ()


def test_a_change_after_sending_is_offered_by_mail_and_in_the_digest_once_a_day(
    office: Office,
) -> None:
    february(office)
    office.tick("2026-02-16 08:05")
    assert "mailproc rollup --period 2026-02 --send" in text_of(office.mailed("digest")[-1])
    send(office)
    correct(office, facebook_page="33")
    office.tick("2026-02-17 09:00")
    assert "เพจเฟซบุ๊กของหน่วยงาน: 30 → 33 ต้องการส่งเพิ่มเติม" in text_of(office.mailed("digest")[-1])
    (_, offer) = office.mailed("rollup", STAFF)
    assert "เพิ่มเติม" in str(offer.message["Subject"])
    assert "นามน เพจเฟซบุ๊กของหน่วยงาน: 30 → 33" in text_of(offer)
    assert "rollup --period 2026-02 --send --supplement" in text_of(offer)
    correct(office, facebook_page="34")
    office.tick("2026-02-17 15:00")
    assert len(office.mailed("rollup", STAFF)) == 2
    office.tick("2026-02-18 09:00")
    assert "30 → 34" in text_of(office.mailed("rollup", STAFF)[2])
    office.tick("2026-02-19 09:00")
    assert len(office.mailed("rollup", STAFF)) == 3, "nothing changed since"


def test_a_month_that_was_given_up_is_said_in_one_line_without_an_answer_that_cannot_be(
    office: Office,
) -> None:
    february(office)
    office.tick("2026-06-20 09:00")
    said = text_of(office.mailed("digest")[-1])
    assert "ไม่มีบันทึกว่าส่งต่อแล้ว: กุมภาพันธ์ ๒๕๖๙, มีนาคม ๒๕๖๙" in said
    assert said.count("ตอบ “ส่ง” ที่อีเมลร่าง") == 2


def test_a_month_that_has_just_begun_is_not_passed_on_and_locked_by_mistake(office: Office) -> None:
    office.tick("2026-02-09 09:00")
    with pytest.raises(NotUnderstood, match="no report for 2026-02 counts yet"):
        send(office)
    assert rollup_of(office).passed_on is None
    office.tick("2026-02-15 08:05")
    send(office)
    assert len(office.mailed("rollup", DLA)) == 1, "after the due date nobody's report is the truth"


def test_a_signed_scan_goes_instead_of_the_drawn_form(office: Office) -> None:
    february(office)
    office.tick("2026-02-15 08:05")
    send(office, signed=b"%PDF-signed")
    (sent,) = office.mailed("rollup", DLA)
    assert attached(sent)["rollup-2026-02.pdf"] == b"%PDF-signed"


@pytest.mark.parametrize("period", ["2026-01", "2030-01"])
def test_a_month_that_nobody_was_asked_about_is_neither_sent_nor_locked(
    office: Office, period: str
) -> None:
    february(office)
    office.tick("2026-02-15 08:05")
    config = office.app.config
    with office.app.db.transaction() as tx:
        other = passing.look(tx, config, config.campaign[0], period, office.clock[0].date())
        with pytest.raises(NotUnderstood):
            passing.send(tx, config, other, office.clock[0], "operator")
        with pytest.raises(NotUnderstood):
            passing.mark_sent(tx, other, office.clock[0], "operator")
        again = passing.look(tx, config, config.campaign[0], period, office.clock[0].date())
    assert again.passed_on is None


def test_sent_another_way_is_kept_and_ends_the_drafts(office: Office) -> None:
    february(office)
    office.tick("2026-02-10 09:00")
    with office.app.db.transaction() as tx:
        passing.mark_sent(tx, rollup_of(office), office.clock[0], "operator")
    office.tick("2026-02-15 09:00")
    assert office.mailed("rollup") == []
    with pytest.raises(NotUnderstood):
        send(office)


def test_two_who_send_at_once_send_once(office: Office) -> None:
    february(office)
    office.tick("2026-02-15 08:05")
    seen = rollup_of(office)
    send(office)
    with (
        pytest.raises(NotUnderstood, match="somebody else"),
        office.app.db.transaction() as tx,
    ):
        passing.send(tx, office.app.config, seen, office.clock[0], "operator")
    assert len(office.mailed("rollup", DLA)) == 1


def test_in_a_trial_month_nothing_goes_to_the_department(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    trial = {"notices": "staff_only"}
    with opened(tmp_path, database_url, dovecot, smtp_server, worker=trial) as office:
        february(office)
        office.tick("2026-02-15 08:05")
        assert len(office.mailed("rollup", STAFF)) == 1
        with pytest.raises(NotUnderstood, match="staff_only"):
            send(office)
        assert rollup_of(office).passed_on is None


def test_a_roll_up_that_never_arrived_may_be_sent_again(office: Office) -> None:
    february(office)
    office.tick("2026-02-15 08:05")
    office.smtp.refused = {DLA: "550 5.1.1 no such user"}
    send(office)
    assert [n.state for n in office.notices("rollup") if n.new.to == (DLA,)] == ["failed"]
    office.smtp.refused = {}
    rollup = rollup_of(office)
    assert (rollup.passed_on, rollup.attempts, rollup.arrivals) == (None, 1, 0)
    send(office)
    (sent,) = office.mailed("rollup", DLA)
    assert "เพิ่มเติม" not in str(sent.message["Subject"])
    with pytest.raises(NotUnderstood, match="passed on already"):
        send(office)


def test_figures_that_are_again_what_an_older_draft_showed_bring_a_new_one(office: Office) -> None:
    february(office)
    office.tick("2026-02-15 08:05")
    for hour, count in ((9, "31"), (10, "30")):
        correct(office, facebook_page=count)
        office.tick(f"2026-02-15 {hour:02d}:05")
    assert len(office.mailed("rollup", STAFF)) == 3
    office.tick("2026-02-15 12:05")
    assert len(office.mailed("rollup", STAFF)) == 3


def test_a_draft_is_not_renewed_because_a_unit_without_report_is_held_or_late(
    office: Office,
) -> None:
    february(office)
    office.tick("2026-02-15 08:05")
    doubtful = sheet(unit="นาคู", organizations_total=5, organizations_done=8)
    office.arrive(mail_with(("r.pdf", doubtful), sender=NA_KHU), "2026-02-16 09:00")
    office.tick("2026-02-16 09:05")
    assert len(office.mailed("rollup")) == 1


def test_send_to_a_draft_that_figures_overtook_brings_the_newest_at_once(office: Office) -> None:
    february(office)
    office.tick("2026-02-15 08:05")
    send(office)
    correct(office, facebook_page="33")
    office.tick("2026-02-17 09:00")
    offer = office.mailed("rollup", STAFF)[-1]
    correct(office, facebook_page="34")
    headers = {"In-Reply-To": str(offer.message["Message-ID"])}
    raw = mail_with(sender=STAFF, subject="Re: x", body="ส่ง", headers=headers)
    office.arrive(raw, "2026-02-17 10:00")
    office.tick("2026-02-17 10:05")
    assert "30 → 34" in text_of(office.mailed("rollup", STAFF)[-1])
    assert len(office.mailed("rollup", DLA)) == 1


def test_without_a_period_the_month_that_is_over_goes_and_never_the_one_being_reported(
    office: Office,
) -> None:
    config = office.app.config

    def meant(day: date) -> str:
        return month_to_pass_on(config, config.campaign[0], day)

    assert meant(date(2026, 3, 3)) == meant(date(2026, 2, 28)) == "2026-02"
    assert meant(date(2026, 3, 16)) == "2026-03"
    with pytest.raises(NotUnderstood, match="--period"):
        meant(date(2026, 1, 2))
