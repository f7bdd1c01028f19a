"""Units, the addresses that staff approved for them, and their own due dates."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import col, select

from storage.correspondence import Extension
from storage.database import Tx
from storage.tables import ApprovedSenderRow, ExtensionRow, UnitRow


def sync_units(tx: Tx, units: Iterable[tuple[str, str, str]]) -> None:
    """Make (id, name, kind) of the configuration known; reports can only be stored for these.

    A unit that left the configuration stays, since its old reports refer to it.
    """
    for unit_id, name, kind in units:
        tx.merge(UnitRow(id=unit_id, name=name, kind=kind))


def set_extension(tx: Tx, extension: Extension, now: datetime, by: str) -> None:
    """Give a unit its own due date for one period; it holds from now on, and one given before is
    kept beside it, each with `by` and `now`.
    """
    tx.merge(
        ExtensionRow(
            campaign=extension.campaign,
            unit=extension.unit,
            period=extension.period,
            due=extension.due,
            set_at=now,
            set_by=by,
            why=extension.why,
        )
    )


def extensions(tx: Tx, campaign: str, period: str | None = None) -> list[Extension]:
    """The units' own due dates, of one period or of all, in the order in which they were given."""
    found = select(ExtensionRow).where(ExtensionRow.campaign == campaign)
    if period is not None:
        found = found.where(ExtensionRow.period == period)
    rows = tx.exec(found.order_by(col(ExtensionRow.set_at)))
    return [Extension(r.campaign, r.unit, r.period, r.due, r.why, r.set_by, r.set_at) for r in rows]


def approve_sender(tx: Tx, address: str, unit: str, now: datetime, by: str) -> None:
    """From now on the address (any case) belongs to the unit, and to no other."""
    tx.merge(ApprovedSenderRow(address=address.lower(), unit=unit, approved_at=now, approved_by=by))


def remove_sender(tx: Tx, address: str) -> str | None:
    """From now on the address (any case) is approved for no unit; for which it was, None for none.

    What counted goes on to count.
    """
    row = tx.get(ApprovedSenderRow, address.lower())
    if row is None:
        return None
    tx.delete(row)
    tx.flush()
    return row.unit


def approved_senders(tx: Tx) -> dict[str, str]:
    """Approved address (lower case) -> unit id."""
    return {row.address: row.unit for row in tx.exec(select(ApprovedSenderRow))}
