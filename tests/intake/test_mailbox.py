"""The mailbox on a real Dovecot: what has arrived, fetching it, marking it, and nothing else."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailproc.config import MailboxConfig
from mailproc.errors import LoginRefused, MailboxUnavailable
from mailproc.intake.imap import MailGone
from mailproc.intake.mailbox import KEYWORD, open_mailbox
from tests.servers.certificates import Certificates
from tests.servers.dovecot import Dovecot, running_dovecot

ZONE = ZoneInfo("Asia/Bangkok")
MORNING = datetime(2026, 1, 12, 2, 30, tzinfo=UTC)
RAW = b"From: a@example.go.th\r\nSubject: one\r\n\r\nhello\r\n"


def changed(config: MailboxConfig, **values: object) -> MailboxConfig:
    return config.model_validate(config.model_dump() | values)


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_fetches_byte_for_byte_over_every_kind_of_connection(
    dovecot: Dovecot, mailbox_config: MailboxConfig, security: str
) -> None:
    uid = dovecot.append(RAW, MORNING)
    port = dovecot.tls_port if security == "tls" else dovecot.plain_port
    with open_mailbox(changed(mailbox_config, security=security, port=port), ZONE) as mailbox:
        fetched = mailbox.fetch(uid, 1000)
    assert (fetched.raw, fetched.received_at) == (RAW, MORNING)


def test_fetching_leaves_every_flag_as_it_was(
    dovecot: Dovecot, mailbox_config: MailboxConfig
) -> None:
    unread, read = dovecot.append(RAW, MORNING), dovecot.append(RAW, MORNING, ["\\Seen"])
    with open_mailbox(mailbox_config, ZONE) as mailbox:
        mailbox.fetch(unread, 1000)
        mailbox.fetch(read, 1000)
        mailbox.sizes([unread, read])
    assert dovecot.flags(unread) == frozenset()
    assert dovecot.flags(read) == {"\\Seen"}


def test_marking_sets_the_keyword_and_takes_nothing_away(
    dovecot: Dovecot, mailbox_config: MailboxConfig
) -> None:
    deleted = dovecot.append(RAW, MORNING, ["\\Deleted"])
    flagged = dovecot.append(RAW, MORNING, ["\\Seen", "\\Flagged"])
    with open_mailbox(mailbox_config, ZONE) as mailbox:
        mailbox.mark([deleted, flagged], "recorded")
    assert dovecot.flags(deleted) == {"\\Deleted", KEYWORD}
    assert dovecot.flags(flagged) == {"\\Seen", "\\Flagged", KEYWORD}


def test_since_is_a_day_of_the_configured_zone(
    dovecot: Dovecot, mailbox_config: MailboxConfig
) -> None:
    arrivals = [
        datetime(2020, 5, 1, tzinfo=UTC),
        datetime(2026, 1, 8, 16, 59, 59, tzinfo=UTC),  # 9 January, 23:59:59 in Thailand: no
        datetime(2026, 1, 9, 16, 59, 59, tzinfo=UTC),  # the 9th, one second before midnight
        datetime(2026, 1, 9, 17, 0, 0, tzinfo=UTC),  # midnight: the 10th
        datetime(2026, 1, 11, 12, 0, 0, tzinfo=UTC),
        datetime(2026, 3, 1, tzinfo=UTC),
    ]
    uids = dovecot.append_all([RAW] * len(arrivals), arrivals.__getitem__)
    with open_mailbox(mailbox_config, ZONE) as mailbox:
        assert mailbox.uids_since(date(2026, 1, 10)) == uids[3:]


def test_sizes_are_those_of_the_server(dovecot: Dovecot, mailbox_config: MailboxConfig) -> None:
    uids = dovecot.append_all([RAW, RAW + b"x" * 5000], lambda _: MORNING)
    with open_mailbox(mailbox_config, ZONE) as mailbox:
        assert mailbox.sizes(uids) == {uids[0]: len(RAW), uids[1]: len(RAW) + 5000}
        assert mailbox.sizes([]) == {}


def test_header_only_up_to_a_limit(dovecot: Dovecot, mailbox_config: MailboxConfig) -> None:
    uid = dovecot.append(RAW, MORNING)
    with open_mailbox(mailbox_config, ZONE) as mailbox:
        assert mailbox.fetch_header(uid, 10_000).raw == RAW.partition(b"hello")[0]
        assert mailbox.fetch_header(uid, 5).raw == RAW[:5]


def test_a_mail_taken_away_meanwhile_is_gone(
    dovecot: Dovecot, mailbox_config: MailboxConfig
) -> None:
    with open_mailbox(mailbox_config, ZONE) as mailbox, pytest.raises(MailGone):
        mailbox.fetch(4711, 1000)


def test_finds_a_sent_mail_by_its_message_id(
    dovecot: Dovecot, mailbox_config: MailboxConfig
) -> None:
    with open_mailbox(mailbox_config, ZONE) as mailbox:
        assert mailbox.find_sent("<n1@example.go.th>") is False
        dovecot.append(b"Message-ID: <n1@example.go.th>\r\n\r\n", MORNING, folder="Sent")
        assert mailbox.find_sent("<n1@example.go.th>") is True
        assert mailbox.uids_since(date(2026, 1, 1)) == []


def test_no_sent_folder_is_no_error(certificates: object, mailbox_config: MailboxConfig) -> None:
    extra = "namespace inbox {\n  mailbox Sent {\n    special_use =\n  }\n}\n"
    with running_dovecot(certificates, sent=False, extra=extra) as server:  # type: ignore[arg-type]
        config = changed(
            mailbox_config, port=server.tls_port, ca_file=str(server.certificates.ca_file)
        )
        with open_mailbox(config, ZONE) as mailbox:
            assert mailbox.find_sent("<n1@example.go.th>") is None


def test_a_wrong_password_is_refused_with_a_hint(mailbox_config: MailboxConfig) -> None:
    config = changed(mailbox_config, password="wrong-one")
    with pytest.raises(LoginRefused) as refused, open_mailbox(config, ZONE):
        pass
    assert "username and password" in refused.value.hint
    assert "\n" not in str(refused.value)
    assert "wrong-one" not in str(refused.value)


def test_a_missing_folder_is_named(mailbox_config: MailboxConfig) -> None:
    config = changed(mailbox_config, folder="รายงาน")
    with pytest.raises(MailboxUnavailable, match="folder 'รายงาน' cannot be opened"):  # noqa: SIM117
        with open_mailbox(config, ZONE):
            pass


def test_an_untrusted_certificate_is_refused(mailbox_config: MailboxConfig) -> None:
    config = changed(mailbox_config, ca_file="")
    with pytest.raises(MailboxUnavailable, match="not trusted"), open_mailbox(config, ZONE):
        pass


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_trusted_certificate_of_another_server_is_refused_before_the_password_is_said(
    certificates: Certificates, mailbox_config: MailboxConfig, tmp_path: Path, security: str
) -> None:
    with running_dovecot(certificates.for_another_name(tmp_path)) as server:
        port = server.tls_port if security == "tls" else server.plain_port
        config = changed(mailbox_config, security=security, port=port)
        with (
            pytest.raises(MailboxUnavailable, match="not valid for 'localhost'"),
            open_mailbox(config, ZONE),
        ):
            pass
        log = (server.home / "log").read_text()
    assert "Login:" not in log


def test_starttls_never_falls_back_to_plain_text(
    certificates: object, mailbox_config: MailboxConfig
) -> None:
    with running_dovecot(certificates, extra="ssl = no\n") as server:  # type: ignore[arg-type]
        config = changed(mailbox_config, security="starttls", port=server.plain_port)
        with (
            pytest.raises(MailboxUnavailable, match="TLS not supported by server"),
            open_mailbox(config, ZONE),
        ):
            pass
        log = (server.home / "log").read_text()
    assert "Login:" not in log


def test_nothing_listening_is_one_line(mailbox_config: MailboxConfig) -> None:
    config = changed(mailbox_config, port=1)
    with pytest.raises(MailboxUnavailable, match="refuses the connection"):  # noqa: SIM117
        with open_mailbox(config, ZONE):
            pass
