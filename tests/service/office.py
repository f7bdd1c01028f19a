"""A provincial office for tests: the real service on a real mailbox, SMTP server and database.

Its clock stands still unless a test moves it, so that a month passes in a moment.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from mailproc.app import App, build
from mailproc.config import Config
from mailproc.paper.sheet import draw_form
from mailproc.tick import TickResult, tick
from parsers.reading import Value
from storage import mail, notices, reports
from storage.correspondence import Notice
from storage.records import Message, Revision
from tests import make
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import Received, SmtpServer

ZONE = ZoneInfo("Asia/Bangkok")
NA_MON, NA_KHU = "na-mon@example.go.th", "na-khu@example.go.th"
STAFF = "staff@example.go.th"


def at(text: str) -> datetime:
    """A moment in Kalasin: `2026-02-05 09:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def sheet(**values: Value) -> bytes:
    """A typed, complete report of นามน for February as PDF; `values` replace some."""
    wanted: Mapping[str, Value] = {**make.VALUES, **values}
    return draw_form(wanted)


def mail_with(
    *files: tuple[str, bytes],
    sender: str = NA_MON,
    subject: str = "ส่งแบบรายงาน",
    body: str = "เรียน ท้องถิ่นจังหวัด ขอส่งแบบรายงานตามไฟล์แนบ",
    headers: Mapping[str, str] = {},
) -> bytes:
    """A mail as an office sends it; `files` are names and bytes."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "office@example.go.th"
    message["Subject"] = subject
    message["Message-ID"] = f"<{abs(hash((sender, subject, body, files)))}@example.go.th>"
    for name, value in headers.items():
        message[name] = value
    message.set_content(body)
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@dataclass
class Office:
    """The service with its servers; `clock` is what it takes for now."""

    app: App
    dovecot: Dovecot
    smtp: SmtpServer
    clock: list[datetime] = field(default_factory=list)

    def arrive(self, raw: bytes, when: str) -> int:
        """A mail arrives in the mailbox at that moment; its uid."""
        return self.dovecot.append(raw, at(when))

    def tick(self, when: str) -> TickResult:
        """The worker ticks at that moment."""
        self.clock[0] = at(when)
        return tick(self.app)

    def running(self) -> "Office":
        """The same with a clock that goes on while the service works, as real ones do."""

        def now() -> datetime:
            self.clock[0] += timedelta(milliseconds=200)
            return self.clock[0]

        return replace(self, app=replace(self.app, now=now))

    def revisions(self) -> list[Revision]:
        """Every stored revision."""
        with self.app.db.transaction() as tx:
            return reports.revisions(tx, make.FORM)

    def messages(self) -> list[Message]:
        """Every stored message."""
        with self.app.db.transaction() as tx:
            return mail.all_messages(tx)

    def notices(self, kind: str) -> list[Notice]:
        """The stored notices of that kind, sent or not."""
        with self.app.db.transaction() as tx:
            return [n for n in notices.recent(tx, at("2020-01-01 00:00")) if n.new.kind == kind]

    def mailed(self, kind: str, to: str | None = None) -> list[Received]:
        """What the SMTP server got of that kind."""
        got = self.smtp.received if to is None else self.smtp.to(to)
        return [r for r in got if r.message["X-Mailproc-Notice"] == kind]

    def said_back(self, to: str | None = None) -> list[Received]:
        """What was said of mails besides their receipts: problems, questions back, results."""
        return self.mailed("problem", to) + self.mailed("other", to)


def text_of(received: Received) -> str:
    """The plain text of a mail that was sent."""
    part = received.message.get_body(("plain",))
    assert part is not None
    content = part.get_content()
    assert isinstance(content, str)
    return content


def office_config(
    folder: Path,
    database_url: str,
    dovecot: Dovecot,
    smtp: SmtpServer,
    *,
    since: str = "2026-01-01",
    **changes: Any,
) -> Config:
    """The configuration of the office, on the test's servers."""
    ca_file = str(dovecot.certificates.ca_file)
    return make.config(
        folder,
        **{
            "database": database_url,
            "mailbox": {
                "host": dovecot.host,
                "port": dovecot.tls_port,
                "username": dovecot.username,
                "password": dovecot.password,
                "ca_file": ca_file,
                "authserv_id": "",
                "since": since,
            },
            "smtp": {
                "host": smtp.host,
                "port": smtp.starttls_port,
                "username": smtp.username,
                "password": smtp.password,
                "ca_file": ca_file,
                "from_address": "office@example.go.th",
            },
            **changes,
        },
    )


@contextmanager
def open_office(config: Config, dovecot: Dovecot, smtp: SmtpServer) -> Iterator[Office]:
    """The service, started; it is given its clock."""
    clock = [at("2026-02-01 00:00")]
    with build(config, lambda: clock[0]) as app:
        yield Office(app, dovecot, smtp, clock)
