"""The readings of a revision as rows, and what a person makes of them."""

from collections.abc import Iterable, Sequence, Set
from datetime import datetime

from sqlmodel import col, select

from parsers.reading import Reading, Value
from storage.database import Tx
from storage.load import BY_UNIT
from storage.records import Correction
from storage.tables import ReadingRow
from storage.values import to_json


def add_readings(tx: Tx, revision_id: int, readings: Iterable[Reading]) -> None:
    """Store the readings of a new revision, in their order."""
    tx.add_all(_row(revision_id, position, r) for position, r in enumerate(readings))


def readings_of(tx: Tx, revision_id: int) -> Sequence[ReadingRow]:
    """The rows of a revision, in order."""
    found = select(ReadingRow).where(ReadingRow.revision_id == revision_id)
    return tx.exec(found.order_by(col(ReadingRow.position))).all()


def corrections(tx: Tx, revision_id: int) -> list[Correction]:
    """The fields of a revision that a person set, in their order."""
    return [
        Correction(row.field, row.corrected_by.removeprefix(BY_UNIT), row.corrected_at)
        for row in readings_of(tx, revision_id)
        if row.corrected_by is not None and row.corrected_at is not None
    ]


def set_at(tx: Tx, revision_id: int, at: datetime | None) -> set[str]:
    """The fields of the revision that somebody set at that moment, as one decision sets them."""
    return {c.field for c in corrections(tx, revision_id) if c.at == at}


def confirm(tx: Tx, revision_id: int) -> None:
    """A person who accepts a revision has answered its doubts: no value is in review any more.

    One that could not be read stays empty. Confidence, box and raw text stay as the reader gave
    them.
    """
    for row in readings_of(tx, revision_id):
        if row.status == "review":
            row.status = _settled(row.value)


def set_value(
    tx: Tx, revision_id: int, field: str, value: Value, page: int, now: datetime, by: str
) -> None:
    """A person says what the value is. Where on the page it was read from stays with it.

    `page` is for a field that nothing was read for.
    """
    rows = readings_of(tx, revision_id)
    row = next((r for r in rows if r.field == field), None)
    if row is None:
        row = _row(revision_id, len(rows), Reading(field, None, "blank", 1.0, "form", page))
        tx.add(row)
    row.value = to_json(value)
    row.status = _settled(row.value)
    row.confidence = 1.0
    row.corrected_by = by
    row.corrected_at = now


def copy_readings(tx: Tx, source_id: int, target_id: int) -> None:
    """Give a new revision all readings of another one, a person's corrections among them."""
    for row in readings_of(tx, source_id):
        tx.add(_copy(row, target_id, row.position))


def keep_corrections(tx: Tx, source_id: int, target_id: int) -> None:
    """Put what a person corrected in the source in place of what was read for the target.

    The box and the raw text are those of the new reading.
    """
    read = {row.field: row for row in readings_of(tx, target_id)}
    position = len(read)
    for row in readings_of(tx, source_id):
        if row.corrected_by is None:
            continue
        if row.field not in read:
            tx.add(_copy(row, target_id, position))
            position += 1
            continue
        target = read[row.field]
        target.value = row.value
        target.status = row.status
        target.confidence = row.confidence
        target.corrected_by = row.corrected_by
        target.corrected_at = row.corrected_at


def replace_others(tx: Tx, source_id: int, target_id: int, but: Set[str]) -> None:
    """Give a revision the readings of another one, but for some of its fields."""
    kept = {row.field: row for row in readings_of(tx, target_id)}
    for field, row in kept.items():
        if field not in but:
            tx.delete(row)
    tx.flush()
    for row in readings_of(tx, source_id):
        if row.field not in but:
            tx.add(_copy(row, target_id, row.position))
    tx.flush()


def _settled(value: str) -> str:
    return "blank" if value == to_json(None) else "accepted"


def _copy(row: ReadingRow, revision_id: int, position: int) -> ReadingRow:
    return ReadingRow(
        **row.model_dump(exclude={"revision_id", "position"}),
        revision_id=revision_id,
        position=position,
    )


def _row(revision_id: int, position: int, reading: Reading) -> ReadingRow:
    box = reading.box
    return ReadingRow(
        revision_id=revision_id,
        field=reading.field,
        position=position,
        value=to_json(reading.value),
        raw=reading.raw,
        status=reading.status,
        confidence=reading.confidence,
        source=reading.source,
        page=reading.page,
        x0=box.x0 if box else None,
        y0=box.y0 if box else None,
        x1=box.x1 if box else None,
        y1=box.y1 if box else None,
    )
