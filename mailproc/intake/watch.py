"""The watched folder: files that people save there are taken in as if they had been imported.

Nothing in it is moved, changed or deleted; what was taken in is remembered. A file is left alone
until it has stopped changing, so that no half of it is read.
"""

import logging
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailproc.events import event
from mailproc.intake.collect import MAX_RAW
from storage import mail, watched
from storage.database import Database
from storage.records import NewMessage, Via, WatchedFile

log = logging.getLogger(__name__)

SETTLED = timedelta(seconds=15)
"""So long a file must have stayed as it is."""
WAYS: dict[str, Via] = {"line": "line", "paper": "paper", "hand": "hand"}
"""The sub-folders that say how a file came; anywhere else it came by LINE."""
# Half-written files, and what Windows and office programs leave beside theirs.
_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".download")
_NOT_FOR_US = ("thumbs.db", "desktop.ini")


class FolderUnavailable(Exception):
    """The watched folder cannot be read; the text says which and why."""


class NotTaken(Exception):
    """A file cannot be taken in; the text says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to take in: its name for the database, and how it came."""

    path: Path
    via: Via

    @property
    def name(self) -> str:
        """The path as text that any database takes, whatever bytes the file system has."""
        return os.fsencode(self.path).decode("utf-8", "backslashreplace")


def take_in(
    db: Database, folder: Path, now: Callable[[], datetime], stop: Callable[[], bool]
) -> int:
    """Store what is new in the folder and has settled, one file at a time; returns how many.

    `stop` is asked between files. Raises FolderUnavailable, after all that could be read was.
    """
    broken: list[OSError] = []
    found = {f.name: f for f in files_in(folder, broken.append)}
    with db.transaction() as tx:
        known = watched.known(tx)
        if not broken:
            watched.forget(tx, known.keys() - found.keys())
    stored = 0
    for name, file in found.items():
        if stop():
            break
        stored += _take(db, file, known.get(name), now())
    if broken:
        raise FolderUnavailable(f"{broken[0].filename}: {broken[0].strerror}")
    return stored


def files_in(
    folder: Path, on_error: Callable[[OSError], None], usual: Via = "line"
) -> Iterator[Found]:
    """The files below the folder that are meant for us, sorted; links are not followed. `usual`:
    how those came that lie in no folder which says so.

    `on_error` is told of each folder that cannot be read.
    """
    for here, folders, names in os.walk(folder, onerror=on_error):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        top = Path(here).relative_to(folder).parts[:1]
        via = WAYS.get(top[0].lower(), usual) if top else usual
        for name in sorted(names):
            if not name.startswith((".", "~$")) and not _unfinished(name.lower()):
                yield Found(Path(here) / name, via)


def read_file(path: Path) -> bytes:
    """The bytes of a regular file. Raises NotTaken, OSError."""
    # Not blocking, as a pipe would; a link may lead anywhere.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        size = _size(os.fstat(file.fileno()))
        data = file.read(size + 1)
    if len(data) != size:
        raise NotTaken("it changed while it was read")
    return data


def _unfinished(name: str) -> bool:
    return name.endswith(_UNFINISHED) or name in _NOT_FOR_US


def _take(db: Database, found: Found, before: WatchedFile | None, now: datetime) -> bool:
    """Take in one file, if it is new or has changed; whether its bytes are new to us.

    One that cannot be read is tried again every time, but is news only once.
    """
    try:
        facts = found.path.lstat()
        size, changed = facts.st_size, facts.st_mtime_ns
        same = before is not None and (before.size, before.changed) == (size, changed)
        if before is not None and same and not before.problem:
            return False
        _size(facts)
        # abs: a file from a clock that is ahead must not wait for ever.
        if abs(now - datetime.fromtimestamp(facts.st_mtime, UTC)) < SETTLED:
            return False
        data = read_file(found.path)
    except (OSError, NotTaken, OverflowError) as error:
        _note(db, found, before, _words(error), now)
        return False
    new = NewMessage(
        raw=data,
        received_at=now,
        kind="mail" if found.path.suffix.lower() == ".eml" else "file",
        via=found.via,
        name=os.fsencode(found.path.name).decode("utf-8", "backslashreplace"),
    )
    with db.transaction() as tx:
        message, is_new = mail.store_message(tx, new, now)
        watched.remember(tx, WatchedFile(found.name, size, changed, "", now))
    what = "stored" if is_new else "stored already"
    log.info(event(what, message=message.id, via=found.via, bytes=len(data)))
    return is_new


def _note(
    db: Database, found: Found, before: WatchedFile | None, problem: str, now: datetime
) -> None:
    if before is None or before.problem != problem:
        with db.transaction() as tx:
            watched.remember(tx, WatchedFile(found.name, 0, 0, problem, now))
        log.warning(event("file not taken in", reason=problem))


def _size(facts: os.stat_result) -> int:
    if stat.S_ISLNK(facts.st_mode):
        raise NotTaken("it is a link; put the file itself there")
    if not stat.S_ISREG(facts.st_mode):
        raise NotTaken("it is no ordinary file")
    if facts.st_size > MAX_RAW:
        raise NotTaken(
            f"it has {facts.st_size // 1_000_000} MB, more than {MAX_RAW // 1_000_000} MB"
        )
    return facts.st_size


def _words(error: Exception) -> str:
    return str((error.strerror or error) if isinstance(error, OSError) else error)
