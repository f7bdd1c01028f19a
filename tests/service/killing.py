"""Sixty mails on their way while the program is killed again and again; the tests and the bench."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from storage import mail, notices, reports
from storage.records import Message, Revision
from tests import make
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import Received, SmtpServer
from tests.service.mortal import Mortal, mortal, reader_of
from tests.service.office import Office, at, mail_with, office_config, open_office, sheet
from tests.service.test_commands import CONFIG

MAILS = 60
UNITS = tuple((str(u["name"]), str(u["addresses"][0])) for u in make.UNITS[:2])
BEGIN = at("2026-10-05 09:00")


@dataclass
class Trial:
    """The office's servers, and a program on them that can be killed."""

    home: Path
    dovecot: Dovecot
    smtp: SmtpServer
    program: Mortal
    arrived: int = 0
    kills: Counter[str] = field(default_factory=Counter)

    def arrive(self) -> None:
        """The next of the mails arrives."""
        raw, when = sample_mail(self.arrived)
        self.dovecot.append(raw, when)
        self.arrived += 1

    def finish(self) -> None:
        """Tick on, undisturbed, until nothing is left to do."""
        end = time.monotonic() + 120
        while time.monotonic() < end:
            self.program.begin()
            assert self.program.end() == 0, (self.home / "log").read_text()[-2000:]
            with opened(self) as office:
                if settled(office, self.arrived):
                    return
        raise AssertionError("the program does not come to an end")


def sample_mail(number: int) -> tuple[bytes, datetime]:
    """A report, and when it arrives: another month for each pair of mails; some are corrections."""
    name, address = UNITS[number % 2]
    months = 12 * 2026 + 9 - number // 2 % 20
    period = f"{months // 12}-{months % 12 + 1:02d}"
    raw = mail_with(
        ("report.pdf", sheet(unit=name, period=period, website=number)),
        sender=address,
        subject=f"แก้ไข {number}" if number >= 40 else f"รายงาน {number}",
    )
    return raw, BEGIN + timedelta(minutes=number)


@contextmanager
def trial(home: Path, dovecot: Dovecot, smtp: SmtpServer) -> Iterator[Trial]:
    """A program in a folder of its own; the mail server keeps what it sent, as Gmail does."""
    text = CONFIG.format(dovecot=dovecot, smtp=smtp, mailbox_port=dovecot.tls_port)
    early = text.replace('first_period = "2026-01"', 'first_period = "2025-01"')
    (home / "config.toml").write_text(early, encoding="utf-8")

    def keep(received: Received) -> None:
        dovecot.append(received.raw, datetime.now(UTC), folder="Sent")

    smtp.on_mail = keep
    with mortal(home / "config.toml") as program:
        yield Trial(home, dovecot, smtp, program)


@contextmanager
def opened(trial: Trial) -> Iterator[Office]:
    """The office on what the program has stored."""
    url = f"sqlite:///{trial.home / 'data' / 'mailproc.db'}"
    config = office_config(trial.home, url, trial.dovecot, trial.smtp)
    with open_office(config, trial.dovecot, trial.smtp) as office:
        yield office


def settled(office: Office, arrived: int) -> bool:
    """Whether every mail that arrived is recorded and every notice is out."""
    with office.app.db.transaction() as tx:
        stored = mail.all_messages(tx)
        waiting = notices.recent(tx, at("2020-01-01 00:00"))
    done = all(m.state == "recorded" for m in stored)
    return len(stored) == arrived and done and {n.state for n in waiting} <= {"sent", "skipped"}


def disturb(trial: Trial, kills: int, seed: int) -> None:
    """Kill the program, or its reader, that often at random, while the mails arrive.

    The moments spread over as long as a tick takes: longer after each that a kill cut short,
    shorter after each that came to its end.
    """
    rng, longest = Random(seed), 1.0
    while trial.kills.total() < kills:
        if trial.arrived * kills <= MAILS * trial.kills.total():
            trial.arrive()
        pid = trial.program.begin()
        victims = ["reader", "program"] if rng.random() < 0.4 else ["program"]
        for victim in victims:
            if trial.program.ends_within(rng.uniform(0, longest)):
                longest *= 0.85
                break
            target = pid if victim == "program" else reader_of(pid)
            if target is not None:
                with suppress(ProcessLookupError):
                    os.kill(target, signal.SIGKILL)
                trial.kills[victim] += 1
        else:
            longest *= 1.1
        trial.program.end()
    while trial.arrived < MAILS:
        trial.arrive()
    trial.finish()


def records(office: Office) -> list[tuple[object, ...]]:
    """What counts and what was kept, in words that do not depend on the order of work."""
    by_id: dict[int, Message] = {m.id: m for m in office.messages()}

    def fields(revision: Revision) -> tuple[tuple[str, str], ...]:
        return tuple((r.field, str(r.value)) for r in revision.readings)

    with office.app.db.transaction() as tx:
        stored = reports.revisions(tx, make.FORM)
    return sorted(
        (by_id[r.message].sha256, r.unit, r.period, r.state, r.current, fields(r)) for r in stored
    )


def receipts(smtp: SmtpServer) -> Counter[str]:
    """How often each mail was answered, by its Message-ID."""
    answers = [r.message for r in smtp.received if r.message["X-Mailproc-Notice"] == "receipt"]
    return Counter(str(m["In-Reply-To"]) for m in answers)


def keys(smtp: SmtpServer) -> Counter[str]:
    """How often each notice went out, by its key."""
    return Counter(str(r.message["X-Mailproc-Key"]) for r in smtp.received)
