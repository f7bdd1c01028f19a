"""Collect: every mail in the mailbox into the database, byte for byte, before anything else.

For each mail: count the try and commit, fetch, store and commit; then mark what is stored. Killed
anywhere, the next tick carries on: a mail that is not stored is fetched, one that is not marked is
marked.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from mailproc.errors import MailboxUnavailable
from mailproc.events import event
from mailproc.intake.errors import BROKEN
from mailproc.intake.imap import BATCH, Fetched, MailGone
from mailproc.intake.mailbox import Mailbox
from mailproc.intake.mime.headers import read_headers
from mailproc.intake.mime.parts import read_mail
from storage import arrivals, examining, mail, marks
from storage.database import Database
from storage.records import Arrival, MessageFacts, MessageState, NewMessage

log = logging.getLogger(__name__)

MAX_RAW = 100_000_000
"""Bytes of the largest mail that is fetched: 60 MB of files, in base64, and then some."""
NEARLY_WHOLE = 0.9
HEADER_KEPT = 256 * 1024
AWAITED = 24
"""Tries, one an hour, in which a mail that is set aside keeps everybody from being warned."""


@dataclass
class CollectCounts:
    """What a collect did, in mails. `stored` are new; `again` were stored already, byte for byte.

    `too_big` are held with their header alone; `gone` were taken away before they were fetched;
    `cut` came cut off, and are fetched again; `set_aside` wait an hour, because the process ended
    three times while one was fetched; `empty` are held, since the server gave nothing of them;
    `awaited`: one of these may be anybody's report, and is not long in coming.
    """

    stored: int = 0
    again: int = 0
    too_big: int = 0
    gone: int = 0
    cut: int = 0
    empty: int = 0
    set_aside: int = 0
    awaited: bool = False
    marked: int = 0


def collect(
    db: Database,
    mailbox: Mailbox,
    now: Callable[[], datetime],
    since: date,
    stop: Callable[[], bool],
    *,
    spam: bool = False,
    is_sent: Callable[[bytes], bool] = lambda _: False,
) -> CollectCounts:
    """Store what arrived on or after `since` and is not stored yet, one mail at a time.

    `spam`: it is the spam folder, in which nothing is ever marked. `is_sent` tells of a mail
    whether the Sent folder has it too (`intake.own_mail`). `stop` is asked between mails; true ends
    it after the mail in hand.
    Raises MailboxUnavailable, storage.database.DatabaseUnavailable; what is stored stays stored.
    """
    counts = CollectCounts()
    todo = _to_fetch(db, mailbox, now(), since, counts)
    sizes = mailbox.sizes(todo)
    for uid in todo:
        if stop():
            return counts
        size = sizes.get(uid, 0)
        _collect_one(db, mailbox, uid, size, now, counts, spam=spam, is_sent=is_sent)
    if not spam:
        counts.marked = show_states(db, mailbox)
    return counts


def show_states(db: Database, mailbox: Mailbox) -> int:
    """Mark on the server what it was not told yet; returns of how many mails it was told now.

    Best effort: the database is the memory, and what fails now is done in the next tick.
    """
    with db.transaction() as tx:
        due: dict[MessageState, list[int]] = defaultdict(list)
        for uid, state in marks.unmarked(tx, mailbox.place, mailbox.uidvalidity):
            due[state].append(uid)
    marked = 0
    for state, uids in due.items():
        for start in range(0, len(uids), BATCH):
            batch = uids[start : start + BATCH]
            try:
                mailbox.mark(batch, state)
            except MailboxUnavailable as error:
                log.warning(event("could not be marked", mails=len(batch), reason=error))
                return marked
            with db.transaction() as tx:
                for uid in batch:
                    marks.marked(tx, mailbox.place, mailbox.uidvalidity, uid, state)
            marked += len(batch)
    return marked


def _to_fetch(
    db: Database, mailbox: Mailbox, now: datetime, since: date, counts: CollectCounts
) -> list[int]:
    """The UIDs to fetch, oldest first; those that were tried before come last.

    So a mail on whose arrival the process dies holds up no other, and is tried again in vain once
    an hour at most. It is never given up: the power may have failed by chance.
    """
    there = mailbox.uids_since(since)
    with db.transaction() as tx:
        finished = arrivals.finished_uids(tx, mailbox.place, mailbox.uidvalidity)
        tries = arrivals.fetch_tries(tx, mailbox.place, mailbox.uidvalidity)
    todo = []
    for uid in there:
        tried, last = tries.get(uid, (0, now))
        if uid in finished:
            continue
        # abs: a clock that was set back must not put a mail off for longer.
        if tried >= arrivals.DEATHS_AT_ONCE and abs(now - last) < arrivals.SET_ASIDE:
            counts.set_aside += 1
            counts.awaited |= tried < arrivals.DEATHS_AT_ONCE + AWAITED
            continue
        todo.append(uid)
    return sorted(todo, key=lambda uid: tries.get(uid, (0, now))[0])


def _collect_one(
    db: Database,
    mailbox: Mailbox,
    uid: int,
    size: int,
    now: Callable[[], datetime],
    counts: CollectCounts,
    *,
    spam: bool,
    is_sent: Callable[[bytes], bool],
) -> None:
    arrival = Arrival(mailbox.place, mailbox.uidvalidity, uid)
    with db.transaction() as tx:
        tries = arrivals.begin_fetch(tx, arrival, now())
    try:
        if size > MAX_RAW:
            header = mailbox.fetch_header(uid, HEADER_KEPT)
            reason = (
                f"the mail has {size // 1_000_000} MB, more than {MAX_RAW // 1_000_000} MB: "
                "it was left in the mailbox; save the report from it and use `mailproc import`"
            )
            _hold(db, header, reason, arrival, now(), spam=spam)
            counts.too_big += 1
            return
        fetched = mailbox.fetch(uid, size)
    except MailGone:
        counts.gone += 1
        return
    if _is_cut(fetched, size) and tries < arrivals.DEATHS_AT_ONCE:
        # A scanner in between, or a tired server: it is fetched again before it is believed.
        log.warning(event("came cut off", uid=uid, bytes=len(fetched.raw), announced=size))
        counts.cut += 1
        counts.awaited = True
        return
    if not fetched.raw:
        reason = "the mail server gives nothing of this mail; look at it in the mailbox"
        _hold(db, mailbox.fetch_header(uid, HEADER_KEPT), reason, arrival, now(), spam=spam)
        counts.empty += 1
        return
    sent = _asked(is_sent, fetched.raw, uid, tries)
    if sent is None:
        counts.awaited = True
        return
    new = NewMessage(fetched.raw, fetched.received_at, spam=spam, in_sent_folder=sent)
    with db.transaction() as tx:
        message, is_new = mail.store_message(tx, new, now(), arrival)
    what = "stored" if is_new else "stored already"
    log.info(event(what, message=message.id, uid=uid, bytes=len(fetched.raw)))
    if is_new:
        counts.stored += 1
    else:
        counts.again += 1


def _asked(is_sent: Callable[[bytes], bool], raw: bytes, uid: int, tries: int) -> bool | None:
    """Whether the Sent folder has the mail too; None where it cannot tell now: the mail is fetched
    again, as one that came cut off, and holds up no other. A folder that never tells must not keep
    it from staff, who see it without that proof. Raises MailboxUnavailable where the connection
    broke.
    """
    try:
        return is_sent(raw)
    except MailboxUnavailable as error:
        if tries < arrivals.DEATHS_AT_ONCE and isinstance(error.__cause__, BROKEN):
            raise  # nothing more comes over this connection
        log.warning(event("the Sent folder could not be asked", uid=uid, reason=error))
        return None if tries < arrivals.DEATHS_AT_ONCE else False


def _is_cut(fetched: Fetched, size: int) -> bool:
    """Whether much less came than the server said that there is; some count a little otherwise."""
    return len(fetched.raw) < size * NEARLY_WHOLE


def _hold(
    db: Database, header: Fetched, reason: str, arrival: Arrival, now: datetime, *, spam: bool
) -> None:
    """Keep the header of a mail that cannot be fetched, for staff to see whose it is."""
    headers = read_headers(read_mail(header.raw))
    facts = MessageFacts(
        sender=headers.from_addresses[0] if headers.from_addresses else "",
        message_id=headers.message_id,
        subject=headers.subject,
        authentic=False,
        outcome="held",
        reason=reason,
    )
    # Without a header either, only its place tells it from another such mail.
    raw = header.raw or f"X-Mailproc-Place: {arrival.uid} in {arrival.folder}\r\n\r\n".encode()
    with db.transaction() as tx:
        new = NewMessage(raw=raw, received_at=header.received_at, spam=spam)
        message, is_new = mail.store_message(tx, new, now, arrival)
        if is_new or message.state == "stored":
            examining.recorded(tx, message.id, facts, (), now)
            if not spam:
                examining.hold_message(tx, message.id, reason)
    log.warning(event("not fetched", message=message.id, reason=reason))
