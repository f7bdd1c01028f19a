"""The service as deliver needs it: real SMTP server, mailbox and database, a clock to move."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailproc.app import App, Reader
from mailproc.config import Config
from mailproc.notices.deliver import DeliverCounts, deliver
from mailproc.notices.message import message_id_of
from storage import notices
from storage.correspondence import NewNotice, Notice
from storage.database import Database
from tests.notices.samples import AT, new_notice
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer
from tests.service.office import office_config


@dataclass
class Outbox:
    """What a test of deliver does: queue, deliver at a moment, look at what became of it."""

    app: App
    smtp: SmtpServer
    dovecot: Dovecot
    clock: list[datetime] = field(default_factory=list)

    def queue(self, key: str = "receipt/7/1", *to: str, **changes: object) -> str:
        """Queue a notice; returns its Message-ID."""
        changed = {"to": to, **changes} if to else changes
        new: NewNotice = new_notice(key, **changed)
        message_id = message_id_of(key, "office@example.go.th")
        with self.app.db.transaction() as tx:
            assert notices.queue(tx, new, message_id, self.clock[0])
        return message_id

    def deliver(self, minutes: float = 0) -> DeliverCounts:
        """Deliver after that many more minutes."""
        self.clock[0] += timedelta(minutes=minutes)
        return deliver(self.app, lambda: False)

    def stored(self, key: str = "receipt/7/1") -> Notice:
        """The stored notice of that key."""
        with self.app.db.transaction() as tx:
            found = notices.last_key(tx, key)
        assert found is not None
        return found


@pytest.fixture
def outbox_config(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> Config:
    return office_config(tmp_path, database_url, dovecot, smtp_server)


@pytest.fixture
def outbox(
    outbox_config: Config, database: Database, dovecot: Dovecot, smtp_server: SmtpServer
) -> Iterator[Outbox]:
    clock = [AT]
    with Reader(()) as reader:
        app = App(outbox_config, database, lambda: clock[0], reader)
        yield Outbox(app, smtp_server, dovecot, clock)
