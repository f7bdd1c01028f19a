"""What was reported in earlier months, and what had been at a moment of the past."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select

from parsers.reading import Value
from storage import reports
from storage.database import Tx
from storage.load import PROGRAM, is_current, is_waiting, revisions_where
from storage.records import Message, Revision
from storage.tables import RevisionRow


def counted_before(tx: Tx, campaign: str, unit: str, message: Message) -> tuple[Revision, ...]:
    """What a unit had reported when the message arrived: one revision of each period, in order.

    The newest accepted one of the mails that came before it; a correction goes with its mail.
    """
    found = [
        r
        for r in reports.revisions(tx, campaign, unit=unit)
        if r.state == "accepted" and (r.counted_at, r.message) < (message.received_at, message.id)
    ]
    newest = {r.period or "": r for r in sorted(found, key=lambda r: (r.counted_at, r.id))}
    return tuple(newest[period] for period in sorted(newest))


def word_of_staff(revisions: Iterable[Revision]) -> dict[str, Value]:
    """The values that staff set in one report, by field: none of them is replaced unseen.

    It outlives the sheet in which it was set, until staff accept another value.
    """
    word: dict[str, Value] = {}
    decided = sorted(revisions, key=lambda r: (r.decided_at or r.recorded_at, r.id))
    for revision in (r for r in decided if r.state == "accepted"):
        values = {r.field: r.value for r in revision.readings}
        if revision.decided_by != PROGRAM and not revision.by_unit:
            word = {key: value for key, value in word.items() if values.get(key) == value}
        word |= {key: values[key] for key in revision.of_staff}
    return word


def said_otherwise(word: Mapping[str, Value], values: Mapping[str, Value]) -> list[str]:
    """The fields in which a sheet says otherwise than staff did, in order."""
    return sorted(key for key in word.keys() & values.keys() if values[key] != word[key])


def turned_down(revisions: Iterable[Revision]) -> list[Revision]:
    """Those that a person turned down."""
    return [r for r in revisions if r.state == "rejected" and r.decided_by != PROGRAM]


def changed_since(tx: Tx, campaign: str, period: str, at: datetime) -> bool:
    """Whether at that moment or later a report of that period came, or was decided about."""
    found = select(RevisionRow.id).where(
        RevisionRow.campaign == campaign,
        RevisionRow.period == period,
        or_(col(RevisionRow.recorded_at) >= at, col(RevisionRow.decided_at) >= at),
    )
    return tx.exec(found.limit(1)).first() is not None


def turned_down_since(tx: Tx, campaign: str, period: str, at: datetime) -> list[Revision]:
    """What a person turned down of that period at that moment or later, without its values."""
    return revisions_where(
        tx,
        RevisionRow.campaign == campaign,
        RevisionRow.period == period,
        RevisionRow.state == "rejected",
        RevisionRow.decided_by != PROGRAM,
        col(RevisionRow.decided_at) >= at,
        values=False,
    )


def between(
    tx: Tx,
    campaign: str,
    first: str,
    last: str,
    unit: str | None = None,
    *,
    values: bool = True,
) -> list[Revision]:
    """What counts and what waits in the periods from `first` to `last`, in the order recorded.

    Of all units, or of one; a guessed unit or period counts as one. Without `values` the revisions
    have no readings.
    """
    period = func.coalesce(RevisionRow.period, RevisionRow.period_guess)
    wanted: list[ColumnElement[bool] | bool] = [
        col(RevisionRow.campaign) == campaign,
        period.between(first, last),
        or_(is_current(), is_waiting()),
    ]
    if unit is not None:
        wanted.append(func.coalesce(RevisionRow.unit, RevisionRow.unit_guess) == unit)
    return revisions_where(tx, *wanted, values=values)
