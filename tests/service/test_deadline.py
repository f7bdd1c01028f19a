"""A tick ends in time, the worker soon after a signal, and a refused password is not worn out."""

import os
import signal
import subprocess
import sys
import threading
import time
from itertools import cycle
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mailproc import patience, worker
from mailproc.app import Reader
from mailproc.commands import setup
from mailproc.commands.status import troubles
from mailproc.config import Config
from mailproc.intake import attachments
from mailproc.intake.attachments import SplitMail
from mailproc.replies.questions import waiting
from mailproc.worker import LoginGivenUp, run_forever
from parsers.reading import ReadDocument
from storage import reports
from storage.records import Revision
from tests.servers.dovecot import Dovecot
from tests.servers.imap_proxy import ImapProxy
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
from tests.service.test_commands import CONFIG


@pytest.fixture
def slow(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office whose documents take 40 seconds each, of the 90 that a tick has."""
    seconds = [0.0]
    healthy = Reader.__call__

    def reading(self: Reader, data: bytes, name: str) -> ReadDocument:
        seconds[0] += 40
        return healthy(self, data, name)

    monkeypatch.setattr(Reader, "__call__", reading)
    monkeypatch.setattr(patience, "time", SimpleNamespace(monotonic=lambda: seconds[0]))
    return office


def test_what_is_queued_goes_out_whatever_is_wrong_with_the_plan(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.arrive(mail_with(("r.pdf", sheet(unit="นาคู")), sender=NA_KHU), "2026-02-05 09:00")
    monkeypatch.setattr("mailproc.tick.plan", lambda *_, **__: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        office.tick("2026-02-05 09:05")
    assert len(office.mailed("receipt", NA_KHU)) == 1


def test_at_the_deadline_the_mail_in_hand_is_finished_and_the_rest_waits(slow: Office) -> None:
    for number in range(3):
        mail = mail_with(("r.pdf", sheet(unit="นาคู")), sender=NA_KHU, subject=str(number))
        slow.arrive(mail, f"2026-02-05 09:0{number}")
    result = slow.tick("2026-02-05 09:10")
    assert result.ok
    assert [m.state for m in slow.messages()] == ["recorded", "recorded", "stored"]
    assert len(slow.mailed("receipt", NA_KHU)) == 2
    assert slow.tick("2026-02-05 09:15").ok
    assert [m.state for m in slow.messages()] == ["recorded"] * 3


def test_nobody_is_warned_while_mail_is_left_for_the_next_tick(slow: Office) -> None:
    for number in range(3):
        slow.arrive(mail_with(("r.pdf", sheet()), subject=str(number)), f"2026-02-05 09:0{number}")
    slow.tick("2026-02-11 09:00")
    assert slow.mailed("warning") == []
    slow.tick("2026-02-11 09:05")
    assert slow.mailed("warning", NA_KHU) != []


def test_a_password_that_is_refused_is_tried_three_times_and_then_somebody_must_look(
    tmp_path: Path,
    dovecot: Dovecot,
    smtp_server: SmtpServer,
    imap_proxy: ImapProxy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = through(imap_proxy, tmp_path, dovecot, smtp_server, password="wrong")
    monkeypatch.setattr(worker, "_wait", lambda *_: None)
    with (
        open_office(config, dovecot, smtp_server) as office,
        pytest.raises(LoginGivenUp, match="check username and password"),
    ):
        run_forever(office.app, threading.Event())
    assert len(logins_of(imap_proxy)) == 3


def test_a_server_that_bars_us_between_two_refusals_starts_no_new_count(
    tmp_path: Path,
    dovecot: Dovecot,
    smtp_server: SmtpServer,
    imap_proxy: ImapProxy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = through(imap_proxy, tmp_path, dovecot, smtp_server)
    said = cycle((b"[AUTHENTICATIONFAILED] no", b"[UNAVAILABLE] too many failures, try later"))

    def answer(*_: object) -> None:
        imap_proxy.answers = [(rb"LOGIN|AUTHENTICATE", b"TAG NO " + next(said) + b"\r\n")]

    monkeypatch.setattr(worker, "_wait", answer)
    answer()
    with (
        open_office(config, dovecot, smtp_server) as office,
        pytest.raises(LoginGivenUp),
    ):
        run_forever(office.app, threading.Event())
    assert len(logins_of(imap_proxy)) == 5


def through(
    proxy: ImapProxy, home: Path, dovecot: Dovecot, smtp: SmtpServer, **changes: object
) -> Config:
    """An office's configuration whose mailbox is reached in plain text by way of the proxy."""
    config = office_config(home, f"sqlite:///{home / 'data' / 'm.db'}", dovecot, smtp)
    plain = {"port": proxy.port, "security": "none", "ca_file": "", **changes}
    mailbox = config.mailbox.model_validate(config.mailbox.model_dump() | plain)
    return config.model_copy(update={"mailbox": mailbox})


def logins_of(proxy: ImapProxy) -> list[bytes]:
    return [c for c in proxy.commands if c.upper().startswith((b"LOGIN", b"AUTHENTICATE"))]


def test_a_refused_smtp_login_is_tried_three_times_then_once_an_hour(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-05 09:00")
    office.smtp.passwords_work = False
    for minute in range(5, 60, 5):
        result = office.tick(f"2026-02-05 09:{minute:02d}")
    assert office.smtp.logins == 3
    assert "left alone until 10:15" in result.errors[0]
    for hour in (10, 11, 12):
        for minute in (0, 20, 40):
            office.tick(f"2026-02-05 {hour}:{minute:02d}")
    assert office.smtp.logins == 6
    with office.app.db.transaction() as tx:
        assert any("left alone" in t for t in troubles(tx, at("2026-02-01 00:00")))
    office.smtp.passwords_work = True
    office.tick("2026-02-05 13:30")
    assert len(office.mailed("receipt", NA_MON)) == 1


def test_a_clock_set_back_does_not_lengthen_the_pause(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-05 09:00")
    office.smtp.passwords_work = False
    for minute in (5, 10, 15, 20):
        office.tick(f"2026-02-05 09:{minute:02d}")
    office.smtp.passwords_work = True
    office.tick("2026-02-04 09:00")
    assert len(office.mailed("receipt", NA_MON)) == 1


def test_a_login_that_check_finds_right_ends_the_pause(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-05 09:00")
    office.smtp.passwords_work = False
    for minute in (5, 10, 15, 20):
        office.tick(f"2026-02-05 09:{minute:02d}")
    office.smtp.passwords_work = True
    assert all(good for good, _ in setup._servers(office.app))
    office.tick("2026-02-05 09:25")
    assert len(office.mailed("receipt", NA_MON)) == 1


def test_the_worker_ends_soon_after_a_signal_while_a_server_is_silent(
    tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer, imap_proxy: ImapProxy
) -> None:
    text = CONFIG.format(dovecot=dovecot, smtp=smtp_server, mailbox_port=imap_proxy.port)
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    imap_proxy.silent_after = 0
    program = (
        "from mailproc import worker; worker.END_WITHIN = 0.5; "
        "from mailproc.cli import main; raise SystemExit(main())"
    )
    config = str(tmp_path / "config.toml")
    with subprocess.Popen(
        [sys.executable, "-c", program, "run", "--config", config],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "MAILPROC_MAILBOX__SECURITY": "none"},
    ) as running:
        assert imap_proxy.connected.wait(20)
        begun = time.monotonic()
        running.send_signal(signal.SIGTERM)
        assert running.wait(10) == 0
    assert time.monotonic() - begun < 10


def test_a_letter_beside_many_sheets_is_taken_apart_once_for_the_mail_that_asks_about_them(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stranger's one would hold up the tick for as many times."""
    taken_apart = []

    def split(raw: bytes) -> SplitMail:
        taken_apart.append(raw)
        return attachments.split(raw)

    office.tick("2026-02-05 07:00")
    monkeypatch.setattr("mailproc.notices.written.split", split)
    files = [(f"{n}.pdf", sheet(website=n + 1)) for n in range(3)]
    words = "ตัวเลขยังไม่ใช่ฉบับจริง"
    raw = mail_with(*files, sender="x@evil.example", body=words)
    office.arrive(raw, "2026-02-05 07:01")
    office.tick("2026-02-05 07:05")
    (review,) = office.mailed("review")
    assert text_of(review).count(words) == 3
    assert len(taken_apart) == 1


def test_many_sheets_of_one_report_that_wait_are_loaded_together(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them loads all others otherwise, in every tick."""
    files = [(f"{n}.pdf", sheet(website=n + 1)) for n in range(3)]
    office.arrive(mail_with(*files, sender="x@evil.example"), "2026-02-05 07:01")
    office.tick("2026-02-05 07:05")
    loaded = []
    revisions = reports.revisions

    def load(*args: Any) -> list[Revision]:
        loaded.append(args)
        return revisions(*args)

    monkeypatch.setattr(reports, "revisions", load)
    with office.app.db.transaction() as tx:
        assert len({q.revision.id for q in waiting(tx, office.app.config)}) == 3
    assert len(loaded) == 1
