"""Which revision counts, and by which arrival on time is judged ("Rules of the month")."""

from datetime import datetime
from typing import Any

import pytest

from storage import decisions, reports
from storage.database import Database, Tx
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
    revision,
)


def add(tx: Tx, new: NewRevision, now: datetime | None = None) -> Revision:
    given_units(tx)
    message = given_message(tx, new.counted_at)
    return reports.add_revision(tx, message.id, new, now or new.counted_at)


def counting(tx: Tx) -> tuple[int, datetime | None] | None:
    """(id, first_counted_at) of what counts."""
    found = reports.current(tx, CAMPAIGN, UNIT, PERIOD)
    return (found.id, found.first_counted_at) if found else None


def test_a_later_mail_counts_and_on_time_goes_by_the_first(database: Database) -> None:
    with database.transaction() as tx:
        add(tx, revision(day(8)))
        late = add(tx, revision(day(14)))
        assert counting(tx) == (late.id, day(8))


def test_a_mail_that_was_held_up_at_our_side_does_not_overtake_a_later_one(
    database: Database,
) -> None:
    with database.transaction() as tx:
        later = add(tx, revision(day(12)))
        held_up = add(tx, revision(day(8)), now=day(13))
        assert counting(tx) == (later.id, day(8))
    assert (held_up.state, held_up.current) == ("accepted", False)


def test_of_two_mails_of_the_same_second_the_one_recorded_later_counts(
    database: Database,
) -> None:
    with database.transaction() as tx:
        add(tx, revision(day(8)))
        second = add(tx, revision(day(8)))
        assert counting(tx) == (second.id, day(8))


def test_approving_after_the_due_date_does_not_make_it_late(database: Database) -> None:
    with database.transaction() as tx:
        held = add(tx, held_revision(day(8)))
        decisions.accept(tx, held.id, day(20), STAFF)
        assert counting(tx) == (held.id, day(8))


def test_a_mail_counted_while_another_waited_does_not_make_that_one_late(
    database: Database,
) -> None:
    with database.transaction() as tx:
        in_time = add(tx, held_revision(day(8)))
        late = add(tx, revision(day(14)))
        assert counting(tx) == (late.id, day(14))
        decisions.accept(tx, in_time.id, day(15), STAFF)
        assert counting(tx) == (in_time.id, day(8))


def test_what_a_person_accepts_counts_in_place_of_a_later_mail_of_before(
    database: Database,
) -> None:
    with database.transaction() as tx:
        held = add(tx, held_revision(day(8)))
        add(tx, revision(day(9)))
        decisions.accept(tx, held.id, day(10), STAFF)
        assert counting(tx) == (held.id, day(8))


def test_a_decision_is_newer_than_what_was_known_then_and_not_than_a_mail_on_its_way(
    database: Database,
) -> None:
    with database.transaction() as tx:
        add(tx, revision(day(8)))
        corrected = correct(tx, {"website": 1}, day(10))
        add(tx, revision(day(7)), now=day(11))
        assert counting(tx) == (corrected.id, day(7))
        on_its_way = add(tx, revision(day(9)), now=day(11))
        assert counting(tx) == (on_its_way.id, day(7))


def test_what_a_unit_answers_is_as_new_as_its_answer(database: Database) -> None:
    with database.transaction() as tx:
        known = add(tx, revision(day(6)))
        decisions.accept(tx, known.id, day(12), STAFF, said_at=day(8))
        add(tx, revision(day(7)), now=day(12))
        assert counting(tx) == (known.id, day(6))
        later = add(tx, revision(day(9)), now=day(12))
        assert counting(tx) == (later.id, day(6))


def test_what_is_said_again_is_as_new_as_the_later_and_there_with_the_earlier_sheet(
    database: Database,
) -> None:
    with database.transaction() as tx:
        known = add(tx, revision(day(6)))
        decisions.repeated(tx, known.id, day(9))
        add(tx, revision(day(8)), now=day(9))
        assert counting(tx) == (known.id, day(6))
        decisions.repeated(tx, known.id, day(5))
        assert counting(tx) == (known.id, day(5))


def test_correcting_after_the_due_date_does_not_make_it_late(database: Database) -> None:
    with database.transaction() as tx:
        add(tx, revision(day(8)))
        corrected = correct(tx, {"website": 1}, day(20))
        assert counting(tx) == (corrected.id, day(8))


def test_taking_back_the_first_takes_back_its_arrival(database: Database) -> None:
    with database.transaction() as tx:
        first = add(tx, revision(day(8)))
        late = add(tx, revision(day(14)))
        decisions.reject(tx, first.id, "a single LAO", day(15), STAFF)
        assert counting(tx) == (late.id, day(14))


def test_taking_back_all_leaves_no_arrival(database: Database) -> None:
    with database.transaction() as tx:
        first = add(tx, revision(day(8)))
        assert decisions.reject(tx, first.id, "no", day(9), STAFF).first_counted_at is None
        later = add(tx, revision(day(14)))
        assert counting(tx) == (later.id, day(14))


@pytest.mark.parametrize("change", [{"unit": "na-khu"}, {"period": "2026-01"}, {"campaign": "x"}])
def test_reports_do_not_touch_each_other(database: Database, change: dict[str, Any]) -> None:
    with database.transaction() as tx:
        first = add(tx, revision(day(8)))
        other = add(tx, revision(day(7), **change))
        assert counting(tx) == (first.id, day(8))
    assert (other.number, other.current, other.first_counted_at) == (1, True, day(7))
