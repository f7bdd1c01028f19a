"""The scheduled worker: `tick` by a cron expression, one worker on a data folder, a clean end.

Ticks never overlap, the next makes up for one that is missed, and SIGTERM ends the worker after the
mail in hand.
"""

import fcntl
import logging
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType

from mailproc import backups
from mailproc.app import App
from mailproc.ping import ping
from mailproc.tick import TickResult, tick
from storage.database import DatabaseUnavailable

log = logging.getLogger(__name__)

LOOK_AT_CLOCK = 30.0
"""Seconds."""


class AlreadyRunning(Exception):
    """Another worker has this data folder."""


@contextmanager
def sole_worker(data_dir: Path) -> Iterator[None]:
    """Hold the data folder for one worker; the lock goes with the process, however it ends.

    Raises AlreadyRunning.
    """
    with (data_dir / "worker.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"another mailproc worker has {data_dir}") from None
        yield


@contextmanager
def stop_on_signal() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set, so that work ends after the mail in hand."""
    stop = threading.Event()

    def on_signal(number: int, _frame: FrameType | None) -> None:
        log.info("%s: ending after the mail in hand", signal.Signals(number).name)
        stop.set()

    before = {s: signal.signal(s, on_signal) for s in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run_forever(app: App, stop: threading.Event) -> None:
    """Tick at once, then as `[worker] poll` says, until `stop` is set."""
    from apscheduler.triggers.cron import CronTrigger

    trigger = CronTrigger.from_crontab(app.config.worker.poll, timezone=app.config.zone)
    while not stop.is_set():
        try:
            after_tick(app, tick(app, stop.is_set))
        except DatabaseUnavailable as error:
            # The next tick tries again: the disk may have room, the database may be back.
            log.error("%s", error)
        _wait(app, trigger.get_next_fire_time(None, app.now()), stop)


def after_tick(app: App, result: TickResult) -> str:
    """The upkeep that goes with a tick: today's backup, word to the dead-man's switch.

    Returns what could not be done, or "".
    """
    error = backups.daily(app)
    if result.ok and not error:
        ping(app.config.upkeep.ping_url.get_secret_value())
    return error


def _wait(app: App, until: datetime, stop: threading.Event) -> None:
    """Wait for that moment, or as long as it was away when the waiting began.

    Whichever is first: a clock that is set back must not stop the worker for a day, and a machine
    that slept is late already.
    """
    left = (until - app.now()).total_seconds()
    end = time.monotonic() + left
    while left > 0 and not stop.wait(min(left, LOOK_AT_CLOCK)):
        left = min((until - app.now()).total_seconds(), end - time.monotonic())
