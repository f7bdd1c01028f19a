"""The demo's story: a month of mail, three ticks of the real service, and what came of it.

The service runs as it always does: it is handed a configuration whose servers are the demo's, and
a clock that stands at the moment of the tick. Nothing in it knows that this is a demo.
"""

import itertools
import logging
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    # Imported where they are used, so that the first words stand there at once.
    from mailproc.app import App
    from mailproc.config import Config
    from mailproc.demo.servers import Servers


@dataclass(frozen=True, slots=True)
class Moment:
    """A morning in June 2026 on which the service runs."""

    day: int
    words: str

    def at(self, config: "Config") -> datetime:
        """The moment, half an hour after the digest is due."""
        return datetime(2026, 6, self.day, 8, 30, tzinfo=config.zone)


MOMENTS = (
    Moment(9, "the day before the due date: receipts, and reminders to those who are missing"),
    Moment(11, "the day after the due date: warnings to those who are still missing"),
    Moment(15, "the forward date: what is late, what was corrected, who stays silent"),
)


def main(folder: Path | None, console: Console | None = None) -> int:
    """Play the month and show it; data, mails and configuration are left in a new folder.

    `folder` None: the first free `mailproc-demo-N` here. Raises NotUnderstood where the folder has
    something in it.
    """
    began = time.monotonic()
    console = console or Console(highlight=False)
    folder = _new_folder(folder)
    console.rule("[bold]mailproc demo")
    console.print(
        "A month of made-up mail from the 21 units of Kalasin, read and answered by the real "
        f"service. Nothing leaves this machine; everything is written to [bold]{folder}[/].\n"
    )
    clock = _Clock()
    with _quiet(), ExitStack() as stack:
        with console.status("starting a mailbox, a mail server and a database"):
            app, servers = _start(folder, clock, stack)
        for moment in MOMENTS:
            _live_through(moment, app, clock, servers, console)
        _show(app, servers, folder, console)
    console.print(f"\n[dim]played in {time.monotonic() - began:.0f} s[/]")
    return 0


def _start(folder: Path, clock: "_Clock", stack: ExitStack) -> tuple["App", "Servers"]:
    """The two servers and the service, which end with the stack."""
    from mailproc.app import build
    from mailproc.config import load
    from mailproc.demo.servers import running
    from mailproc.demo.settings import write_config

    servers = stack.enter_context(running())
    with _own_settings():
        config = load(write_config(folder, servers))
    return stack.enter_context(build(config, clock)), servers


def _show(app: "App", servers: "Servers", folder: Path, console: Console) -> None:
    from mailproc.demo.sample_month import PERIOD
    from mailproc.demo.show import save_mails, show_month

    show_month(app, PERIOD, save_mails(folder, servers.sent), folder, console)


def _live_through(
    moment: Moment, app: "App", clock: "_Clock", servers: "Servers", console: Console
) -> None:
    """What arrives until the moment, and the tick at it."""
    until = moment.at(app.config)
    console.rule(f"[bold]{until:%A %-d %B %Y, %H:%M}", align="left")
    console.print(f"[dim]{moment.words}[/]")

    from mailproc.demo.sample_month import arrivals, make
    from mailproc.demo.watch import Watch
    from mailproc.tick import tick

    arriving = list(arrivals(app.config, clock(), until))
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        drawing = progress.add_task("units send their reports", total=len(arriving))
        for one in arriving:
            mail = make(app.config, one)
            servers.arrive([(mail.received_at, mail.raw)])
            progress.advance(drawing)
        clock.moment = until
        watch = Watch(app, servers, progress, arriving)
        result = tick(app, watch)
        watch.see()
    for error in result.errors:
        console.print(f"[red]{error}[/]")
    console.print(f"[dim]{watch.summary()}[/]\n")


class _Clock:
    """The service's clock in the demo: it stands still at one moment."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 5, 31, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment.astimezone(UTC)


def _new_folder(folder: Path | None) -> Path:
    if folder is None:
        folder = next(
            f for n in itertools.count(1) if not (f := Path(f"mailproc-demo-{n}")).exists()
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        from mailproc.errors import NotUnderstood

        raise NotUnderstood(f"{folder} is there already; name a new folder with --folder")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the log's everyday lines from running through the pictures; warnings are shown."""
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


@contextmanager
def _own_settings() -> Iterator[None]:
    """Keep out what the environment says about a real mailbox, its password above all."""
    kept = {key: os.environ.pop(key) for key in list(os.environ) if key.startswith("MAILPROC_")}
    try:
        yield
    finally:
        os.environ.update(kept)
