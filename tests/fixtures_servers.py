"""Fixtures: the real servers of the tests. Each is started once a run, and empty for each test."""

from collections.abc import Iterator

import pytest

from mailproc.config import MailboxConfig
from tests.servers.certificates import Certificates, make_certificates
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.imap_proxy import ImapProxy, running_proxy
from tests.servers.smtp import SmtpServer, running_smtp


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """An authority of the run's own, and its certificate for localhost."""
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def dovecot_server(certificates: Certificates) -> Iterator[Dovecot]:
    """One Dovecot for the whole run; tests take `dovecot`, which is empty."""
    with running_dovecot(certificates) as server:
        yield server


@pytest.fixture
def dovecot(dovecot_server: Dovecot) -> Dovecot:
    """A Dovecot with no mail in it."""
    dovecot_server.empty()
    return dovecot_server


@pytest.fixture
def mailbox_config(dovecot: Dovecot) -> MailboxConfig:
    """`[mailbox]` for the empty Dovecot, over TLS."""
    return tls_config(dovecot)


def tls_config(dovecot: Dovecot) -> MailboxConfig:
    """`[mailbox]` for a Dovecot, over TLS with the run's own authority."""
    return MailboxConfig(
        host=dovecot.host,
        port=dovecot.tls_port,
        security="tls",
        username=dovecot.username,
        password=dovecot.password,  # type: ignore[arg-type]  # pydantic makes it a secret
        ca_file=str(dovecot.certificates.ca_file),
        authserv_id="mx.test",
    )


@pytest.fixture(scope="session")
def smtp_running(certificates: Certificates) -> Iterator[SmtpServer]:
    """One SMTP server for the whole run; tests take `smtp_server`, which is empty."""
    with running_smtp(certificates) as server:
        yield server


@pytest.fixture
def smtp_server(smtp_running: SmtpServer) -> SmtpServer:
    """An SMTP server that has no mail and behaves well."""
    smtp_running.reset()
    return smtp_running


@pytest.fixture
def imap_proxy(dovecot: Dovecot) -> Iterator[ImapProxy]:
    """A proxy in front of the plain port of the empty Dovecot."""
    with running_proxy(dovecot.plain_port) as proxy:
        yield proxy


@pytest.fixture
def proxied_config(mailbox_config: MailboxConfig, imap_proxy: ImapProxy) -> MailboxConfig:
    """`[mailbox]` for the empty Dovecot by way of the proxy, plain."""
    return mailbox_config.model_copy(update={"security": "none", "port": imap_proxy.port})
