"""`mailproc run` and `health`."""

import argparse
import sys
from datetime import datetime, timedelta

from mailproc import backups
from mailproc.app import make_data_dir
from mailproc.commands.common import app_of, config_path
from mailproc.config import Config, load
from mailproc.tick import tick
from mailproc.worker import after_tick, run_forever, sole_worker, stop_on_signal
from storage import ticks

MISSED_POLLS = 3


def run(args: argparse.Namespace) -> int:
    """The worker until it is told to end, or one tick: 1 if a server was out of reach."""
    config = load(config_path(args))
    make_data_dir(config.data_dir)
    with sole_worker(config.data_dir), stop_on_signal() as stop, app_of(args) as app:
        if not args.once:
            run_forever(app, stop)
            return 0
        result = tick(app, stop.is_set)
        backup_error = after_tick(app, result)
    for error in (*result.errors, *result.remarks, *filter(None, [backup_error])):
        print(error, file=sys.stderr)
    return 0 if result.ok else 1


def health(args: argparse.Namespace) -> int:
    """0 while ticks succeed and backups are made; 1 when none was for several polls or days."""
    with app_of(args) as app:
        with app.db.transaction() as tx:
            last, good, first = ticks.last(tx), ticks.last_success(tx), ticks.first(tx)
        if good is None or first is None:
            reason = f" ({last.error})" if last and last.error else ""
            print(f"no tick has succeeded yet{reason}; start one with `mailproc run`")
            return 1
        limit = alive_within(app.config, good.started_at)
        # A tick in the future is from before the clock was set back: it says nothing of today.
        if app.now() > limit or good.started_at > app.now():
            reason = f"; last error: {last.error}" if last and last.error else ""
            print(f"no tick has succeeded since {good.started_at:%Y-%m-%d %H:%M} UTC{reason}")
            return 1
        if overdue := backups.overdue(app.config, app.now(), first.started_at):
            print(overdue)
            return 1
    print(f"alive: last good tick at {good.started_at:%Y-%m-%d %H:%M} UTC")
    return 0


def alive_within(config: Config, since: datetime) -> datetime:
    """Until when a worker whose last good tick was at `since` counts as alive."""
    from apscheduler.triggers.cron import CronTrigger

    trigger = CronTrigger.from_crontab(config.worker.poll, timezone=config.zone)
    at = since
    for _ in range(MISSED_POLLS):
        at = trigger.get_next_fire_time(at, at + timedelta(seconds=1)) or at
    return at + timedelta(minutes=2)
