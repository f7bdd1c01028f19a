"""A whole year through Dovecot and SMTP, its mails counted one by one against the rules."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailproc.month.overview import month_of
from mailproc.month.status import UnitStatus
from tests import make
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import Received, SmtpServer
from tests.service import year
from tests.service.office import STAFF, Office, office_config, open_office, text_of
from tests.service.year import YEAR, Ledger, Unit, morning, sheet_of

SILENT_IS_FORGED = date(YEAR, 3, 12)


@dataclass
class Province:
    """The people of the year, and the ledger of what they must get."""

    office: Office
    units: tuple[Unit, ...]
    ledger: Ledger
    mailed: Counter[year.Mailed] = field(default_factory=Counter)
    letters: int = 0
    read_until: int = 0
    under_way: list[tuple[Unit, int]] = field(default_factory=list)
    running: frozenset[date] = frozenset(year.days())

    def live(self, day: date) -> None:
        """One day: people read and write in the morning, then the worker ticks, twice at times."""
        on = day in self.running
        if on:
            self._people_react(day)
        self._people_report(day)
        if not on:
            return
        self._expect_arrived(day)
        self.ledger.tick(day)
        for hour in (9, 14) if day.day % 10 == 0 else (9,):
            before = len(self.office.smtp.received)
            result = self.office.tick(f"{day} {hour:02d}:00")
            assert result.ok, result.errors
            for got in self.office.smtp.received[before:]:
                kind = str(got.message["X-Mailproc-Notice"])
                self.mailed[day, kind, ",".join(sorted(got.recipients))] += 1

    def write(
        self, sender: str, day: date, body: str, *, pdf: bytes | None = None,
        answers: EmailMessage | None = None, subject: str = "ส่งแบบรายงาน",
        verdict: str = year.AUTHENTIC, minute: int = 30,
    ) -> None:  # fmt: skip
        """A mail arrives at half past eight."""
        self.letters += 1
        mail = EmailMessage()
        mail["Authentication-Results"] = verdict
        mail["From"] = sender
        mail["To"] = "office@example.go.th"
        mail["Message-ID"] = f"<year.{self.letters}@example.go.th>"
        mail["Subject"] = f"Re: {answers['Subject']}" if answers else subject
        if answers:
            mail["In-Reply-To"] = mail["References"] = str(answers["Message-ID"])
            body += f"\n\nเมื่อวานนี้ office@example.go.th เขียนว่า:\n> {answers['Subject']}\n> 1 = 99"
        mail.set_content(body)
        if pdf is not None:
            mail.add_attachment(pdf, maintype="application", subtype="pdf", filename="รายงาน.pdf")
        self.office.dovecot.append(mail.as_bytes(), morning(day, 8, minute))

    def _people_report(self, day: date) -> None:
        for unit in self.units:
            if year.ARRIVES.get(unit.habit) == day.day:
                self._report(unit, day)
            if unit.habit == "sends twice" and day.day == 6:
                self.write(unit.address, day, "ส่งอีกครั้งค่ะ", pdf=sheet_of(unit, day.month))
                self.under_way.append((unit, day.month))
            if unit.habit == "corrects with a new sheet" and day.day == 8:
                pdf = sheet_of(unit, day.month, website=5)
                self.write(unit.address, day, "แก้ไขเว็บไซต์ครับ", pdf=pdf, subject="แก้ไขรายงาน")
                self.under_way.append((unit, day.month))
            if unit.habit == "silent" and day == SILENT_IS_FORGED:
                pdf = sheet_of(unit, day.month)
                self.write(unit.address, day, "รายงานครับ", pdf=pdf, verdict=year.FORGED)
                self.under_way.append((unit, day.month))

    def _report(self, unit: Unit, day: date) -> None:
        sender = STAFF if unit.habit == "by line" else unit.writes_from
        self.write(sender, day, "เรียน ท้องถิ่นจังหวัด ตามไฟล์แนบ", pdf=sheet_of(unit, day.month))
        self.under_way.append((unit, day.month))

    def _people_react(self, day: date) -> None:
        """Each reads the mails of the days before, and answers those that call for one."""
        unread = self.office.smtp.received[self.read_until :]
        self.read_until = len(self.office.smtp.received)
        counts = False
        for got in unread:
            kind = str(got.message["X-Mailproc-Notice"])
            key = str(got.message["X-Mailproc-Key"])
            if kind == "review" and key.startswith("review/"):
                counts |= self._staff_answer(got, day)
            elif kind == "rollup" and got.recipients == (STAFF,):
                month = int(re.findall(rf"/{YEAR}-(\d\d)", key)[0])
                self.write(STAFF, day, "ส่ง", answers=got.message, minute=10)
                self.ledger.sent_on.add(month)
                self.ledger.mail(day, "rollup", year.DEPARTMENT)
                self.ledger.mail(day, "review", STAFF)
            elif kind == "receipt":
                self._unit_answers(got, day)
        if counts and day.month in self.ledger.sent_on:
            self.ledger.mail(day, "rollup", STAFF)

    def _staff_answer(self, got: Received, day: date) -> bool:
        """Each numbered item is answered, several in one mail; whether a doubtful report counts."""
        words = text_of(got)
        silent, doubtful, new = (
            next(u for u in self.units if u.habit == habit)
            for habit in ("silent", "more done than there are", "new address")
        )
        said = []
        for number in re.findall(r"ข้อ (\d+) (?:ผู้ส่ง|รายงานทั้งฉบับ)", words):
            if new.writes_from in words:
                said.append(f"{number} อนุมัติครับ")
                self.ledger.mail(day, "receipt", new.writes_from)
            else:
                assert silent.name in words
                said.append(f"{number} ไม่ใช่รายงาน")
                self.ledger.there.remove((silent.id, SILENT_IS_FORGED.month))
        for number in re.findall(r"ข้อ (\d+) อปท. ที่ดำเนินการแล้ว", words):
            said.append(f"ข้อ {int(number) - 1} ถูก, {number} = ๘")
            self.ledger.mail(day, "receipt", doubtful.address)
        assert said, words
        self.write(STAFF, day, "\n".join(said), answers=got.message)
        self.ledger.mail(day, "review", STAFF)
        return "อปท. ที่ดำเนินการแล้ว" in words

    def _unit_answers(self, got: Received, day: date) -> None:
        unit = next(u for u in self.units if u.writes_from in got.recipients)
        if unit.habit == "says thanks":
            self.write(unit.address, day, "ขอบคุณค่ะ", answers=got.message)
        elif unit.habit == "corrects by answering" and "246" not in text_of(got):
            self.write(unit.address, day, "แก้ไข เพจเฟซบุ๊ก = ๒๔๖", answers=got.message)
            self.ledger.mail(day, "receipt", unit.address)

    def _expect_arrived(self, day: date) -> None:
        """What came since the last tick is answered, and one mail asks staff about all of it."""
        asks = supplements = False
        for unit, month in self.under_way:
            supplements |= month in self.ledger.sent_on
            self.ledger.there.add((unit.id, month))
            is_new = unit.habit == "new address" and month == 1
            asks |= is_new or unit.habit in ("more done than there are", "silent")
            if not is_new and unit.habit != "silent":
                to = unit.address if unit.habit == "by line" else unit.writes_from
                self.ledger.mail(day, "receipt", to)
        if asks:
            self.ledger.mail(day, "review", STAFF)
        if supplements:
            self.ledger.mail(day, "rollup", STAFF)
        self.under_way.clear()


@pytest.fixture
def province(tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer) -> Iterator[Province]:
    campaign = {
        "id": make.FORM,
        "form": make.FORM,
        "first_period": f"{YEAR}-01",
        "notices_from": date(YEAR, 1, 1),
        "forward_to": year.DEPARTMENT,
    }
    database = f"sqlite:///{tmp_path / 'year.db'}"
    config = office_config(
        tmp_path,
        database,
        dovecot,
        smtp_server,
        unit=year.unit_tables(),
        campaign=[campaign],
        # Mondays only: each takes a second of the test's time.
        worker={"digest": "0 8 * * mon"},
    )
    since = {"since": date(YEAR, 1, 1), "authserv_id": "mx.test"}
    mailbox = config.mailbox.model_copy(update=since)
    config = config.model_copy(update={"mailbox": mailbox})
    with open_office(config, dovecot, smtp_server) as office:
        units = year.units()
        yield Province(office, units, Ledger(units))


def test_a_year_brings_each_mail_that_the_rules_ask_for_and_no_other(province: Province) -> None:
    day = date(YEAR, 1, 1)
    while day.year == YEAR:
        province.live(day)
        day = date.fromordinal(day.toordinal() + 1)
    assert province.mailed - province.ledger.expected == Counter(), "sent without cause"
    assert province.ledger.expected - province.mailed == Counter(), "not sent"
    assert state_of_the_year(province) == year.states()


def state_of_the_year(province: Province) -> Counter[tuple[str, str]]:
    """How often each habit ended a month in each state."""
    habits = {u.id: u.habit for u in province.units}
    found: Counter[tuple[str, str]] = Counter()
    config = province.office.app.config
    with province.office.app.db.transaction() as tx:
        for month in range(1, 13):
            period = f"{YEAR}-{month:02d}"
            status = month_of(tx, config, config.campaign[0], period, date(YEAR, 12, 31))
            for unit in status.units:
                found[habits[unit.unit.id], unit.state] += 1
                _check_values(unit, habits[unit.unit.id])
    return found


def _check_values(unit: UnitStatus, habit: str) -> None:
    """What people corrected is what counts."""
    if unit.revision is None:
        return
    values = {r.field: r.value for r in unit.revision.readings}
    if habit == "corrects by answering":
        assert values["facebook_page"] == 246
    if habit == "corrects with a new sheet":
        assert values["website"] == 5
    assert values["organizations_done"] == 8
