"""What one call costs does not grow with what is stored: every question has its index.

SQLite tells how it would answer a query; "SCAN" means to read a whole table.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from storage import arrivals, decisions, examining, mail, marks, notices, outgoing, reports, ticks
from storage.database import Database, Tx, open_database
from storage.records import Arrival, NewMessage, Since
from tests.storage.given import (
    CAMPAIGN,
    PERIOD,
    STAFF,
    UNIT,
    correct,
    day,
    document,
    facts,
    given_message,
    given_units,
    held_revision,
    notice,
    revision,
)

CALLS: dict[str, Callable[[Tx], object]] = {
    "finished_uids": lambda tx: arrivals.finished_uids(tx, "INBOX", 7),
    "begin_fetch": lambda tx: arrivals.begin_fetch(tx, Arrival("INBOX", 7, 2), day(8)),
    "store_message": lambda tx: mail.store_message(
        tx, NewMessage(b"new", day(8)), day(8), Arrival("INBOX", 7, 2)
    ),
    "unmarked": lambda tx: marks.unmarked(tx, "INBOX", 7),
    "marked": lambda tx: marks.marked(tx, "INBOX", 7, 1, "recorded"),
    "pending": lambda tx: examining.pending(tx, day(9)),
    "raw": lambda tx: mail.raw(tx, 1),
    "get": lambda tx: mail.get(tx, 1),
    "by_rfc_message_id": lambda tx: mail.by_rfc_message_id(tx, "<1@example.go.th>"),
    "begin_examine": lambda tx: examining.begin_examine(tx, 1, day(8)),
    "hold_message": lambda tx: examining.hold_message(tx, 1, "poison"),
    "recorded": lambda tx: examining.recorded(tx, 1, facts(), [document()], day(8)),
    "documents": lambda tx: mail.documents(tx, 1),
    "held_messages": mail.held_messages,
    "add_revision": lambda tx: reports.add_revision(tx, 1, revision(day(9)), day(9)),
    "get_revision": lambda tx: reports.get_revision(tx, 1),
    "current": lambda tx: reports.current(tx, CAMPAIGN, UNIT, PERIOD),
    "of_message": lambda tx: reports.of_message(tx, 1),
    "revisions of a report": lambda tx: reports.revisions(tx, CAMPAIGN, UNIT, PERIOD),
    "held": lambda tx: reports.held(tx, CAMPAIGN, PERIOD),
    "month": lambda tx: reports.month(tx, CAMPAIGN, PERIOD),
    "accept": lambda tx: decisions.accept(tx, 2, day(9), STAFF),
    "reject": lambda tx: decisions.reject(tx, 1, "no", day(9), STAFF),
    "correct": lambda tx: correct(tx, {"website": 1}, day(9)),
    "replace_readings": lambda tx: decisions.replace_readings(tx, 1, revision(), day(9)),
    "queue": lambda tx: notices.queue(tx, notice("r/2"), "<n2@x>", day(8)),
    "has_key": lambda tx: notices.has_key(tx, "r/1"),
    "due": lambda tx: outgoing.due(tx, day(9), 1),
    "begin_send": lambda tx: outgoing.begin_send(tx, 1, 0, day(9)),
    "sent": lambda tx: outgoing.sent(tx, 1, day(9)),
    "sent_since": lambda tx: outgoing.sent_since(tx, day(9)),
    "of_period": lambda tx: notices.of_period(tx, CAMPAIGN, PERIOD),
    "recent": lambda tx: notices.recent(tx, day(9)),
    "news": lambda tx: notices.news(tx, Since(1, day(9))),
    "last_told": lambda tx: notices.last_told(tx, "r/"),
    "last_key": lambda tx: notices.last_key(tx, "r/"),
    "notices.by_rfc_message_id": lambda tx: notices.by_rfc_message_id(tx, "<n1@x>"),
    "tick": lambda tx: ticks.finish(tx, ticks.start(tx, day(9)), day(9), "ok", "", {}),
}


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    file = tmp_path / "mailproc.db"
    file.write_bytes(migrated_file.read_bytes())
    with closing(open_database(f"sqlite:///{file}", tmp_path / "lock")) as database:
        with database.transaction() as tx:
            given_units(tx)
            message = given_message(tx)
            raw = mail.raw(tx, message.id)
            mail.store_message(tx, NewMessage(raw, day(8)), day(8), Arrival("INBOX", 7, 1))
            reports.add_revision(tx, message.id, revision(), day(8))
            reports.add_revision(tx, message.id, held_revision(ordinal=1), day(8))
            notices.queue(tx, notice("r/1"), "<n1@x>", day(8))
        yield database


@contextmanager
def plans_of(engine: Engine) -> Iterator[list[str]]:
    """How each statement that is run meanwhile is answered."""
    plans: list[str] = []

    def explain(
        connection: Any, cursor: Any, statement: str, parameters: Any, *_context: object
    ) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
            several = isinstance(parameters, list)
            one = parameters[0] if several else parameters
            rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", one)
            plans.extend(f"{row[3]} <- {statement}" for row in rows)

    event.listen(engine, "before_cursor_execute", explain)
    yield plans
    event.remove(engine, "before_cursor_execute", explain)


@pytest.mark.parametrize("name", CALLS)
def test_no_call_reads_a_whole_table(database: Database, name: str) -> None:
    with database.transaction() as tx, plans_of(tx.get_bind().engine) as plans:
        CALLS[name](tx)
        tx.flush()
        tx.expire_all()
    # SQLAlchemy inserts many rows by way of a list of values; that is no table.
    scans = [p for p in plans if p.startswith("SCAN") and "CONSTANT ROW" not in p]
    assert scans == []


@pytest.mark.parametrize("name", ["month", "held", "export"])
def test_many_reports_take_no_more_queries_than_one(database: Database, name: str) -> None:
    calls: dict[str, Callable[[Tx], object]] = {
        "month": lambda tx: reports.month(tx, CAMPAIGN, PERIOD),
        "held": reports.held,
        "export": reports.export_rows,
    }

    def queries() -> int:
        with database.transaction() as tx:
            statements: list[str] = []
            connection = tx.connection()
            event.listen(connection, "before_cursor_execute", lambda *a: statements.append(a[2]))
            calls[name](tx)
        return len(statements)

    before = queries()
    with database.transaction() as tx:
        for n in range(20):
            reports.add_revision(tx, 1, held_revision(unit=None, ordinal=n), day(8))
            reports.add_revision(tx, 1, revision(period=f"2027-{n % 12 + 1:02}"), day(8))
    assert queries() == before


def test_lists_never_load_the_bytes(database: Database) -> None:
    with database.transaction() as tx:
        statements: list[str] = []
        event.listen(tx.connection(), "before_cursor_execute", lambda *a: statements.append(a[2]))
        mail.all_messages(tx)
        examining.pending(tx, day(9))
        reports.month(tx, CAMPAIGN, PERIOD)
    assert not any("message_raw" in s for s in statements)
