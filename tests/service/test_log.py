"""The log is one line an event, and nothing that a mail says or that is secret stands in it."""

import base64
import logging
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mailproc.events import OneLine, event
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer
from tests.service.office import at, mail_with, sheet
from tests.service.test_commands import CONFIG

MAILPROC = [sys.executable, "-c", "from mailproc.cli import main; raise SystemExit(main())"]
LINE = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d [A-Z]+ [\w.]+: .+$")


def said(folder: Path, *args: str, **environment: str) -> str:
    """All that a command says, on a configuration in that folder."""
    ran = subprocess.run(
        [*MAILPROC, args[0], "--config", str(folder / "config.toml"), *args[1:]],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    return ran.stdout + ran.stderr


def formatted(record_of: str) -> str:
    record = logging.LogRecord("x", logging.INFO, "", 0, record_of, (), None)
    return OneLine(tracebacks=False).format(record)


def test_what_comes_from_outside_makes_no_second_line_and_no_colour() -> None:
    line = formatted(event("given up", reason='no "such" user\r\nFAKE line\x1b[31m\u2028'))
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line


def test_an_internal_error_is_one_line_that_says_where() -> None:
    try:
        raise KeyError("broken\nin two")
    except KeyError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "job failed", (), sys.exc_info())
    line = OneLine(tracebacks=False).format(record)
    assert len(line.splitlines()) == 1
    assert "KeyError" in line
    assert "at=test_log.py:" in line


@pytest.fixture
def folder(tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer) -> Path:
    text = CONFIG.format(dovecot=dovecot, smtp=smtp_server, mailbox_port=dovecot.tls_port)
    # The passwords come from the environment, as they should.
    text = re.sub(r"(?m)^password = .*\n", "", text)
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    return tmp_path


def passwords(dovecot: Dovecot, smtp: SmtpServer) -> dict[str, str]:
    return {
        "MAILPROC_MAILBOX__PASSWORD": dovecot.password,
        "MAILPROC_SMTP__PASSWORD": smtp.password,
    }


def test_each_event_is_a_line_with_the_messages_id_and_no_contents(
    folder: Path, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    raw = mail_with(("รายงานลับ.pdf", sheet()), subject="เรื่องลับ", body="นายสมชาย ใจดี")
    dovecot.append(raw, at("2026-02-05 09:00"))
    lines = said(folder, "run", "--once", **passwords(dovecot, smtp_server)).splitlines()
    assert [line for line in lines if not LINE.match(line)] == []
    for what in ("stored message=1 ", "recorded message=1 ", "sent notice=receipt/1/1 message=1 "):
        assert len([line for line in lines if f": {what}" in line]) == 1, what
    assert not re.search("ลับ|สมชาย|อำเภอ|นามน", "\n".join(lines))


def test_secrets_stand_nowhere(folder: Path, dovecot: Dovecot, smtp_server: SmtpServer) -> None:
    dovecot.append(mail_with(("r.pdf", sheet())), at("2026-02-05 09:00"))
    right = passwords(dovecot, smtp_server)
    wrong = dict.fromkeys(right, "wrong-but-secret")
    url = "postgresql://me:wrong-but-secret@127.0.0.1:1/mailproc"
    ping = {"MAILPROC_UPKEEP__PING_URL": "http://127.0.0.1:1/wrong-but-secret"}
    everything = ""
    for environment in (right, wrong, {**right, "MAILPROC_DATABASE": url}, {**right, **ping}):
        for command in (["check"], ["run", "--once", "--debug"]):
            everything += said(folder, *command, **environment)
    kept = b"".join(f.read_bytes() for f in (folder / "data").rglob("*") if f.is_file())
    for secret in ("wrong-but-secret", *right.values()):
        for form in (secret, base64.b64encode(secret.encode()).decode().rstrip("=")):
            assert form not in everything
            assert form.encode() not in kept


def test_the_data_folder_is_closed_to_others_even_if_it_was_open(folder: Path) -> None:
    (folder / "data").mkdir(mode=0o755)
    said(folder, "health")
    assert stat.S_IMODE((folder / "data").stat().st_mode) == 0o700
