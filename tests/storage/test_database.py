"""Opening a database, transactions, and what a person is told when it cannot be used."""

import sqlite3
import stat
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import IntegrityError

from storage import database as database_module
from storage import mail, units
from storage.database import Database, DatabaseUnavailable, NotFound, open_database
from storage.failures import place, without_password
from storage.records import NewMessage
from tests.servers.postgres import LOCKED_ROLE, Postgres
from tests.storage.given import day, given_units


def units_of(database: Database) -> list[str]:
    with database.transaction() as tx:
        return list(tx.connection().scalars(text("SELECT id FROM unit ORDER BY id")))


def test_a_transaction_is_kept_when_it_ends(database: Database) -> None:
    with database.transaction() as tx:
        units.sync_units(tx, [("na-mon", "นามน", "district")])
    assert units_of(database) == ["na-mon"]


def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.transaction() as tx:
        units.sync_units(tx, [("na-mon", "นามน", "district")])
        tx.flush()
        raise RuntimeError
    assert units_of(database) == []


def test_references_are_enforced(database: Database) -> None:
    with pytest.raises(IntegrityError), database.transaction() as tx:
        units.approve_sender(tx, "a@example.go.th", "nowhere", day(1), "staff")


def test_errors_do_not_quote_what_is_stored(database: Database) -> None:
    with pytest.raises(IntegrityError) as caught, database.transaction() as tx:
        units.approve_sender(tx, "somebody@example.go.th", "nowhere", day(1), "staff")
    assert "parameters hidden" in str(caught.value)


def test_what_is_not_there_is_named(database: Database) -> None:
    with database.transaction() as tx, pytest.raises(NotFound) as caught:
        mail.get(tx, 77)
    assert str(caught.value) == "message 77"


def test_the_data_folder_is_for_this_user_alone(tmp_path: Path) -> None:
    file = tmp_path / "data" / "mailproc.db"
    open_database(f"sqlite:///{file}", tmp_path / "data" / "lock").close()
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_sqlite_is_set_to_lose_nothing(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'mailproc.db'}", tmp_path / "lock")
    with database.transaction() as tx:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        settings = [tx.connection().scalar(text(f"PRAGMA {name}")) for name in asked]
    assert settings == ["wal", 2, 1, database_module.BUSY_SECONDS * 1000]
    database.close()


def test_a_transaction_that_begins_with_reading_may_write_after_another_one(
    database: Database,
) -> None:
    """Two deferred transactions of SQLite could not both go on from here."""
    with database.transaction() as tx:
        tx.connection().scalar(text("SELECT count(*) FROM unit"))
        if tx.get_bind().dialect.name == "sqlite":
            other = sqlite3.connect(str(tx.get_bind().engine.url.database), timeout=0)
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("INSERT INTO unit VALUES ('x', 'x', 'district')")
            other.close()
        given_units(tx)
    assert len(units_of(database)) == 3


def test_a_locked_database_says_so(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 1)
    first = open_database(database_url, tmp_path / "lock")
    second = open_database(database_url, tmp_path / "lock")
    with first.transaction() as tx:
        units.sync_units(tx, [("na-mon", "นามน", "district")])
        tx.flush()
        with (
            pytest.raises(DatabaseUnavailable, match="locked by another program") as caught,
            second.transaction() as waiting,
        ):
            units.sync_units(waiting, [("na-mon", "นามน", "district")])
            waiting.flush()
    assert "\n" not in str(caught.value)
    first.close()
    second.close()


def test_a_full_disk_says_so_and_harms_nothing(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'mailproc.db'}", tmp_path / "lock")
    with database.transaction() as tx:
        pages = tx.connection().scalar(text("PRAGMA page_count"))
    with (
        pytest.raises(DatabaseUnavailable, match="the disk is full"),
        database.transaction() as tx,
    ):
        tx.connection().execute(text(f"PRAGMA max_page_count = {pages + 5}"))
        mail.store_message(tx, NewMessage(b"x" * 1_000_000, day(1)), day(1))
        tx.flush()
    with database.transaction() as tx:
        tx.connection().execute(text("PRAGMA max_page_count = 100000"))
        mail.store_message(tx, NewMessage(b"x" * 1_000_000, day(1)), day(1))
    database.close()


def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "mailproc.db").write_bytes(b"something else entirely " * 100)
    with pytest.raises(DatabaseUnavailable, match=r"mailproc\.db: is not a database"):
        open_database(f"sqlite:///{tmp_path / 'mailproc.db'}", tmp_path / "lock")


def test_a_data_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    with pytest.raises(DatabaseUnavailable, match=r"data folder: .*data"):
        open_database(f"sqlite:///{tmp_path / 'data' / 'x.db'}", tmp_path / "data" / "lock")


@pytest.mark.parametrize(
    "url", ["", "mailproc.db", "sqlite://", "mysql://u:secret@h/d", "postgresql://u:secret@h:x/d"]
)
def test_an_address_that_cannot_be_used_says_so_without_the_password(
    url: str, tmp_path: Path
) -> None:
    with pytest.raises(DatabaseUnavailable, match="the database address") as caught:
        open_database(url, tmp_path / "lock")
    assert "secret" not in str(caught.value)


def test_an_unescaped_at_sign_in_a_password_is_not_told_as_the_servers_name(
    tmp_path: Path,
) -> None:
    with pytest.raises(DatabaseUnavailable, match="must be written %40") as error:
        open_database("postgresql+psycopg://u:ge@heim@localhost/x", tmp_path / "lock")
    assert "heim" not in str(error.value)


def test_a_server_out_of_reach_says_so_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="cannot be reached; is it running") as caught:
        open_database("postgresql://me:secret@127.0.0.1:1/mailproc", tmp_path / "lock")
    assert "secret" not in str(caught.value)


def test_a_wrong_password_says_so_without_it(postgres: Postgres, tmp_path: Path) -> None:
    postgres.execute(f"CREATE ROLE {LOCKED_ROLE} LOGIN PASSWORD 'right'")
    url = f"postgresql://{LOCKED_ROLE}:secret@127.0.0.1:{postgres.port}/postgres"
    with pytest.raises(DatabaseUnavailable, match="refuses the user name or the pass") as caught:
        open_database(url, tmp_path / "lock")
    assert "secret" not in str(caught.value)


def test_a_missing_database_says_so(postgres: Postgres, tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match=r"nothing-here .*no such database; create it"):
        open_database(postgres.url("nothing-here"), tmp_path / "lock")


def test_a_server_that_was_restarted_is_used_again(postgres: Postgres, tmp_path: Path) -> None:
    name = postgres.create()
    database = open_database(postgres.url(name), tmp_path / "lock")
    with database.transaction() as tx:
        given_units(tx)
    postgres.execute(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname='{name}'"
    )
    assert len(units_of(database)) == 3
    database.close()
    postgres.drop(name)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://u:geheim@h/db",
        "postgresql+psycopg://u@h/db?password=geheim",
        "postgresql+psycopg://u@h/db?sslpassword=geheim",
        "postgresql+psycopg://:geheim@h/db",
        "postgresql+psycopg://u:ge@heim@h/db",
        "postgresql+psycopg://u:geheim@h:5432/db?connect_timeout=3",
    ],
)
def test_no_part_of_a_password_is_shown(url: str) -> None:
    for shown in (without_password(url), place(make_url(url))):
        assert "heim" not in shown and "db" in shown and "h" in shown
