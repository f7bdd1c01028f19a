"""The scheduled worker: APScheduler around `tick`, one worker on a data folder, a clean end.

Ticks never overlap, a missed one is caught up once, and SIGTERM ends the worker after the mail in
hand.
"""

import fcntl
import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from mailproc.app import App
from mailproc.tick import tick
from storage.database import DatabaseUnavailable

log = logging.getLogger(__name__)


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
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.cron import CronTrigger

    def one_tick() -> None:
        try:
            tick(app, stop.is_set)
        except DatabaseUnavailable as error:
            # The next tick tries again: the disk may have room, the database may be back.
            log.error("%s", error)

    scheduler = BackgroundScheduler(timezone=app.config.zone)
    scheduler.add_job(
        one_tick,
        CronTrigger.from_crontab(app.config.worker.poll, timezone=app.config.zone),
        next_run_time=app.now(),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    scheduler.start()
    stop.wait()
    scheduler.shutdown(wait=True)
