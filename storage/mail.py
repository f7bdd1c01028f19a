"""Mail: its bytes, and how far it has got."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, func, or_
from sqlmodel import col, select

from storage import arrivals, ticks
from storage.columns import come
from storage.database import NotFound, Tx
from storage.load import message_of
from storage.marks import show_again
from storage.records import (
    Arrival,
    Message,
    MessageFacts,
    MessageState,
    NewDocument,
    NewMessage,
    Since,
)
from storage.tables import ArrivalRow, DocumentRow, MessageRawRow, MessageRow, RevisionRow
from storage.upsert import insert_if_new

MOST_OF_ONE_ID = 500


def store_message(
    tx: Tx, new: NewMessage, now: datetime, arrival: Arrival | None = None
) -> tuple[Message, bool]:
    """Keep the bytes; returns the message and whether it is new.

    The same bytes are the same message, however often and by whatever way they come: then what is
    stored stays as it is, unless what was spam is so no more. The arrival, if given, is finished
    either way.
    """
    digest = sha256(new.raw).hexdigest()
    is_new = insert_if_new(
        tx,
        MessageRow(
            sha256=digest,
            kind=new.kind,
            via=new.via,
            name=new.name,
            unit_hint=new.unit_hint,
            period_hint=new.period_hint,
            received_at=new.received_at,
            stored_at=now,
            spam=new.spam,
            in_sent_folder=new.in_sent_folder,
        ),
    )
    row = tx.exec(select(MessageRow).where(MessageRow.sha256 == digest)).one()
    if is_new:
        tx.add(MessageRawRow(message_id=row.id, data=new.raw))
    elif row.spam and not new.spam:
        # Somebody took it out of the spam folder: it is examined as any other mail.
        row.spam, row.in_sent_folder = False, new.in_sent_folder
        _set_state(tx, row, "stored")
        if tx.get(MessageRawRow, row.id) is None:
            # They were removed since (`storage.retention`).
            tx.add(MessageRawRow(message_id=row.id, data=new.raw))
    if arrival is not None:
        lies = arrivals.row_of(tx, arrival)
        lies.message_id = row.id
        lies.shown = None
    return message_of(row), is_new


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


def raw(tx: Tx, message_id: int) -> bytes:
    """The message byte for byte. Raises NotFound."""
    data = raw_if_kept(tx, message_id)
    if data is None:
        raise NotFound(f"message {message_id}")
    return data


def raw_if_kept(tx: Tx, message_id: int) -> bytes | None:
    """The message byte for byte, None where its bytes were removed since (`storage.retention`)."""
    return tx.exec(
        select(MessageRawRow.data).where(MessageRawRow.message_id == message_id)
    ).one_or_none()


def get(tx: Tx, message_id: int) -> Message:
    """One message. Raises NotFound."""
    return message_of(_row(tx, message_id))


def stored_at(tx: Tx, message_id: int) -> datetime:
    """When the message was stored: later than it arrived, after a restore. Raises NotFound."""
    return _row(tx, message_id).stored_at


def by_rfc_message_id(tx: Tx, message_id: str) -> Message | None:
    """The newest message with this Message-ID (angle brackets and all), or None."""
    found = (
        select(MessageRow)
        .where(MessageRow.rfc_message_id == message_id)
        .order_by(col(MessageRow.id).desc())
        .limit(1)
    )
    row = tx.exec(found).one_or_none()
    return message_of(row) if row is not None else None


def of_sender(tx: Tx, message_id: str, sender: str) -> list[Message]:
    """The messages of that address with this Message-ID, the newest first, and not without end."""
    found = (
        select(MessageRow)
        .where(MessageRow.rfc_message_id == message_id, MessageRow.sender == sender)
        .order_by(col(MessageRow.received_at).desc(), col(MessageRow.id).desc())
        .limit(MOST_OF_ONE_ID)
    )
    return [message_of(row) for row in tx.exec(found)]


def earlier_of(tx: Tx, message: Message, outcomes: Sequence[str], limit: int) -> list[Message]:
    """The last messages of the same authentic address before this one that ended so."""
    found = (
        select(MessageRow)
        .where(
            MessageRow.sender == message.sender,
            col(MessageRow.authentic),
            col(MessageRow.outcome).in_(outcomes),
            col(MessageRow.received_at) < message.received_at,
        )
        .order_by(col(MessageRow.received_at).desc(), col(MessageRow.id).desc())
        .limit(limit)
    )
    return [message_of(row) for row in tx.exec(found)]


def begin_examine(tx: Tx, message_id: int, now: datetime) -> None:
    """An examination begins; to be committed before it does.

    `recorded` or `put_off` end it. Where the program died instead, three times, the message is set
    aside for an hour before each further one: never dropped, as the power may fail by chance.
    """
    row = _row(tx, message_id)
    row.tried_at = now
    row.unfinished += 1
    if row.unfinished > arrivals.DEATHS_AT_ONCE:
        row.next_try_at = now + arrivals.SET_ASIDE


def reader_died(tx: Tx, message_id: int) -> int:
    """Count a try at which the reader process died; returns how many there were with this one."""
    row = _row(tx, message_id)
    row.tries += 1
    return row.tries


def put_off(tx: Tx, message_id: int, until: datetime, reason: str) -> None:
    """The examination ended without a result: again, but not before `until`."""
    row = _row(tx, message_id)
    row.unfinished = max(row.unfinished - 1, 0)
    row.next_try_at = until
    row.reason = reason


def hold_message(tx: Tx, message_id: int, reason: str) -> None:
    """Nothing more is tried: the message waits for a person."""
    row = _row(tx, message_id)
    _set_state(tx, row, "held")
    row.reason = reason


def close(tx: Tx, message_id: int, reason: str) -> Message:
    """A person is done with a held message, which brought nothing. Raises NotFound."""
    row = _row(tx, message_id)
    if row.state != "held":
        raise NotFound(f"message {message_id} is not held")
    _set_state(tx, row, "recorded")
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
    row = _row(tx, message_id)
    if row.state != "recorded":
        row.recorded_at, row.recorded_in = now, ticks.newest_id(tx)
    _set_state(tx, row, "recorded")
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


def documents(tx: Tx, message_id: int) -> list[NewDocument]:
    """The documents of a message, in the order found."""
    found = (
        select(DocumentRow)
        .where(DocumentRow.message_id == message_id)
        .order_by(col(DocumentRow.position))
    )
    return [
        NewDocument(d.position, d.path, d.sha256, d.media, d.size, d.pages, d.outcome, d.detail)
        for d in tx.exec(found)
    ]


def all_messages(
    tx: Tx, *, message: int | None = None, unit: str | None = None, period: str | None = None
) -> list[Message]:
    """Messages by arrival: all, or one, or those with a report of (or guessed for) unit, period."""
    found = select(MessageRow).order_by(col(MessageRow.received_at), col(MessageRow.id))
    if message is not None:
        found = found.where(MessageRow.id == message)
    about = []
    if unit is not None:
        about.append(func.coalesce(RevisionRow.unit, RevisionRow.unit_guess) == unit)
    if period is not None:
        about.append(func.coalesce(RevisionRow.period, RevisionRow.period_guess) == period)
    if about:
        found = found.where(col(MessageRow.id).in_(select(RevisionRow.message_id).where(*about)))
    return [message_of(row) for row in tx.exec(found)]


def with_outcomes(tx: Tx, outcomes: Sequence[str], since: Since) -> list[Message]:
    """Messages that were examined since then, and ended so, by arrival."""
    found = (
        select(MessageRow)
        .where(
            col(MessageRow.outcome).in_(outcomes),
            ticks.is_after(since, col(MessageRow.recorded_in), col(MessageRow.recorded_at)),
        )
        .order_by(col(MessageRow.received_at), col(MessageRow.id))
    )
    return [message_of(row) for row in tx.exec(found)]


def held_messages(tx: Tx) -> list[Message]:
    """Messages that wait for a person because they could not be examined, by arrival."""
    found = (
        select(MessageRow)
        .where(MessageRow.state == "held")
        .order_by(col(MessageRow.received_at), col(MessageRow.id))
    )
    return [message_of(row) for row in tx.exec(found)]


def _row(tx: Tx, message_id: int) -> MessageRow:
    row = tx.get(MessageRow, message_id)
    if row is None:
        raise NotFound(f"message {message_id}")
    return row


def _set_state(tx: Tx, row: MessageRow, state: MessageState) -> None:
    row.state = state
    row.next_try_at = None
    row.unfinished = 0
    show_again(tx, row.id)
