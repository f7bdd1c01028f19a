"""Reports: their revisions, and which of them counts. `storage.decisions` has what changes that.

`storage.counting` says which revision counts and by which arrival on time is judged.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, func, or_

from storage import counting, readings
from storage.database import NotFound, Tx
from storage.load import BY_UNIT, is_current, is_held, is_waiting, revisions_where
from storage.records import NewRevision, Revision
from storage.tables import ReportRow, RevisionRow

READ_AGAIN = "read_again"


def by_unit(address: str) -> str:
    """Who decided, where it was a unit about its own report: a person, but none of staff."""
    return BY_UNIT + address


def add_revision(tx: Tx, message_id: int, new: NewRevision, now: datetime) -> Revision:
    """Store a revision of a message. An accepted one counts, unless a newer one does already.

    Units must be known (`storage.units.sync_units`). Raises ValueError for an accepted revision
    without unit or period.
    """
    row = counting.new_row(tx, message_id, new, now)
    if new.state == "accepted":
        counting.take_in(tx, row, new.counted_at)
    readings.add_readings(tx, row.id, new.readings)
    return get_revision(tx, row.id)


def get_revision(tx: Tx, revision_id: int) -> Revision:
    """One revision. Raises NotFound."""
    found = revisions_where(tx, RevisionRow.id == revision_id)
    if not found:
        raise NotFound(f"revision {revision_id}")
    return found[0]


def current(tx: Tx, campaign: str, unit: str, period: str) -> Revision | None:
    """The revision that counts, or None."""
    key = (ReportRow.campaign == campaign, ReportRow.unit == unit, ReportRow.period == period)
    return next(iter(revisions_where(tx, is_current(), *key)), None)


def of_message(tx: Tx, message_id: int) -> list[Revision]:
    """The newest revision of each form in the message, by document and form."""
    found = revisions_where(tx, RevisionRow.message_id == message_id)
    newest = {(r.document, r.ordinal): r for r in found}
    return [newest[key] for key in sorted(newest)]


def every_of_message(tx: Tx, message_id: int) -> list[Revision]:
    """Every revision of the message, those that a later reading replaced too, as recorded."""
    return revisions_where(tx, RevisionRow.message_id == message_id)


def about_unit(tx: Tx, unit: str, period: str | None = None) -> list[Revision]:
    """Every revision of (or guessed for) a unit in all campaigns, in the order recorded."""
    own = func.coalesce(RevisionRow.unit, RevisionRow.unit_guess) == unit
    month = func.coalesce(RevisionRow.period, RevisionRow.period_guess) == period
    return revisions_where(tx, own, *([month] if period is not None else []))


def revisions(
    tx: Tx, campaign: str, unit: str | None = None, period: str | None = None
) -> list[Revision]:
    """Every revision, whatever became of it, in the order recorded."""
    wanted: list[ColumnElement[bool] | bool] = [RevisionRow.campaign == campaign]
    if unit is not None:
        wanted.append(RevisionRow.unit == unit)
    if period is not None:
        wanted.append(RevisionRow.period == period)
    return revisions_where(tx, *wanted)


def held(
    tx: Tx, campaign: str | None = None, period: str | None = None, *, values: bool = True
) -> list[Revision]:
    """What waits for a person, in the order recorded; a guessed period counts as the period.

    A held revision no longer waits once a person accepted or corrected its report after it came.
    """
    return revisions_where(tx, is_waiting(), *_about(campaign, period), values=values)


def waits(tx: Tx, revision_id: int) -> bool:
    """Whether this revision still waits for a person."""
    return bool(revisions_where(tx, is_waiting(), RevisionRow.id == revision_id))


def month(tx: Tx, campaign: str, period: str, *, values: bool = True) -> list[Revision]:
    """The current revision of every unit that reported, then the newest waiting one of each unit.

    So a unit whose report counts while another one waits is there twice: see `Revision.current`.
    A revision without unit belongs to its `unit_guess`; one without either is left out. Without
    `values` they come without their readings, which is much quicker where only states are asked.
    """
    key = (ReportRow.campaign == campaign, ReportRow.period == period)
    counted = revisions_where(tx, is_current(), *key, values=values)
    held_ones = held(tx, campaign, period, values=values)
    waiting = {unit: r for r in held_ones if (unit := r.unit or r.unit_guess)}
    return counted + list(waiting.values())


def export_rows(
    tx: Tx, campaign: str | None = None, period: str | None = None, revisions: bool = False
) -> list[Revision]:
    """What `export` shows, by period and unit id.

    For each (campaign, unit, period), guessed ones included, the revision that counts, else the
    newest held one. With `revisions` every revision, of unknown unit or period too, in the order
    recorded within its report.
    """
    about = _about(campaign, period)
    if revisions:
        return sorted(revisions_where(tx, *about), key=place)
    found = revisions_where(tx, or_(is_current(), is_held()), *about)
    chosen: dict[tuple[str, str, str], Revision] = {}
    for r in sorted(found, key=lambda r: r.current):
        if all(place(r)):
            chosen[place(r)] = r
    return [chosen[place] for place in sorted(chosen)]


def place(r: Revision) -> tuple[str, str, str]:
    """(campaign, period, unit) with guesses; "" for what is not even guessed."""
    return (r.campaign, r.period or r.period_guess or "", r.unit or r.unit_guess or "")


def _about(campaign: str | None, period: str | None) -> list[ColumnElement[bool] | bool]:
    wanted: list[ColumnElement[bool] | bool] = []
    if campaign is not None:
        wanted.append(RevisionRow.campaign == campaign)
    if period is not None:
        wanted.append(func.coalesce(RevisionRow.period, RevisionRow.period_guess) == period)
    return wanted
