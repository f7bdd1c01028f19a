"""Messages: their bytes, and finding them. How far they have got is in `storage.examining`."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func
from sqlmodel import col, select

from storage import arrivals, ticks
from storage.database import NotFound, Tx
from storage.load import message_of
from storage.marks import show_again
from storage.records import Arrival, Message, MessageState, NewDocument, NewMessage, Since
from storage.tables import DocumentRow, MessageRawRow, MessageRow, RevisionRow
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
        set_state(tx, row, "stored")
        if tx.get(MessageRawRow, row.id) is None:
            # They were removed since (`storage.retention`).
            tx.add(MessageRawRow(message_id=row.id, data=new.raw))
    if arrival is not None:
        lies = arrivals.row_of(tx, arrival)
        lies.message_id = row.id
        lies.shown = None
    return message_of(row), is_new


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
    return message_of(row_of(tx, message_id))


def stored_at(tx: Tx, message_id: int) -> datetime:
    """When the message was stored: later than it arrived, after a restore. Raises NotFound."""
    return row_of(tx, message_id).stored_at


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


def row_of(tx: Tx, message_id: int) -> MessageRow:
    """The row of one message. Raises NotFound."""
    row = tx.get(MessageRow, message_id)
    if row is None:
        raise NotFound(f"message {message_id}")
    return row


def set_state(tx: Tx, row: MessageRow, state: MessageState) -> None:
    """Move a message on: nothing of the former state is waited for any more."""
    row.state = state
    row.next_try_at = None
    row.unfinished = 0
    show_again(tx, row.id)
