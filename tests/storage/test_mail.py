"""Mail: stored before anything else, once, with its tries counted and its state shown."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from storage import arrivals, decisions, examining, mail, marks, reports, retention
from storage.database import Database, NotFound, open_database
from storage.records import Arrival, NewMessage
from tests.storage.given import (
    day,
    document,
    facts,
    given_message,
    given_units,
    held_revision,
    revision,
)

INBOX = ("INBOX", 7)


def lies(uid: int) -> Arrival:
    return Arrival(*INBOX, uid)


def test_tries_are_counted_before_the_mail_is_there(database: Database) -> None:
    tries = []
    for _ in range(3):
        with database.transaction() as tx:
            tries.append(arrivals.begin_fetch(tx, lies(1), day(8)))
    assert tries == [1, 2, 3]
    with database.transaction() as tx:
        assert arrivals.begin_fetch(tx, Arrival("INBOX", 8, 1), day(8)) == 1
        assert arrivals.finished_uids(tx, *INBOX) == set()


def test_a_stored_mail_is_finished_in_its_folder_and_uidvalidity_alone(database: Database) -> None:
    with database.transaction() as tx:
        arrivals.begin_fetch(tx, lies(1), day(8))
        arrivals.begin_fetch(tx, lies(2), day(8))
        mail.store_message(tx, NewMessage(b"x", day(8)), day(8), lies(1))
    with database.transaction() as tx:
        assert arrivals.finished_uids(tx, "INBOX", 7) == {1}
        assert arrivals.finished_uids(tx, "INBOX", 8) == set()
        assert arrivals.finished_uids(tx, "Spam", 7) == set()


def test_uids_of_the_whole_range_of_imap_are_kept(database: Database) -> None:
    highest = Arrival("INBOX", 2**32 - 1, 2**32 - 1)
    with database.transaction() as tx:
        mail.store_message(tx, NewMessage(b"x", day(8)), day(8), highest)
        assert arrivals.finished_uids(tx, "INBOX", 2**32 - 1) == {2**32 - 1}


def test_the_same_bytes_are_the_same_message_and_both_arrivals_are_finished(
    database: Database,
) -> None:
    with database.transaction() as tx:
        first, first_is_new = mail.store_message(tx, NewMessage(b"x", day(8)), day(8), lies(1))
    with database.transaction() as tx:
        again = NewMessage(b"x", day(9), kind="file", via="line", name="x.pdf")
        second, second_is_new = mail.store_message(tx, again, day(9), lies(2))
        assert arrivals.finished_uids(tx, *INBOX) == {1, 2}
        assert [m.id for m in mail.all_messages(tx)] == [first.id]
    assert (first_is_new, second_is_new) == (True, False)
    assert second == first


@pytest.mark.parametrize("sent", [True, False])
def test_that_the_sent_folder_has_it_too_is_kept_and_learnt_when_it_leaves_the_spam_folder(
    database: Database, sent: bool
) -> None:
    with database.transaction() as tx:
        known, _ = mail.store_message(tx, NewMessage(b"x", day(8), in_sent_folder=sent), day(8))
        mail.store_message(tx, NewMessage(b"y", day(8), spam=True), day(8))
        moved, _ = mail.store_message(tx, NewMessage(b"y", day(8), in_sent_folder=sent), day(8))
    with database.transaction() as tx:
        assert [mail.get(tx, m.id).in_sent_folder for m in (known, moved)] == [sent, sent]


def test_what_is_known_of_a_file_is_kept(database: Database) -> None:
    new = NewMessage(b"%PDF", day(8), "file", "line", "ก.pdf", "na-mon", "2026-02")
    with database.transaction() as tx:
        stored, _ = mail.store_message(tx, new, day(9))
    known = (stored.kind, stored.via, stored.name, stored.unit_hint, stored.period_hint)
    assert known == ("file", "line", "ก.pdf", "na-mon", "2026-02")
    assert (stored.state, stored.received_at) == ("stored", day(8))


def test_the_oldest_arrival_is_examined_first(database: Database) -> None:
    with database.transaction() as tx:
        late = given_message(tx, day(9), recorded=False)
        early = given_message(tx, day(7), recorded=False)
        given_message(tx, day(6), recorded=True)
        assert [m.id for m in examining.pending(tx, day(10), limit=5)] == [early.id, late.id]
        assert [m.id for m in examining.pending(tx, day(10))] == [early.id]


def test_a_message_that_was_put_off_comes_again_when_it_is_due(database: Database) -> None:
    with database.transaction() as tx:
        first, second = (given_message(tx, day(n), recorded=False) for n in (7, 8))
        examining.put_off(tx, first.id, day(10), "the reader died")
    with database.transaction() as tx:
        just_before = day(10) - timedelta(seconds=1)
        assert [m.id for m in examining.pending(tx, just_before, 5)] == [second.id]
        assert [m.id for m in examining.pending(tx, day(10), 5)] == [first.id, second.id]
        assert mail.get(tx, first.id).reason == "the reader died"


def test_a_try_at_which_the_reader_died_is_counted(database: Database) -> None:
    with database.transaction() as tx:
        message = given_message(tx, recorded=False)
        examining.begin_examine(tx, message.id, day(8))
        assert examining.reader_died(tx, message.id) == 1
    with database.transaction() as tx:
        assert examining.reader_died(tx, message.id) == 2
        assert mail.get(tx, message.id).tries == 2


def test_a_message_at_which_the_program_dies_comes_last_and_then_waits_an_hour(
    database: Database,
) -> None:
    with database.transaction() as tx:
        killer = given_message(tx, recorded=False)
        examining.begin_examine(tx, killer.id, day(8))
        other = given_message(tx, day(9), recorded=False)
        assert [m.id for m in examining.pending(tx, day(8), 5)] == [other.id, killer.id]
        for _ in range(arrivals.DEATHS_AT_ONCE):
            examining.begin_examine(tx, killer.id, day(8))
        assert [m.id for m in examining.pending(tx, day(8), 5)] == [other.id]
        assert examining.set_aside(tx) == 1
        later = day(8) + arrivals.SET_ASIDE
        assert [m.id for m in examining.pending(tx, later, 5)] == [other.id, killer.id]


def test_a_message_that_kills_the_program_stops_nobodys_warnings(database: Database) -> None:
    with database.transaction() as tx:
        killer = given_message(tx, recorded=False)
        examining.begin_examine(tx, killer.id, day(8))
        assert examining.any_unexamined(tx)
        for _ in range(arrivals.DEATHS_AT_ONCE):
            examining.begin_examine(tx, killer.id, day(8))
        assert not examining.any_unexamined(tx)


def test_a_held_message_is_not_tried_again_and_waits_for_a_person(database: Database) -> None:
    with database.transaction() as tx:
        message = given_message(tx, recorded=False)
        examining.hold_message(tx, message.id, "the reader died three times")
    with database.transaction() as tx:
        assert examining.pending(tx, day(20)) == []
        assert [m.reason for m in mail.held_messages(tx)] == ["the reader died three times"]


def test_what_was_found_out_is_kept_with_the_message(database: Database) -> None:
    with database.transaction() as tx:
        message = given_message(tx, recorded=False)
        examining.recorded(tx, message.id, facts(), [document(0), document(1)], day(8))
    with database.transaction() as tx:
        known = mail.get(tx, message.id)
        assert (known.state, known.outcome, known.authentic) == ("recorded", "reports", True)
        assert (known.sender, known.subject) == ("na-mon@example.go.th", "ส่งรายงาน")
        assert mail.documents(tx, message.id) == [document(0), document(1)]
        assert mail.by_rfc_message_id(tx, "<1@example.go.th>") == known
        assert mail.by_rfc_message_id(tx, "<2@example.go.th>") is None


def test_recording_again_replaces_the_documents(database: Database) -> None:
    with database.transaction() as tx:
        message = given_message(tx)
        examining.recorded(
            tx, message.id, facts(outcome="no_report"), [document(0, "cd" * 32)], day(8)
        )
    with database.transaction() as tx:
        assert mail.documents(tx, message.id) == [document(0, "cd" * 32)]
        assert mail.get(tx, message.id).outcome == "no_report"


def test_of_two_mails_with_one_message_id_the_newest_is_found(database: Database) -> None:
    with database.transaction() as tx:
        given_message(tx, day(7))
        newest = given_message(tx, day(8))
        assert mail.by_rfc_message_id(tx, "<1@example.go.th>") == newest


def test_each_state_is_shown_on_the_server_once(database: Database) -> None:
    with database.transaction() as tx:
        message, _ = mail.store_message(tx, NewMessage(b"x", day(8)), day(8), lies(5))
        assert marks.unmarked(tx, *INBOX) == [(5, "stored")]
        marks.marked(tx, *INBOX, 5, "stored")
        assert marks.unmarked(tx, *INBOX) == []
    with database.transaction() as tx:
        examining.recorded(tx, message.id, facts(), [], day(8))
        assert marks.unmarked(tx, *INBOX) == [(5, "recorded")]
        assert marks.unmarked(tx, "INBOX", 8) == []


def test_a_state_that_changed_while_it_was_shown_is_shown_again(database: Database) -> None:
    with database.transaction() as tx:
        message, _ = mail.store_message(tx, NewMessage(b"x", day(8)), day(8), lies(5))
        examining.hold_message(tx, message.id, "poison")
        marks.marked(tx, *INBOX, 5, "stored")
        assert marks.unmarked(tx, *INBOX) == [(5, "held")]


def test_a_mail_is_shown_as_waiting_until_its_report_is_decided_about(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        message, _ = mail.store_message(tx, NewMessage(b"x", day(8)), day(8), lies(5))
        held = reports.add_revision(tx, message.id, revision(state="held"), day(8))
        examining.recorded(tx, message.id, facts(), [document()], day(8))
        assert marks.unmarked(tx, *INBOX) == [(5, "held")]
        marks.marked(tx, *INBOX, 5, "held")
        decisions.accept(tx, held.id, day(9), "operator")
        assert marks.unmarked(tx, *INBOX) == [(5, "recorded")]


def test_mails_wait_no_more_when_another_mails_report_answers_for_them(
    database: Database,
) -> None:
    with database.transaction() as tx:
        given_units(tx)
        for uid in (1, 2):
            new = NewMessage(b"%d" % uid, day(8))
            message, _ = mail.store_message(tx, new, day(8), lies(uid))
            held = reports.add_revision(tx, message.id, held_revision(), day(8))
            examining.recorded(tx, message.id, facts(), [document()], day(8))
            marks.marked(tx, *INBOX, uid, "held")
        decisions.accept(tx, held.id, day(9), "operator")
        assert marks.unmarked(tx, *INBOX) == [(1, "recorded"), (2, "recorded")]
        for uid in (1, 2):
            marks.marked(tx, *INBOX, uid, "recorded")
        decisions.reject(tx, held.id, "mistaken", day(10), "operator")
        assert marks.unmarked(tx, *INBOX) == [(1, "held"), (2, "recorded")]


def test_every_copy_of_a_mail_is_shown_its_state(database: Database) -> None:
    with database.transaction() as tx:
        for uid in (1, 2):
            mail.store_message(tx, NewMessage(b"x", day(8)), day(8), lies(uid))
        marks.marked(tx, *INBOX, 1, "stored")
        assert marks.unmarked(tx, *INBOX) == [(2, "stored")]


def test_a_mail_that_was_not_fetched_yet_has_no_state_to_show(database: Database) -> None:
    with database.transaction() as tx:
        arrivals.begin_fetch(tx, lies(1), day(8))
        assert marks.unmarked(tx, *INBOX) == []


def test_messages_are_found_by_what_their_reports_are_about(database: Database) -> None:
    with database.transaction() as tx:
        given_units(tx)
        late, early, other, none = (given_message(tx, day(n)) for n in (9, 7, 8, 6))
        reports.add_revision(tx, late.id, revision(), day(9))
        guessed = held_revision(unit=None, period=None)
        reports.add_revision(tx, early.id, guessed, day(9))
        reports.add_revision(tx, other.id, revision(unit="na-khu", period="2026-01"), day(9))
    with database.transaction() as tx:
        every = [m.id for m in mail.all_messages(tx)]
        assert every == [none.id, early.id, other.id, late.id]
        assert [m.id for m in mail.all_messages(tx, unit="na-mon")] == [early.id, late.id]
        assert [m.id for m in mail.all_messages(tx, period="2026-01")] == [other.id]
        assert mail.all_messages(tx, unit="na-mon", period="2026-01") == []
        assert [m.id for m in mail.all_messages(tx, message=late.id)] == [late.id]


def test_what_is_not_stored_is_not_found(database: Database) -> None:
    with database.transaction() as tx:
        for ask in (mail.get, mail.raw):
            with pytest.raises(NotFound, match="message 5"):
                ask(tx, 5)


def test_the_file_holds_nothing_of_what_was_removed(migrated_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "mailproc.db"
    shutil.copy(migrated_file, file)
    picture = b"a child's photograph " * 2000
    with _opened(file) as db, db.transaction() as tx:
        message, _ = mail.store_message(tx, NewMessage(picture, day(5)), day(5))
        examining.recorded(tx, message.id, facts(), (), day(8))
    assert b"photograph" in file.read_bytes()
    with _opened(file) as db, db.transaction() as tx:
        retention.forget(tx, retention.old_mail(tx, day(20)))
    assert b"photograph" not in file.read_bytes()


@contextmanager
def _opened(file: Path) -> Iterator[Database]:
    with closing(open_database(f"sqlite:///{file}", file.with_suffix(".lock"))) as db:
        yield db


def test_what_an_address_sent_before_is_found_newest_first(database: Database) -> None:
    """Only what is really its own, and ended as asked."""
    with database.transaction() as tx:
        sent = [given_message(tx, day(number)) for number in (5, 6, 7, 8, 9)]
        examining.recorded(tx, sent[1].id, facts(authentic=False), [], day(9))
        examining.recorded(tx, sent[2].id, facts(outcome="no_report"), [], day(9))
    with database.transaction() as tx:
        assert mail.earlier_of(tx, sent[4], ["reports"], 2) == [sent[3], sent[0]]
        assert mail.earlier_of(tx, sent[4], ["reports"], 1) == [sent[3]]
        assert mail.earlier_of(tx, sent[0], ["reports"], 2) == []
