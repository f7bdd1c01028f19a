"""The scheduled worker: `tick` by a cron expression, one worker on a data folder, a clean end.

Ticks never overlap, the next makes up for one that is missed, and SIGTERM ends the worker after the
mail in hand.
"""

import fcntl
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType

from mailproc import backups, retention
from mailproc.app import App
from mailproc.ping import ping
from mailproc.tick import TickResult, tick
from storage.database import DatabaseUnavailable

log = logging.getLogger(__name__)

LOOK_AT_CLOCK = 30.0
"""Seconds."""
END_WITHIN = 8.0
"""Seconds after a signal; what stops a service waits little longer."""
MOST_LOGINS = 3
"""Logins with a password that is refused: more, and the provider may lock the account."""


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


class LoginGivenUp(Exception):
    """The mailbox refuses the password again and again; the text says what to do."""


@contextmanager
def stop_on_signal() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set, so that work ends after the mail in hand.

    Where that takes too long (a page that is hard to read, a server that is silent), the program
    ends as if the power had failed: the next tick carries on from the last commit.
    """
    stop = threading.Event()
    end = threading.Timer(END_WITHIN, _end_now)
    end.daemon = True

    def on_signal(number: int, _frame: FrameType | None) -> None:
        log.info("%s: ending after the mail in hand", signal.Signals(number).name)
        if not stop.is_set():
            stop.set()
            end.start()

    before = {s: signal.signal(s, on_signal) for s in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        end.cancel()
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_now() -> None:
    log.warning("ending in the middle of a mail: it will be taken up again")
    # Reader processes end with their parent, and locks with the process that has them.
    os._exit(0)


def run_forever(app: App, stop: threading.Event) -> None:
    """Tick at once, then as `[worker] poll` says, until `stop` is set.

    Raises LoginGivenUp after as many refused logins as an account may stand.
    """
    from apscheduler.triggers.cron import CronTrigger

    trigger = CronTrigger.from_crontab(app.config.worker.poll, timezone=app.config.zone)
    refused = 0
    while not stop.is_set():
        try:
            result = tick(app, stop.is_set)
            if result.login_refused is not None:
                # A server that bars us for a while has not taken the password either.
                refused = refused + 1 if result.login_refused else 0
            if refused >= MOST_LOGINS:
                raise LoginGivenUp(f"{result.errors[0]}; then start the worker again")
            after_tick(app, result)
        except DatabaseUnavailable as error:
            # The next tick tries again: the disk may have room, the database may be back.
            log.error("%s", error)
        _wait(app, trigger.get_next_fire_time(None, app.now()), stop)


def after_tick(app: App, result: TickResult) -> str:
    """The upkeep of a tick: today's backup, removing old mail, word to the dead-man's switch.

    Returns what could not be done, or "".
    """
    error = backups.daily(app)
    if not error:
        retention.daily(app)
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
