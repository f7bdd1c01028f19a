"""From rows of messages, revisions and readings to the dataclasses of `storage.records`."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple, cast

import sqlalchemy
from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from parsers.reading import Box, FieldStatus, Reading, Source
from storage.database import Tx
from storage.records import Message, MessageState, Revision, RevisionState, Via
from storage.tables import DocumentRow, MessageRow, ReadingRow, ReportRow, RevisionRow
from storage.values import from_json, strings_from_json

PROGRAM = "program"
BY_UNIT = "unit:"
"""Stands before the address of a unit that decided about its own report, by answering a receipt."""

# Databases limit how many values one query may name; SQLite's older limit was 999.
AT_ONCE = 500


class _Row(NamedTuple):
    """A reading as stored, without being a row that is watched for changes."""

    revision_id: int
    field: str
    value: str
    raw: str
    status: str
    confidence: float
    source: str
    page: int
    x0: float | None
    y0: float | None
    x1: float | None
    y1: float | None
    corrected_by: str | None


_READ = [getattr(ReadingRow, name) for name in _Row._fields]


def revisions_where(
    tx: Tx, *conditions: ColumnElement[bool] | bool, values: bool = True
) -> list[Revision]:
    """Revisions in the order recorded, with all their readings (`values`) in one more query.

    The conditions may speak of RevisionRow and ReportRow.
    """
    found = tx.exec(
        select(RevisionRow, MessageRow, ReportRow, DocumentRow)
        .join(MessageRow, col(MessageRow.id) == col(RevisionRow.message_id))
        .outerjoin(ReportRow, col(ReportRow.id) == col(RevisionRow.report_id))
        .outerjoin(
            DocumentRow,
            and_(
                col(DocumentRow.message_id) == col(RevisionRow.message_id),
                col(DocumentRow.position) == col(RevisionRow.document),
            ),
        )
        .where(*conditions)
        .order_by(col(RevisionRow.id))
    ).all()
    readings = _readings(tx, [row.id for row, *_ in found] if values else [])
    # mypy takes the outer joins' rows for granted.
    return [
        _revision(row, message, cast(ReportRow | None, report), document, readings[row.id])
        for row, message, report, document in found
    ]


def is_current() -> ColumnElement[bool]:
    """The revision is the one of its report that counts."""
    return col(ReportRow.current_revision_id) == col(RevisionRow.id)


def is_held() -> ColumnElement[bool]:
    """The revision is held, decided about meanwhile or not."""
    return col(RevisionRow.state) == "held"


def is_waiting() -> ColumnElement[bool]:
    """The revision is held, and no person has decided since it came about its report, by a sheet
    that is not older.

    What a unit says of its own report settles that sheet, and no other that staff must look at. A
    unit's correction that staff must see first waits until they answer it.
    """
    later = aliased(RevisionRow)
    same_sheet = and_(
        col(later.message_id) == col(RevisionRow.message_id),
        col(later.document) == col(RevisionRow.document),
        col(later.ordinal) == col(RevisionRow.ordinal),
    )
    decided_since = exists().where(
        col(later.report_id) == col(RevisionRow.report_id),
        col(later.state) == "accepted",
        col(later.decided_by) != PROGRAM,
        or_(
            and_(
                ~col(later.decided_by).startswith(BY_UNIT),
                col(later.counted_at) >= col(RevisionRow.counted_at),
            ),
            same_sheet,
        ),
        or_(
            col(later.decided_at) > col(RevisionRow.recorded_at),
            and_(
                col(later.decided_at) == col(RevisionRow.recorded_at),
                col(later.id) > col(RevisionRow.id),
            ),
        ),
    )
    proposed = col(RevisionRow.decided_by).startswith(BY_UNIT)
    return and_(is_held(), or_(proposed, ~decided_since))


def message_of(row: MessageRow) -> Message:
    """The message without its bytes."""
    return Message(
        id=row.id,
        sha256=row.sha256,
        kind="file" if row.kind == "file" else "mail",
        via=cast(Via, row.via),
        name=row.name,
        unit_hint=row.unit_hint,
        period_hint=row.period_hint,
        received_at=row.received_at,
        state=cast(MessageState, row.state),
        tries=row.tries,
        reason=row.reason,
        sender=row.sender,
        message_id=row.rfc_message_id,
        subject=row.subject,
        authentic=row.authentic,
        outcome=row.outcome,
        spam=row.spam,
        in_sent_folder=row.in_sent_folder,
    )


def _readings(tx: Tx, revision_ids: Sequence[int]) -> dict[int, list[_Row]]:
    readings: dict[int, list[_Row]] = defaultdict(list)
    tx.flush()  # what this transaction changed is read too
    for start in range(0, len(revision_ids), AT_ONCE):
        wanted = revision_ids[start : start + AT_ONCE]
        # Plain values: a year has thousands of readings, and mapped rows cost several times that.
        found = (
            sqlalchemy.select(*_READ)
            .where(col(ReadingRow.revision_id).in_(wanted))
            .order_by(col(ReadingRow.revision_id), col(ReadingRow.position))
        )
        for row in tx.connection().execute(found):
            readings[row[0]].append(_Row(*row))
    return readings


def _revision(
    row: RevisionRow,
    message: MessageRow,
    report: ReportRow | None,
    document: DocumentRow | None,
    readings: Sequence[_Row],
) -> Revision:
    next_number = report.last_number + 1 if report is not None else 1
    return Revision(
        id=row.id,
        campaign=row.campaign,
        form=row.form,
        unit=row.unit,
        period=row.period,
        unit_guess=row.unit_guess,
        period_guess=row.period_guess,
        number=row.number if row.number is not None else next_number,
        state=cast(RevisionState, row.state),
        current=report is not None and report.current_revision_id == row.id,
        reasons=strings_from_json(row.reasons),
        counted_at=row.counted_at,
        recorded_at=row.recorded_at,
        first_counted_at=report.first_counted_at if report is not None else None,
        via=cast(Via, row.via),
        sender=row.sender,
        decided_by=row.decided_by.removeprefix(BY_UNIT),
        message=row.message_id,
        message_id=message.rfc_message_id,
        subject=message.subject,
        document=row.document,
        ordinal=row.ordinal,
        page=row.page,
        pdf_sha256=document.sha256 if document is not None else "",
        readings=tuple(_reading(r) for r in readings),
        decided_at=row.decided_at,
        corrected=frozenset(r.field for r in readings if r.corrected_by is not None),
        own_corrections=frozenset(
            r.field for r in readings if (r.corrected_by or "").startswith(BY_UNIT)
        ),
        by_unit=row.decided_by.startswith(BY_UNIT),
    )


def _reading(row: _Row) -> Reading:
    box = None
    if row.x0 is not None and row.y0 is not None and row.x1 is not None and row.y1 is not None:
        box = Box(row.x0, row.y0, row.x1, row.y1)
    return Reading(
        field=row.field,
        value=from_json(row.value),
        status=cast(FieldStatus, row.status),
        confidence=row.confidence,
        source=cast(Source, row.source),
        page=row.page,
        box=box,
        raw=row.raw,
    )
