"""The foot of a receipt has the unit's own last twelve months, and no other unit's."""

from pathlib import Path

from mailproc.month.overview import strip_of, year_of
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

HEAD = "การรายงาน ๑๒ เดือนล่าสุดของอำเภอนามน (ปี ๒๕๖๙)"


def test_the_receipt_ends_with_the_units_months(office: Office) -> None:
    other = sheet(unit="นาคู", period="2026-01")
    office.arrive(mail_with(("b.pdf", other), sender=NA_KHU), "2026-01-05 09:00")
    office.arrive(mail_with(("r.pdf", sheet(period="2026-02"))), "2026-02-11 09:00")
    office.arrive(
        mail_with(("d.pdf", sheet(period="2026-03", organizations_done=99)), subject="มี.ค."),
        "2026-03-05 09:00",
    )
    office.tick("2026-03-05 09:05")
    said = [text_of(r).splitlines() for r in office.mailed("receipt", NA_MON)]
    assert [lines[lines.index(HEAD) + 1] for lines in said] == [
        "๑=ย ๒=ล ๓=·",
        "๑=ย ๒=ล ๓=ร",
    ]


def test_nothing_is_due_before_the_unit_was_added_or_after_it_was_closed(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    limits = {"first_period": "2026-02", "last_period": "2026-03"}
    units = [dict(u) | (limits if u["id"] == "na-mon" else {}) for u in make.UNITS]
    config = office_config(tmp_path, database_url, dovecot, smtp_server, unit=units)
    with open_office(config, dovecot, smtp_server) as office:
        office.arrive(mail_with(("r.pdf", sheet())), "2026-02-05 09:00")
        office.tick("2026-02-05 09:05")
        (revision,) = office.revisions()
        with office.app.db.transaction() as tx:
            today = at("2026-05-20 09:00").date()
            squares = strip_of(tx, config, revision, today)
            months = year_of(tx, config, config.campaign[0], "2026-05", today)
    assert [s.letter for s in squares] == ["", "ต", "ย", "", ""]
    assert [m.expected for m in months] == [2, 3, 3, 2, 2]


def test_a_year_ends_with_the_month_asked_for_and_begins_with_the_campaign(office: Office) -> None:
    campaign = office.app.config.campaign[0]
    today = at("2027-03-05 09:00").date()
    with office.app.db.transaction() as tx:

        def periods(last: str) -> list[str]:
            found = year_of(tx, office.app.config, campaign, last, today)
            return [m.dates.period for m in found]

        year = [f"2026-{n:02d}" for n in range(3, 13)]
        assert periods("2027-02") == [*year, "2027-01", "2027-02"]
        assert periods("2026-03") == ["2026-01", "2026-02", "2026-03"]
        # Whoever asks for a month before the campaign gets that month.
        assert periods("2025-11") == ["2025-11"]
