"""Months unlike the others: ends of years, beginnings and ends of campaigns, no address."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mailproc.commands.common import campaign_of
from mailproc.commands.setup import missing
from mailproc.month.calendar import dates, open_periods
from mailproc.month.export import rows
from mailproc.notices.digest_data import gather
from storage import reports
from storage.records import Revision
from tests import make
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer
from tests.service.office import (
    NA_KHU,
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
from tests.service.test_correct_by_answering import answer

FIRST = {"id": "first", "form": make.FORM, "first_period": "2026-01", "notices_from": "2026-01-01"}
PAST = {**FIRST, "first_period": "2024-01", "notices_from": "2024-01-01"}
"""A mail server does not believe that a mail came in a year that is still to come."""
SECOND = {**FIRST, "id": "second", "first_period": "2026-03"}


@contextmanager
def opened(
    tmp_path: Path, dovecot: Dovecot, smtp: SmtpServer, *campaigns: dict[str, Any], **changes: Any
) -> Iterator[Office]:
    url = f"sqlite:///{tmp_path / 'data' / 'odd.db'}"
    config = office_config(tmp_path, url, dovecot, smtp, campaign=list(campaigns), **changes)
    with open_office(config, dovecot, smtp) as office:
        yield office


def report(office: Office, when: str, **values: Any) -> None:
    office.arrive(mail_with(("r.pdf", sheet(**values)), subject=when), when)


def revisions(office: Office) -> list[Revision]:
    with office.app.db.transaction() as tx:
        return reports.revisions(tx, "first")


def exported(office: Office) -> list[dict[str, Any]]:
    with office.app.db.transaction() as tx:
        return rows(tx, office.app.config, None, None, revisions=False)


def test_of_two_campaigns_on_one_form_each_month_has_one(
    tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    with opened(tmp_path, dovecot, smtp_server, FIRST, SECOND) as office:
        first, second = office.app.config.campaign
        assert (first.last_period, second.last_period) == ("2026-02", "")
        assert list(open_periods(first, at("2026-06-01 09:00").date())) == ["2026-01", "2026-02"]
        report(office, "2026-02-05 09:00", period="2026-02")
        report(office, "2026-03-05 09:00", period="2026-03")
        office.tick("2026-03-05 09:05")
        assert [(r["campaign"], r["period"]) for r in exported(office)] == [
            ("first", "2026-02"),
            ("second", "2026-03"),
        ]
        for day in ("11", "13", "17"):
            office.tick(f"2026-03-{day} 09:00")
        warned = {str(r.message["X-Mailproc-Key"]) for r in office.mailed("warning")}
        assert not any("/na-mon/2026-03" in key for key in warned)
        assert not any("warning/first/" in key and "2026-03" in key for key in warned)


def test_an_ended_campaign_leaves_the_digest_and_commands_mean_the_one_of_the_month(
    tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    with opened(tmp_path, dovecot, smtp_server, FIRST, SECOND) as office:
        config = office.app.config
        assert campaign_of(config, None).id == "second"
        assert campaign_of(config, None, "2026-02").id == "first"
        assert campaign_of(config, "first", "2026-05").id == "first"
        with office.app.db.transaction() as tx:
            for day, ids in (("2026-02-27", ["second"]), ("2026-02-20", ["first", "second"])):
                data = gather(tx, config, at(f"{day} 09:00"))
                assert [m.campaign.id for m in data.months] == ids


def test_from_the_day_after_the_due_date_the_digest_carries_the_draft(
    tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    with opened(tmp_path, dovecot, smtp_server, {**FIRST, "first_period": "2026-02"}) as office:
        names = []
        for day in ("10", "11"):
            office.tick(f"2026-02-{day} 09:00")
            mail = office.mailed("digest", STAFF)[-1].message
            names.append({p.get_filename() for p in mail.walk() if p.get_filename()})
        assert {"rollup-2026-02.pdf", "rollup-2026-02.xlsx"} & names[0] == set()
        assert {"rollup-2026-02.pdf", "rollup-2026-02.xlsx"} <= names[1]
        assert "ร่างปัจจุบันแนบไว้แล้ว" in text_of(office.mailed("digest", STAFF)[-1])


def test_check_says_so_where_two_campaigns_ask_for_the_same_months(tmp_path: Path) -> None:
    config = make.config(tmp_path, campaign=[FIRST, {**FIRST, "id": "again"}])
    said = [line for good, line in missing(config) if not good]
    assert any("first and again ask for the same months" in line for line in said)
    other = make.config(tmp_path, campaign=[FIRST, SECOND])
    assert not any("same months" in line for _, line in missing(other))


def test_a_campaign_that_begins_in_mid_year_asks_for_nothing_before(
    tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    with opened(tmp_path, dovecot, smtp_server, {**FIRST, "first_period": "2026-07"}) as office:
        report(office, "2026-07-03 09:00", period="2026-06")
        report(office, "2026-07-04 09:00", period="2026-07")
        office.tick("2026-07-06 09:00")
        assert [r.state for r in revisions(office)] == ["held", "accepted"]
        office.tick("2026-07-13 09:00")
        keys = {str(r.message["X-Mailproc-Key"]) for r in office.smtp.received}
        assert not any("2026-06" in key and key.startswith(("rem", "warn")) for key in keys)


def test_a_month_of_a_campaign_that_is_over_waits_for_a_person(
    tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    with opened(tmp_path, dovecot, smtp_server, {**FIRST, "last_period": "2026-02"}) as office:
        report(office, "2026-03-05 09:00", period="2026-03")
        office.tick("2026-03-05 09:05")
        (revision,) = revisions(office)
        assert revision.reasons == ("period_after_campaign:period:2026-03",)
        office.tick("2026-04-13 09:00")
        assert not [r for r in office.mailed("warning") if "2026-03" in str(r.message["Subject"])]


@pytest.mark.parametrize(
    ("limit", "period"),
    [({"last_period": "2026-02"}, "2026-03"), ({"first_period": "2026-03"}, "2026-02")],
)
def test_a_month_in_which_a_unit_is_not_asked_waits_for_a_person(
    tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer, limit: dict[str, str], period: str
) -> None:
    units = [{**unit, **(limit if unit["id"] == "na-khu" else {})} for unit in make.UNITS]
    with opened(tmp_path, dovecot, smtp_server, FIRST, unit=units) as office:
        sheets = mail_with(("r.pdf", sheet(unit="นาคู", period=period)), sender=NA_KHU)
        office.arrive(sheets, "2026-03-20 09:00")
        office.tick("2026-03-20 09:05")
        (revision,) = revisions(office)
        assert revision.reasons == (f"period_without_unit:period:{period}",)
        answer(office, office.mailed("review")[-1], "1 รับ", "2026-03-20 10:00", sender=STAFF)
        assert [r["status"] for r in exported(office)] == ["accepted"]


def test_december_goes_by_its_own_buddhist_year_in_january(
    tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    with opened(
        tmp_path, dovecot, smtp_server, {**PAST, "covers": "previous"}, since="2024-01-01"
    ) as office:
        report(office, "2025-01-05 09:00", period="2024-12")
        office.tick("2025-01-05 09:05")
        (row,) = exported(office)
        assert (row["period"], row["on_time"], row["status"]) == ("2024-12", True, "accepted")
        words = text_of(office.mailed("receipt", NA_MON)[0])
        assert "ธันวาคม ๒๕๖๗" in words
        assert "๑๐ มกราคม ๒๕๖๘" in words


def test_a_due_day_that_february_lacks_is_the_29th_in_a_leap_year(
    tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    with opened(
        tmp_path, dovecot, smtp_server, {**PAST, "due_day": 31}, since="2024-01-01"
    ) as office:
        assert str(dates(office.app.config.campaign[0], "2024-02").due) == "2024-02-29"
        report(office, "2024-02-29 23:30", period="2024-02")
        office.tick("2024-02-29 23:45")
        (row,) = exported(office)
        assert (row["period"], row["on_time"], row["status"]) == ("2024-02", True, "accepted")
        assert "๒๙ กุมภาพันธ์ ๒๕๖๗" in text_of(office.mailed("receipt", NA_MON)[0])


def test_sheets_of_seven_local_organizations_never_become_the_districts_total(
    tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    with opened(tmp_path, dovecot, smtp_server, FIRST) as office:
        files = [
            (f"{n}.pdf", sheet(organization=f"อบต.ยอดแกง {n}", website=n)) for n in range(1, 8)
        ]
        office.arrive(mail_with(*files), "2026-02-05 09:00")
        office.tick("2026-02-05 09:05")
        assert {r.state for r in revisions(office)} == {"held"}
        assert len(revisions(office)) == 7
        (receipt,) = office.mailed("receipt", NA_MON)
        assert "ยอดรวม" in text_of(receipt)
        office.tick("2026-02-11 09:00")
        warned = [str(r.message["X-Mailproc-Key"]) for r in office.mailed("warning")]
        assert not any("na-mon/2026-02" in key for key in warned)


def test_a_report_after_the_closing_date_counts_and_says_so(
    tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    with opened(tmp_path, dovecot, smtp_server, FIRST) as office:
        report(office, "2026-02-27 09:00", period="2026-02")
        office.tick("2026-02-27 09:05")
        (row,) = exported(office)
        assert (row["status"], row["on_time"]) == ("accepted", False)
        assert "พ้นวันปิดรับ" in text_of(office.mailed("receipt", NA_MON)[0])
        assert "หลังวันปิดรับ" in text_of(office.mailed("digest", STAFF)[-1])


def test_a_unit_without_an_address_is_named_and_stops_nothing(
    tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    with opened(tmp_path, dovecot, smtp_server, FIRST) as office:
        office.arrive(mail_with(("r.pdf", sheet(unit="เขาวง")), sender=STAFF), "2026-02-05 09:00")
        for day in ("05", "09", "11", "13", "16"):
            assert office.tick(f"2026-02-{day} 09:05").ok
        assert [r["unit"] for r in exported(office)] == ["khao-wong"]
        assert "ยังไม่มีที่อยู่อีเมล" in text_of(office.mailed("digest", STAFF)[-1])


def test_a_month_in_which_nobody_reports_has_its_digest_and_its_draft(
    tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    with opened(tmp_path, dovecot, smtp_server, FIRST) as office:
        office.tick("2026-02-15 09:00")
        office.tick("2026-02-16 09:00")
        assert any("0/3" in str(r.message["Subject"]) for r in office.mailed("rollup", STAFF))
        assert office.mailed("digest", STAFF)


def test_a_month_that_everyone_corrects_counts_each_once_and_as_early_as_at_first(
    tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    who = {"นามน": NA_MON, "นาคู": NA_KHU, "เขาวง": "khao-wong@example.go.th"}
    ids = ("na-mon", "na-khu", "khao-wong")
    units = [
        {"id": i, "name": name, "addresses": [address]}
        for i, (name, address) in zip(ids, who.items(), strict=True)
    ]
    campaign = {**FIRST, "first_period": "2026-02"}
    with opened(tmp_path, dovecot, smtp_server, campaign, unit=units) as office:
        for name, address in who.items():
            pdf = sheet(unit=name, period="2026-02", website=5)
            office.arrive(mail_with(("r.pdf", pdf), sender=address), "2026-02-09 09:00")
        office.tick("2026-02-09 09:05")
        # After the due date, by a new sheet or by answering: what came in time stays in time.
        for name, address in list(who.items())[1:]:
            new = sheet(unit=name, period="2026-02", website=7)
            raw = mail_with(("r.pdf", new), sender=address, subject="แก้ไข")
            office.arrive(raw, "2026-02-12 09:00")
        receipt = office.mailed("receipt", NA_MON)[-1]
        answer(office, receipt, "เว็บไซต์ 7", "2026-02-12 09:05")
        office.tick("2026-02-16 09:00")
        found = [(r["fields"]["website"], r["revision"], r["on_time"]) for r in exported(office)]
        assert found == [(7, 2, True)] * 3
        for address in who.values():
            first, second = map(text_of, office.mailed("receipt", address))
            assert "5 ครั้ง → 7 ครั้ง" not in first and "5 ครั้ง → 7 ครั้ง" in second
            assert office.mailed("warning", address) == []
        assert "3/3" in str(office.mailed("rollup", STAFF)[-1].message["Subject"])
