"""What a person decides: accept, reject, correct; and that reading again does not undo it."""

from typing import Any

import pytest

from storage import decisions, reports
from storage.database import Database, Tx
from storage.records import Revision
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

KEY = (CAMPAIGN, UNIT, PERIOD)
DOUBTFUL = (
    reading("website", 12, status="review", confidence=0.4),
    reading("facebook_page", None, status="review", confidence=0.1),
    reading("print_media", 5),
)


def given_held(tx: Tx, **changes: Any) -> Revision:
    given_units(tx)
    new = held_revision(readings=DOUBTFUL, **changes)
    return reports.add_revision(tx, given_message(tx).id, new, day(8))


def given_accepted(tx: Tx) -> Revision:
    given_units(tx)
    return reports.add_revision(tx, given_message(tx).id, revision(), day(8))


def current(tx: Tx) -> Revision:
    found = reports.current(tx, *KEY)
    assert found is not None
    return found


def test_accepting_makes_a_held_revision_count(database: Database) -> None:
    with database.transaction() as tx:
        held = given_held(tx)
        accepted = decisions.accept(tx, held.id, day(12), STAFF)
        assert current(tx) == accepted
    assert (accepted.id, accepted.state, accepted.number) == (held.id, "accepted", 1)
    assert (accepted.decided_by, accepted.reasons) == (STAFF, ("unknown_sender",))


def test_accepting_settles_doubts_and_keeps_how_sure_the_reader_was(database: Database) -> None:
    with database.transaction() as tx:
        accepted = decisions.accept(tx, given_held(tx).id, day(12), STAFF)
    told = [(r.value, r.status, r.confidence) for r in accepted.readings]
    assert told == [(12, "accepted", 0.4), (None, "blank", 0.1), (5, "accepted", 0.998)]
    assert accepted.corrected == frozenset()


def test_accepting_needs_unit_and_period(database: Database) -> None:
    with database.transaction() as tx:
        held = given_held(tx, unit=None, period=None)
        with pytest.raises(decisions.DecisionRefused, match="say for which unit and period"):
            decisions.accept(tx, held.id, day(12), STAFF, unit=UNIT)
        with pytest.raises(decisions.DecisionRefused, match="no unit nowhere"):
            decisions.accept(tx, held.id, day(12), STAFF, unit="nowhere", period=PERIOD)
    with database.transaction() as tx:
        assert reports.get_revision(tx, held.id).state == "held"


def test_a_person_can_say_unit_and_period(database: Database) -> None:
    with database.transaction() as tx:
        held = given_held(tx, unit=None, period="2026-01")
        accepted = decisions.accept(tx, held.id, day(12), STAFF, unit=UNIT, period=PERIOD)
        assert current(tx) == accepted
    assert accepted.corrected == {"unit", "period"}
    assert values(accepted.readings)["unit"] == "นามน"
    assert values(accepted.readings)["period"] == PERIOD


def test_saying_what_was_read_anyway_is_no_correction(database: Database) -> None:
    with database.transaction() as tx:
        held = given_held(tx)
        accepted = decisions.accept(tx, held.id, day(12), STAFF, unit=UNIT, period=PERIOD)
    assert accepted.corrected == frozenset()


def test_what_counts_for_one_month_is_not_silently_moved_to_another(database: Database) -> None:
    with database.transaction() as tx:
        counting = given_accepted(tx)
        with pytest.raises(decisions.DecisionRefused, match="reject it there first"):
            decisions.accept(tx, counting.id, day(12), STAFF, period="2026-01")
        decisions.reject(tx, counting.id, "wrong month", day(12), STAFF)
        moved = decisions.accept(tx, counting.id, day(12), STAFF, period="2026-01")
        assert reports.current(tx, *KEY) is None
        assert reports.current(tx, CAMPAIGN, UNIT, "2026-01") == moved
    assert moved.number == 1


def test_rejecting_a_held_revision_ends_its_waiting(database: Database) -> None:
    with database.transaction() as tx:
        held = given_held(tx)
        rejected = decisions.reject(tx, held.id, "a single LAO", day(12), STAFF)
        assert reports.held(tx) == []
        assert reports.current(tx, *KEY) is None
    assert (rejected.state, rejected.decided_by) == ("rejected", STAFF)
    assert rejected.reasons == ("unknown_sender", "a single LAO")


def test_rejecting_what_counts_makes_the_one_before_count_again(database: Database) -> None:
    with database.transaction() as tx:
        first = given_accepted(tx)
        second = reports.add_revision(tx, first.message, revision(day(9)), day(9))
        third = reports.add_revision(tx, first.message, revision(day(10)), day(10))
        decisions.reject(tx, third.id, "no", day(12), STAFF)
        assert current(tx).id == second.id
        decisions.reject(tx, second.id, "no", day(12), STAFF)
        assert current(tx).id == first.id
        decisions.reject(tx, first.id, "no", day(12), STAFF)
        assert reports.current(tx, *KEY) is None


def test_a_number_once_given_is_not_given_again(database: Database) -> None:
    """A receipt may have named it."""
    with database.transaction() as tx:
        first = given_accepted(tx)
        second = reports.add_revision(tx, first.message, revision(day(9)), day(9))
        rejected = decisions.reject(tx, second.id, "no", day(9), STAFF)
        third = reports.add_revision(tx, first.message, revision(day(10)), day(10))
        again = decisions.accept(tx, second.id, day(12), STAFF)
    assert [r.number for r in (first, second, rejected, third, again)] == [1, 2, 2, 3, 2]


def test_correcting_makes_a_new_revision_of_the_same_mail(database: Database) -> None:
    with database.transaction() as tx:
        first = given_accepted(tx)
        corrected = correct(tx, {"website": 21, "extra": True}, day(12))
        assert current(tx) == corrected
        assert reports.get_revision(tx, first.id).readings == first.readings
    assert corrected.id != first.id
    assert (corrected.number, corrected.decided_by) == (2, STAFF)
    assert (corrected.message, corrected.pdf_sha256) == (first.message, first.pdf_sha256)
    assert (corrected.counted_at, corrected.recorded_at) == (day(8), day(12))
    known = {"website": 21, "facebook_page": 3, "print_media": None, "extra": True}
    assert values(corrected.readings) == known
    assert corrected.corrected == {"website", "extra"}


def test_a_corrected_value_keeps_its_place_on_the_page(database: Database) -> None:
    with database.transaction() as tx:
        before = given_accepted(tx).reading("website")
        after = correct(tx, {"website": 21}, day(12)).reading("website")
    assert before is not None
    assert after is not None
    assert (after.box, after.raw, after.page) == (before.box, before.raw, before.page)
    assert (after.status, after.confidence) == ("accepted", 1.0)


def test_a_value_can_be_corrected_to_nothing(database: Database) -> None:
    with database.transaction() as tx:
        given_accepted(tx)
        after = correct(tx, {"website": None}, day(12)).reading("website")
    assert after is not None
    assert (after.value, after.status) == (None, "blank")


def test_corrections_add_up(database: Database) -> None:
    with database.transaction() as tx:
        given_accepted(tx)
        correct(tx, {"website": 21}, day(12))
        both = correct(tx, {"facebook_page": 9}, day(13))
    assert both.corrected == {"website", "facebook_page"}
    assert values(both.readings) == {"website": 21, "facebook_page": 9, "print_media": None}


def test_a_held_revision_is_corrected_where_none_counts(database: Database) -> None:
    with database.transaction() as tx:
        held = given_held(tx)
        corrected = correct(tx, {"facebook_page": 4}, day(12))
        assert current(tx) == corrected
        assert reports.held(tx) == []
    assert values(corrected.readings) == {"website": 12, "facebook_page": 4, "print_media": 5}
    assert {r.status for r in corrected.readings} == {"accepted"}
    assert (corrected.message, corrected.number) == (held.message, 1)
    assert corrected.reasons == ()


def test_a_held_revision_of_a_guessed_unit_is_corrected_too(database: Database) -> None:
    with database.transaction() as tx:
        given_held(tx, unit=None, period=None)
        corrected = correct(tx, {"facebook_page": 4}, day(12))
        assert current(tx) == corrected
        assert reports.held(tx) == []
    assert corrected.corrected == {"facebook_page", "unit", "period"}


def test_unit_and_period_are_not_corrected_like_values(database: Database) -> None:
    with database.transaction() as tx:
        given_accepted(tx)
        with pytest.raises(ValueError, match="unit and period"):
            correct(tx, {"period": "2026-03"}, day(12))


def test_rejecting_a_correction_brings_back_what_was_read(database: Database) -> None:
    with database.transaction() as tx:
        first = given_accepted(tx)
        corrected = correct(tx, {"website": 21}, day(12))
        decisions.reject(tx, corrected.id, "mistyped", day(13), STAFF)
        assert current(tx) == first
