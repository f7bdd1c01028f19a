"""Collect: every mail exactly once, whatever the server and the power do."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailproc.config import MailboxConfig
from mailproc.errors import LoginRefused, MailboxUnavailable
from mailproc.intake import collect as collecting
from mailproc.intake import errors, imap, login
from mailproc.intake.collect import CollectCounts, collect, show_states
from mailproc.intake.imap import Fetched
from mailproc.intake.mailbox import KEYWORD, Mailbox, open_mailbox, place_of
from mailproc.intake.own_mail import is_in_sent_folder
from storage import arrivals, examining, mail
from storage.database import Database
from storage.records import Arrival, Message
from tests import make
from tests.servers.dovecot import Dovecot
from tests.servers.imap_proxy import ImapProxy

ZONE = ZoneInfo("Asia/Bangkok")
SINCE = date(2026, 1, 1)
NOW = datetime(2026, 1, 20, 3, 0, tzinfo=UTC)
ARRIVED = datetime(2026, 1, 12, 2, 30, tzinfo=UTC)


def raw(number: int, size: int = 0) -> bytes:
    return f"Message-ID: <m{number}@example.go.th>\r\n\r\nmail {number}\r\n".encode() + b"x" * size


def run(
    db: Database,
    config: MailboxConfig,
    now: datetime = NOW,
    stop: Callable[[], bool] = lambda: False,
) -> CollectCounts:
    with open_mailbox(config, ZONE) as mailbox:
        return collect(db, mailbox, lambda: now, SINCE, stop)


def stored(db: Database) -> list[Message]:
    with db.transaction() as tx:
        return mail.all_messages(tx)


def hashes(db: Database) -> list[str]:
    return sorted(m.sha256 for m in stored(db))


def expected(*numbers: int) -> list[str]:
    return sorted(sha256(raw(n)).hexdigest() for n in numbers)


def test_stores_byte_for_byte_with_the_arrival_and_then_marks(
    database: Database, dovecot: Dovecot, mailbox_config: MailboxConfig
) -> None:
    uid = dovecot.append(raw(1), ARRIVED)
    counts = run(database, mailbox_config)
    (message,) = stored(database)
    with database.transaction() as tx:
        assert mail.raw(tx, message.id) == raw(1)
    assert message.received_at == ARRIVED
    assert (counts.stored, counts.marked) == (1, 1)
    assert dovecot.flags(uid) == {KEYWORD}


@pytest.mark.parametrize("moved", [{"username": "kalasin2027"}, {"host": "imap.example.org"}])
def test_the_same_numbers_in_another_accounts_mailbox_are_other_mails(
    database: Database, dovecot: Dovecot, mailbox_config: MailboxConfig, moved: dict[str, str]
) -> None:
    """Mailboxes at Gmail begin with the same small numbers."""
    dovecot.append(raw(1), ARRIVED)
    run(database, mailbox_config)
    with open_mailbox(mailbox_config, ZONE) as mailbox:
        here = mailbox.place
        there = mailbox_config.model_copy(update=moved)
        mailbox.place = place_of(there, mailbox.folder)
        assert mailbox.place != here
        counts = collect(database, mailbox, lambda: NOW, SINCE, lambda: False)
    # The mail is fetched and known by its bytes.
    assert (counts.stored, counts.again) == (0, 1)


def test_the_same_numbers_in_another_folder_are_other_mails(
    database: Database, dovecot: Dovecot, mailbox_config: MailboxConfig
) -> None:
    """A new folder's validity may be that of the inbox, too."""
    dovecot.append(raw(1), ARRIVED)
    run(database, mailbox_config)
    with open_mailbox(mailbox_config, ZONE) as mailbox:
        here, mailbox.place = mailbox.place, place_of(mailbox_config, "Spam")
        assert mailbox.place != here
        assert collect(database, mailbox, lambda: NOW, SINCE, lambda: False).again == 1


def test_mails_of_which_nothing_can_be_had_are_told_apart(
    database: Database, mailbox_config: MailboxConfig, dovecot: Dovecot
) -> None:
    for number in range(2):
        dovecot.append(raw(number), ARRIVED)
    with open_mailbox(mailbox_config, ZONE) as mailbox:
        nothing = Fetched(b"", ARRIVED)
        mailbox.fetch = lambda *_: nothing  # type: ignore[method-assign]
        mailbox.fetch_header = lambda *_: nothing  # type: ignore[method-assign]
        for _ in range(3):
            collect(database, mailbox, lambda: NOW, SINCE, lambda: False)
    assert [m.state for m in stored(database)] == ["held", "held"]


def test_flags_of_people_stay_and_do_not_matter(
    database: Database, dovecot: Dovecot, mailbox_config: MailboxConfig
) -> None:
    unread = dovecot.append(raw(1), ARRIVED)
    read = dovecot.append(raw(2), ARRIVED, ["\\Seen", "\\Answered", "$label1"])
    marked = dovecot.append(raw(3), ARRIVED, [KEYWORD])
    deleted = dovecot.append(raw(4), ARRIVED, ["\\Deleted"])
    assert run(database, mailbox_config).stored == 4
    assert dovecot.flags(unread) == {KEYWORD}
    assert dovecot.flags(read) == {"\\Seen", "\\Answered", "$label1", KEYWORD}
    assert dovecot.flags(marked) == {KEYWORD}
    assert dovecot.flags(deleted) == {"\\Deleted", KEYWORD}


def test_mail_from_before_since_is_left_alone(
    database: Database, dovecot: Dovecot, mailbox_config: MailboxConfig
) -> None:
    old = dovecot.append(raw(1), datetime(2025, 12, 31, 16, 59, 59, tzinfo=UTC))
    first = dovecot.append(raw(2), datetime(2025, 12, 31, 17, 0, 0, tzinfo=UTC))
    assert run(database, mailbox_config).stored == 1
    assert dovecot.flags(old) == frozenset()
    assert dovecot.flags(first) == {KEYWORD}


def test_a_second_run_finds_nothing_to_do(
    database: Database, dovecot: Dovecot, mailbox_config: MailboxConfig
) -> None:
    dovecot.append(raw(1), ARRIVED)
    run(database, mailbox_config)
    assert run(database, mailbox_config) == CollectCounts()


def test_the_same_mail_twice_is_one_message(
    database: Database, dovecot: Dovecot, mailbox_config: MailboxConfig
) -> None:
    uids = dovecot.append_all([raw(1), raw(1)], lambda _: ARRIVED)
    counts = run(database, mailbox_config)
    assert (counts.stored, counts.again, len(stored(database))) == (1, 1, 1)
    assert all(dovecot.flags(uid) == {KEYWORD} for uid in uids)


def test_mails_without_message_id_or_date_are_each_one_message(
    database: Database, dovecot: Dovecot, mailbox_config: MailboxConfig
) -> None:
    dovecot.append_all(
        [b"\r\na", b"Subject: x\r\n\r\nb", b"Date: never\r\n\r\nc"], lambda _: ARRIVED
    )
    assert run(database, mailbox_config).stored == 3
    assert {m.received_at for m in stored(database)} == {ARRIVED}


def test_a_new_uidvalidity_brings_no_mail_twice(
    database: Database, dovecot: Dovecot, mailbox_config: MailboxConfig
) -> None:
    dovecot.append_all([raw(1), raw(2)], lambda _: ARRIVED)
    run(database, mailbox_config)
    dovecot.renumber("INBOX", 4711)
    dovecot.append(raw(3), ARRIVED)
    counts = run(database, mailbox_config)
    assert (counts.stored, counts.again) == (1, 2)
    assert hashes(database) == expected(1, 2, 3)


def test_stop_ends_it_after_the_mail_in_hand(
    database: Database, dovecot: Dovecot, mailbox_config: MailboxConfig
) -> None:
    dovecot.append_all([raw(n) for n in range(5)], lambda _: ARRIVED)
    run(database, mailbox_config, stop=lambda: len(stored(database)) >= 2)
    assert len(stored(database)) == 2
    assert run(database, mailbox_config).stored == 3


def test_what_was_stored_and_not_marked_is_marked_later(
    database: Database, dovecot: Dovecot, imap_proxy: ImapProxy, proxied_config: MailboxConfig
) -> None:
    uid = dovecot.append(raw(1), ARRIVED)
    imap_proxy.answers = [(rb"UID STORE", b"TAG NO [UNAVAILABLE] not now\r\n")]
    counts = run(database, proxied_config)
    assert (counts.stored, counts.marked, dovecot.flags(uid)) == (1, 0, frozenset())
    imap_proxy.answers = []
    assert run(database, proxied_config).marked == 1
    assert dovecot.flags(uid) == {KEYWORD}


@pytest.mark.parametrize("fault", ["break_after", "rubbish_after"])
def test_a_connection_that_breaks_anywhere_loses_and_doubles_nothing(
    database: Database,
    dovecot: Dovecot,
    imap_proxy: ImapProxy,
    proxied_config: MailboxConfig,
    fault: str,
) -> None:
    mails = [raw(n, size=700) for n in range(3)]
    dovecot.append_all(mails, lambda _: ARRIVED)
    for limit in range(0, 6000, 157):
        setattr(imap_proxy, fault, limit)
        with suppress(MailboxUnavailable):
            run(database, proxied_config, now=NOW + timedelta(hours=2 * limit))
    setattr(imap_proxy, fault, None)
    run(database, proxied_config, now=NOW + timedelta(days=3650))
    assert hashes(database) == sorted(sha256(m).hexdigest() for m in mails)


@pytest.mark.parametrize(
    ("said", "rubbish"),
    [
        (b"BODY[] {", b"BODY[] {9999999999999"),
        (b"BODY[] {", b"BODY[] {99999999999999999999999"),
        (b"UIDVALIDITY ", b"UIDVALIDITY x"),
        (b"UIDVALIDITY ", b"UIDVALIDITY 99999999999999999999"),
        (b"* SEARCH ", b"* SEARCH x "),
        (b"* SEARCH ", b"* SEARCH 99999999999999999999 "),
        (b"* CAPABILITY ", b"* CAPABLE "),
    ],
)
def test_numbers_and_answers_that_cannot_be_are_the_servers_fault(
    database: Database,
    dovecot: Dovecot,
    imap_proxy: ImapProxy,
    proxied_config: MailboxConfig,
    said: bytes,
    rubbish: bytes,
) -> None:
    dovecot.append(raw(1), ARRIVED)
    imap_proxy.replaced = [(said, rubbish)]
    with pytest.raises(MailboxUnavailable):
        run(database, proxied_config)
    imap_proxy.replaced = []
    assert run(database, proxied_config).stored == 1


@pytest.mark.parametrize("came", [b"", b"Subject: cut"])
def test_a_mail_that_comes_cut_off_is_fetched_again_before_it_is_believed(
    database: Database,
    dovecot: Dovecot,
    imap_proxy: ImapProxy,
    proxied_config: MailboxConfig,
    came: bytes,
) -> None:
    whole = raw(1, size=5000)
    uid = dovecot.append(whole, ARRIVED)
    answer = b'* 1 FETCH (UID %d INTERNALDATE "20-Jan-2026 02:00:00 +0000" BODY[] {%d}\r\n%s)\r\n'
    cut = answer % (uid, len(came), came) + b"TAG OK done\r\n"
    imap_proxy.answers = [(rb"UID FETCH \d+ \(UID INTERNALDATE BODY", cut)]
    counts = run(database, proxied_config)
    assert (counts.stored, counts.cut, counts.awaited) == (0, 1, True)
    imap_proxy.answers = []
    assert run(database, proxied_config).stored == 1
    assert stored(database)[0].sha256 == sha256(whole).hexdigest()


def test_a_mail_of_which_the_server_gives_nothing_is_shown_to_staff(
    database: Database, dovecot: Dovecot, imap_proxy: ImapProxy, proxied_config: MailboxConfig
) -> None:
    uid = dovecot.append(raw(1, size=5000), ARRIVED)
    nothing = (
        b'* 1 FETCH (UID %d INTERNALDATE "20-Jan-2026 02:00:00 +0000" BODY[] NIL)\r\nTAG OK x\r\n'
    )
    imap_proxy.answers = [(rb"UID FETCH \d+ \(UID INTERNALDATE BODY\.PEEK\[\]", nothing % uid)]
    for _ in range(2):
        assert run(database, proxied_config).awaited
    assert run(database, proxied_config).empty == 1
    (held,) = stored(database)
    assert (held.state, held.message_id) == ("held", "<m1@example.go.th>")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"* SEARCH 1 2 3", b"* SEARCH\r\n* SEARCH 1\r\n* SEARCH 2 3"),
        (b"* SEARCH 1 2 3", b"* SEARCH 1 2\r\n* SEARCH 3"),
        (b" BODY[] {", b" body[] {"),
    ],
)
def test_answers_in_another_form_that_imap_allows_are_understood(
    database: Database,
    dovecot: Dovecot,
    imap_proxy: ImapProxy,
    proxied_config: MailboxConfig,
    old: bytes,
    new: bytes,
) -> None:
    for number in range(3):
        dovecot.append(raw(number), ARRIVED)
    imap_proxy.replaced = [(old, new)]
    assert run(database, proxied_config).stored == 3


def test_a_server_that_falls_silent_is_given_up(
    database: Database,
    dovecot: Dovecot,
    imap_proxy: ImapProxy,
    proxied_config: MailboxConfig,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(login, "TIMEOUT_SECONDS", 0.5)
    monkeypatch.setattr(errors, "TIMEOUT_SECONDS", 0.5)
    dovecot.append(raw(1, size=5000), ARRIVED)
    imap_proxy.silent_after = 3000
    start = time.monotonic()
    with pytest.raises(MailboxUnavailable, match="no answer within"):
        run(database, proxied_config)
    assert time.monotonic() - start < 5
    imap_proxy.silent_after = None
    assert run(database, proxied_config).stored == 1


@pytest.mark.parametrize("begun", [0, 300, 3000], ids=["greeting", "answers", "mail"])
def test_a_server_that_drips_is_given_up(
    database: Database,
    dovecot: Dovecot,
    imap_proxy: ImapProxy,
    proxied_config: MailboxConfig,
    monkeypatch: pytest.MonkeyPatch,
    begun: int,
) -> None:
    for module in (login, imap):
        monkeypatch.setattr(module, "ANSWER_SECONDS", 0.5)
    dovecot.append(raw(1, size=5000), ARRIVED)
    imap_proxy.drip_after = begun
    start = time.monotonic()
    with pytest.raises(MailboxUnavailable, match="within"):
        run(database, proxied_config)
    assert time.monotonic() - start < 5
    imap_proxy.drip_after = None
    assert run(database, proxied_config).stored == 1


def test_a_mail_may_take_the_longer_the_bigger_it_is(
    database: Database,
    dovecot: Dovecot,
    imap_proxy: ImapProxy,
    proxied_config: MailboxConfig,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(imap, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(imap, "SLOWEST", 10)
    dovecot.append(raw(1, size=20), ARRIVED)
    with open_mailbox(proxied_config, ZONE) as box:
        (uid,) = box.uids_since(SINCE)
        size = box.sizes([uid])[uid]
        imap_proxy.drip_after = 0
        assert len(box.fetch(uid, size).raw) == size


def test_a_lost_folder_is_said_and_nothing_is_harmed(
    database: Database, dovecot: Dovecot, mailbox_config: MailboxConfig
) -> None:
    config = mailbox_config.model_copy(update={"folder": "Reports"})
    with pytest.raises(MailboxUnavailable, match="'Reports' cannot be opened"):
        run(database, config)
    with dovecot.client() as client:
        client.create("Reports")
    dovecot.append(raw(1), ARRIVED, folder="Reports")
    assert run(database, config).stored == 1


def test_a_try_is_counted_before_the_mail_is_fetched(
    database: Database, dovecot: Dovecot, imap_proxy: ImapProxy, proxied_config: MailboxConfig
) -> None:
    uid = dovecot.append(raw(1), ARRIVED)
    imap_proxy.answers = [(rb"UID FETCH .*BODY", b"* BYE dying\r\n")]
    with pytest.raises(MailboxUnavailable):
        run(database, proxied_config)
    with open_mailbox(proxied_config, ZONE) as mailbox, database.transaction() as tx:
        tries = arrivals.fetch_tries(tx, mailbox.place, mailbox.uidvalidity)
    assert tries == {uid: (1, NOW)}


def test_where_the_sent_folder_cannot_be_asked_the_mail_waits_for_further_tries_not_for_ever(
    database: Database,
    dovecot: Dovecot,
    imap_proxy: ImapProxy,
    proxied_config: MailboxConfig,
    tmp_path: Path,
) -> None:
    own = b"From: office@example.go.th\r\nMessage-ID: <own@example.go.th>\r\n\r\n"
    for folder in ("INBOX", "Sent"):
        dovecot.append(own, ARRIVED, folder=folder)
    config = make.config(tmp_path).model_copy(update={"mailbox": proxied_config})
    imap_proxy.answers = [(rb"UID SEARCH HEADER", b"TAG NO [UNAVAILABLE] not now\r\n")]

    def tick() -> None:
        with open_mailbox(proxied_config, ZONE) as mailbox:
            is_sent = partial(is_in_sent_folder, mailbox, config=config)
            with suppress(MailboxUnavailable):
                collect(database, mailbox, lambda: NOW, SINCE, lambda: False, is_sent=is_sent)

    for _ in range(2):
        tick()
        assert stored(database) == []
    tick()
    assert [m.in_sent_folder for m in stored(database)] == [False]


def test_a_mail_that_kills_is_set_aside_for_an_hour_and_never_dropped(
    database: Database, dovecot: Dovecot, mailbox_config: MailboxConfig
) -> None:
    killer, other = dovecot.append_all([raw(1), raw(2)], lambda _: ARRIVED)
    with open_mailbox(mailbox_config, ZONE) as mailbox:
        died(database, mailbox, killer, times=3)
    counts = run(database, mailbox_config, now=NOW + timedelta(minutes=59))
    assert (counts.stored, counts.set_aside) == (1, 1)
    assert hashes(database) == expected(2)
    counts = run(database, mailbox_config, now=NOW + timedelta(minutes=61))
    assert (counts.stored, counts.set_aside) == (1, 0)
    assert dovecot.flags(killer) == dovecot.flags(other) == {KEYWORD}


def test_a_clock_that_is_set_back_puts_no_mail_off_for_longer(
    database: Database, dovecot: Dovecot, mailbox_config: MailboxConfig
) -> None:
    uid = dovecot.append(raw(1), ARRIVED)
    with open_mailbox(mailbox_config, ZONE) as mailbox:
        died(database, mailbox, uid, times=3)
    counts = run(database, mailbox_config, now=NOW - timedelta(days=1))
    assert (counts.stored, counts.set_aside) == (1, 0)


def test_a_mail_that_was_tried_before_comes_after_the_others(
    database: Database,
    dovecot: Dovecot,
    imap_proxy: ImapProxy,
    proxied_config: MailboxConfig,
) -> None:
    first, *_ = dovecot.append_all([raw(1), raw(2), raw(3)], lambda _: ARRIVED)
    with open_mailbox(proxied_config, ZONE) as mailbox:
        died(database, mailbox, first, times=1)
    imap_proxy.answers = [(rb"UID FETCH %d .*BODY" % first, b"* BYE dying\r\n")]
    with pytest.raises(MailboxUnavailable):
        run(database, proxied_config)
    assert hashes(database) == expected(2, 3)


def died(db: Database, mailbox: Mailbox, uid: int, times: int) -> None:
    """The process ended that often while this mail was fetched."""
    for _ in range(times):
        with db.transaction() as tx:
            arrivals.begin_fetch(tx, Arrival(mailbox.place, mailbox.uidvalidity, uid), NOW)


def test_a_mail_that_is_too_big_is_held_with_its_header(
    database: Database,
    dovecot: Dovecot,
    mailbox_config: MailboxConfig,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(collecting, "MAX_RAW", 2000)
    head = b"From: na-mon@example.go.th\r\nSubject: big\r\nMessage-ID: <b@x>\r\n\r\n"
    uid = dovecot.append(head + b"x" * 3000, ARRIVED)
    dovecot.append(raw(1), ARRIVED)
    counts = run(database, mailbox_config)
    assert (counts.stored, counts.too_big) == (1, 1)
    with database.transaction() as tx:
        (held,) = mail.held_messages(tx)
        assert mail.raw(tx, held.id) == head
    assert (held.sender, held.subject) == ("na-mon@example.go.th", "big")
    assert "mailproc import" in held.reason
    assert dovecot.flags(uid) == {KEYWORD}
    assert run(database, mailbox_config) == CollectCounts()


def test_sixty_megabytes_come_through(
    database: Database, dovecot: Dovecot, mailbox_config: MailboxConfig
) -> None:
    raw_mail = b"Subject: big\r\n\r\n" + (b"A" * 76 + b"\r\n") * 1_050_000
    dovecot.append(raw_mail, ARRIVED)
    assert run(database, mailbox_config).stored == 1
    assert [m.sha256 for m in stored(database)] == [sha256(raw_mail).hexdigest()]


def test_gmail_labels_show_the_state_and_change_with_it(
    database: Database, dovecot: Dovecot, imap_proxy: ImapProxy, proxied_config: MailboxConfig
) -> None:
    dovecot.append(raw(1), ARRIVED)
    imap_proxy.replaced = [(b"IMAP4rev1", b"IMAP4rev1 X-GM-EXT-1")]
    imap_proxy.answers = [(rb"UID STORE \S+ [+-]X-GM-LABELS", b"TAG OK Success\r\n")]
    run(database, proxied_config)
    assert labels(imap_proxy) == []
    (message,) = stored(database)
    with database.transaction() as tx:
        examining.hold_message(tx, message.id, "why not")
    with open_mailbox(proxied_config, ZONE) as mailbox:
        assert show_states(database, mailbox) == 1
        assert show_states(database, mailbox) == 0
    received, waiting = b"mailproc/&DiMOMQ4aDkEOJQ5JDic-", b"mailproc/&DiMOLQ4VDiMOJw4I-"
    assert labels(imap_proxy) == [
        b'UID STORE 1 -X-GM-LABELS ("%s")' % received,
        b'UID STORE 1 +X-GM-LABELS ("%s")' % waiting,
    ]


def labels(proxy: ImapProxy) -> list[bytes]:
    return [c for c in proxy.commands if b"X-GM-LABELS" in c]


def test_a_folder_without_keywords_is_no_error(
    database: Database, dovecot: Dovecot, imap_proxy: ImapProxy, proxied_config: MailboxConfig
) -> None:
    uid = dovecot.append(raw(1), ARRIVED)
    imap_proxy.replaced = [(b"\\Draft \\*)", b"\\Draft)")]
    assert run(database, proxied_config).stored == 1
    assert dovecot.flags(uid) == frozenset()
    assert run(database, proxied_config) == CollectCounts()


def test_nothing_is_ever_deleted_moved_or_closed(
    database: Database, dovecot: Dovecot, imap_proxy: ImapProxy, proxied_config: MailboxConfig
) -> None:
    dovecot.append_all([raw(n) for n in range(3)], lambda _: ARRIVED, ["\\Deleted"])
    run(database, proxied_config)
    run(database, proxied_config)
    verbs = {b" ".join(c.split()[:2]).upper() for c in imap_proxy.commands}
    assert {v.split()[0] for v in verbs} <= {
        *(b"CAPABILITY", b"LOGIN", b"EXAMINE", b"SELECT", b"UID", b"LOGOUT"),
    }
    assert {v for v in verbs if v.startswith(b"UID")} == {b"UID SEARCH", b"UID FETCH", b"UID STORE"}
    assert len(dovecot.listed()) == 3


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (b"[ALERT] Application-specific password required: https://x (Failure)", "app password"),
        (b"[WEBALERT https://accounts.google.com/x] Web login required.", "in a browser"),
        (b"[ALERT] Your account is not enabled for IMAP use. (Failure)", "turn IMAP on"),
        (b"[AUTHENTICATIONFAILED] Invalid credentials (Failure)", "only an app password"),
        (b"go away", "check username and password"),
    ],
)
def test_what_google_says_about_a_login_becomes_what_to_do(
    imap_proxy: ImapProxy, proxied_config: MailboxConfig, answer: bytes, hint: str
) -> None:
    imap_proxy.answers = [(rb"LOGIN", b"TAG NO " + answer + b"\r\n")]
    with pytest.raises(LoginRefused) as refused, open_mailbox(proxied_config, ZONE):
        pass
    assert hint in refused.value.hint
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "answer",
    [
        b"[ALERT] Too many simultaneous connections. (Failure)",
        b"[UNAVAILABLE] Temporary System Error",
    ],
)
def test_not_now_is_no_refusal(
    imap_proxy: ImapProxy, proxied_config: MailboxConfig, answer: bytes
) -> None:
    imap_proxy.answers = [(rb"LOGIN", b"TAG NO " + answer + b"\r\n")]
    with pytest.raises(MailboxUnavailable), open_mailbox(proxied_config, ZONE):
        pass
