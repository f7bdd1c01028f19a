"""Which revision of a report counts, and since when the report counts.

Of the accepted revisions the newest counts. One that the program accepted is as new as its mail
(`counted_at`): a mail that was held up at our side, or is read again, does not overtake a later
one. One that a person accepted or corrected is just newer than all that counted by then: a person
has the last word about what he saw, and not about a mail that was on its way. So no clock but the
mail server's orders anything. What a unit answers is no older than that answer, and what a
sheet says again no older than that sheet.

On time is judged by the earliest arrival among the accepted revisions. So it does not matter how
long an approval takes: a mail that came in time and is approved after the due date was in time,
even if a later mail was counted while it waited. A correction keeps the arrival of the mail that
it corrects, so it changes nothing either; taking back a revision takes back its arrival.
"""

from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_
from sqlmodel import col, select

from storage.database import Tx
from storage.records import NewRevision, Revision
from storage.tables import ReportRow, RevisionRow
from storage.upsert import insert_if_new
from storage.values import strings_from_json, strings_to_json

_NEWER = timedelta(microseconds=1)


def new_row(tx: Tx, message_id: int, new: NewRevision, now: datetime) -> RevisionRow:
    """Store the row of a revision; one to be accepted is held until it is taken in."""
    row = RevisionRow(
        campaign=new.campaign,
        form=new.form,
        unit=new.unit,
        period=new.period,
        unit_guess=new.unit_guess,
        period_guess=new.period_guess,
        state="held" if new.state == "accepted" else new.state,
        reasons=strings_to_json(new.reasons),
        counted_at=new.counted_at,
        recorded_at=now,
        decided_at=now,
        decided_by=new.decided_by,
        via=new.via,
        sender=new.sender,
        message_id=message_id,
        document=new.document,
        ordinal=new.ordinal,
        page=new.page,
    )
    if new.unit is not None and new.period is not None:
        row.report_id = _report(tx, new.campaign, new.unit, new.period).id
    tx.add(row)
    tx.flush()
    return row


def newest(tx: Tx, row: RevisionRow | Revision) -> datetime | None:
    """As how new the newest accepted revision of the same report stands; None where none is."""
    found = (
        select(func.max(RevisionRow.stands_at))
        .join(ReportRow, col(ReportRow.id) == col(RevisionRow.report_id))
        .where(
            RevisionRow.state == "accepted",
            ReportRow.campaign == row.campaign,
            ReportRow.unit == row.unit,
            ReportRow.period == row.period,
        )
    )
    return tx.exec(found).one()


def last_recorded(tx: Tx, row: RevisionRow) -> datetime:
    """When the last sheet of the same report, or of the same mail, was recorded."""
    same = or_(
        col(RevisionRow.message_id) == row.message_id,
        and_(
            col(RevisionRow.campaign) == row.campaign,
            col(RevisionRow.unit) == row.unit,
            col(RevisionRow.period) == row.period,
        ),
    )
    return tx.exec(select(func.max(RevisionRow.recorded_at)).where(same)).one() or row.recorded_at


def take_in(tx: Tx, row: RevisionRow, stands_at: datetime) -> int:
    """Make the revision an accepted one, as new as `stands_at`; returns the report's id.

    Its number in the report is given once and never again, so that a mail can name it for good.
    Raises ValueError where unit or period is not known.
    """
    if row.unit is None or row.period is None:
        raise ValueError("a revision without unit or period cannot be accepted")
    report = _report(tx, row.campaign, row.unit, row.period)
    if row.number is None or row.report_id != report.id:
        report.last_number += 1
        row.number = report.last_number
    row.report_id = report.id
    row.state = "accepted"
    row.stands_at = stands_at
    _settle(tx, report)
    return report.id


def just_newer(tx: Tx, row: RevisionRow) -> datetime:
    """As how new the revision stands in place of all that counts or counted for its report."""
    stands_at = newest(tx, row)
    return max(row.counted_at, stands_at + _NEWER) if stands_at else row.counted_at


def said_again(tx: Tx, row: RevisionRow, arrived: datetime) -> None:
    """A sheet that arrived then says the same as this one, which counts: it is as new as the later
    of the two, and was there with the earlier one.
    """
    row.stands_at = max(row.stands_at or arrived, arrived)
    there_since(tx, row, arrived)


def there_since(tx: Tx, row: RevisionRow, arrived: datetime) -> None:
    """A sheet that says the same as this one had arrived then: on time is judged by the earlier."""
    row.counted_at = min(row.counted_at, arrived)
    if row.report_id is not None:
        _settle(tx, tx.get_one(ReportRow, row.report_id, with_for_update=True))


def take_out(tx: Tx, row: RevisionRow, reason: str) -> None:
    """Make the revision a rejected one, with one reason more; another may count in its place."""
    row.state = "rejected"
    row.reasons = strings_to_json((*strings_from_json(row.reasons), reason))
    if row.report_id is not None:
        _settle(tx, tx.get_one(ReportRow, row.report_id, with_for_update=True))


def _report(tx: Tx, campaign: str, unit: str, period: str) -> ReportRow:
    """The report of this key, made if it is new, and locked until the transaction ends."""
    found = (
        select(ReportRow)
        .where(ReportRow.campaign == campaign, ReportRow.unit == unit, ReportRow.period == period)
        .with_for_update()
    )
    row = tx.exec(found).one_or_none()
    if row is None:
        insert_if_new(tx, ReportRow(campaign=campaign, unit=unit, period=period))
        row = tx.exec(found).one()
    return row


def _settle(tx: Tx, report: ReportRow) -> None:
    """Find anew which accepted revision counts, and since when; None where there is none."""
    accepted = (RevisionRow.report_id == report.id, RevisionRow.state == "accepted")
    newest = (
        select(RevisionRow.id)
        .where(*accepted)
        .order_by(col(RevisionRow.stands_at).desc(), col(RevisionRow.number).desc())
        .limit(1)
    )
    report.current_revision_id = tx.exec(newest).one_or_none()
    earliest = select(func.min(RevisionRow.counted_at)).where(*accepted)
    report.first_counted_at = tx.exec(earliest).one()
    tx.flush()
