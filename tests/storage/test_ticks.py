"""Ticks: that one which stops is seen."""

import pytest

from storage import notices, ticks
from storage.database import Database, NotFound
from storage.records import Since
from tests.storage.given import day, notice


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


def test_the_earliest_since_a_tick_is_what_the_clock_showed_when_it_was_set_back(
    database: Database,
) -> None:
    with database.transaction() as tx:
        assert (ticks.newest_id(tx), ticks.earliest_since(tx, 1)) == (0, None)
        for begun, ended in ((2, 2), (9, 7), (3, None), (4, 4)):
            number = ticks.start(tx, day(begun))
            if ended is not None:
                ticks.finish(tx, number, day(ended), "ok", "", {})
        found = [ticks.earliest_since(tx, n) for n in (1, 2, 3, 4, 5)]
        assert ticks.newest_id(tx) == 4
    assert found == [day(2), day(3), day(4), day(4), None]


def test_what_a_later_tick_recorded_is_news_whatever_the_clock_showed(database: Database) -> None:
    def told(*keys: str) -> None:
        for key in keys:
            notices.queue(tx, notice(key), f"<{key}@x>", day(now))

    with database.transaction() as tx:
        now = 9
        first = ticks.start(tx, day(now))
        told("before")
        now = 8
        told("after")
        ticks.start(tx, day(5))
        now = 5
        told("behind")
        found = [n.new.key for n in notices.news(tx, Since(first, day(9)))]
        also = [n.new.key for n in notices.news(tx, Since(first, day(8)))]
    assert (found, also) == (["before", "behind"], ["before", "after", "behind"])
