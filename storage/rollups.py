"""What was passed on to the department: the figures as they were, which nothing changes later; and
what staff answered to item 1 of that form.
"""

from typing import cast

from sqlmodel import col, select

from storage.correspondence import ItemOne, PassedOn, RollupWay
from storage.database import Tx
from storage.tables import ItemOneRow, RollupRow
from storage.upsert import insert_if_new


def keep(tx: Tx, passed_on: PassedOn) -> bool:
    """Store it; False if this number of the period was passed on already."""
    row = RollupRow(
        campaign=passed_on.campaign,
        period=passed_on.period,
        number=passed_on.number,
        figures=passed_on.figures,
        way=passed_on.way,
        passed_on_at=passed_on.at,
        passed_on_by=passed_on.by,
    )
    return insert_if_new(tx, row)


def last(tx: Tx, campaign: str, period: str) -> PassedOn | None:
    """The newest of the period, or None."""
    return next(reversed(every(tx, campaign, period)), None)


def every(tx: Tx, campaign: str, period: str) -> list[PassedOn]:
    """The roll-up of the period and its supplements, in the order in which they went."""
    rows = tx.exec(
        select(RollupRow)
        .where(RollupRow.campaign == campaign, RollupRow.period == period)
        .order_by(col(RollupRow.number))
    )
    return [
        PassedOn(
            campaign=row.campaign,
            period=row.period,
            number=row.number,
            figures=row.figures,
            way=cast(RollupWay, row.way),
            at=row.passed_on_at,
            by=row.passed_on_by,
        )
        for row in rows
    ]


def answer_item_one(tx: Tx, answer: ItemOne) -> None:
    """Keep the answer; those before it stay as its trail."""
    tx.add(
        ItemOneRow(
            campaign=answer.campaign,
            period=answer.period,
            informed=answer.informed,
            answered_by=answer.by,
            answered_at=answer.at,
            message_id=answer.message,
        )
    )
    tx.flush()


def item_one(tx: Tx, campaign: str, period: str) -> ItemOne | None:
    """The newest answer of the period, or None."""
    row = tx.exec(
        select(ItemOneRow)
        .where(ItemOneRow.campaign == campaign, ItemOneRow.period == period)
        .order_by(col(ItemOneRow.id).desc())
    ).first()
    if row is None:
        return None
    return ItemOne(
        row.campaign, row.period, row.informed, row.answered_by, row.answered_at, row.message_id
    )
