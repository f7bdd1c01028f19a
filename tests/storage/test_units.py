"""Units, approved senders, due dates of their own."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage import stops, units
from storage.correspondence import Extension, Stop
from storage.database import Database
from tests.storage.given import CAMPAIGN, PERIOD, UNIT, day, given_message, given_units


def test_units_follow_the_configuration_and_old_ones_stay(database: Database) -> None:
    with database.transaction() as tx:
        units.sync_units(tx, [("a", "ก", "district"), ("b", "ข", "district")])
    with database.transaction() as tx:
        units.sync_units(tx, [("b", "ค", "town"), ("c", "ง", "pao")])
    with database.transaction() as tx:
        rows = tx.connection().execute(text("SELECT id, name, kind FROM unit ORDER BY id"))
        assert [tuple(row) for row in rows] == [
            ("a", "ก", "district"),
            ("b", "ค", "town"),
            ("c", "ง", "pao"),
        ]


def test_an_approved_address_belongs_to_one_unit_in_any_case(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        units.approve_sender(tx, "New.Clerk@Example.go.th", UNIT, day(8), "staff")
        assert units.approved_senders(tx) == {"new.clerk@example.go.th": UNIT}
    with database.transaction() as tx:
        units.approve_sender(tx, "new.clerk@example.go.th", "na-khu", day(9), "staff")
        assert units.approved_senders(tx) == {"new.clerk@example.go.th": "na-khu"}


def test_due_dates_come_in_the_order_in_which_they_were_given(database: Database) -> None:
    first = Extension(CAMPAIGN, UNIT, PERIOD, date(2026, 2, 12), "", "staff", day(8))
    newer = Extension(CAMPAIGN, UNIT, PERIOD, date(2026, 2, 17), "น้ำท่วม", "staff", day(10))
    other = Extension(CAMPAIGN, UNIT, "2026-03", date(2026, 3, 17), "", "staff", day(9))
    with database.transaction() as tx:
        given_units(tx)
        for extension, when in ((first, 8), (other, 9), (newer, 10)):
            units.set_extension(tx, extension, day(when), "staff")
    with database.transaction() as tx:
        assert units.extensions(tx, CAMPAIGN) == [first, other, newer]
        assert units.extensions(tx, CAMPAIGN, PERIOD) == [first, newer]
        assert units.extensions(tx, "another") == []


def test_a_due_date_is_for_a_known_unit(database: Database) -> None:
    unknown = Extension(CAMPAIGN, "nowhere", PERIOD, date(2026, 2, 12))
    with pytest.raises(IntegrityError), database.transaction() as tx:
        units.set_extension(tx, unknown, day(8), "staff")


def test_a_unit_that_was_stopped_is_so_once_until_it_is_resumed(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        message = given_message(tx)
        stop = Stop(CAMPAIGN, UNIT, PERIOD, "staff@example.go.th", day(9), message.id)
        assert stops.stop(tx, stop) and not stops.stop(tx, stop)
        stops.stop(tx, replace(stop, period="2026-01"))
    with database.transaction() as tx:
        assert stops.of_campaign(tx, CAMPAIGN, PERIOD) == [stop]
        assert stops.resume(tx, CAMPAIGN, UNIT) == ["2026-01", PERIOD]
        assert stops.of_campaign(tx, CAMPAIGN) == []


def test_an_address_that_was_removed_belongs_to_nobody(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        units.approve_sender(tx, "clerk@example.com", UNIT, day(8), "operator")
    with database.transaction() as tx:
        assert units.remove_sender(tx, "clerk@example.com") == UNIT
        assert units.approved_senders(tx) == {}
        assert units.remove_sender(tx, "clerk@example.com") is None
