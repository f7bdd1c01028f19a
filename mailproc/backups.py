"""Backups: one a day, the newest kept; and back to one of them.

A backup holds everything, mails and attachments too, so that it is as private as the data folder.
"""

import logging
import re
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

from mailproc.app import App, make_data_dir
from mailproc.config import Config
from mailproc.errors import NotUnderstood
from mailproc.events import event
from storage import backup
from storage.database import DatabaseUnavailable

log = logging.getLogger(__name__)

KEPT = 14
TOO_OLD = timedelta(days=2)
_MADE_HERE = re.compile(
    r"mailproc-20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:-\d{6}-before-[a-z-]+)?\.db"
)
SPARE_BYTES = 100_000_000
"""Room that a backup leaves free: the service itself needs it more."""


def daily(app: App) -> str:
    """Make today's backup unless it is there, and remove those beyond the newest; "" or the error.

    It waits for the next tick where it cannot be made: the service goes on without.
    """
    folder, today = app.config.backup_dir, app.now().astimezone(app.config.zone).date()
    file = folder / f"mailproc-{today:%Y-%m-%d}.db"
    if file.exists():
        return ""
    try:
        make_data_dir(folder)
        _expect_room(folder)
        backup.write(app.config.database, file)
    except (DatabaseUnavailable, OSError) as error:
        log.error("%s", error)
        return str(error)
    _remove_old(folder, today)
    _remove_forgotten(folder, today)
    log.info(event("backup written", file=file))
    return ""


def before(config: Config, now: datetime, what: str, needed: Path | None = None) -> Path:
    """A backup before something that cannot be taken back; as many are kept as daily ones.

    `needed`: a backup that must not go for it.
    """
    make_data_dir(config.backup_dir)
    local = now.astimezone(config.zone)
    file = config.backup_dir / f"mailproc-{local:%Y-%m-%d-%H%M%S}-before-{what}.db"
    backup.write(config.database, file)
    _remove_old(config.backup_dir, local.date(), needed)
    return file


def restore(config: Config, file: Path, now: datetime) -> Path | None:
    """Go back to that backup. What is stored now is kept as a backup; None if it was unreadable.

    Raises DatabaseUnavailable, also where what is stored is sound and cannot be kept, and
    NotUnderstood.
    """
    if not file.is_file():
        raise NotUnderstood(f"{file}: no such file; backups lie in {config.backup_dir}")
    lock = config.data_dir / "migrate.lock"
    try:
        kept = before(config, now, "restore", file)
    except DatabaseUnavailable as error:
        if backup.is_readable(config.database):
            raise DatabaseUnavailable(f"nothing was restored: {error}") from error
        log.warning("what is stored now could not be kept: %s", error)
        kept = None
    backup.put_back(config.database, lock, file, now)
    return kept


def newest(config: Config, today: date) -> date | None:
    """The day of the newest daily backup, of those that a clock gone wrong did not put ahead."""
    days = [_day_of(f) for f in _files(config.backup_dir) if "-before-" not in f.name]
    return max((d for d in days if d <= today), default=None)


def overdue(config: Config, now: datetime, since: datetime) -> str:
    """What is wrong with the backups of a service that works since then; "" if nothing."""
    today = now.astimezone(config.zone).date()
    last = newest(config, today)
    if today - (last or since.astimezone(config.zone).date()) <= TOO_OLD:
        return ""
    return f"newest backup: {last or 'none'}; see the log, make room in {config.backup_dir}"


def _files(folder: Path) -> list[Path]:
    """The backups made here, sorted; what people put beside them by other names is left alone."""
    return sorted(f for f in folder.glob("mailproc-*.db") if _MADE_HERE.fullmatch(f.name))


def _remove_old(folder: Path, today: date, needed: Path | None = None) -> None:
    """Keep the newest of the daily backups, and as many of those before something was done.

    Those that a clock gone wrong put ahead go first: they are older than they say.
    """
    files = sorted(_files(folder), key=lambda f: (_day_of(f) <= today, f))
    daily = [f for f in files if "-before-" not in f.name]
    for some in (daily, [f for f in files if f not in daily]):
        for file in some[:-KEPT]:
            if needed is None or not needed.samefile(file):
                file.unlink(missing_ok=True)


def _remove_forgotten(folder: Path, today: date) -> None:
    """What was removed for good must not lie in the backup before it for longer than in others."""
    for file in _files(folder):
        if file.name.endswith("-before-forget.db") and today - _day_of(file) > timedelta(days=KEPT):
            file.unlink(missing_ok=True)


def _day_of(file: Path) -> date:
    return date.fromisoformat(file.stem.removeprefix("mailproc-")[: len("2026-01-31")])


def _expect_room(folder: Path) -> None:
    """Refuse before the disk is full: a backup that takes the last room stops the service."""
    needed = max((f.stat().st_size for f in _files(folder)), default=0) + SPARE_BYTES
    if shutil.disk_usage(folder).free < needed:
        raise DatabaseUnavailable(f"no room for a backup in {folder}: make {needed >> 20} MB free")
