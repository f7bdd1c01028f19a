"""The demo's IMAP server, pymap, which keeps no keywords: collect works on it all the same."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from mailproc.config import MailboxConfig
from mailproc.demo.servers import HOST, PASSWORD, USERNAME, running
from mailproc.intake.collect import CollectCounts, collect
from mailproc.intake.mailbox import open_mailbox
from storage import mail
from storage.database import Database

ZONE = ZoneInfo("Asia/Bangkok")
NOW = datetime(2026, 2, 5, tzinfo=UTC)


def test_collect_on_pymap(database: Database) -> None:
    old = datetime(2025, 12, 31, 16, 59, tzinfo=UTC), b"Subject: old\r\n\r\n"
    new = [
        (datetime(2026, 1, d, 17, 0, tzinfo=UTC), b"Subject: %d\r\n\r\n" % d) for d in (1, 2, 31)
    ]
    with running() as servers:
        config = MailboxConfig(
            host=HOST,
            port=servers.imap_port,
            security="none",
            username=USERNAME,
            password=PASSWORD,  # type: ignore[arg-type]  # pydantic makes it a secret
        )
        servers.arrive([old, *new])
        counts = [run(database, config) for _ in range(2)]
        with open_mailbox(config, ZONE) as mailbox:
            sent = mailbox.find_sent("<a@example.go.th>")
    assert [c.stored for c in counts] == [3, 0]
    assert counts[1] == CollectCounts()
    assert sent in (None, False)
    with database.transaction() as tx:
        stored = [(m.received_at, mail.raw(tx, m.id)) for m in mail.all_messages(tx)]
    assert stored == new


def run(db: Database, config: MailboxConfig) -> CollectCounts:
    with open_mailbox(config, ZONE) as mailbox:
        return collect(db, mailbox, lambda: NOW, date(2026, 1, 1), lambda: False)
