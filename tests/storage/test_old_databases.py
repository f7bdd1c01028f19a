"""A database of an older program, and a backup of one: brought up to date with all that is in it.

Whoever updates the program has a year of reports in there.
"""

import os
import shutil
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, MetaData, create_engine, event, insert, select, update
from sqlalchemy import Table as Described

from storage import backup, mail, questions, reports
from storage.database import engine_of, open_database, parse
from storage.migrations import HEAD
from storage.migrations.upgrade import alembic_config
from tests.storage.given import day

NOW = datetime(2026, 2, 3, 4, 5, tzinfo=UTC)
OLD = ("0001", "0004", "0007", "0011")
# A row of each table, in the order in which they refer to one another.
ROWS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("unit", {"id": "na-mon", "name": "นามน", "kind": "district"}),
    (
        "approved_sender",
        {"address": "a@b.go.th", "unit": "na-mon", "approved_at": NOW, "approved_by": "s"},
    ),
    (
        "message",
        {"id": 7, "sha256": "ab", "kind": "mail", "via": "line", "name": "", "unit_hint": ""}
        | {"period_hint": "", "received_at": NOW, "stored_at": NOW, "state": "held", "tries": 3}
        | {"reason": "why", "sender": "a@b.go.th", "rfc_message_id": "<1@b>", "subject": "ส่ง"}
        | {"authentic": True, "outcome": "", "unfinished": 0, "spam": False},
    ),
    ("message_raw", {"message_id": 7, "data": b"From: a@b.go.th\r\n\r\n\0\xff"}),
    ("arrival", {"folder": "INBOX", "uidvalidity": 5, "uid": 6, "tries": 1, "message_id": 7}),
    (
        "document",
        {"message_id": 7, "position": 0, "path": "a.pdf", "sha256": "cd", "media": "x/y"}
        | {"size": 9, "pages": 1, "outcome": "reports", "detail": "[]"},
    ),
    (
        "report",
        {"id": 3, "campaign": "c", "unit": "na-mon", "period": "2026-01", "last_number": 1}
        | {"first_counted_at": NOW},
    ),
    (
        "revision",
        {"id": 4, "report_id": 3, "campaign": "c", "form": "f", "unit": "na-mon", "number": 1}
        | {"period": "2026-01", "state": "accepted", "reasons": "[]", "counted_at": NOW}
        | {"recorded_at": NOW, "stands_at": NOW, "decided_at": NOW, "decided_by": "program"}
        | {"via": "paper", "sender": "a@b.go.th", "message_id": 7, "document": 0, "ordinal": 0}
        | {"page": 1},
    ),
    (
        "reading",
        {"revision_id": 4, "field": "website", "position": 0, "value": "12", "raw": "๑๒"}
        | {"status": "accepted", "confidence": 0.99, "source": "text", "page": 1, "x0": 1.5}
        | {"corrected_by": "staff", "corrected_at": NOW},
    ),
    (
        "notice",
        {"id": 8, "key": "receipt/7/1", "kind": "receipt", "recipient_list": "[]"}
        | {"recipients": 1, "subject": "s", "text": "t", "html": "h", "campaign": "c"}
        | {"unit": "na-mon", "period": "2026-01", "number": 1, "message_id": 7, "in_reply_to": ""}
        | {"references": "", "auto_submitted": "auto-replied", "state": "sent", "tries": 1}
        | {"rfc_message_id": "<n@b>", "queued_at": NOW, "changed_at": NOW, "error": ""},
    ),
    (
        "extension",
        {"campaign": "c", "unit": "na-mon", "period": "2026-02", "due": NOW.date()}
        | {"set_at": NOW, "set_by": "staff"},
    ),
    ("tick", {"id": 9, "started_at": NOW, "outcome": "ok", "error": "", "counts": "{}"}),
)
Rows = dict[str, list[dict[str, Any]]]


def old_database(url: str, version: str) -> Rows:
    """Make it as the program of that version did, with a row in each table; what is in it."""
    engine = engine_of(parse(url), foreign_keys=False)
    with engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    with engine.begin() as connection:
        for name, row in ROWS:
            table = Described(name, MetaData(), autoload_with=connection)
            has = {k: v for k, v in row.items() if k in table.c}
            connection.execute(insert(table).values(has))
        report = Described("report", MetaData(), autoload_with=connection)
        connection.execute(update(report).values(current_revision_id=4))
    engine.dispose()
    return rows_of(create_engine(parse(url)))


def rows_of(engine: Engine) -> Rows:
    found: Rows = {}
    with engine.connect() as connection:
        described = MetaData()
        described.reflect(connection)
        for name, table in described.tables.items():
            if name != "alembic_version":
                found[name] = [dict(r) for r in connection.execute(select(table)).mappings()]
    engine.dispose()
    return found


def lost(before: Rows, after: Rows) -> Rows:
    """What is no more as it was; columns that came since do not count."""
    return {
        name: [row for row in rows if not any(row.items() <= now.items() for now in after[name])]
        for name, rows in before.items()
        if any(not any(row.items() <= now.items() for now in after[name]) for row in rows)
    }


@pytest.mark.parametrize("version", OLD)
def test_an_old_database_is_brought_up_to_date_with_all_that_is_in_it(
    version: str, empty_database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir(exist_ok=True)
    before = old_database(empty_database_url, version)
    database = open_database(empty_database_url, tmp_path / "data" / "lock")
    assert lost(before, rows_of(create_engine(parse(empty_database_url)))) == {}
    with database.transaction() as tx:
        assert mail.raw(tx, 7).endswith(b"\0\xff")
        assert not mail.get(tx, 7).in_sent_folder
        (revision,) = reports.revisions(tx, "c")
        assert revision.current
        readings = {r.field: r.value for r in revision.readings}
        assert readings == {"website": 12}
    database.close()


def test_a_unit_that_was_answered_by_its_name_is_told_by_its_id(
    empty_database_url: str, tmp_path: Path
) -> None:
    """A program before 0010 kept it so when it read a sheet again."""
    (tmp_path / "data").mkdir(exist_ok=True)
    old_database(empty_database_url, "0009")
    engine = create_engine(parse(empty_database_url))
    with engine.begin() as connection:
        table = Described("answer", MetaData(), autoload_with=connection)
        given = {"revision_id": 4, "verdict": "set", "value": '"นามน"', "answered_by": "staff"}
        given |= {"answered_at": NOW, "message_id": 7}
        for topic in ("unit", "reporter_name"):
            connection.execute(insert(table).values(given | {"topic": topic}))
    engine.dispose()
    database = open_database(empty_database_url, tmp_path / "data" / "lock")
    with database.transaction() as tx:
        assert questions.given_values(tx, 4) == {"unit": "na-mon", "reporter_name": "นามน"}
    database.close()


def killed_at(number: int, work: Callable[[], None]) -> bool:
    """Do that work in a child that dies at its n-th statement; false if it ended before."""
    if (pid := os.fork()) == 0:
        left = [number]

        def reach(*_: Any) -> None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "before_cursor_execute", reach)
        event.listen(Engine, "commit", reach)
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


@pytest.mark.parametrize("version", ["", "0004"], ids=["new", "0004"])
def test_killed_in_the_middle_of_the_migrations_it_goes_on_next_time(
    version: str, tmp_path: Path
) -> None:
    file, given = tmp_path / "mailproc.db", tmp_path / "given.db"
    before = old_database(f"sqlite:///{given}", version) if version else {}
    # All statements were tried once; a sample of them keeps the test short.
    at, step, killed = 1, 5 if version else 17, True
    while killed:
        for part in tmp_path.glob("mailproc.db*"):
            part.unlink()
        if version:
            shutil.copy(given, file)

        def work() -> None:
            open_database(f"sqlite:///{file}", tmp_path / "lock").close()

        killed = killed_at(at, work)
        at += step
        work()
        after = rows_of(create_engine(f"sqlite:///{file}"))
        assert lost(before, after) == {}
        with create_engine(f"sqlite:///{file}").connect() as connection:
            check = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            stored = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        assert (check, broken, stored) == ("ok", [], HEAD)
    assert at > 5 * step


@pytest.mark.parametrize("version", OLD)
def test_a_backup_of_an_older_program_is_put_back(
    version: str, database_url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    (tmp_path / "data").mkdir(exist_ok=True)
    before = old_database(f"sqlite:///{copy}", version)
    backup.put_back(database_url, tmp_path / "data" / "migrate.lock", copy, day(4))
    after = rows_of(create_engine(parse(database_url)))
    shown = {k: [r | dict.fromkeys(times(r)) for r in rows] for k, rows in before.items()}
    assert (
        lost(shown, {k: [r | dict.fromkeys(times(r)) for r in v] for k, v in after.items()}) == {}
    )


def times(row: dict[str, Any]) -> list[str]:
    """Columns that the two databases spell in ways of their own."""
    return [k for k, v in row.items() if isinstance(v, datetime) or k.endswith("_at")]
