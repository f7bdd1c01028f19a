"""A real SMTP server for the tests: TLS, STARTTLS and AUTH; it keeps what it gets.

It can be told to refuse or put off a recipient, to forget a password, to close the connection
after DATA, and to copy what it takes into an IMAP folder as Gmail does with Sent.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.certificates import Certificates
from tests.servers.ports import free_ports

USER = "kalasin@example.go.th"
PASSWORD = "secret-of-the-test"


@dataclass(frozen=True)
class Received:
    """One mail that the server took: envelope and bytes as they came."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The mail, taken apart."""
        parsed = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass
class SmtpServer:
    """A running server; set the fields to change how it behaves. `reset` undoes all that.

    `refused`: recipient -> permanent answer ("550 5.1.1 No such user").
    `put_off`: recipient -> how many more times it is answered 451 (greylisting).
    `data_answer`: answer to DATA in place of taking the mail ("" = take it).
    `drop_after_data`: how many more mails are taken and the connection closed without an answer.
    `lose_at_data`: how many more connections are closed at DATA with the mail not taken.
    `passwords_work`: False refuses every login. `on_mail` is called with each mail taken.
    """

    certificates: Certificates
    starttls_port: int
    tls_port: int
    plain_port: int
    host: str = "localhost"
    username: str = USER
    password: str = PASSWORD
    received: list[Received] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    put_off: Counter[str] = field(default_factory=Counter)
    data_answer: str = ""
    drop_after_data: int = 0
    lose_at_data: int = 0
    passwords_work: bool = True
    logins: int = 0
    on_mail: Callable[[Received], None] | None = None

    def reset(self) -> None:
        """No mail, and no special behaviour."""
        self.received, self.refused, self.put_off = [], {}, Counter()
        self.data_answer, self.drop_after_data, self.lose_at_data = "", 0, 0
        self.passwords_work, self.logins, self.on_mail = True, 0, None

    def to(self, address: str) -> list[Received]:
        """The mails that went to an address."""
        return [r for r in self.received if address in r.recipients]

    # What aiosmtpd calls.

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        if self.put_off[address] > 0:
            self.put_off[address] -= 1
            return "451 4.7.1 Greylisted, please try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.lose_at_data > 0:
            self.lose_at_data -= 1
            _hang_up(server)
            return "421 gone"
        if self.data_answer:
            return self.data_answer
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        mail = Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), raw)
        self.received.append(mail)
        if self.on_mail is not None:
            self.on_mail(mail)
        if self.drop_after_data > 0:
            self.drop_after_data -= 1
            _hang_up(server)
            return "421 gone"
        return "250 OK"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        """Whether the login is right."""
        self.logins += 1
        if not isinstance(data, LoginPassword):
            return AuthResult(success=False, handled=False)
        right = (data.login, data.password) == (self.username.encode(), self.password.encode())
        return AuthResult(success=right and self.passwords_work, handled=False)


def _hang_up(server: SMTP) -> None:
    """Close the connection at once, without an answer."""
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


@contextmanager
def running_smtp(certificates: Certificates) -> Iterator[SmtpServer]:
    """A server on free ports: one with STARTTLS, one with TLS, one plain; all ask for AUTH."""
    # A connection closed on purpose is no news.
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    starttls, tls, plain = free_ports(3)
    server = SmtpServer(certificates, starttls, tls, plain)
    common: dict[str, Any] = {
        "hostname": "127.0.0.1",
        "authenticator": server.authenticate,
        "auth_required": True,
        "data_size_limit": 100_000_000,
    }
    context = certificates.server_context()
    controllers = [
        Controller(server, port=starttls, tls_context=context, require_starttls=True, **common),
        Controller(server, port=tls, ssl_context=context, auth_require_tls=False, **common),
        Controller(server, port=plain, auth_require_tls=False, **common),
    ]
    with contextlib.ExitStack() as stack:
        for controller in controllers:
            controller.start()
            stack.callback(controller.stop)
        yield server
