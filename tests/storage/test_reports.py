"""Reports: what is stored, what counts, what waits, what is exported."""

import pytest

from storage import decisions, examining, load, reports
from storage.database import Database, NotFound
from storage.records import NewRevision
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
    reading,
    revision,
    values,
)

KEY = (CAMPAIGN, UNIT, PERIOD)


def test_a_revision_knows_its_mail_and_its_document(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        message = given_message(tx)
        examining.recorded(tx, message.id, facts(), [document(0), document(1, "cd" * 32)], day(8))
        stored = reports.add_revision(tx, message.id, revision(document=1, ordinal=2), day(9))
    with database.transaction() as tx:
        assert reports.get_revision(tx, stored.id) == stored
    assert (stored.message, stored.document, stored.ordinal) == (message.id, 1, 2)
    assert (stored.message_id, stored.subject) == ("<1@example.go.th>", "ส่งรายงาน")
    assert stored.pdf_sha256 == "cd" * 32
    assert (stored.counted_at, stored.recorded_at) == (day(8), day(9))
    assert (stored.decided_by, stored.via, stored.sender) == (
        "program",
        "mail",
        "na-mon@example.go.th",
    )


def test_an_accepted_revision_counts_from_its_arrival(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        stored = reports.add_revision(tx, given_message(tx).id, revision(day(8)), day(9))
    with database.transaction() as tx:
        assert reports.current(tx, *KEY) == stored
    assert (stored.number, stored.current, stored.first_counted_at) == (1, True, day(8))


def test_a_held_revision_does_not_count_and_has_the_number_it_would_get(
    database: Database,
) -> None:
    with database.transaction() as tx:
        given_units(tx)
        message = given_message(tx)
        alone = reports.add_revision(tx, message.id, held_revision(), day(8))
        assert reports.current(tx, *KEY) is None
        reports.add_revision(tx, message.id, revision(ordinal=1), day(8))
        beside = reports.add_revision(tx, message.id, held_revision(ordinal=2), day(8))
        homeless = held_revision(unit=None, ordinal=3)
        homeless_number = reports.add_revision(tx, message.id, homeless, day(8)).number
    assert (alone.number, alone.current, alone.first_counted_at) == (1, False, None)
    assert (beside.number, beside.current, beside.first_counted_at) == (2, False, day(8))
    assert homeless_number == 1


def test_an_accepted_revision_needs_unit_and_period(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        message = given_message(tx)
        with pytest.raises(ValueError, match="without unit or period"):
            reports.add_revision(tx, message.id, revision(unit=None), day(8))


def test_of_a_message_the_newest_revision_of_each_form_is_told(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        message, other = given_message(tx, day(7)), given_message(tx, day(8))
        second = reports.add_revision(tx, message.id, revision(unit="na-khu", ordinal=1), day(8))
        reports.add_revision(tx, message.id, revision(), day(8))
        reports.add_revision(tx, other.id, revision(), day(8))
        corrected = correct(tx, {"website": 1}, day(9))
        assert corrected.message == other.id
        assert [r.message for r in reports.of_message(tx, other.id)] == [other.id]
        first, told_second = reports.of_message(tx, message.id)
    assert (first.ordinal, told_second) == (0, second)


def test_all_revisions_of_a_report_are_told_in_the_order_recorded(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        message = given_message(tx)
        ids = [
            reports.add_revision(tx, message.id, new, day(8)).id
            for new in (revision(), held_revision(), revision(unit="na-khu"))
        ]
        assert [r.id for r in reports.revisions(tx, CAMPAIGN)] == ids
        assert [r.id for r in reports.revisions(tx, CAMPAIGN, UNIT, PERIOD)] == ids[:2]
        assert reports.revisions(tx, CAMPAIGN, UNIT, "2026-03") == []
        assert reports.revisions(tx, "another") == []


def test_held_shows_what_waits_guessed_periods_too(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        message = given_message(tx)
        reports.add_revision(tx, message.id, revision(), day(8))
        ids = [
            reports.add_revision(tx, message.id, new, day(8)).id
            for new in (
                held_revision(),
                held_revision(unit=None, period=None),
                held_revision(period="2026-01", period_guess="2026-01"),
            )
        ]
        reports.add_revision(tx, message.id, held_revision(state="rejected"), day(8))
        assert [r.id for r in reports.held(tx)] == ids
        assert [r.id for r in reports.held(tx, CAMPAIGN, PERIOD)] == ids[:2]
        assert reports.held(tx, "another") == []


def test_what_came_before_a_persons_decision_about_the_report_waits_no_more(
    database: Database,
) -> None:
    with database.transaction() as tx:
        given_units(tx)
        message = given_message(tx)
        reports.add_revision(tx, message.id, held_revision(), day(8))
        second = reports.add_revision(tx, message.id, held_revision(), day(9))
        decisions.accept(tx, second.id, day(10), STAFF)
        assert reports.held(tx) == []
        newer = reports.add_revision(tx, message.id, held_revision(), day(11))
        assert [r.id for r in reports.held(tx)] == [newer.id]


def test_what_comes_in_the_very_moment_of_a_decision_is_not_lost_from_sight(
    database: Database,
) -> None:
    with database.transaction() as tx:
        given_units(tx)
        message = given_message(tx)
        first = reports.add_revision(tx, message.id, held_revision(), day(8))
        decisions.accept(tx, first.id, day(8), STAFF)
        newer = reports.add_revision(tx, message.id, held_revision(), day(8))
        assert [r.id for r in reports.held(tx)] == [newer.id]


def test_a_later_mail_that_the_program_accepted_answers_no_question(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        message = given_message(tx)
        waiting = reports.add_revision(tx, message.id, held_revision(day(8)), day(8))
        reports.add_revision(tx, message.id, revision(day(9)), day(9))
        assert [r.id for r in reports.held(tx)] == [waiting.id]


def test_a_month_has_for_each_unit_what_counts_and_the_newest_that_waits(
    database: Database,
) -> None:
    with database.transaction() as tx:
        given_units(tx)
        message = given_message(tx)

        def add(**changes: object) -> int:
            make = revision if changes.pop("counts", False) else held_revision
            return reports.add_revision(tx, message.id, make(**changes), day(8)).id  # type: ignore[arg-type]

        add(counts=True)
        counting = add(counts=True)
        waiting_beside = add()
        add(unit="na-khu")
        newest = add(unit="na-khu")
        guessed = add(unit=None, unit_guess="namon-town", period=None)
        add(unit=None, unit_guess=None)
        add(counts=True, period="2026-01")
        found = reports.month(tx, CAMPAIGN, PERIOD)
        assert reports.month(tx, "another", PERIOD) == []
    assert [r.id for r in found] == [counting, waiting_beside, newest, guessed]
    assert [r.current for r in found] == [True, False, False, False]


def test_export_has_one_line_for_each_report_by_period_and_unit(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        message = given_message(tx)

        def add(new: NewRevision) -> int:
            return reports.add_revision(tx, message.id, new, day(8)).id

        town = add(held_revision(unit="namon-town", unit_guess="namon-town"))
        add(held_revision(unit="na-khu", unit_guess="na-khu"))
        khu = add(held_revision(unit="na-khu", unit_guess="na-khu"))
        mon = add(revision())
        add(held_revision())
        earlier = add(revision(period="2026-01"))
        add(held_revision(unit=None, unit_guess=None))
        add(revision(state="rejected", period="2026-03"))
        assert [r.id for r in reports.export_rows(tx)] == [earlier, khu, mon, town]
        assert [r.id for r in reports.export_rows(tx, period="2026-01")] == [earlier]
        assert reports.export_rows(tx, campaign="another") == []


def test_export_can_have_every_revision(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        message = given_message(tx)
        news = (revision(), held_revision(), held_revision(unit=None, unit_guess=None))
        ids = [reports.add_revision(tx, message.id, new, day(8)).id for new in news]
        exported = reports.export_rows(tx, CAMPAIGN, PERIOD, revisions=True)
    assert [r.id for r in exported] == [ids[2], ids[0], ids[1]]


def test_more_revisions_than_one_query_may_name_are_told_with_their_readings(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "AT_ONCE", 2)
    with database.transaction() as tx:
        given_units(tx)
        message = given_message(tx)
        for n in range(5):
            new = revision(readings=[reading("website", n)], ordinal=n)
            reports.add_revision(tx, message.id, new, day(8))
        found = reports.revisions(tx, CAMPAIGN)
    assert [values(r.readings) for r in found] == [{"website": n} for n in range(5)]


def test_what_is_not_stored_is_not_found(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        with pytest.raises(NotFound, match="revision 5"):
            reports.get_revision(tx, 5)
        with pytest.raises(NotFound, match="revision 5"):
            decisions.accept(tx, 5, day(8), STAFF)
        with pytest.raises(NotFound, match="revision 5"):
            decisions.reject(tx, 5, "no", day(8), STAFF)
        with pytest.raises(NotFound, match="revision 5"):
            decisions.correct(tx, 5, UNIT, PERIOD, {}, day(8), STAFF)
