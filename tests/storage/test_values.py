"""What is written is what is read: values, moments, and text that no database takes."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError

from parsers.reading import Channel, Value
from storage import examining, mail, reports
from storage.database import Database
from storage.records import NewMessage
from storage.values import from_json, to_json
from tests.storage.given import (
    day,
    document,
    facts,
    given_message,
    given_units,
    reading,
    revision,
)

CHANNELS = st.builds(Channel, st.text(), st.none() | st.integers())
VALUES = st.none() | st.booleans() | st.integers() | st.text() | st.lists(CHANNELS).map(tuple)


@given(VALUES)
def test_every_value_comes_back_as_the_same_kind_of_value(value: Value) -> None:
    again = from_json(to_json(value))
    assert again == value
    assert type(again) is type(value)


def test_thai_stays_readable_in_the_database() -> None:
    assert to_json((Channel("หอกระจายข่าว", 3),)) == '[{"channel": "หอกระจายข่าว", "times": 3}]'


@pytest.mark.parametrize(
    "value",
    [
        None,
        0,
        1,
        9999,
        True,
        False,
        "",
        "นามน",
        "1",
        (),
        (Channel("ตลาดนัด", 2), Channel("x", None)),
    ],
)
def test_readings_come_back_exactly(database: Database, value: Value) -> None:
    read = (reading("website", value), reading("no_box", 7, box=None, status="review", page=2))
    with database.transaction() as tx:
        given_units(tx)
        stored = reports.add_revision(tx, given_message(tx).id, revision(readings=read), day(8))
    with database.transaction() as tx:
        again = reports.get_revision(tx, stored.id)
    assert again.readings == read
    assert type(again.readings[0].value) is type(value)


def test_readings_keep_their_order(database: Database) -> None:
    fields = ["unit", "a", "z", "b", "period"]
    with database.transaction() as tx:
        given_units(tx)
        new = revision(readings=[reading(f, 1) for f in fields])
        stored = reports.add_revision(tx, given_message(tx).id, new, day(8))
    assert [r.field for r in stored.readings] == fields


def test_moments_come_back_in_utc_to_the_microsecond(database: Database) -> None:
    bangkok = datetime(2026, 2, 8, 0, 30, 0, 123456, tzinfo=timezone(timedelta(hours=7)))
    with database.transaction() as tx:
        stored, _ = mail.store_message(tx, NewMessage(b"x", bangkok), bangkok)
    with database.transaction() as tx:
        received_at = mail.get(tx, stored.id).received_at
    assert received_at == bangkok
    assert received_at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 2, 8)  # noqa: DTZ001 - the very thing to be refused
    with (
        pytest.raises(StatementError, match="without a time zone"),
        database.transaction() as tx,
    ):
        mail.store_message(tx, NewMessage(b"x", naive), day(8))


def test_mail_is_kept_byte_for_byte(database: Database) -> None:
    raw = bytes(range(256)) * 40 + b"\r\n\n\r"
    with database.transaction() as tx:
        stored, _ = mail.store_message(tx, NewMessage(raw, day(8)), day(8))
    with database.transaction() as tx:
        assert mail.raw(tx, stored.id) == raw


def test_letters_that_no_database_takes_do_not_hold_up_a_mail(database: Database) -> None:
    with database.transaction() as tx:
        message = given_message(tx)
        examining.recorded(tx, message.id, facts(subject="ก\0ข\udc80ค😀"), [document()], day(8))
    with database.transaction() as tx:
        assert mail.get(tx, message.id).subject == "ก\ufffdข\ufffdค😀"


def test_a_message_id_of_any_length_is_found_again(database: Database) -> None:
    endless = "<" + "".join(chr(97 + i * i % 26) for i in range(200_000)) + "@example.go.th>"
    with database.transaction() as tx:
        message = given_message(tx)
        examining.recorded(tx, message.id, facts(message_id=endless), [], day(8))
        found = mail.by_rfc_message_id(tx, endless)
    assert found is not None
    assert found.id == message.id
