"""A copy of everything that is stored, as one SQLite file, whatever database the service uses.

Mails and attachments lie in the database, so the file is the whole memory of the service. It is
written beside its name and takes it when it is complete: a copy that is there is a whole one.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Integer, func, insert, select, text, update

from storage import ticks
from storage.columns import Table
from storage.database import (
    BUSY_SECONDS,
    DatabaseUnavailable,
    engine_of,
    explained,
    open_database,
    parse,
)
from storage.failures import sqlite_reason
from storage.tables import ReportRow

ROWS = 50
"""Rows copied at a time: raw mails are big."""


def write(url: str, file: Path) -> None:
    """Write a consistent copy to `file` while others go on working; an older one is replaced, and
    nothing else is.

    Raises DatabaseUnavailable; what was there under that name is then still there.
    """
    parsed = parse(url)
    if any(_is_same(own, file) for own in _files_of(parsed)):
        raise DatabaseUnavailable(f"{file} belongs to the database itself: name another file")
    if file.exists() and not (_is_ours(file) and _is_alone(file)):
        raise DatabaseUnavailable(
            f"{file} is there and no backup of this program: name another file, or remove it first"
        )
    partial = file.with_name(file.name + ".partial")
    try:
        with _sqlite_explained(f"backup {file}"), _emptied(partial):
            if parsed.get_backend_name() == "sqlite":
                _copy_file(Path(parsed.database or ""), partial)
            else:
                _copy_out(parsed, partial)
            with closing(sqlite3.connect(partial)) as copy:
                # One file, with no others beside it.
                copy.execute("PRAGMA journal_mode = DELETE")
            _to_disk(partial)
            partial.replace(file)
            _to_disk(file.parent)
    except OSError as error:
        raise DatabaseUnavailable(f"backup {file}: {error.strerror}") from error


def is_readable(url: str) -> bool:
    """Whether the database is sound, as far as its file shows; a server's is taken to be."""
    parsed = parse(url)
    if parsed.get_backend_name() != "sqlite":
        return True
    file = Path(parsed.database or "")
    if not file.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as there:
            return bool(there.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def put_back(url: str, lock_file: Path, copy: Path, now: datetime) -> None:
    """Make the database what it was when `copy` was taken, and note there that this was done.

    All or nothing. A database file that is damaged is set aside with `.damaged` after its name.
    No worker may run. Raises DatabaseUnavailable.
    """
    partial = lock_file.with_name("restore.partial")
    try:
        with _sqlite_explained(f"backup {copy}"), _emptied(partial):
            shutil.copyfile(copy, partial)
            # Of a copied data folder the newest changes lie beside the file.
            newest = copy.with_name(copy.name + "-wal")
            if newest.exists():
                shutil.copyfile(newest, partial.with_name(partial.name + "-wal"))
            _expect_whole(partial, copy)
            restored = open_database(f"sqlite:///{partial}", lock_file)
            with closing(restored), restored.transaction() as tx:
                ticks.note_restore(tx, now)
            _put_into(parse(url), lock_file, partial)
    except OSError as error:
        raise DatabaseUnavailable(f"backup {copy}: {error.strerror}") from error


def _files_of(url: URL) -> list[Path]:
    """The database's own files; none where it is a server's."""
    if url.get_backend_name() != "sqlite":
        return []
    live = Path(url.database or "")
    return [live.with_name(live.name + end) for end in ("", "-wal", "-shm")]


def _is_same(one: Path, other: Path) -> bool:
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.absolute() == other.absolute()


@contextmanager
def _emptied(file: Path) -> Iterator[None]:
    """A new file for this user alone, gone at the end unless it was renamed."""
    parts = [
        file,
        *(file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal", "-lock")),
    ]
    for part in parts:
        part.unlink(missing_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _copy_file(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(source, timeout=BUSY_SECONDS)) as old,
        closing(sqlite3.connect(target, timeout=BUSY_SECONDS)) as new,
    ):
        # In one step: SQLite reads one moment of the database, and writers need not wait for it.
        old.backup(new)


def _copy_out(source: URL, target: Path) -> None:
    url = f"sqlite:///{target}"
    open_database(url, target.with_name(target.name + "-lock")).close()
    here, there = engine_of(source), engine_of(parse(url), foreign_keys=False)
    try:
        with explained(source), here.connect() as old, there.begin() as new:
            _copy_rows(old.execution_options(isolation_level="REPEATABLE READ"), new)
    finally:
        here.dispose()
        there.dispose()


def _put_into(url: URL, lock_file: Path, copy: Path) -> None:
    if url.get_backend_name() == "sqlite":
        live = Path(url.database or "")
        live.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            _copy_file(copy, live)
        except sqlite3.DatabaseError as error:
            if not _is_damaged(error):
                raise
            for end in ("-wal", "-shm", ""):
                part = live.with_name(live.name + end)
                if part.exists():
                    part.replace(part.with_name(part.name + ".damaged"))
            _copy_file(copy, live)
        return
    open_database(url.render_as_string(hide_password=False), lock_file).close()
    here, there = engine_of(parse(f"sqlite:///{copy}")), engine_of(url)
    try:
        with here.begin() as old, explained(url), there.begin() as new:
            names = ", ".join(f'"{t.name}"' for t in Table.metadata.sorted_tables)
            new.execute(text(f"TRUNCATE {names}"))
            _copy_rows(old, new)
            _number_on(new)
    finally:
        here.dispose()
        there.dispose()


def _copy_rows(old: Connection, new: Connection) -> None:
    """Every row of every table; which revision of a report counts only when both are there."""
    reports = Table.metadata.tables[str(ReportRow.__tablename__)]
    for table in Table.metadata.sorted_tables:
        found = old.execution_options(yield_per=ROWS).execute(select(table))
        for rows in found.mappings().partitions():
            values = [dict(row) for row in rows]
            if table is reports:
                values = [{**row, "current_revision_id": None} for row in values]
            new.execute(insert(table), values)
    named = select(reports.c.id, reports.c.current_revision_id)
    for report, revision in old.execute(named.where(reports.c.current_revision_id.is_not(None))):
        current = update(reports).where(reports.c.id == report)
        new.execute(current.values(current_revision_id=revision))


def _number_on(new: Connection) -> None:
    """New rows get numbers after the copied ones."""
    for table in Table.metadata.sorted_tables:
        if "id" in table.c and isinstance(table.c.id.type, Integer):
            after = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
            counter = func.pg_get_serial_sequence(table.name, "id")
            new.execute(select(func.setval(counter, after, False)))


def _expect_whole(file: Path, shown: Path) -> None:
    with closing(sqlite3.connect(file)) as copy:
        (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok" or not _is_ours(file):
        raise DatabaseUnavailable(f"{shown} is no backup of this program, or damaged")


def _is_ours(file: Path) -> bool:
    """Whether a file is a database of this program, by its tables."""
    return _first_row(file, "SELECT 1 FROM sqlite_master WHERE name = 'message_raw'") is not None


def _is_alone(file: Path) -> bool:
    """Whether a database is all in this one file, as backups are: a service's own, of which this
    one may not know, has its newest changes in another.
    """
    return _first_row(file, "PRAGMA journal_mode") not in (None, ("wal",))


def _first_row(file: Path, statement: str) -> tuple[object, ...] | None:
    """The first row of what a database file answers; None if there is none, or no database."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as there:
            row: tuple[object, ...] | None = there.execute(statement).fetchone()
            return row
    except sqlite3.Error:
        return None


def _is_damaged(error: sqlite3.Error) -> bool:
    name = getattr(error, "sqlite_errorname", None) or ""
    return name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT"))


@contextmanager
def _sqlite_explained(what: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise DatabaseUnavailable(f"{what}: {sqlite_reason(error) or error}") from error


def _to_disk(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
