"""Reprocess: mail that is read again makes new revisions, and a person's word stands."""

from dataclasses import replace

from storage import decisions, reports
from storage.database import Database, Tx
from storage.records import Revision
from tests.storage.given import (
    CAMPAIGN,
    PERIOD,
    READINGS,
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
BETTER = (reading("website", 112), reading("facebook_page", 3), reading("print_media", 4))
AGAIN = revision(readings=BETTER)


def given_accepted(tx: Tx) -> Revision:
    given_units(tx)
    return reports.add_revision(tx, given_message(tx).id, revision(), day(8))


def given_held(tx: Tx) -> Revision:
    given_units(tx)
    return reports.add_revision(tx, given_message(tx).id, held_revision(), day(8))


def current_id(tx: Tx) -> int | None:
    found = reports.current(tx, *KEY)
    return found.id if found else None


def test_the_new_readings_count_in_place_of_the_old_ones(database: Database) -> None:
    with database.transaction() as tx:
        old = given_accepted(tx)
        new = decisions.replace_readings(tx, old.id, AGAIN, day(20))
        assert current_id(tx) == new.id
        assert reports.get_revision(tx, old.id).readings == READINGS
    assert new.readings == BETTER
    assert (new.number, new.message, new.counted_at) == (2, old.message, day(8))
    assert (new.first_counted_at, new.recorded_at) == (day(8), day(20))


def test_reading_an_old_mail_again_does_not_overtake_a_later_mail(database: Database) -> None:
    with database.transaction() as tx:
        old = given_accepted(tx)
        later = reports.add_revision(tx, old.message, revision(day(9)), day(9))
        new = decisions.replace_readings(tx, old.id, AGAIN, day(20))
        assert current_id(tx) == later.id
        decisions.reject(tx, later.id, "no", day(21), STAFF)
        assert current_id(tx) == new.id


def test_what_a_person_corrected_stays_and_what_not_is_read_anew(database: Database) -> None:
    with database.transaction() as tx:
        given_accepted(tx)
        corrected = correct(tx, {"website": 21, "extra": "x"}, day(12))
        new = decisions.replace_readings(tx, corrected.id, AGAIN, day(20))
        assert current_id(tx) == new.id
        once_more = decisions.replace_readings(tx, new.id, AGAIN, day(21))
    known = {"website": 21, "facebook_page": 3, "print_media": 4, "extra": "x"}
    assert values(new.readings) == known
    assert new.corrected == {"website", "extra"}
    assert new.decided_by == STAFF
    assert (values(once_more.readings), once_more.corrected) == (known, new.corrected)


def test_a_correction_outlives_a_doubtful_second_reading(database: Database) -> None:
    doubtful = (reading("website", 5, status="review", confidence=0.2), *BETTER[1:])
    with database.transaction() as tx:
        given_accepted(tx)
        corrected = correct(tx, {"website": 21}, day(12))
        again = held_revision(readings=doubtful)
        new = decisions.replace_readings(tx, corrected.id, again, day(20))
        assert current_id(tx) == corrected.id
        assert [r.id for r in reports.held(tx)] == [new.id]
    website = new.reading("website")
    assert website is not None
    assert (website.value, website.status, website.confidence) == (21, "accepted", 1.0)


def test_a_held_revision_that_is_read_surely_counts_and_waits_no_more(
    database: Database,
) -> None:
    with database.transaction() as tx:
        old = given_held(tx)
        new = decisions.replace_readings(tx, old.id, AGAIN, day(20))
        assert current_id(tx) == new.id
        assert reports.held(tx) == []
        replaced = reports.get_revision(tx, old.id)
    assert (replaced.state, replaced.reasons) == ("rejected", ("unknown_sender", "read_again"))
    assert new.first_counted_at == day(8)


def test_a_held_revision_that_is_read_surely_does_not_overtake_a_later_mail(
    database: Database,
) -> None:
    with database.transaction() as tx:
        old = given_held(tx)
        later = reports.add_revision(tx, old.message, revision(day(9)), day(9))
        decisions.replace_readings(tx, old.id, AGAIN, day(20))
        assert current_id(tx) == later.id


def test_of_a_held_revision_only_the_newest_reading_waits(database: Database) -> None:
    with database.transaction() as tx:
        old = given_held(tx)
        new = decisions.replace_readings(tx, old.id, held_revision(readings=BETTER), day(20))
        assert [r.id for r in reports.held(tx)] == [new.id]


def test_what_counts_goes_on_counting_while_a_new_doubt_waits(database: Database) -> None:
    with database.transaction() as tx:
        old = given_accepted(tx)
        new = decisions.replace_readings(tx, old.id, held_revision(readings=BETTER), day(20))
        assert current_id(tx) == old.id
        assert [r.id for r in reports.held(tx)] == [new.id]


def test_a_sheet_that_was_filed_wrongly_counts_only_where_it_belongs(database: Database) -> None:
    with database.transaction() as tx:
        old = given_accepted(tx)
        elsewhere = replace(AGAIN, unit="na-khu", unit_guess="na-khu")
        new = decisions.replace_readings(tx, old.id, elsewhere, day(20))
        assert reports.current(tx, *KEY) is None
        assert reports.current(tx, CAMPAIGN, "na-khu", PERIOD) == new
        assert reports.get_revision(tx, old.id).state == "rejected"


def test_a_sheet_that_belongs_elsewhere_does_not_overtake_what_came_later_there(
    database: Database,
) -> None:
    with database.transaction() as tx:
        old = given_accepted(tx)
        there = revision(day(9), unit="na-khu")
        later = reports.add_revision(tx, old.message, there, day(9))
        decisions.replace_readings(tx, old.id, replace(AGAIN, unit="na-khu"), day(20))
        assert reports.current(tx, CAMPAIGN, "na-khu", PERIOD) is not None
        assert reports.get_revision(tx, later.id).current


def test_the_unit_and_period_that_a_person_gave_stay(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        homeless = held_revision(unit=None, period=None)
        old = reports.add_revision(tx, given_message(tx).id, homeless, day(8))
        decisions.accept(tx, old.id, day(12), STAFF, unit=UNIT, period=PERIOD)
        elsewhere = replace(AGAIN, unit="na-khu", period="2026-01")
        new = decisions.replace_readings(tx, old.id, elsewhere, day(20))
        assert current_id(tx) == new.id
    assert (new.unit, new.period, new.decided_by) == (UNIT, PERIOD, STAFF)
    assert values(new.readings)["unit"] == "นามน"
    assert values(new.readings)["period"] == PERIOD


def test_what_a_person_rejected_stays_rejected(database: Database) -> None:
    with database.transaction() as tx:
        old = given_accepted(tx)
        decisions.reject(tx, old.id, "a single LAO", day(12), STAFF)
        new = decisions.replace_readings(tx, old.id, AGAIN, day(20))
        assert current_id(tx) is None
    assert (new.state, new.decided_by) == ("rejected", STAFF)


def test_reading_again_keeps_the_arrival(database: Database) -> None:
    with database.transaction() as tx:
        old = given_accepted(tx)
        new = decisions.replace_readings(tx, old.id, revision(day(19)), day(20))
    assert (new.counted_at, new.first_counted_at) == (day(8), day(8))


def test_reading_again_what_a_person_accepted_does_not_reopen_what_it_answered(
    database: Database,
) -> None:
    with database.transaction() as tx:
        old = given_held(tx)
        reports.add_revision(tx, old.message, held_revision(day(8), ordinal=1), day(9))
        decisions.accept(tx, old.id, day(12), STAFF)
        new = decisions.replace_readings(tx, old.id, AGAIN, day(20))
        assert new.decided_by == STAFF
        decisions.reject(tx, old.id, "superseded", day(20), STAFF)
        assert reports.held(tx) == []
