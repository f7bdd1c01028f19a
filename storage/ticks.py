"""Ticks: every run of the worker's story, so that one that stops is seen."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import Mapped
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.database import NotFound, Tx
from storage.records import Since, Tick
from storage.tables import TickRow

RESTORED = "restored"
CHECKED = "checked"
SUCCEEDED = ("ok", "stopped")


def start(tx: Tx, now: datetime) -> int:
    """A tick begins; returns its id."""
    row = TickRow(started_at=now)
    tx.add(row)
    tx.flush()
    return row.id


def finish(
    tx: Tx, tick_id: int, now: datetime, outcome: str, error: str, counts: Mapping[str, int]
) -> None:
    """A tick is over. `outcome` is one word; `error` one line, "" where nothing is to be said.

    A tick that succeeded may have an error that stopped nothing.
    """
    row = tx.get(TickRow, tick_id)
    if row is None:
        raise NotFound(f"tick {tick_id}")
    row.ended_at = now
    row.outcome = outcome
    row.error = error
    row.counts = json.dumps(dict(counts))


def note_restore(tx: Tx, now: datetime) -> None:
    """Everything stored is from a copy; what came or was sent between it and `now` is not known."""
    tx.add(TickRow(started_at=now, ended_at=now, outcome=RESTORED, error="a backup was restored"))


def note_login(tx: Tx, now: datetime, counts: Mapping[str, int]) -> None:
    """Somebody tried the logins by hand; `counts` as a tick has them."""
    tx.add(TickRow(started_at=now, ended_at=now, outcome=CHECKED, counts=json.dumps(dict(counts))))


def last_restore(tx: Tx) -> datetime | None:
    """When a copy was last put back, None if never."""
    row = _first(tx, _newest_first().where(TickRow.outcome == RESTORED))
    return row.started_at if row is not None else None


def first(tx: Tx) -> Tick | None:
    """The oldest tick."""
    return _first(tx, select(TickRow).order_by(col(TickRow.id)))


def last(tx: Tx) -> Tick | None:
    """The newest tick, over or not."""
    return _first(tx, _newest_first())


def last_success(tx: Tx) -> Tick | None:
    """The newest tick that did its work to the end, or until it was told to stop."""
    return _first(tx, _newest_first().where(col(TickRow.outcome).in_(SUCCEEDED)))


def newest_id(tx: Tx) -> int:
    """The number of the newest tick, over or not; 0 where there was none."""
    return tx.exec(select(func.max(TickRow.id))).one() or 0


def earliest_since(tx: Tx, tick_id: int) -> datetime | None:
    """The earliest that the clock showed when that tick ended, or when one after it began or ended;
    None if that is not known.
    """
    began = select(func.min(TickRow.started_at)).where(col(TickRow.id) > tick_id)
    ended = select(func.min(TickRow.ended_at)).where(col(TickRow.id) >= tick_id)
    shown = [at for found in (began, ended) if (at := tx.exec(found).one()) is not None]
    return min(shown, default=None)


def is_after(since: Since, tick: Mapped[int], at: Mapped[Any]) -> ColumnElement[bool]:
    """Whether a row is news by its columns of the tick in which it was recorded, and the moment."""
    return and_(tick >= since.tick, or_(tick > since.tick, at >= since.at))


def recent(tx: Tx, limit: int) -> list[Tick]:
    """The newest ticks, the newest first."""
    return [_tick(row) for row in tx.exec(_newest_first().limit(limit))]


def _newest_first() -> SelectOfScalar[TickRow]:
    return select(TickRow).order_by(col(TickRow.id).desc())


def _first(tx: Tx, found: SelectOfScalar[TickRow]) -> Tick | None:
    row = tx.exec(found.limit(1)).one_or_none()
    return _tick(row) if row is not None else None


def _tick(row: TickRow) -> Tick:
    return Tick(
        id=row.id,
        started_at=row.started_at,
        ended_at=row.ended_at,
        outcome=row.outcome,
        error=row.error,
        counts=json.loads(row.counts),
    )
