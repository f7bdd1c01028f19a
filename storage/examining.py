"""How far the examination of a stored message has got: what waits, what is tried, how it ended."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_
from sqlmodel import col, select

from storage import arrivals, ticks
from storage.columns import come
from storage.database import NotFound, Tx
from storage.load import message_of
from storage.mail import row_of, set_state
from storage.records import Message, MessageFacts, NewDocument
from storage.tables import ArrivalRow, DocumentRow, MessageRawRow, MessageRow


def pending(tx: Tx, now: datetime, limit: int = 1) -> list[Message]:
    """Messages to examine now: stored, not put off beyond `now`, the oldest arrival first.

    Those at which the program died before come last, so that they hold up no other.
    """
    found = (
        select(MessageRow)
        .where(
            MessageRow.state == "stored",
            or_(col(MessageRow.next_try_at).is_(None), come(col(MessageRow.next_try_at), now)),
        )
        .order_by(col(MessageRow.unfinished), col(MessageRow.received_at), col(MessageRow.id))
        .limit(limit)
    )
    return [message_of(row) for row in tx.exec(found)]


def any_unexamined(tx: Tx) -> bool:
    """Whether any message still waits to be examined, put off or not.

    One that is set aside because the program dies at it stops nobody's warnings for ever.
    """
    waiting = select(MessageRow.id).where(
        MessageRow.state == "stored", col(MessageRow.unfinished) < arrivals.DEATHS_AT_ONCE
    )
    return tx.exec(waiting.limit(1)).first() is not None


def set_aside(tx: Tx) -> int:
    """How many mails wait because the program died at them again and again."""
    fetched = select(func.count()).where(
        col(ArrivalRow.message_id).is_(None), col(ArrivalRow.tries) >= arrivals.DEATHS_AT_ONCE
    )
    examined = select(func.count()).where(
        MessageRow.state == "stored", col(MessageRow.unfinished) >= arrivals.DEATHS_AT_ONCE
    )
    return int(tx.exec(fetched).one()) + int(tx.exec(examined).one())


def set_aside_mails(tx: Tx, size: int) -> list[tuple[Message, bytes]]:
    """Stored mails at which the program died again and again, each with its first bytes."""
    beginning = func.substr(MessageRawRow.data, 1, size)
    found = (
        select(MessageRow, beginning)
        .join(MessageRawRow, col(MessageRawRow.message_id) == MessageRow.id)
        .where(
            MessageRow.state == "stored",
            MessageRow.kind == "mail",
            col(MessageRow.unfinished) >= arrivals.DEATHS_AT_ONCE,
        )
    )
    return [(message_of(row), bytes(data)) for row, data in tx.exec(found)]


def begin_examine(tx: Tx, message_id: int, now: datetime) -> None:
    """An examination begins; to be committed before it does.

    `recorded` or `put_off` end it. Where the program died instead, three times, the message is set
    aside for an hour before each further one: never dropped, as the power may fail by chance.
    """
    row = row_of(tx, message_id)
    row.tried_at = now
    row.unfinished += 1
    if row.unfinished > arrivals.DEATHS_AT_ONCE:
        row.next_try_at = now + arrivals.SET_ASIDE


def reader_died(tx: Tx, message_id: int) -> int:
    """Count a try at which the reader process died; returns how many there were with this one."""
    row = row_of(tx, message_id)
    row.tries += 1
    return row.tries


def put_off(tx: Tx, message_id: int, until: datetime, reason: str) -> None:
    """The examination ended without a result: again, but not before `until`."""
    row = row_of(tx, message_id)
    row.unfinished = max(row.unfinished - 1, 0)
    row.next_try_at = until
    row.reason = reason


def hold_message(tx: Tx, message_id: int, reason: str) -> None:
    """Nothing more is tried: the message waits for a person."""
    row = row_of(tx, message_id)
    set_state(tx, row, "held")
    row.reason = reason


def close(tx: Tx, message_id: int, reason: str) -> Message:
    """A person is done with a held message, which brought nothing. Raises NotFound."""
    row = row_of(tx, message_id)
    if row.state != "held":
        raise NotFound(f"message {message_id} is not held")
    set_state(tx, row, "recorded")
    row.outcome, row.reason = "closed", reason
    return message_of(row)


def recorded(
    tx: Tx,
    message_id: int,
    facts: MessageFacts,
    documents: Sequence[NewDocument],
    now: datetime,
) -> None:
    """The message is done with: what was found out about it, and its documents, replace the old."""
    row = row_of(tx, message_id)
    if row.state != "recorded":
        row.recorded_at, row.recorded_in = now, ticks.newest_id(tx)
    set_state(tx, row, "recorded")
    row.reason = facts.reason
    row.sender = facts.sender
    row.rfc_message_id = facts.message_id
    row.subject = facts.subject
    row.authentic = facts.authentic
    row.outcome = facts.outcome
    tx.exec(delete(DocumentRow).where(col(DocumentRow.message_id) == message_id))
    tx.add_all(
        DocumentRow(
            message_id=message_id,
            position=d.position,
            path=d.path,
            sha256=d.sha256,
            media=d.media,
            size=d.size,
            pages=d.pages,
            outcome=d.outcome,
            detail=d.detail,
        )
        for d in documents
    )
