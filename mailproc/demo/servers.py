"""A mailbox and a mail server of the demo's own: pymap and aiosmtpd on free loopback ports.

Both listen on real sockets, so that the service talks to them as it talks to any other server.
They live in one thread and are gone, with the mailbox in their memory, when the block ends.
"""

import asyncio
import imaplib
import threading
from argparse import Namespace
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

from aiosmtpd.smtp import SMTP, Envelope, Session
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, Login
from pymap.imap import IMAPServer
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

HOST = "127.0.0.1"
USERNAME, PASSWORD = "demo", "demo"


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail that the mail server took: the envelope's recipients and the bytes."""

    to: tuple[str, ...]
    raw: bytes


@dataclass(frozen=True)
class Servers:
    """The running servers. `sent` grows with every mail that the mail server takes."""

    imap_port: int
    smtp_port: int
    sent: list[Sent] = field(default_factory=list)

    def arrive(self, mails: Iterable[tuple[datetime, bytes]]) -> None:
        """Put mails into the inbox, each with its time of arrival (INTERNALDATE)."""
        box = imaplib.IMAP4(HOST, self.imap_port, timeout=30)
        try:
            box.login(USERNAME, PASSWORD)
            for received_at, raw in mails:
                box.append("INBOX", "", imaplib.Time2Internaldate(received_at), raw)
        finally:
            box.logout()


@contextmanager
def running() -> Iterator[Servers]:
    """Both servers, ready for connections; stopped at the end of the block."""
    started: Future[tuple[Servers, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    def run() -> None:
        try:
            asyncio.run(_serve(started))
        except OSError as error:
            if started.done():
                raise
            started.set_exception(error)

    thread = threading.Thread(target=run, name="demo servers", daemon=True)
    thread.start()
    servers, loop, stop = started.result(timeout=20)
    try:
        yield servers
    finally:
        with suppress(RuntimeError):  # the loop has ended by itself
            loop.call_soon_threadsafe(stop.set)
        thread.join(timeout=10)


async def _serve(
    started: Future[tuple[Servers, asyncio.AbstractEventLoop, asyncio.Event]],
) -> None:
    imap = await asyncio.start_server(await _mailbox(), HOST, 0)
    loop = asyncio.get_running_loop()
    sent: list[Sent] = []
    smtp = await loop.create_server(lambda: SMTP(_Keep(sent), hostname="demo.example"), HOST, 0)
    stop = asyncio.Event()
    started.set_result((Servers(_port(imap), _port(smtp), sent), loop, stop))
    await stop.wait()
    imap.close()
    smtp.close()


async def _mailbox() -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    """What pymap does with a connection to the mailbox of one user, which is in memory."""
    args = Namespace(passlib_cfg=None, proxy_protocol=None)
    config = _MailboxConfig(
        args,
        host=HOST,
        port=0,
        demo_data=False,
        demo_user=USERNAME,
        demo_password=PASSWORD,
        tls_enabled=False,
        reject_dnsbl=False,
        hash_context=Cleartext(),
    )
    config.apply_context()
    login = Login(config)
    await login.demo_user_identity.set(UserMetadata(config, USERNAME, password=PASSWORD))
    reader = ProxyProtocolReader(config.proxy_protocol)
    return reader.get_callback(IMAPServer(login, config))


class _MailboxConfig(Config):
    @property
    def greeting(self) -> bytes:
        """The first words to a client; pymap's own ask DNS for this machine's name."""
        return b"demo mailbox"


def _port(server: asyncio.Server) -> int:
    port: int = server.sockets[0].getsockname()[1]
    return port


class _Keep:
    """What the mail server does with a mail: it takes and keeps it."""

    def __init__(self, sent: list[Sent]) -> None:
        self._sent = sent

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Called by aiosmtpd for each mail."""
        content = envelope.content or b""
        raw = content.encode() if isinstance(content, str) else content
        self._sent.append(Sent(tuple(envelope.rcpt_tos), raw))
        return "250 OK"
