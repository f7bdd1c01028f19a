"""What the demo shows at its end: the month, the mails, what to look at and what to try."""

import email
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from mailproc.app import App
from mailproc.demo.figures import figures
from mailproc.demo.sample_month import MONTH
from mailproc.demo.servers import Sent
from mailproc.demo.watch import KINDS
from mailproc.month.overview import month_of
from mailproc.month.table import status_table
from mailproc.notices.page import with_pictures
from mailproc.reasons import english
from storage import reports
from storage.records import Revision


@dataclass(frozen=True, slots=True)
class Saved:
    """A mail that went out, and the HTML file that shows it."""

    kind: str
    to: str
    html: Path


def save_mails(folder: Path, sent: Iterable[Sent]) -> list[Saved]:
    """Write every mail that went out to `sent/` in the folder, as .eml and as .html."""
    out = folder / "sent"
    out.mkdir()
    saved = []
    for number, one in enumerate(sent, 1):
        mail = email.message_from_bytes(one.raw, policy=default)
        assert isinstance(mail, EmailMessage)
        kind, to = str(mail["X-Mailproc-Notice"]), one.to[0].partition("@")[0]
        html = out / f"{number:02d}-{kind}-{to}.html"
        html.with_suffix(".eml").write_bytes(one.raw)
        body = mail.get_body(("html",))
        page = with_pictures(body.get_content(), _pictures(mail)) if body else ""
        html.write_text(page, encoding="utf-8")
        saved.append(Saved(kind, to, html))
    return saved


def _pictures(mail: EmailMessage) -> Iterator[tuple[str, str, bytes]]:
    """What the HTML of the mail shows by `cid:`, by its Content-ID."""
    for part in mail.walk():
        data = part.get_payload(decode=True)
        if part["Content-ID"] and isinstance(data, bytes):
            yield str(part["Content-ID"]).strip("<>"), part.get_content_type(), data


def show_month(
    app: App, period: str, saved: Sequence[Saved], folder: Path, console: Console
) -> None:
    """The units, the mails, what waits for a person, where things lie, what to try."""
    campaign = app.config.campaign[0]
    today = app.now().astimezone(app.config.zone).date()
    with app.db.transaction() as tx:
        month = month_of(tx, app.config, campaign, period, today)
        held = reports.held(tx)
    console.rule("[bold]What came of it", align="left")
    console.print(status_table(month, app.config.zone))
    console.print(
        f"{month.reported} of {month.expected} have reported: {month.count('on_time')} on time,"
        f" {month.count('late')} late; {month.count('held')} held,"
        f" {month.count('missing')} missing\n"
    )
    console.print(_mails(saved))
    console.print(_waiting(held))
    _what_next(app, period, saved, folder, console)


def _mails(saved: Sequence[Saved]) -> Table:
    table = Table(title="mails sent")
    for column in ("what", "how many", "to", "look at"):
        table.add_column(column, overflow="fold")
    for kind, words in KINDS.items():
        mails = [s for s in saved if s.kind == kind]
        to = ", ".join(dict.fromkeys(s.to for s in mails))
        table.add_row(words, str(len(mails)), to, mails[-1].html.name if mails else "")
    return table


def _waiting(held: Sequence[Revision]) -> Table:
    table = Table(title="what waits for a person")
    for column in ("item", "unit", "from", "why"):
        table.add_column(column)
    for item in held:
        unit, why = item.unit or item.unit_guess or "", "; ".join(map(english, item.reasons[:2]))
        more = f"; and {len(item.reasons) - 2} more" if len(item.reasons) > 2 else ""
        table.add_row(str(item.id), unit, escape(item.sender), escape(why + more))
    return table


def _what_next(
    app: App, period: str, saved: Sequence[Saved], folder: Path, console: Console
) -> None:
    digest = [s.html for s in saved if s.kind == "digest"][-1]
    doubtful = next(a.unit for a in MONTH if a.kind == "doubtful")
    total = figures(app.config.unit_by_id[doubtful], period)["organizations_total"]
    program = sys.argv[0] if Path(sys.argv[0]).name == "mailproc" else "mailproc"
    config = f"--config {folder / 'config.toml'}"
    console.print("\n[bold]Look at")
    console.print(f"  {digest}  the last digest, as staff get it", soft_wrap=True)
    console.print(f"  {folder / 'sent'}/  every mail that went out, .html and .eml", soft_wrap=True)
    console.print(f"  {folder / 'data' / 'mailproc.db'}  the database", soft_wrap=True)
    console.print("\n[bold]Try next, on this data")
    for command in (
        f"status {config} --period {period}",
        f"held {config}",
        f"correct {config} {doubtful} {period} organizations_done={total}",
        f"export {config} --period {period} --csv",
        f"preview warning {config} --out {folder / 'warning.html'}",
        f"reprocess {config} --all --dry-run",
    ):
        console.print(f"  {program} {command}", markup=False, soft_wrap=True)
