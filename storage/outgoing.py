"""Notices on their way out: what is due, what became of each try, and how many were sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import func, update
from sqlmodel import col, select

from storage import ticks
from storage.columns import come
from storage.correspondence import Notice, NoticeState
from storage.database import NotFound, Tx
from storage.notices import loaded
from storage.tables import NoticeRow
from storage.values import strings_to_json


def due(tx: Tx, now: datetime, limit: int) -> list[Notice]:
    """What to send now: first `sending` ones, then `queued` ones, by the time they were due.

    One that is still `sending` comes from a try that was cut off: nobody knows whether it went
    out, so the Sent folder is to be asked before it is sent again.
    """
    found: list[NoticeRow] = []
    for state in ("sending", "queued"):
        # One state at a time, so that the index gives the order.
        rows = (
            select(NoticeRow)
            .where(NoticeRow.state == state, come(col(NoticeRow.next_try_at), now))
            .order_by(col(NoticeRow.next_try_at), col(NoticeRow.id))
            .limit(limit - len(found))
        )
        found += tx.exec(rows)
    return loaded(tx, found)


def begin_send(tx: Tx, notice_id: int, tries: int, now: datetime) -> int | None:
    """Count a try beyond those `tries` and say `sending`; returns how many there are with this one.

    None where another process took it in hand since then: it is that one's to send. To be
    committed before the server is spoken to.
    """
    as_read = (
        col(NoticeRow.id) == notice_id,
        col(NoticeRow.tries) == tries,
        col(NoticeRow.state).in_(("queued", "sending")),
    )
    begun = {
        "state": "sending",
        "tries": tries + 1,
        "changed_at": now,
        "changed_in": ticks.newest_id(tx),
    }
    found = tx.exec(update(NoticeRow).where(*as_read).values(begun))
    return tries + 1 if found.rowcount else None


def sent(tx: Tx, notice_id: int, now: datetime) -> None:
    """The server took it."""
    row = _change(tx, notice_id, "sent", now)
    row.sent_at = now
    row.next_try_at = None
    row.error = ""


def retry(tx: Tx, notice_id: int, at: datetime, error: str) -> None:
    """It did surely not go out: back into the queue, due at `at`."""
    row = _change(tx, notice_id, "queued", None)
    row.next_try_at = at
    row.error = error


def unsure(tx: Tx, notice_id: int, at: datetime, error: str) -> None:
    """Nobody can tell yet whether it went out: stays `sending`, to be looked into at `at`."""
    row = _change(tx, notice_id, "sending", None)
    row.next_try_at = at
    row.error = error


def closed(tx: Tx, notice_id: int, since: datetime | None) -> None:
    """The Sent folder cannot tell about it since then, being closed; None: it was opened."""
    _row(tx, notice_id).closed_since = since


def failed(
    tx: Tx,
    notice_id: int,
    now: datetime,
    error: str,
    state: Literal["failed", "unclear"] = "failed",
) -> None:
    """Given up: it did not go out (`failed`), or nobody can tell (`unclear`)."""
    row = _change(tx, notice_id, state, now)
    row.next_try_at = None
    row.error = error


def bounced(
    tx: Tx, notice_id: int, now: datetime, error: str, state: Literal["failed", "unclear"]
) -> None:
    """The server had taken it, and then it came back as undeliverable; `unclear`: so it is said."""
    row = _change(tx, notice_id, state, now)
    row.error = error


def sent_since(tx: Tx, at: datetime) -> int:
    """How many recipients were written to since: mail servers count those, not mails."""
    total = select(func.coalesce(func.sum(NoticeRow.recipients), 0)).where(
        col(NoticeRow.sent_at) >= at
    )
    return int(tx.exec(total).one())


def last_sent(tx: Tx, limit: int) -> list[str]:
    """The Message-IDs of what the server took last, the newest first."""
    found = (
        select(NoticeRow.rfc_message_id)
        .where(NoticeRow.state == "sent", col(NoticeRow.sent_at).is_not(None))
        .order_by(col(NoticeRow.sent_at).desc(), col(NoticeRow.id).desc())
        .limit(limit)
    )
    return list(tx.exec(found))


def delayed(tx: Tx) -> list[Notice]:
    """Notices that are still to go out, and why they did not yet is known, in the order queued."""
    found = select(NoticeRow).where(
        col(NoticeRow.state).in_(("queued", "sending")), NoticeRow.error != ""
    )
    return loaded(tx, sorted(tx.exec(found), key=lambda row: row.id))


def narrow(tx: Tx, notice_id: int, to: Sequence[str]) -> None:
    """It goes to these recipients only: others are written to by notices of their own."""
    row = _row(tx, notice_id)
    row.recipient_list = strings_to_json(tuple(to))
    row.recipients = len(to)


def say_why(tx: Tx, now: datetime, error: str) -> int:
    """Keep with all that is due now and queued why it waits; returns how many they are."""
    due_now = (col(NoticeRow.state) == "queued", come(col(NoticeRow.next_try_at), now))
    tx.exec(update(NoticeRow).where(*due_now).values(error=error))
    return int(tx.exec(select(func.count()).where(*due_now)).one())


def drop(tx: Tx, notice_id: int, reason: str) -> None:
    """A queued notice is no longer called for: it is kept as skipped."""
    row = _change(tx, notice_id, "skipped", None)
    row.next_try_at = None
    row.error = reason


def _change(tx: Tx, notice_id: int, state: NoticeState, now: datetime | None) -> NoticeRow:
    row = _row(tx, notice_id)
    row.state = state
    row.changed_in = ticks.newest_id(tx)
    if now is not None:
        row.changed_at = now
    return row


def _row(tx: Tx, notice_id: int) -> NoticeRow:
    row = tx.get(NoticeRow, notice_id)
    if row is None:
        raise NotFound(f"notice {notice_id}")
    return row
