"""Units that get no more reminders and warnings about a period, because staff said so."""

from sqlmodel import select

from storage.correspondence import Stop
from storage.database import Tx
from storage.tables import StopRow
from storage.upsert import insert_if_new


def stop(tx: Tx, new: Stop) -> bool:
    """From now on the unit gets none about that period; False if it got none already."""
    row = StopRow(
        campaign=new.campaign,
        unit=new.unit,
        period=new.period,
        stopped_by=new.by,
        stopped_at=new.at,
        message_id=new.message,
    )
    return insert_if_new(tx, row)


def resume(tx: Tx, campaign: str, unit: str) -> list[str]:
    """The unit is reminded again; the periods for which it was not, oldest first."""
    rows = tx.exec(select(StopRow).where(StopRow.campaign == campaign, StopRow.unit == unit)).all()
    for row in rows:
        tx.delete(row)
    tx.flush()
    return sorted(row.period for row in rows)


def of_campaign(tx: Tx, campaign: str, period: str | None = None) -> list[Stop]:
    """Every stop of a campaign, or of one of its periods."""
    found = select(StopRow).where(StopRow.campaign == campaign)
    if period is not None:
        found = found.where(StopRow.period == period)
    return [
        Stop(r.campaign, r.unit, r.period, r.stopped_by, r.stopped_at, r.message_id)
        for r in tx.exec(found)
    ]
