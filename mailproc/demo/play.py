"""The demo's story: a month of mail, three ticks of the real service, and what came of it.

The service runs as it always does: it is handed a configuration whose servers are the demo's, and
a clock that stands at the moment of the tick. Nothing in it knows that this is a demo.
"""

import itertools
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from mailproc.desk import NotUnderstood

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
    console = console or Console(highlight=False)
    folder = _new_folder(folder)
    console.rule("[bold]mailproc demo")
    console.print(
        "A month of made-up mail from the 21 units of Kalasin, read and answered by the real\n"
        f"service. Nothing leaves this machine; everything is written to [bold]{folder}[/].\n"
    )
    with console.status("starting a mailbox and a mail server"), _quiet():
        from mailproc.demo import servers
    began = time.monotonic()
    with _quiet(), servers.running() as running:
        _play(folder, console, running)
    console.print(f"\n[dim]played in {time.monotonic() - began:.0f} s[/]")
    return 0


def _play(folder: Path, console: Console, servers: "Servers") -> None:
    from mailproc.app import build
    from mailproc.config import load
    from mailproc.demo.sample_month import PERIOD
    from mailproc.demo.settings import write_config
    from mailproc.demo.show import save_mails, show_month

    with _own_settings():
        config = load(write_config(folder, servers))
    clock = _Clock(datetime(2026, 6, 1, tzinfo=config.zone))
    with build(config, clock) as app:
        for moment in MOMENTS:
            _live_through(moment, app, clock, servers, console)
        saved = save_mails(folder, servers.sent)
        show_month(app, PERIOD, saved, folder, console)


def _live_through(
    moment: Moment, app: "App", clock: "_Clock", servers: "Servers", console: Console
) -> None:
    """What arrives until the moment, and the tick at it."""
    from mailproc.demo.sample_month import arrivals, make
    from mailproc.demo.watch import Watch
    from mailproc.tick import tick

    until = moment.at(app.config)
    arriving = list(arrivals(app.config, clock.moment, until))
    console.rule(f"[bold]{until:%A %-d %B %Y, %H:%M}", align="left")
    console.print(f"[dim]{moment.words}[/]")
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

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment.astimezone(UTC)


def _new_folder(folder: Path | None) -> Path:
    if folder is None:
        folder = next(
            f for n in itertools.count(1) if not (f := Path(f"mailproc-demo-{n}")).exists()
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
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
