"""What had been reported when a message arrived, and in the months before."""

from storage import decisions, reports
from storage.database import Database
from storage.history import between, changed_since, counted_before
from tests.storage.given import (
    CAMPAIGN,
    UNIT,
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
