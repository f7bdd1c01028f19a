"""What the mail server still has to be told about the mails in it.

Officers see there whether a mail waits: it does while it could not be examined, and while a report
in it is held for a person.
"""

from typing import cast

from sqlalchemy import case, exists, update
from sqlmodel import col, select

from storage.database import Tx
from storage.load import is_waiting
from storage.records import MessageState
from storage.tables import ArrivalRow, MessageRow, RevisionRow

_WAITS = exists().where(col(RevisionRow.message_id) == col(MessageRow.id), is_waiting())
_STATE = case((_WAITS, "held"), else_=col(MessageRow.state))


def unmarked(tx: Tx, folder: str, uidvalidity: int) -> list[tuple[int, MessageState]]:
    """(UID, state) of the folder's mails whose present state the server was not told, by UID."""
    found = tx.exec(
        select(ArrivalRow.uid, _STATE)
        .join(MessageRow, col(MessageRow.id) == col(ArrivalRow.message_id))
        .where(
            ArrivalRow.folder == folder,
            ArrivalRow.uidvalidity == uidvalidity,
            col(ArrivalRow.shown).is_(None),
        )
        .order_by(col(ArrivalRow.uid))
    )
    return [(uid, cast(MessageState, state)) for uid, state in found]


def marked(tx: Tx, folder: str, uidvalidity: int, uid: int, state: MessageState) -> None:
    """The server was told this state; if the message has another one by now, that is still due."""
    row = tx.get_one(ArrivalRow, (folder, uidvalidity, uid))
    present = tx.exec(select(_STATE).where(col(MessageRow.id) == row.message_id)).one_or_none()
    if present == state:
        row.shown = state


def show_again(tx: Tx, message_id: int) -> None:
    """The message's state may have changed: the server is to be told again."""
    tx.exec(update(ArrivalRow).where(col(ArrivalRow.message_id) == message_id).values(shown=None))


def show_all_again(tx: Tx, report_id: int) -> None:
    """A person decided about the report: other mails with a held revision of it wait no more."""
    messages = select(RevisionRow.message_id).where(RevisionRow.report_id == report_id)
    tx.exec(
        update(ArrivalRow)
        .where(col(ArrivalRow.message_id).in_(messages))
        .values(shown=None)
        .execution_options(synchronize_session="fetch")
    )
