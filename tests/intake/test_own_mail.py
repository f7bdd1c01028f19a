"""Own mail on a real Dovecot: the Sent folder vouches for the very mail, and for no other."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailproc.config import Config, MailboxConfig
from mailproc.errors import MailboxUnavailable
from mailproc.intake import mailbox as asking
from mailproc.intake.mailbox import Mailbox, open_mailbox
from mailproc.intake.own_mail import is_in_sent_folder
from tests import make
from tests.servers.dovecot import Dovecot
from tests.servers.imap_proxy import ImapProxy

ZONE = ZoneInfo("Asia/Bangkok")
WHEN = datetime(2026, 2, 5, 2, 0, tzinfo=UTC)
ID = b"<CAF-x+1=a@mail.example.go.th>"
HEADER = (
    b"Message-ID: " + ID + b"\r\nDate: Thu, 05 Feb 2026 09:00:00 +0700\r\n"
    b"From: office@example.go.th\r\nTo: office@example.go.th\r\nSubject: LINE\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
)
BODY = b"line one\r\n\r\nline two\r\n"
OWN = HEADER + b"\r\n" + BODY


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """The office, of whose account `office@example.go.th` is the address."""
    made = make.config(tmp_path)
    trusting = made.mailbox.model_copy(update={"authserv_id": "mx.test"})
    return made.model_copy(update={"mailbox": trusting})


@pytest.fixture
def mailbox(proxied_config: MailboxConfig) -> Iterator[Mailbox]:
    with open_mailbox(proxied_config, ZONE) as opened:
        yield opened


def keep(dovecot: Dovecot, *mails: bytes) -> None:
    """The mails lie in the Sent folder."""
    dovecot.append_all(mails, lambda _: WHEN, folder="Sent")


def asked(proxy: ImapProxy) -> bool:
    return any(b"EXAMINE" in c and b"Sent" in c for c in proxy.commands)


@pytest.mark.parametrize(
    "came",
    [
        OWN,
        b"Received: by x with LMTP\r\nDelivered-To: office@example.go.th\r\n" + OWN,
        OWN.replace(b"\r\n", b"\n"),
        b"Authentication-Results: mx.other; dmarc=fail\r\n" + OWN,
    ],
    ids=["one mail", "delivered", "line ends", "results of another server"],
)
def test_a_mail_that_lies_in_sent_is_known(
    config: Config, dovecot: Dovecot, mailbox: Mailbox, came: bytes
) -> None:
    keep(dovecot, OWN, HEADER + b"\r\nanother of that name\r\n")
    assert is_in_sent_folder(mailbox, came, config)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"line two", b"line 2!!"),
        (BODY, BODY + b"more"),
        (BODY, b""),
        (b"Subject: LINE", b"Subject: send"),
        (b"Subject: LINE", b"In-Reply-To: <review@example.go.th>\r\nSubject: LINE"),
        (b"Subject: LINE", b"References: <review@example.go.th>\r\nSubject: LINE"),
        (b"text/plain", b"text/html"),
        (b"charset=utf-8\r\n", b"charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"),
        (b"05 Feb", b"06 Feb"),
        (ID, b"<another@example.go.th>"),
        (ID, ID[:-1]),
        (b"Message-ID: " + ID + b"\r\n", b""),
    ],
)
def test_whoever_knows_a_mail_that_was_sent_gets_nothing_else_in_by_its_name(
    config: Config, dovecot: Dovecot, mailbox: Mailbox, old: bytes, new: bytes
) -> None:
    keep(dovecot, OWN)
    came = OWN.replace(old, new)
    assert came != OWN
    assert not is_in_sent_folder(mailbox, came, config)


@pytest.mark.parametrize(
    "came",
    [
        OWN.replace(b"From: office@", b"From: staff@"),
        OWN.replace(b"From: office@", b"From: x@evil.example\r\nFrom: office@"),
        b"Authentication-Results: mx.test; dmarc=fail header.from=example.go.th\r\n" + OWN,
        b"Authentication-Results: mx.test; none\r\n" + OWN,
        b"X-Mailproc-Notice: receipt\r\n" + OWN,
        b"Resent-From: x@evil.example\r\n" + OWN,
    ],
    ids=["staff", "two From", "failed", "nothing found", "our notice", "resent"],
)
def test_the_folder_is_not_asked_where_it_would_decide_nothing(
    config: Config, dovecot: Dovecot, imap_proxy: ImapProxy, mailbox: Mailbox, came: bytes
) -> None:
    keep(dovecot, came)
    assert not is_in_sent_folder(mailbox, came, config)
    assert not asked(imap_proxy)


def test_it_is_not_asked_where_senders_are_not_looked_at(
    tmp_path: Path, dovecot: Dovecot, imap_proxy: ImapProxy, mailbox: Mailbox
) -> None:
    keep(dovecot, OWN)
    assert not is_in_sent_folder(mailbox, OWN, make.config(tmp_path))
    assert not asked(imap_proxy)


@pytest.mark.parametrize("sent_folder", ["INBOX", "inbox", "Gone"])
def test_no_folder_vouches_for_what_arrives_in_it_nor_one_that_is_not_there(
    config: Config, dovecot: Dovecot, mailbox_config: MailboxConfig, sent_folder: str
) -> None:
    dovecot.append(OWN, WHEN)
    keep(dovecot, OWN)
    wrong = mailbox_config.model_copy(update={"sent_folder": sent_folder})
    with open_mailbox(wrong, ZONE) as mailbox:
        assert not is_in_sent_folder(mailbox, OWN, config)


def test_of_many_mails_of_one_name_few_are_fetched_and_none_of_another_size(
    config: Config,
    dovecot: Dovecot,
    imap_proxy: ImapProxy,
    mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "ADDED_ON_THE_WAY", 1000)
    keep(dovecot, *[HEADER + b"\r\nx\r\n"] * 6, *[OWN + b"x" * 2000] * 4)
    assert not is_in_sent_folder(mailbox, OWN, config)
    fetched = [c for c in imap_proxy.commands if b"BODY.PEEK[]" in c]
    assert [int(c.split()[2]) for c in fetched] == [6, 5, 4]


def test_a_copy_that_is_taken_away_meanwhile_stops_nothing(
    config: Config, dovecot: Dovecot, imap_proxy: ImapProxy, mailbox: Mailbox
) -> None:
    keep(dovecot, OWN, OWN)
    imap_proxy.answers = [(rb"UID FETCH 2 .*BODY", b"TAG OK nothing there\r\n")]
    assert is_in_sent_folder(mailbox, OWN, config)


def test_the_inbox_is_read_on_afterwards(
    config: Config, dovecot: Dovecot, mailbox: Mailbox
) -> None:
    uid = dovecot.append(b"Subject: in the inbox\r\n\r\n", WHEN)
    keep(dovecot, OWN)
    assert is_in_sent_folder(mailbox, OWN, config)
    assert mailbox.fetch(uid, 100).raw == b"Subject: in the inbox\r\n\r\n"


def test_a_server_that_fails_meanwhile_is_said(
    config: Config, dovecot: Dovecot, imap_proxy: ImapProxy, mailbox: Mailbox
) -> None:
    keep(dovecot, OWN)
    imap_proxy.answers = [(rb"UID SEARCH HEADER", b"TAG NO [UNAVAILABLE] not now\r\n")]
    with pytest.raises(MailboxUnavailable):
        is_in_sent_folder(mailbox, OWN, config)
