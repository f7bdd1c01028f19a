"""What had been reported when a message arrived, and in the months before."""

from datetime import datetime

from storage import decisions, reports
from storage.database import Database, Tx
from storage.history import Turn, between, changed_since, counted_before, in_turn
from storage.records import NewRevision, Revision
from tests.storage.given import (
    CAMPAIGN,
    PERIOD,
    STAFF,
    UNIT,
    correct,
    day,
    given_message,
    given_units,
    held_revision,
    reading,
    revision,
    values,
)


def test_the_newest_of_each_period_from_mail_before(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        for number, period in ((3, "2026-02"), (4, "2026-01"), (5, "2026-02"), (9, "2026-03")):
            read = (reading("website", number),)
            message = given_message(tx, day(number))
            new = revision(day(number), read, period=period)
            reports.add_revision(tx, message.id, new, day(20))
        message = given_message(tx, day(8))
        found = counted_before(tx, CAMPAIGN, UNIT, message)
    assert [(r.period, values(r.readings)["website"]) for r in found] == [
        ("2026-01", 4),
        ("2026-02", 5),
    ]


def test_what_is_held_or_of_the_message_itself_is_no_history(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        held = given_message(tx, day(3))
        reports.add_revision(tx, held.id, held_revision(day(3)), day(3))
        message = given_message(tx, day(8))
        reports.add_revision(tx, message.id, revision(day(8), period="2026-01"), day(8))
        assert counted_before(tx, CAMPAIGN, UNIT, message) == ()


def test_what_counts_and_what_waits_in_a_span_of_months(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        for number, (unit, period) in enumerate(
            ((UNIT, "2025-12"), (UNIT, "2026-01"), (UNIT, "2026-01"), ("na-khu", "2026-02")), 3
        ):
            message = given_message(tx, day(number))
            new = revision(day(number), unit=unit, period=period)
            reports.add_revision(tx, message.id, new, day(number))
        waiting = given_message(tx, day(9))
        guessed = held_revision(
            day(9), unit=None, period=None, unit_guess=UNIT, period_guess="2026-02"
        )
        reports.add_revision(tx, waiting.id, guessed, day(9))
        everyone = between(tx, CAMPAIGN, "2026-01", "2026-02")
        one = between(tx, CAMPAIGN, "2026-01", "2026-02", UNIT)
    # Of two revisions of a report the newer one counts, and only that one is there.
    assert [(r.unit, r.period, r.counted_at.day) for r in everyone] == [
        (UNIT, "2026-01", 5),
        ("na-khu", "2026-02", 6),
        (None, None, 9),
    ]
    assert [r.counted_at.day for r in one] == [5, 9]


def test_a_month_has_changed_since_a_moment_if_a_report_came_or_was_decided_on(
    database: Database,
) -> None:
    with database.transaction() as tx:
        given_units(tx)
        message = given_message(tx, day(3))
        first = reports.add_revision(tx, message.id, revision(day(3), period="2026-02"), day(3))
        assert changed_since(tx, CAMPAIGN, "2026-02", day(3))
        assert not changed_since(tx, CAMPAIGN, "2026-02", day(4))
        assert not changed_since(tx, CAMPAIGN, "2026-01", day(1))
        decisions.reject(tx, first.id, "another office", day(9), "operator")
        assert changed_since(tx, CAMPAIGN, "2026-02", day(4))


def given(tx: Tx, new: NewRevision, now: datetime) -> Revision:
    return reports.add_revision(tx, given_message(tx, new.counted_at).id, new, now)


def turns(tx: Tx) -> list[Turn]:
    return in_turn(tx, reports.revisions(tx, CAMPAIGN, UNIT, PERIOD))


def told(turn: Turn) -> tuple[int | None, int | None, bool]:
    """Its number, the item that counted then, and whether it took its place."""
    return turn.number, turn.against.id if turn.against else None, turn.replaced


def test_a_correction_is_beside_what_counted_and_not_beside_what_came_last(
    database: Database,
) -> None:
    with database.transaction() as tx:
        given_units(tx)
        newer = given(tx, revision(day(9)), day(9))
        given(tx, revision(day(8)), day(10))
        correct(tx, {"website": 1}, day(11))
        assert [told(t) for t in turns(tx)] == [
            (1, None, False),
            (2, newer.id, False),
            (3, newer.id, True),
        ]


def test_what_was_accepted_after_another_stands_behind_it_and_says_that_it_replaced_it(
    database: Database,
) -> None:
    with database.transaction() as tx:
        given_units(tx)
        strangers = given(tx, held_revision(day(5)), day(5))
        own = given(tx, revision(day(6)), day(6))
        decisions.accept(tx, strangers.id, day(7), STAFF)
        first, second = turns(tx)
    assert (first.revision.id, second.revision.id) == (own.id, strangers.id)
    assert (told(first), told(second)) == ((1, None, False), (2, own.id, True))
    assert second.at == day(7)


def test_what_waits_is_beside_what_counts_by_now(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        given(tx, revision(day(5)), day(5))
        given(tx, held_revision(day(6)), day(6))
        now = given(tx, revision(day(7)), day(7))
        (held,) = (t for t in turns(tx) if t.revision.state == "held")
    assert told(held) == (None, now.id, False)


def test_what_was_taken_back_is_beside_nothing_that_came_later(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        first = given(tx, revision(day(5)), day(5))
        wrong = given(tx, revision(day(6)), day(6))
        decisions.reject(tx, wrong.id, "wrong month", day(7), STAFF)
        given(tx, revision(day(8)), day(8))
        assert [told(t) for t in turns(tx)] == [
            (1, None, False),
            (2, first.id, False),
            (3, first.id, True),
        ]
