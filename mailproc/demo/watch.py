"""Looks over the service's shoulder during a tick and says what it has done since the last look."""

import email
from collections import Counter
from collections.abc import Sequence
from email.policy import default

from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from mailproc.app import App
from mailproc.demo.sample_month import SHOWN, Arriving
from mailproc.demo.servers import Servers
from mailproc.reasons import english
from storage import mail, reports
from storage.database import Tx
from storage.records import Message

KINDS = {
    "receipt": "receipts",
    "problem": "problem replies",
    "reminder": "reminders",
    "warning": "warnings",
    "review": "questions to staff",
    "rollup": "drafts of the roll-up",
    "digest": "digests",
}
"""What the kinds of notices are called here, in the order of the summary."""

_WIDTHS = (12, 15, 31, None)
"""Columns of a mail's line: when it came, from which unit, what it is, and what became of it."""


class Watch:
    """Passed to a tick as its `stop`: asked between mails, it looks, and never stops anything."""

    def __init__(
        self, app: App, servers: Servers, progress: Progress, arriving: Sequence[Arriving]
    ) -> None:
        self._app, self._servers, self._progress = app, servers, progress
        self._by_arrival = {a.at(app.config.zone): a for a in arriving}
        self._sent_before = len(servers.sent)
        with app.db.transaction() as tx:
            self._seen = {m.id for m in mail.all_messages(tx)}
        self._task = progress.add_task("the service collects", total=len(arriving))

    def __call__(self) -> bool:
        """Look; the answer is always no."""
        self.see()
        return False

    def see(self) -> None:
        """Print a line for each mail that was dealt with since the last look."""
        with self._app.db.transaction() as tx:
            done = [m for m in mail.all_messages(tx) if m.state != "stored"]
            news = [(m, _outcome(tx, m)) for m in done if m.id not in self._seen]
        for message, outcome in news:
            self._seen.add(message.id)
            self._progress.console.print(self._line(message, outcome))
            self._progress.update(self._task, advance=1, description="the service reads")
        sent = len(self._servers.sent) - self._sent_before
        if sent:
            self._progress.update(self._task, description=f"the service answers: {sent} mails")

    def summary(self) -> str:
        """What was sent during this tick, by kind."""
        kinds = Counter(
            str(email.message_from_bytes(s.raw, policy=default)["X-Mailproc-Notice"])
            for s in self._servers.sent[self._sent_before :]
        )
        return "sent: " + ", ".join(f"{KINDS[k]} {kinds[k]}" for k in KINDS if kinds[k])

    def _line(self, message: Message, outcome: str) -> Table:
        at = message.received_at.astimezone(self._app.config.zone)
        sample = self._by_arrival[at]
        unit = self._app.config.unit_by_id[sample.unit].id
        line = Table.grid(padding=(0, 1, 0, 0))
        for width in _WIDTHS:
            line.add_column(width=width, overflow="fold")
        line.add_row(f"{at.day:>2} {at:%b %H:%M}", unit, escape(SHOWN[sample.kind]), outcome)
        return line


def _outcome(tx: Tx, message: Message) -> str:
    """What became of a mail, in the words of a status page."""
    for revision in reports.of_message(tx, message.id):
        if revision.state == "accepted":
            again = f", revision {revision.number}" if revision.number > 1 else ""
            return f"[green]counted{again}[/]"
        return f"[magenta]held[/]: {escape(english(revision.reasons[0]))}"
    found = [d.detail for d in mail.documents(tx, message.id) if d.detail]
    why = message.reason or (english(found[0].split()[0]) if found else "")
    return f"[yellow]no report[/]: {escape(why)}"
