"""Notices: queued once, sent when due, never forgotten half-way."""

from datetime import timedelta

import pytest

from storage import notices, outgoing
from storage.database import Database, NotFound, Tx
from tests.storage.given import CAMPAIGN, PERIOD, day, given_message, notice

MINUTE = timedelta(minutes=1)


def queued(tx: Tx, key: str, hour: int = 9) -> int:
    """The id of a notice that was queued at that hour of the 8th."""
    assert notices.queue(tx, notice(key), f"<{key}@example.go.th>", day(8, hour))
    found = notices.last_key(tx, key)
    assert found is not None
    return found.id


def due_keys(tx: Tx, hour: int, limit: int = 10) -> list[str]:
    return [n.new.key for n in outgoing.due(tx, day(8, hour), limit)]


def test_a_notice_comes_back_as_it_was_queued(database: Database) -> None:
    files = (("สรุป.pdf", "application/pdf", b"%PDF\0"), ("a.xlsx", "x/y", b""))
    with database.transaction() as tx:
        new = notice(
            "r/1",
            to=("na-mon@example.go.th", "สอง@example.go.th"),
            attachments=files,
            message=given_message(tx).id,
        )
        assert notices.queue(tx, new, "<n1@example.go.th>", day(8))
    with database.transaction() as tx:
        (stored,) = outgoing.due(tx, day(8), 10)
    assert stored.new == new
    assert (stored.state, stored.rfc_message_id, stored.tries) == (
        "queued",
        "<n1@example.go.th>",
        0,
    )
    assert (stored.queued_at, stored.sent_at, stored.error) == (day(8), None, "")


def test_the_same_key_is_queued_once(database: Database) -> None:
    with database.transaction() as tx:
        assert notices.queue(tx, notice("r/1"), "<n1@example.go.th>", day(8))
        again = notice("r/1", text="another text", attachments=(("a", "b/c", b"d"),))
        assert not notices.queue(tx, again, "<n2@example.go.th>", day(9))
        assert not notices.skip(tx, again, "<n3@example.go.th>", day(9), "late")
    with database.transaction() as tx:
        (stored,) = outgoing.due(tx, day(10), 10)
        assert (stored.new, stored.rfc_message_id) == (notice("r/1"), "<n1@example.go.th>")
        assert notices.has_key(tx, "r/1")
        assert not notices.has_key(tx, "r/")


def test_what_is_due_goes_out_in_the_order_of_its_time(database: Database) -> None:
    with database.transaction() as tx:
        queued(tx, "late", hour=12)
        queued(tx, "early", hour=10)
        queued(tx, "later", hour=14)
        assert due_keys(tx, 9) == []
        assert due_keys(tx, 13) == ["early", "late"]
        assert due_keys(tx, 14, limit=2) == ["early", "late"]


def test_a_sent_notice_is_not_sent_again(database: Database) -> None:
    with database.transaction() as tx:
        notice_id = queued(tx, "r/1")
        assert outgoing.begin_send(tx, notice_id, 0, day(8, 10)) == 1
        outgoing.sent(tx, notice_id, day(8, 11))
    with database.transaction() as tx:
        assert due_keys(tx, 20) == []
        stored = notices.last_key(tx, "r/1")
    assert stored is not None
    assert (stored.state, stored.sent_at, stored.next_try_at) == ("sent", day(8, 11), None)


def test_a_try_that_was_cut_off_comes_first_and_is_told_from_the_others(
    database: Database,
) -> None:
    with database.transaction() as tx:
        queued(tx, "waiting", hour=9)
        cut_off = queued(tx, "cut off", hour=10)
        outgoing.begin_send(tx, cut_off, 0, day(8, 11))
    with database.transaction() as tx:
        told = [(n.new.key, n.state, n.tries) for n in outgoing.due(tx, day(8, 12), 10)]
        assert due_keys(tx, 12, limit=1) == ["cut off"]
        assert outgoing.begin_send(tx, cut_off, 1, day(8, 12)) == 2
    assert told == [("cut off", "sending", 1), ("waiting", "queued", 0)]


def test_a_temporary_failure_is_tried_again_later(database: Database) -> None:
    with database.transaction() as tx:
        notice_id = queued(tx, "r/1")
        outgoing.begin_send(tx, notice_id, 0, day(8, 10))
        outgoing.retry(tx, notice_id, day(8, 12), "451 greylisted")
        assert due_keys(tx, 11) == []
        (stored,) = outgoing.due(tx, day(8, 12), 10)
        assert (stored.state, stored.tries, stored.error) == ("queued", 1, "451 greylisted")
        outgoing.begin_send(tx, notice_id, 1, day(8, 12))
        outgoing.sent(tx, notice_id, day(8, 12))
        last = notices.last_key(tx, "r/1")
    assert last is not None
    assert last.error == ""


@pytest.mark.parametrize("state", ["failed", "unclear"])
def test_what_is_given_up_is_not_tried_again_and_is_seen(database: Database, state: str) -> None:
    with database.transaction() as tx:
        notice_id = queued(tx, "r/1")
        outgoing.begin_send(tx, notice_id, 0, day(8, 10))
        outgoing.failed(tx, notice_id, day(8, 10), "550 no such user", state)  # type: ignore[arg-type]
        assert due_keys(tx, 20) == []
        (seen,) = notices.recent(tx, day(8), ["failed", "unclear"])
    assert (seen.state, seen.error, seen.next_try_at) == (state, "550 no such user", None)


def test_skipped_and_suppressed_notices_are_kept_but_never_due(database: Database) -> None:
    with database.transaction() as tx:
        notices.skip(tx, notice("warning/1"), "<n1@x>", day(8), "a newer one is due")
        notices.queue(tx, notice("warning/2", state="suppressed"), "<n2@x>", day(8))
        assert outgoing.due(tx, day(28), 10) == []
        states = [(n.state, n.error) for n in notices.of_period(tx, CAMPAIGN, PERIOD)]
    assert states == [("skipped", "a newer one is due"), ("suppressed", "")]


def test_recipients_are_counted_as_mail_servers_do(database: Database) -> None:
    with database.transaction() as tx:
        assert outgoing.sent_since(tx, day(1)) == 0
        for hour, to in ((9, ("a@x",)), (11, ("a@x", "b@x"))):
            new = notice(f"r/{hour}", to=to)
            notices.queue(tx, new, f"<{hour}@x>", day(8))
            for n in outgoing.due(tx, day(8), 10):
                outgoing.sent(tx, n.id, day(8, hour))
        queued(tx, "unsent")
        assert outgoing.sent_since(tx, day(8, 9)) == 3
        assert outgoing.sent_since(tx, day(8, 11)) == 2
        assert outgoing.sent_since(tx, day(8, 11) + MINUTE) == 0


def test_notices_are_found_by_what_they_are_about(database: Database) -> None:
    with database.transaction() as tx:
        notices.queue(tx, notice("a"), "<a@x>", day(8))
        notices.queue(tx, notice("b", period="2026-01"), "<b@x>", day(8))
        notices.queue(tx, notice("c", campaign="another"), "<c@x>", day(8))
        notices.queue(tx, notice("d"), "<d@x>", day(8))
        assert [n.new.key for n in notices.of_period(tx, CAMPAIGN, PERIOD)] == ["a", "d"]
        found = notices.by_rfc_message_id(tx, "<b@x>")
        assert notices.by_rfc_message_id(tx, "<e@x>") is None
    assert found is not None
    assert found.new.key == "b"


def test_recent_ones_are_those_queued_or_tried_since(database: Database) -> None:
    with database.transaction() as tx:
        old = queued(tx, "old", hour=1)
        queued(tx, "forgotten", hour=1)
        queued(tx, "new", hour=10)
        outgoing.begin_send(tx, old, 0, day(8, 12))
        outgoing.failed(tx, old, day(8, 12), "550")
        assert [n.new.key for n in notices.recent(tx, day(8, 10))] == ["old", "new"]
        assert [n.new.key for n in notices.recent(tx, day(8, 10), ["failed"])] == ["old"]


@pytest.mark.parametrize("hostile", ["warning/x_na", "warning/x%na", "Warning/x/na"])
def test_the_newest_of_a_prefix_is_found_letter_by_letter(database: Database, hostile: str) -> None:
    with database.transaction() as tx:
        for key in ("warning/x/na/2", "warning/x/na-mon/9", "warning/x/na/10", hostile, "z"):
            notices.queue(tx, notice(key), f"<{key}@x>", day(8))
        newest = notices.last_key(tx, "warning/x/na/")
        assert notices.last_key(tx, "warning/y/") is None
    assert newest is not None
    assert newest.new.key == "warning/x/na/10"


def test_what_is_not_stored_is_not_found(database: Database) -> None:
    with database.transaction() as tx, pytest.raises(NotFound, match="notice 5"):
        outgoing.sent(tx, 5, day(8))
