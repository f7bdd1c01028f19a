"""Proposals: what a unit answers to be otherwise and staff must see first, held until they do.

A proposal is a copy of the report with some fields set, as new as the answer. Accepted, it is put
onto the report as it counts by then: it was said of these fields, and of no others.
"""

from collections.abc import Mapping, Set
from datetime import datetime

from sqlmodel import col, select

from parsers.reading import Value
from storage import counting, readings
from storage.database import Tx
from storage.load import BY_UNIT, PROGRAM
from storage.reports import current
from storage.tables import RevisionRow
from storage.values import strings_from_json, strings_to_json, to_json

OVERTAKEN = "overtaken"
"""The reason that is added where another answer took its place."""


def is_proposal(row: RevisionRow) -> bool:
    """Whether the revision is one that waits."""
    return row.state == "held" and row.decided_by.startswith(BY_UNIT)


def own_fields(tx: Tx, row: RevisionRow) -> set[str]:
    """The fields that a proposal wants to be otherwise."""
    return {r.field for r in readings.readings_of(tx, row.id) if r.corrected_at == row.decided_at}


def put_on_what_counts(tx: Tx, row: RevisionRow, but: Set[str]) -> None:
    """Give the revision the values of the report as it counts now, but for these fields."""
    counts = current(tx, row.campaign, row.unit or "", row.period or "")
    if counts is not None:
        readings.replace_others(tx, counts.id, row.id, but)


def withdraw(tx: Tx, row: RevisionRow) -> None:
    """It waits no more: another answer took its place."""
    row.decided_by = PROGRAM
    counting.take_out(tx, row, OVERTAKEN)


def same(tx: Tx, row: RevisionRow, values: Mapping[str, Value]) -> RevisionRow | None:
    """The proposal about the report of a revision that waits and wants just these values."""
    wanted = {key: to_json(value) for key, value in values.items()}
    for proposal in _waiting(tx, row):
        said = {r.field: r.value for r in readings.readings_of(tx, proposal.id)}
        if {key: said[key] for key in own_fields(tx, proposal)} == wanted:
            return proposal
    return None


def withdraw_within(tx: Tx, row: RevisionRow, fields: Set[str]) -> None:
    """A newer proposal about the same report says these fields: older ones do so no more."""
    for older in _waiting(tx, row):
        own = own_fields(tx, older)
        if own <= fields:
            withdraw(tx, older)
        elif own & fields:
            _give_up(tx, older, own & fields)


def _give_up(tx: Tx, row: RevisionRow, fields: Set[str]) -> None:
    """A proposal does not want these fields to be otherwise any more."""
    for reading in readings.readings_of(tx, row.id):
        if reading.field in fields:
            reading.corrected_by = reading.corrected_at = None
    kept = [r for r in strings_from_json(row.reasons) if r.partition(":")[2] not in fields]
    row.reasons = strings_to_json(tuple(kept))
    tx.flush()


def withdraw_settled(tx: Tx, row: RevisionRow) -> None:
    """The revision counts now: proposals that it fulfils wait no more."""
    values = {r.field: r.value for r in readings.readings_of(tx, row.id)}
    for proposal in _waiting(tx, row):
        wanted = {r.field: r.value for r in readings.readings_of(tx, proposal.id)}
        if all(values.get(key) == wanted[key] for key in own_fields(tx, proposal)):
            withdraw(tx, proposal)


def withdraw_older(tx: Tx, row: RevisionRow, arrived: datetime) -> None:
    """A sheet that arrived then says all of the revision's report: what the unit wanted to be
    otherwise in an older sheet it wants no more.
    """
    for proposal in _waiting(tx, row):
        if proposal.stands_at is not None and proposal.stands_at < arrived:
            withdraw(tx, proposal)


def withdraw_all(tx: Tx, row: RevisionRow) -> None:
    """The revision was turned down: nothing is to be otherwise in a sheet that counts no more."""
    counts = current(tx, row.campaign, row.unit or "", row.period or "")
    sheet = (row.message_id, row.document, row.ordinal)
    if counts is not None and sheet == (counts.message, counts.document, counts.ordinal):
        return
    for proposal in _waiting(tx, row):
        same = sheet == (proposal.message_id, proposal.document, proposal.ordinal)
        if counts is None or same:
            withdraw(tx, proposal)


def _waiting(tx: Tx, row: RevisionRow) -> list[RevisionRow]:
    """The proposals about the report of a revision, without itself."""
    if row.report_id is None:
        return []
    found = select(RevisionRow).where(
        RevisionRow.report_id == row.report_id,
        RevisionRow.id != row.id,
        RevisionRow.state == "held",
        col(RevisionRow.decided_by).startswith(BY_UNIT),
    )
    return list(tx.exec(found.order_by(col(RevisionRow.id))))
