"""Ticks: that one which stops is seen."""

import pytest

from storage import ticks
from storage.database import Database, NotFound
from tests.storage.given import day


def test_there_may_have_been_no_tick(database: Database) -> None:
    with database.transaction() as tx:
        assert (ticks.last(tx), ticks.last_success(tx), ticks.recent(tx, 5)) == (None, None, [])


def test_a_tick_is_kept_with_its_counts(database: Database) -> None:
    with database.transaction() as tx:
        tick_id = ticks.start(tx, day(8))
    with database.transaction() as tx:
        ticks.finish(tx, tick_id, day(8, 10), "ok", "", {"collected": 3, "sent": 2})
    with database.transaction() as tx:
        tick = ticks.last(tx)
    assert tick is not None
    assert (tick.id, tick.started_at, tick.ended_at) == (tick_id, day(8), day(8, 10))
    assert (tick.outcome, tick.counts) == ("ok", {"collected": 3, "sent": 2})


def test_neither_a_failed_tick_nor_one_that_was_killed_is_a_success(database: Database) -> None:
    with database.transaction() as tx:
        good = ticks.start(tx, day(8))
        ticks.finish(tx, good, day(8), "ok", "", {})
        failed = ticks.start(tx, day(9))
        ticks.finish(tx, failed, day(9), "failed", "mailbox: out of reach", {})
        killed = ticks.start(tx, day(10))
    with database.transaction() as tx:
        success, last = ticks.last_success(tx), ticks.last(tx)
        assert [t.id for t in ticks.recent(tx, 2)] == [killed, failed]
    assert success is not None
    assert last is not None
    assert (success.id, last.id) == (good, killed)


def test_a_tick_that_did_not_begin_cannot_end(database: Database) -> None:
    with database.transaction() as tx, pytest.raises(NotFound, match="tick 5"):
        ticks.finish(tx, 5, day(8), "ok", "", {})


def test_the_earliest_after_a_moment_is_before_it_where_the_clock_was_ahead(
    database: Database,
) -> None:
    with database.transaction() as tx:
        assert ticks.earliest_after(tx, day(3)) is None
        for begun in (day(2), day(9), day(3), day(4), day(9), day(10)):
            ticks.finish(tx, ticks.start(tx, begun), begun, "ok", "", {})
        found = [ticks.earliest_after(tx, day(d)) for d in (2, 9, 3, 4, 10)]
    assert found == [day(3), day(3), day(4), day(9), None]


def test_it_is_no_earlier_than_the_tick_before_where_the_clock_was_behind_since(
    database: Database,
) -> None:
    with database.transaction() as tx:
        for begun in (day(3), day(4), day(1), day(5)):
            ticks.finish(tx, ticks.start(tx, begun), begun, "ok", "", {})
        assert ticks.earliest_after(tx, day(4)) == day(3)
