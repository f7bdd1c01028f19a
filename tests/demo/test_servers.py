"""The demo's own servers, spoken to as any client would."""

import imaplib
import smtplib
import threading
from datetime import UTC, datetime

import pytest

from mailproc.demo.servers import HOST, PASSWORD, USERNAME, running

AT = datetime(2026, 6, 2, 2, 14, tzinfo=UTC)


def test_mail_arrives_when_it_is_said_to() -> None:
    with running() as servers:
        servers.arrive([(AT, b"Subject: one\r\n\r\nhello\r\n")])
        box = imaplib.IMAP4(HOST, servers.imap_port, timeout=10)
        box.login(USERNAME, PASSWORD)
        box.select("INBOX", readonly=True)
        _, found = box.uid("FETCH", "1:*", "(INTERNALDATE BODY.PEEK[])")
        box.logout()
    assert isinstance(found[0], tuple)
    assert b'INTERNALDATE "02-Jun-2026 02:14:00 +0000"' in found[0][0]
    assert found[0][1] == b"Subject: one\r\n\r\nhello\r\n"


def test_a_wrong_password_opens_nothing() -> None:
    with running() as servers:
        box = imaplib.IMAP4(HOST, servers.imap_port, timeout=10)
        with pytest.raises(imaplib.IMAP4.error):
            box.login(USERNAME, "guess")
        box.shutdown()


def test_the_mail_server_keeps_what_it_gets() -> None:
    with running() as servers, smtplib.SMTP(HOST, servers.smtp_port, timeout=10) as client:
        client.sendmail("a@example.com", ["b@example.com"], "Subject: two\r\n\r\nhello\r\n")
    assert [(s.to, s.raw) for s in servers.sent] == [
        (("b@example.com",), b"Subject: two\r\n\r\nhello\r\n")
    ]


def test_nothing_is_left_running() -> None:
    before = threading.active_count()
    with running() as servers:
        port = servers.smtp_port
    assert threading.active_count() == before
    with pytest.raises(OSError):
        smtplib.SMTP(HOST, port, timeout=1)
