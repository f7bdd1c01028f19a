"""What was reported in earlier months, and what had been at a moment of the past."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select

from parsers.reading import Value
from storage import reports
from storage.database import Tx
from storage.load import PROGRAM, is_current, is_waiting, revisions_where
from storage.records import Message, Revision
from storage.tables import RevisionRow


@dataclass(frozen=True, slots=True)
class Turn:
    """A revision beside what counted for its report when it came.

    `at`: when it was accepted, else when it was recorded. `number`: as which one it was accepted,
    None if it never was. `against`: what counted then, for one that is held what counts; `replaced`
    says that it took its place.
    """

    revision: Revision
    at: datetime
    number: int | None
    against: Revision | None = None
    replaced: bool = False


def in_turn(tx: Tx, revisions: Sequence[Revision]) -> list[Turn]:
    """The revisions of one report, in the order in which they came or were accepted.

    Numbers are given as they are accepted, so that they tell what counted when: of those with a
    lower one, and not taken back by then, the newest.
    """
    found = select(RevisionRow.id, RevisionRow.number, RevisionRow.stands_at).where(
        col(RevisionRow.id).in_([r.id for r in revisions])
    )
    numbers, stands = dict[int, int](), dict[int, datetime]()
    for id_, number, stands_at in tx.exec(found):
        if number is not None and stands_at is not None:
            numbers[id_], stands[id_] = number, stands_at

    def turn(revision: Revision) -> Turn:
        at, number = _begun(revision), numbers.get(revision.id)
        there = [
            r
            for r in revisions
            if r.id in numbers
            and (numbers[r.id] < number if number is not None else _begun(r) <= at)
            and (r.state == "accepted" or (r.decided_at or r.recorded_at) > at)
        ]
        newest = max(there, key=lambda r: (stands[r.id], numbers[r.id]), default=None)
        if revision.state == "held":
            newest = next((r for r in revisions if r.current), None)
            return Turn(revision, at, number, newest)
        newer = newest is not None and stands[newest.id] > stands.get(revision.id, at)
        replaced = newest is not None and revision.state == "accepted" and not newer
        return Turn(revision, at, number, newest, replaced)

    turns = map(turn, revisions)
    return sorted(turns, key=lambda t: (t.at, t.number or len(revisions), t.revision.id))


def _begun(revision: Revision) -> datetime:
    if revision.state != "accepted" or revision.decided_at is None:
        return revision.recorded_at
    return max(revision.recorded_at, revision.decided_at)


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
