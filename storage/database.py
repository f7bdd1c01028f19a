"""One database, SQLite or PostgreSQL: opened, brought up to date, and used in transactions."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import TypeAlias

from sqlalchemy import URL, Connection, Engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlmodel import Session, create_engine

from storage.failures import place, reason_of
from storage.migrations import HEAD

Tx: TypeAlias = Session

# How long a transaction waits for another one's lock before it gives up. A backup or a slow disk
# may hold the lock for some seconds.
BUSY_SECONDS = 15


class DatabaseUnavailable(Exception):
    """The database cannot be used now; the text is one line that says what is wrong.

    Locked, disk full, out of reach, refused password, damaged, written by a newer program: all
    are things that a person can do something about. The text never holds a password.
    """


class NotFound(KeyError):
    """Nothing is stored under this id or key; the text names it."""

    def __str__(self) -> str:
        """The text as it is; a plain KeyError would put it in quotes."""
        return str(self.args[0])


class Database:
    """An open database at the schema of this program."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._engine = engine_of(url)

    @contextmanager
    def transaction(self) -> Iterator[Tx]:
        """All or nothing: commits at the end, rolls back on any exception.

        On SQLite the write lock is taken with the first statement, so that a transaction that
        reads and then writes cannot fail half-way. Raises DatabaseUnavailable.
        """
        with explained(self._url), Session(self._engine) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def open_database(url: str, lock_file: Path) -> Database:
    """Open the database, after creating and migrating it where it is not up to date.

    `url`: `sqlite:///path` or `postgresql+psycopg://user:password@host/name`. `lock_file`: a path
    in the data folder, which is made if missing; of several programs that start at once, one
    migrates and the others wait for it. Raises DatabaseUnavailable.
    """
    parsed = parse(url)
    try:
        _private_folder(lock_file.parent)
        if parsed.get_backend_name() == "sqlite":
            _private_folder(Path(parsed.database or "").parent)
        with lock_file.open("w") as lock:
            # Also for the first look: two programs that make a new SQLite file a WAL one at the
            # same moment lock each other out, and SQLite does not wait there.
            fcntl.flock(lock, fcntl.LOCK_EX)
            if _version(parsed) != HEAD:
                _migrate(parsed)
    except OSError as error:
        raise DatabaseUnavailable(f"data folder: {error.filename}: {error.strerror}") from error
    return Database(parsed)


def parse(url: str) -> URL:
    """The address with the driver that is used. Raises DatabaseUnavailable, without a password."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # The text of the error may quote the address, and with it the password.
        raise DatabaseUnavailable("the database address cannot be understood") from None
    if "@" in (parsed.host or ""):
        # What stands before it is the end of a password, and would be told as the host's name.
        raise DatabaseUnavailable(
            "an @ in the user name or password of the database address must be written %40"
        )
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database:
        return parsed.set(drivername="sqlite")
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    raise DatabaseUnavailable(
        f"the database address begins with {parsed.drivername}:, "
        "but must be sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"
    )


def _private_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _version(url: URL) -> str | None:
    """The schema's version without loading Alembic: opening happens far more than migrating."""
    engine = engine_of(url)
    try:
        with explained(url), engine.begin() as connection:
            return _stored_version(connection)
    finally:
        engine.dispose()


def _stored_version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def _migrate(url: URL) -> None:
    """All missing migrations in one transaction: stopped half-way, nothing has happened."""
    from storage.migrations.upgrade import is_known, upgrade

    # SQLite changes a table by making it anew, which enforced foreign keys would forbid.
    engine = engine_of(url, foreign_keys=False)
    try:
        with explained(url), engine.begin() as connection:
            version = _stored_version(connection)
            if version is not None and not is_known(version):
                raise DatabaseUnavailable(
                    f"{place(url)} was written by a newer version of this program "
                    f"(schema {version}, known up to {HEAD}): install the newer version"
                )
            upgrade(connection)
    finally:
        engine.dispose()


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn the driver's errors that a person can do something about into DatabaseUnavailable."""
    try:
        yield
    except DBAPIError as error:
        reason = reason_of(error)
        if reason is None:
            raise
        raise DatabaseUnavailable(f"{place(url)}: {reason}") from error


def engine_of(url: URL, *, foreign_keys: bool = True) -> Engine:
    """Connections to it, set to lose nothing; for this package only, to be disposed of."""
    if url.get_backend_name() == "postgresql":
        return create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": BUSY_SECONDS,
                "options": f"-c lock_timeout={BUSY_SECONDS}s",
            },
        )
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None}
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: SqliteConnection, _record: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        # What is removed (raw mail, by its age) must not linger in the file.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
