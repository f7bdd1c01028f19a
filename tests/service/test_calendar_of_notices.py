"""Reminders, warnings and the digest: by the calendar, once each, and never a flood."""

from dataclasses import replace
from pathlib import Path

import pytest

from mailproc.notices.ahead import ahead
from storage import examining, units
from storage.correspondence import Extension
from tests import make
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer
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


def keys(office: Office, kind: str) -> list[str]:
    return sorted(str(r.message["X-Mailproc-Key"]) for r in office.mailed(kind))


def test_a_unit_is_reminded_three_days_and_one_day_before(office: Office) -> None:
    for day in range(5, 11):
        office.tick(f"2026-02-{day:02d} 08:30")
    assert [k for k in keys(office, "reminder") if "na-mon/2026-02" in k] == [
        "reminder/scammer-awareness/na-mon/2026-02/1",
        "reminder/scammer-awareness/na-mon/2026-02/3",
    ]


def test_who_has_reported_is_neither_reminded_nor_warned(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-02 09:00")
    for day in (7, 9, 11, 13, 17):
        office.tick(f"2026-02-{day} 08:30" if day > 9 else f"2026-02-0{day} 08:30")
    assert [k for k in keys(office, "reminder") if "na-mon/2026-02" in k] == []
    assert [k for k in keys(office, "warning") if "na-mon/2026-02" in k] == []


def test_a_missing_unit_is_warned_once_for_each_day_of_the_list(office: Office) -> None:
    for day in range(10, 26):
        office.tick(f"2026-02-{day} 08:30")
        office.tick(f"2026-02-{day} 12:30")
    assert [k for k in keys(office, "warning") if "na-khu/2026-02" in k] == [
        "warning/scammer-awareness/na-khu/2026-02/1",
        "warning/scammer-awareness/na-khu/2026-02/3",
        "warning/scammer-awareness/na-khu/2026-02/7",
    ]


def test_nobody_is_warned_before_the_digests_time_of_day(office: Office) -> None:
    office.tick("2026-02-11 07:59")
    assert office.mailed("warning") == []


def test_warnings_go_on_weekends_too(office: Office) -> None:
    office.tick("2026-03-01 00:01")
    office.tick("2026-03-07 08:30")  # a Saturday, three days before the 10th
    assert "reminder/scammer-awareness/na-mon/2026-03/3" in keys(office, "reminder")


def test_after_a_standstill_a_unit_gets_one_notice_and_the_rest_is_stored_as_skipped(
    office: Office,
) -> None:
    office.tick("2026-02-28 09:00")
    assert len(office.mailed("warning", NA_MON)) == 1
    skipped = [n for n in office.notices("warning") if n.state == "skipped"]
    assert {n.new.unit for n in skipped} == {"na-mon", "na-khu"}


def test_what_arrived_during_a_standstill_is_collected_before_anyone_is_warned(
    office: Office,
) -> None:
    office.tick("2026-02-01 09:00")
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    office.tick("2026-02-18 09:00")
    assert [k for k in keys(office, "warning") if "na-mon/2026-02" in k] == []


def test_nobody_is_warned_while_the_mailbox_is_out_of_reach(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    config = office_config(tmp_path, database_url, dovecot, smtp_server)
    mailbox = config.mailbox.model_copy(update={"port": 1})
    with open_office(
        config.model_copy(update={"mailbox": mailbox}), dovecot, smtp_server
    ) as office:
        result = office.tick("2026-02-16 09:00")
        assert not result.ok
        assert office.mailed("warning") == []
        assert len(office.mailed("digest", STAFF)) == 1


def test_the_nth_warning_also_goes_to_whom_it_is_set_for(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    head = "head@example.go.th"
    known = {"id": make.FORM, "form": make.FORM, "first_period": "2026-02"}
    campaign = {**known, "escalate": {"2": [head]}}
    config = office_config(tmp_path, database_url, dovecot, smtp_server, campaign=[campaign])
    with open_office(config, dovecot, smtp_server) as office:
        for day in range(10, 19):
            office.tick(f"2026-02-{day} 09:00")
        warned = [r.recipients for r in office.mailed("warning", NA_MON)]
        assert warned == [(NA_MON,), (NA_MON, head), (NA_MON,)]


def test_a_reminder_may_fall_into_the_month_before(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    known = {"id": make.FORM, "form": make.FORM, "first_period": "2026-03"}
    campaign = {**known, "due_day": 2, "remind_days_before": [3]}
    config = office_config(tmp_path, database_url, dovecot, smtp_server, campaign=[campaign])
    with open_office(config, dovecot, smtp_server) as office:
        office.tick("2026-02-26 09:00")
        assert office.mailed("reminder", NA_MON) == []
        office.tick("2026-02-27 09:00")
        assert len(office.mailed("reminder", NA_MON)) == 1


def test_a_held_report_stops_the_warnings_of_its_unit(office: Office) -> None:
    doubtful = sheet(organizations_total=5, organizations_done=8)
    office.arrive(mail_with(("r.pdf", doubtful)), "2026-02-09 09:00")
    office.tick("2026-02-11 09:00")
    assert [k for k in keys(office, "warning") if "na-mon/2026-02" in k] == []
    assert [k for k in keys(office, "warning") if "na-khu/2026-02" in k] != []


def test_the_first_day_on_an_old_mailbox_sends_no_flood(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    campaign = {
        "id": make.FORM,
        "form": make.FORM,
        "first_period": "2026-01",
        "notices_from": "2026-06-08",
    }
    config = office_config(tmp_path, database_url, dovecot, smtp_server, campaign=[campaign])
    with open_office(config, dovecot, smtp_server) as office:
        office.tick("2026-06-08 09:00")
        assert keys(office, "warning") == []
        assert len(office.mailed("reminder", NA_MON)) == 1  # June is due on the 10th


def test_an_extension_moves_reminders_and_warnings_of_that_unit(office: Office) -> None:
    with office.app.db.transaction() as tx:
        due = at("2026-02-20 00:00").date()
        extension = Extension(make.FORM, "na-mon", "2026-02", due)
        units.set_extension(tx, extension, at("2026-02-01 09:00"), "operator")
    office.tick("2026-02-11 09:00")
    warned = [k for k in keys(office, "warning") if "2026-02" in k]
    assert warned == ["warning/scammer-awareness/na-khu/2026-02/1"]
    office.tick("2026-02-21 09:00")
    assert "warning/scammer-awareness/na-mon/2026-02/1@2026-02-20" in keys(office, "warning")


def test_reminders_and_warnings_count_anew_from_a_date_that_was_moved_after_some_were_sent(
    office: Office,
) -> None:
    for day in range(7, 14):
        office.tick(f"2026-02-{day:02d} 09:00")
    assert len(office.mailed("reminder", NA_MON)) == 2
    assert len(office.mailed("warning", NA_MON)) == 2
    with office.app.db.transaction() as tx:
        due = at("2026-02-20 00:00").date()
        extension = Extension(make.FORM, "na-mon", "2026-02", due)
        units.set_extension(tx, extension, at("2026-02-13 10:00"), "operator")
    for day in range(14, 29):
        office.tick(f"2026-02-{day} 09:00")
        office.tick(f"2026-02-{day} 15:00")
    about = [k.rpartition("/")[2] for k in keys(office, "reminder") if "na-mon/2026-02" in k]
    assert about == ["1", "1@2026-02-20", "3", "3@2026-02-20"]
    about = [k.rpartition("/")[2] for k in keys(office, "warning") if "na-mon/2026-02" in k]
    assert about == ["1", "1@2026-02-20", "3", "3@2026-02-20", "7@2026-02-20"]
    subjects = [str(r.message["Subject"]) for r in office.mailed("warning", NA_MON)]
    assert ["ครั้งที่ ๒" in s for s in subjects] == [False, True, False, True, False]


def test_a_date_that_is_moved_in_the_configuration_counts_anew_too(office: Office) -> None:
    for day in range(7, 12):
        office.tick(f"2026-02-{day:02d} 09:00")
    campaign = office.app.config.campaign[0]
    moved = campaign.model_copy(update={"due": {"2026-02": at("2026-02-20 00:00").date()}})
    config = office.app.config.model_copy(update={"campaign": (moved,)})
    config.__dict__.pop("campaign_by_id", None)  # a copy keeps what was computed from the old one
    later = replace(office, app=replace(office.app, config=config))
    for day in range(12, 22):
        later.tick(f"2026-02-{day} 09:00")
    about = [k.rpartition("/")[2] for k in keys(office, "reminder") if "na-mon/2026-02" in k]
    assert about == ["1", "1@2026-02-20", "3", "3@2026-02-20"]
    assert "warning/scammer-awareness/na-mon/2026-02/1@2026-02-20" in keys(office, "warning")


def test_a_warning_about_one_month_and_a_reminder_of_the_next_on_one_day_both_go(
    office: Office,
) -> None:
    with office.app.db.transaction() as tx:
        extension = Extension(make.FORM, "na-mon", "2026-02", at("2026-02-28 00:00").date())
        units.set_extension(tx, extension, at("2026-02-08 10:00"), "operator")
        coming = ahead(tx, office.app.config, at("2026-02-27 12:00"), 31)
    shown = {(a.kind, a.period) for a in coming if a.unit == "na-mon" and a.day.day == 7}
    for day in ("02-28", "03-01", "03-03", "03-05", "03-07"):
        office.tick(f"2026-{day} 09:00")
    assert shown == {("warning", "2026-02"), ("reminder", "2026-03")}
    assert "warning/scammer-awareness/na-mon/2026-02/7@2026-02-28" in keys(office, "warning")
    assert "reminder/scammer-awareness/na-mon/2026-03/3" in keys(office, "reminder")


def test_the_calendar_shows_in_the_morning_what_is_still_to_go_that_day(office: Office) -> None:
    office.tick("2026-02-06 09:00")

    def shown(when: str) -> list[str]:
        with office.app.db.transaction() as tx:
            found = ahead(tx, office.app.config, at(when), 2)
        return [f"{a.day:%d} {a.kind}" for a in found if a.unit == "na-mon"]

    assert shown("2026-02-07 07:00") == ["07 reminder", "09 reminder"]
    office.tick("2026-02-07 08:05")
    assert shown("2026-02-07 08:10") == ["09 reminder"]
    assert shown("2026-02-16 07:00") == ["16 warning", "17 warning"]


def test_the_draft_goes_on_the_forward_date_where_that_is_the_due_date(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    campaign = {"id": make.FORM, "form": make.FORM, "first_period": "2026-02", "due_day": 15}
    config = office_config(tmp_path, database_url, dovecot, smtp_server, campaign=[campaign])
    with open_office(config, dovecot, smtp_server) as office:
        office.tick("2026-02-14 09:00")
        assert office.mailed("rollup", STAFF) == []
        office.tick("2026-02-15 09:00")
        assert len(office.mailed("rollup", STAFF)) == 1


def test_two_warnings_on_one_working_day_are_one_and_whoever_is_set_for_either_gets_it(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    # Due on Thursday the 26th: the second and third day after it are a weekend.
    campaign = {
        "id": make.FORM,
        "form": make.FORM,
        "first_period": "2026-02",
        "due_day": 26,
        "warn_days_after": [2, 3, 6],
        "when_closed": {"warning": "next"},
        "escalate": {"1": ["a@example.go.th"], "3": ["c@example.go.th"]},
    }
    config = office_config(tmp_path, database_url, dovecot, smtp_server, campaign=[campaign])
    with open_office(config, dovecot, smtp_server) as office:
        with office.app.db.transaction() as tx:
            coming = ahead(tx, office.app.config, at("2026-02-26 12:00"), 31)
        shown = [a.to for a in coming if (a.unit, a.kind) == ("na-mon", "warning")]
        for day in range(26, 29):
            office.tick(f"2026-02-{day} 09:00")
        for day in range(1, 8):
            office.tick(f"2026-03-{day:02d} 09:00")
        sent = [r.recipients for r in office.mailed("warning", NA_MON)]
    assert sent == [(NA_MON, "a@example.go.th"), (NA_MON, "c@example.go.th")]
    assert [to for to in shown if to[-1] != NA_MON] == sent


def test_who_extended_and_why_is_shown_to_staff_and_that_it_was_to_the_unit(office: Office) -> None:
    with office.app.db.transaction() as tx:
        due = at("2026-02-20 00:00").date()
        extension = Extension(make.FORM, "na-mon", "2026-02", due, "น้ำท่วม")
        units.set_extension(tx, extension, at("2026-02-01 09:00"), "somchai")
        coming = ahead(tx, office.app.config, at("2026-02-11 09:00"), 31)
    assert any("2026-02-20 (extended by somchai: น้ำท่วม)" in a.why for a in coming)
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-11 07:00")
    office.tick("2026-02-11 09:00")
    (receipt,) = office.mailed("receipt")
    assert "กำหนดส่ง: ๒๐ กุมภาพันธ์ ๒๕๖๙ (ขยายเวลาให้แล้ว)" in text_of(receipt)
    (digest,) = office.mailed("digest")
    assert "(น้ำท่วม)" in text_of(digest)


def test_the_digest_goes_out_once_a_working_day_even_when_nothing_happened(office: Office) -> None:
    for when in ("2026-02-02 08:00", "2026-02-02 08:05", "2026-02-03 08:00", "2026-02-03 17:00"):
        office.tick(when)
    assert keys(office, "digest") == ["digest/2026-02-02", "digest/2026-02-03"]


def test_the_digest_of_a_weekend_is_that_of_friday(office: Office) -> None:
    office.tick("2026-02-06 08:00")
    office.tick("2026-02-07 08:00")
    office.tick("2026-02-08 08:00")
    assert keys(office, "digest") == ["digest/2026-02-06"]


def test_in_a_trial_month_nobody_but_staff_gets_mail(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    config = office_config(
        tmp_path, database_url, dovecot, smtp_server, worker={"notices": "staff_only"}
    )
    with open_office(config, dovecot, smtp_server) as office:
        office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
        office.tick("2026-02-12 09:00")
        assert {r.recipients for r in office.smtp.received} == {(STAFF,)}
        (digest,) = office.mailed("digest")
        assert "ตอบรับรายงาน 1 ฉบับ: นามน" in text_of(digest)


@pytest.mark.parametrize("moment", ["2026-02-10 23:59", "2026-02-11 00:01"])
def test_on_time_ends_with_the_due_day_in_kalasin(office: Office, moment: str) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), moment)
    office.tick("2026-02-11 09:00")
    (revision,) = office.revisions()
    assert revision.first_counted_at == at(moment)
    from mailproc.month.overview import month_of

    with office.app.db.transaction() as tx:
        config = office.app.config
        month = month_of(tx, config, config.campaign[0], "2026-02", at("2026-02-11 09:00").date())
    assert month.units[0].state == ("on_time" if moment.startswith("2026-02-10") else "late")


def test_a_warning_that_could_not_leave_is_taken_back_when_the_report_comes(
    office: Office,
) -> None:
    office.smtp.passwords_work = False
    for day in ("07", "09", "11"):
        office.tick(f"2026-02-{day} 09:00")
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-11 10:00")
    office.smtp.passwords_work = True
    office.tick("2026-02-11 12:00")
    office.tick("2026-02-12 12:00")
    about_february = [
        k for k in keys(office, "warning") + keys(office, "reminder") if "2026-02" in k
    ]
    assert [k for k in about_february if "/na-mon/" in k] == []
    assert [k for k in about_february if "/na-khu/" in k] == [
        "warning/scammer-awareness/na-khu/2026-02/1"
    ]


def test_a_second_campaign_warns_for_itself(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    campaigns = [
        {"id": "first", "form": make.FORM, "first_period": "2026-02"},
        {"id": "second", "form": make.FORM, "first_period": "2026-02"},
    ]
    config = office_config(tmp_path, database_url, dovecot, smtp_server, campaign=campaigns)
    with open_office(config, dovecot, smtp_server) as office:
        office.tick("2026-02-11 09:00")
        assert {k.split("/")[1] for k in keys(office, "warning")} == {"first", "second"}


def test_a_file_that_cannot_be_used_and_is_not_answered_stands_in_the_digest(
    office: Office,
) -> None:
    raw = mail_with(("report.pdf", b"%PDF-1.4 cut"), sender="x@elsewhere.example")
    office.arrive(raw, "2026-02-03 06:00")
    office.tick("2026-02-03 07:00")
    office.tick("2026-02-03 08:00")
    assert office.said_back() == []
    assert "x@elsewhere.example" in text_of(office.mailed("digest")[-1])


def test_the_calendar_promises_no_warning_to_a_unit_whose_mail_could_not_be_read(
    office: Office,
) -> None:
    office.arrive(mail_with(subject="x", body="y"), "2026-02-09 09:00")
    office.tick("2026-02-09 09:05")
    with office.app.db.transaction() as tx:
        examining.hold_message(tx, office.messages()[-1].id, "poison")
        found = ahead(tx, office.app.config, at("2026-02-10 12:00"), 10)
    of_unit = [a for a in found if a.unit == "na-mon" and a.period == "2026-02"]
    assert [(a.kind, a.to) for a in of_unit] == [("warning", ())]
    assert "could not be read" in of_unit[0].why
    for day in range(11, 16):
        office.tick(f"2026-02-{day} 09:00")
    assert not any("na-mon/2026-02" in key for key in keys(office, "warning"))
