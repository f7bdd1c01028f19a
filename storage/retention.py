"""Retention: the bytes of old mail go; the values, who sent them and who decided stay."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func
from sqlmodel import col, select

from storage.database import Tx
from storage.load import is_waiting
from storage.tables import MessageRawRow, MessageRow, RevisionRow


@dataclass(frozen=True, slots=True)
class OldMail:
    """A message whose bytes may go, and how many they are."""

    message: int
    received_at: datetime
    sender: str
    size: int


def old_mail(tx: Tx, before: datetime) -> list[OldMail]:
    """Messages from before then whose bytes are still stored, by arrival.

    What waits for a person is left out, as is what was not examined yet.
    """
    waiting = select(RevisionRow.message_id).where(is_waiting())
    found = (
        select(
            MessageRow.id,
            MessageRow.received_at,
            MessageRow.sender,
            func.length(MessageRawRow.data),
        )
        .join(MessageRawRow, col(MessageRawRow.message_id) == col(MessageRow.id))
        .where(
            MessageRow.state == "recorded",
            col(MessageRow.received_at) < before,
            col(MessageRow.id).not_in(waiting),
        )
        .order_by(col(MessageRow.received_at), col(MessageRow.id))
    )
    return [OldMail(*row) for row in tx.exec(found)]


def forget(tx: Tx, mails: list[OldMail]) -> None:
    """Remove the bytes of these messages for good."""
    for mail in mails:
        tx.exec(delete(MessageRawRow).where(col(MessageRawRow.message_id) == mail.message))
