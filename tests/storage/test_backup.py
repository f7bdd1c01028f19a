"""A backup is everything at one moment, and the way back to it."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from storage import backup, mail, notices, reports, ticks, units
from storage.columns import Table
from storage.database import Database, DatabaseUnavailable, open_database
from storage.records import NewMessage
from tests.storage.given import day, given_message, given_units, notice, revision


def rows_of(database: Database) -> dict[str, list[str]]:
    with database.transaction() as tx:
        tables = Table.metadata.sorted_tables
        return {t.name: sorted(map(repr, tx.connection().execute(select(t)))) for t in tables}


def filled(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        message = given_message(tx)
        reports.add_revision(tx, message.id, revision(), day(9))
        notices.queue(tx, notice(message=message.id), "<n1@example.go.th>", day(9))
        ticks.start(tx, day(1))


def test_what_is_put_back_is_what_was_there(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    filled(database)
    with database.transaction() as tx:
        mail.store_message(tx, NewMessage(b"ours", day(2), in_sent_folder=True), day(2))
    before = rows_of(database)
    backup.write(database_url, tmp_path / "copy.db")
    with database.transaction() as tx:
        mail.store_message(tx, NewMessage(b"came later", day(3)), day(3))
    backup.put_back(database_url, tmp_path / "data" / "migrate.lock", tmp_path / "copy.db", day(4))
    after = rows_of(database)
    assert len(after.pop("tick")) == len(before.pop("tick")) + 1
    assert after == before
    with database.transaction() as tx:
        assert ticks.last_restore(tx) == day(4)
        assert mail.store_message(tx, NewMessage(b"came later", day(3)), day(3))[1]


@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
def test_the_database_itself_is_no_place_for_a_backup(tmp_path: Path, end: str) -> None:
    live = tmp_path / "data" / "mailproc.db"
    live.parent.mkdir()
    url = f"sqlite:///{live}"
    with closing(open_database(url, tmp_path / "migrate.lock")) as opened:
        filled(opened)
        before = rows_of(opened)
        (tmp_path / "also").symlink_to(live.parent)
        for folder in (live.parent, tmp_path / "also"):
            with pytest.raises(DatabaseUnavailable, match="belongs to the database itself"):
                backup.write(url, folder / f"mailproc.db{end}")
        assert rows_of(opened) == before


@pytest.mark.parametrize("there", [b"time_zone = 'Asia/Bangkok'\n", b"", None])
def test_what_is_no_backup_is_not_overwritten(
    database: Database, database_url: str, tmp_path: Path, there: bytes | None
) -> None:
    file = tmp_path / "config.toml"
    if there is not None:
        file.write_bytes(there)
    else:
        with closing(sqlite3.connect(file)) as other:
            other.execute("CREATE TABLE accounts (id INTEGER)")
    before = file.read_bytes()
    with pytest.raises(DatabaseUnavailable, match="no backup of this program: name another file"):
        backup.write(database_url, file)
    assert file.read_bytes() == before
    assert [f.name for f in tmp_path.glob("config.toml*")] == ["config.toml"]


def test_nor_is_the_database_of_another_service(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    """Of a second mailproc on this machine: it has the same tables, and is at work."""
    (tmp_path / "another").mkdir()
    live = tmp_path / "another" / "mailproc.db"
    with closing(open_database(f"sqlite:///{live}", tmp_path / "migrate.lock")) as another:
        filled(another)
        before = rows_of(another)
        with pytest.raises(DatabaseUnavailable, match="name another file"):
            backup.write(database_url, live)
        assert rows_of(another) == before


def test_a_backup_is_replaced_by_the_next(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    backup.write(database_url, copy)
    filled(database)
    backup.write(database_url, copy)
    with closing(sqlite3.connect(copy)) as there:
        assert there.execute("SELECT count(*) FROM message").fetchone() == (1,)


def test_of_a_copied_data_folder_the_newest_changes_come_back_too(
    database_url: str, tmp_path: Path
) -> None:
    """SQLite keeps them in a file beside the database until it is closed."""
    live, stick = tmp_path / "live.db", tmp_path / "stick"
    stick.mkdir()
    with closing(open_database(f"sqlite:///{live}", tmp_path / "migrate.lock")) as opened:
        filled(opened)
        for end in ("", "-wal"):
            shutil.copyfile(f"{live}{end}", stick / f"live.db{end}")
    assert (stick / "live.db-wal").stat().st_size > 0
    lock = tmp_path / "data" / "migrate.lock"
    lock.parent.mkdir(exist_ok=True)
    backup.put_back(database_url, lock, stick / "live.db", day(4))
    with closing(open_database(database_url, lock)) as again:
        assert rows_of(again)["report"]


def test_it_is_taken_while_others_write(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    filled(database)
    with database.transaction() as tx:
        units.sync_units(tx, [("new", "ใหม่", "district")])
        tx.flush()
        backup.write(database_url, tmp_path / "copy.db")
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("SELECT count(*) FROM unit WHERE id = 'new'").fetchone() == (0,)
        assert copy.execute("SELECT count(*) FROM revision").fetchone() == (1,)


def test_it_is_one_file_for_this_user_alone(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    backup.write(database_url, folder / "copy.db")
    assert [f.name for f in folder.iterdir()] == ["copy.db"]
    assert stat.S_IMODE((folder / "copy.db").stat().st_mode) == 0o600


def test_a_full_disk_leaves_the_copy_before_it(database: Database, tmp_path: Path) -> None:
    filled(database)
    with database.transaction() as tx:
        mail.store_message(tx, NewMessage(os.urandom(400_000), day(3)), day(3))
        url = f"sqlite:///{tx.get_bind().engine.url.database}"
        if tx.get_bind().dialect.name != "sqlite":
            pytest.skip("the same code writes the file")
    copy = tmp_path / "copy.db"
    copy.write_bytes(b"the copy of yesterday")
    program = (
        "import resource, sys; from pathlib import Path; from storage import backup, database\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        f"try: backup.write({url!r}, Path({str(copy)!r}))\n"
        "except database.DatabaseUnavailable as error: print(error)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "full" in ran.stdout
    assert copy.read_bytes() == b"the copy of yesterday"
    assert not list(tmp_path.glob("*.partial*"))


@pytest.mark.parametrize("data", [b"", b"no database at all " * 500])
def test_what_is_no_backup_changes_nothing(
    data: bytes, database: Database, database_url: str, tmp_path: Path
) -> None:
    filled(database)
    before = rows_of(database)
    (tmp_path / "copy.db").write_bytes(data)
    with pytest.raises(DatabaseUnavailable, match=r"copy\.db"):
        backup.put_back(
            database_url, tmp_path / "data" / "migrate.lock", tmp_path / "copy.db", day(4)
        )
    assert rows_of(database) == before


def test_a_damaged_database_is_set_aside(tmp_path: Path) -> None:
    live = tmp_path / "mailproc.db"
    url, lock = f"sqlite:///{live}", tmp_path / "lock"
    open_database(url, lock).close()
    backup.write(url, tmp_path / "copy.db")
    live.write_bytes(b"rubbish " * 1000)
    backup.put_back(url, lock, tmp_path / "copy.db", day(4))
    open_database(url, lock).close()
    assert live.with_name("mailproc.db.damaged").read_bytes() == b"rubbish " * 1000
