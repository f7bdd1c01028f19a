"""Arrivals: where mail lies on the server, which of it is stored, and what was tried in vain."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from storage.database import Tx
from storage.records import Arrival
from storage.tables import ArrivalRow

DEATHS_AT_ONCE = 3
"""So often the program may die at a mail before the mail is set aside."""
SET_ASIDE = timedelta(hours=1)


def finished_uids(tx: Tx, folder: str, uidvalidity: int) -> set[int]:
    """The UIDs of the folder whose mail is stored."""
    found = select(ArrivalRow.uid).where(
        ArrivalRow.folder == folder,
        ArrivalRow.uidvalidity == uidvalidity,
        col(ArrivalRow.message_id).is_not(None),
    )
    return set(tx.exec(found))


def begin_fetch(tx: Tx, arrival: Arrival, now: datetime) -> int:
    """Count a try; returns how many there were with this one.

    To be committed before the body is fetched: a mail on whose arrival the process dies must be
    counted all the same.
    """
    row = row_of(tx, arrival)
    row.tries += 1
    row.tried_at = now
    return row.tries


def fetch_tries(tx: Tx, folder: str, uidvalidity: int) -> dict[int, tuple[int, datetime]]:
    """(tries, when the last began) by UID, of mails whose fetching began and never ended."""
    found = tx.exec(
        select(ArrivalRow.uid, ArrivalRow.tries, ArrivalRow.tried_at).where(
            ArrivalRow.folder == folder,
            ArrivalRow.uidvalidity == uidvalidity,
            col(ArrivalRow.message_id).is_(None),
        )
    )
    return {uid: (tries, tried_at) for uid, tries, tried_at in found if tried_at is not None}


def of_message(tx: Tx, message_id: int) -> list[tuple[Arrival, str]]:
    """Where the mail lies on the server, and which state the server was told ("": none yet)."""
    found = select(ArrivalRow).where(ArrivalRow.message_id == message_id)
    rows = tx.exec(found.order_by(col(ArrivalRow.folder), col(ArrivalRow.uid)))
    return [(Arrival(r.folder, r.uidvalidity, r.uid), r.shown or "") for r in rows]


def row_of(tx: Tx, arrival: Arrival) -> ArrivalRow:
    """The row of that place, new if need be; for this package only."""
    key = (arrival.folder, arrival.uidvalidity, arrival.uid)
    row = tx.get(ArrivalRow, key)
    if row is None:
        row = ArrivalRow(folder=key[0], uidvalidity=key[1], uid=key[2])
        tx.add(row)
    return row
