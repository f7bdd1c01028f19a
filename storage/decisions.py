"""Decisions: what a person, or a later reading, makes of stored reports.

`storage.counting` says which revision counts and by which arrival on time is judged.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime

from parsers.reading import Value
from storage import counting, proposals, questions, readings
from storage.database import NotFound, Tx
from storage.load import PROGRAM
from storage.marks import show_again, show_all_again
from storage.records import NewRevision, Revision
from storage.reports import READ_AGAIN, get_revision
from storage.tables import RevisionRow, UnitRow
from storage.values import strings_to_json


class DecisionRefused(ValueError):
    """What a person wants is not possible; the text is one line that says what to do."""


def accept(
    tx: Tx,
    revision_id: int,
    now: datetime,
    by: str,
    unit: str | None = None,
    period: str | None = None,
    *,
    as_arrived: bool = False,
    said_at: datetime | None = None,
) -> Revision:
    """A person says that a revision counts, from its own arrival on, in place of any other.

    `unit` and `period` say what it is about, where that was not or wrongly read. Doubtful
    values are right with this. `as_arrived`: not in place of what arrived later, since nobody
    looked at the report itself. `said_at`: when the unit's own mail that says so arrived. Raises
    NotFound, or DecisionRefused where unit or period is not known, or the revision counts already
    for another one.
    """
    row = _row(tx, revision_id)
    unit, period = unit or row.unit, period or row.period
    if unit is None or period is None:
        raise DecisionRefused(f"revision {row.id}: say for which unit and period it counts")
    if row.state == "accepted" and (unit, period) != (row.unit, row.period):
        raise DecisionRefused(
            f"revision {row.id} counts for {row.unit} {row.period}: reject it there first"
        )
    unit_row = tx.get(UnitRow, unit)
    if unit_row is None:
        raise DecisionRefused(f"no unit {unit}")
    if proposals.is_proposal(row):
        proposals.put_on_what_counts(tx, row, but=proposals.own_fields(tx, row))
    readings.confirm(tx, row.id)
    if unit != row.unit:
        readings.set_value(tx, row.id, "unit", unit_row.name, row.page, now, by)
    if period != row.period:
        readings.set_value(tx, row.id, "period", period, row.page, now, by)
    row.unit, row.period = unit, period
    # A clock that was set back must not leave a person's word behind what it is about.
    _decided(row, max(now, counting.last_recorded(tx, row)), by)
    stands_at = row.counted_at if as_arrived else counting.just_newer(tx, row)
    if said_at is not None:
        stands_at = max(stands_at, said_at)
    show_all_again(tx, counting.take_in(tx, row, stands_at))
    proposals.withdraw_settled(tx, row)
    proposals.withdraw_older(tx, row, row.counted_at)
    return get_revision(tx, row.id)


def reject(tx: Tx, revision_id: int, reason: str, now: datetime, by: str) -> Revision:
    """A person says that a revision does not count; if it did, the one before counts again.

    The reason is added to its reasons. Raises NotFound.
    """
    row = _row(tx, revision_id)
    proposed = proposals.is_proposal(row)
    _decided(row, now, by)
    counting.take_out(tx, row, reason)
    show_again(tx, row.message_id)
    if row.report_id is not None:
        if not proposed:
            proposals.withdraw_all(tx, row)
        show_all_again(tx, row.report_id)
    return get_revision(tx, row.id)


def correct(
    tx: Tx,
    base_id: int,
    unit: str,
    period: str,
    values: Mapping[str, Value],
    now: datetime,
    by: str,
    said_at: datetime | None = None,
) -> Revision:
    """A person sets fields of a revision: a new one that counts, of the same mail and with its
    arrival.

    Guessed unit and period are right with this, and so are doubtful values. `said_at` as in
    `accept`. Raises NotFound; ValueError for the fields `unit` and `period`, which `accept` sets.
    """
    if not values.keys().isdisjoint({"unit", "period"}):
        raise ValueError("unit and period are no values to correct")
    base = _row(tx, base_id)
    row = _copy_with(tx, base, values, (), now, by)
    proposed = proposals.is_proposal(base)
    if proposed:
        but = proposals.own_fields(tx, base) | values.keys()
        proposals.put_on_what_counts(tx, row, but)
    corrected = accept(tx, row.id, now, by, unit, period, said_at=said_at)
    # What was only guessed to be about this report waits no more either.
    base.report_id = row.report_id
    if proposed:
        proposals.withdraw(tx, base)
    return corrected


def propose(
    tx: Tx,
    base_id: int,
    values: Mapping[str, Value],
    reasons: Sequence[str],
    now: datetime,
    by: str,
    said_at: datetime,
) -> Revision:
    """Somebody wants fields to be otherwise, but a person must see it first: a held revision.

    What counts goes on to count. The same once more is one. `said_at`: when the mail that says so
    arrived. Raises NotFound.
    """
    base = _row(tx, base_id)
    if (waiting := proposals.same(tx, base, values)) is not None:
        waiting.stands_at = max(waiting.stands_at or said_at, said_at)
        return get_revision(tx, waiting.id)
    row = _copy_with(tx, base, values, reasons, now, by)
    row.stands_at = said_at
    _decided(row, now, by)
    proposals.withdraw_within(tx, row, values.keys())
    return get_revision(tx, row.id)


def stays(tx: Tx, revision_id: int, fields: Set[str]) -> None:
    """These fields of what counts are right: the unit wants them to be otherwise no more. Raises
    NotFound.
    """
    proposals.withdraw_within(tx, _row(tx, revision_id), fields)


def repeated(tx: Tx, revision_id: int, arrived: datetime) -> None:
    """A sheet that arrived then says the same as this revision, which counts: that is the unit's
    word since then, and what it wanted to be otherwise before it wants no more. Raises NotFound.
    """
    row = _row(tx, revision_id)
    counting.said_again(tx, row, arrived)
    proposals.withdraw_older(tx, row, arrived)


def there_since(tx: Tx, revision_id: int, arrived: datetime) -> None:
    """A sheet that says the same as this revision had arrived then. Raises NotFound."""
    counting.there_since(tx, _row(tx, revision_id), arrived)


def counted(tx: Tx, revision_id: int) -> None:
    """A unit's new sheet counts now: what it wanted to be otherwise in older ones it wants no more.
    Raises NotFound.
    """
    row = _row(tx, revision_id)
    proposals.withdraw_older(tx, row, row.counted_at)


def would_count(tx: Tx, revision: RevisionRow | Revision) -> bool:
    """Whether it would count, for the unit and period that it has here, if it were accepted as of
    its arrival.
    """
    newest = counting.newest(tx, revision)
    return newest is None or newest <= revision.counted_at


def replace_readings(tx: Tx, revision_id: int, new: NewRevision, now: datetime) -> Revision:
    """Its mail was read again: a new revision with what today's reader and rules make of it.

    What a person set or decided stays: corrected fields keep the person's value; unit and period
    that a person accepted stay; what a person rejected stays rejected. The arrival stays too.

    An accepted revision takes the old one's place, so that it does not overtake a later mail. A
    held one leaves the old one counting until a person answers; what was answered about it so far
    stays answered. The old one is rejected where it was only held, and where the program had
    accepted it for another unit or period.
    """
    old = _row(tx, revision_id)
    by_person = old.decided_by != PROGRAM
    if by_person:
        new = replace(new, unit=old.unit or new.unit, period=old.period or new.period)
    if by_person and old.state == "rejected":
        new = replace(new, state="rejected")
    answered = old.state == "held" and bool(questions.answers_of(tx, old.id))
    if new.state == "accepted" and old.state == "held" and (answered or not would_count(tx, old)):
        # What a person decided or answered since must not be passed over, nor this sheet.
        new = replace(new, state="held")
    row = counting.new_row(tx, old.message_id, replace(new, counted_at=old.counted_at), now)
    if by_person and old.state == new.state:
        row.decided_by, row.decided_at = old.decided_by, old.decided_at
    readings.add_readings(tx, row.id, new.readings)
    readings.keep_corrections(tx, old.id, row.id)
    if answered:
        questions.carry_over(tx, get_revision(tx, old.id), row.id)
    moved = (row.unit, row.period) != (old.unit, old.period)
    if new.state == "accepted":
        stood = old.stands_at if old.state == "accepted" and not moved else None
        counting.take_in(tx, row, stood or row.counted_at)
    if old.state == "held" or (moved and old.state == new.state == "accepted"):
        counting.take_out(tx, old, READ_AGAIN)
    show_again(tx, row.message_id)
    return get_revision(tx, row.id)


def _copy_with(
    tx: Tx,
    base: RevisionRow,
    values: Mapping[str, Value],
    reasons: Sequence[str],
    now: datetime,
    by: str,
) -> RevisionRow:
    """A new held revision with the readings of another one, some of them set by somebody."""
    columns = base.model_dump(exclude={"id", "number", "state", "stands_at", "decided_by"})
    row = RevisionRow(**columns, state="held", decided_by=PROGRAM)
    row.reasons = strings_to_json(tuple(reasons))
    row.recorded_at = now
    tx.add(row)
    tx.flush()
    readings.copy_readings(tx, base.id, row.id)
    for field, value in values.items():
        readings.set_value(tx, row.id, field, value, row.page, now, by)
    return row


def _row(tx: Tx, revision_id: int) -> RevisionRow:
    row = tx.get(RevisionRow, revision_id)
    if row is None:
        raise NotFound(f"revision {revision_id}")
    return row


def _decided(row: RevisionRow, now: datetime, by: str) -> None:
    row.decided_at = now
    row.decided_by = by
