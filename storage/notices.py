"""Notices: mails to be sent, each once, and what became of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Literal, cast

from sqlalchemy import ColumnElement, and_
from sqlmodel import col, select

from storage import questions, ticks
from storage.correspondence import NewNotice, Notice, NoticeKind, NoticeState
from storage.database import Tx
from storage.records import Since
from storage.tables import NoticeAttachmentRow, NoticeRow
from storage.upsert import insert_if_new
from storage.values import strings_from_json, strings_to_json

LAST_LETTER = "\U0010ffff"


def queue(tx: Tx, new: NewNotice, rfc_message_id: str, now: datetime) -> bool:
    """Store the notice in its own state, due at once if `queued`; False if its key is there."""
    return _insert(tx, new, rfc_message_id, now, error="")


def skip(tx: Tx, new: NewNotice, rfc_message_id: str, now: datetime, reason: str) -> bool:
    """Store the notice as one that is never sent, with the reason; False if its key is there."""
    return _insert(tx, replace(new, state="skipped"), rfc_message_id, now, error=reason)


def has_key(tx: Tx, key: str) -> bool:
    """Whether a notice with this key is stored, in whatever state."""
    return tx.exec(select(NoticeRow.id).where(NoticeRow.key == key)).first() is not None


def has_key_begun(tx: Tx, prefix: str) -> bool:
    """Whether a notice whose key begins so is stored, in whatever state."""
    return tx.exec(select(NoticeRow.id).where(*_begins(prefix))).first() is not None


def next_key(tx: Tx, key: str) -> str:
    """The key with the first number behind it that none has, from 2: after a restore, when all is
    queued once more in the same order, it is the same.
    """
    return next(k for n in count(2) if not has_key(tx, k := f"{key}/{n}"))


def by_key(tx: Tx, key: str) -> Notice | None:
    """The notice with this key, in whatever state, or None."""
    return next(iter(_where(tx, NoticeRow.key == key)), None)


def waiting(tx: Tx, kinds: Sequence[NoticeKind]) -> list[Notice]:
    """Notices of these kinds that are queued and were surely not sent yet, in the order queued."""
    return _where(tx, NoticeRow.state == "queued", col(NoticeRow.kind).in_(kinds))


def unsent(tx: Tx, kind: NoticeKind) -> list[Notice]:
    """Notices of that kind that still wait to leave, since whenever, in the order queued."""
    return _where(tx, col(NoticeRow.state).in_(("queued", "sending")), NoticeRow.kind == kind)


def keys_of_period(tx: Tx, campaign: str, period: str) -> set[str]:
    """The keys of the notices about one period of a campaign, without loading the letters."""
    keys = select(NoticeRow.key).where(NoticeRow.campaign == campaign, NoticeRow.period == period)
    return set(tx.exec(keys))


def of_period(tx: Tx, campaign: str, period: str) -> list[Notice]:
    """Every notice about one period of a campaign, in the order queued."""
    return _where(tx, NoticeRow.campaign == campaign, NoticeRow.period == period)


def of_message(tx: Tx, message_id: int) -> list[Notice]:
    """The notices that answer a message, in the order queued."""
    return _where(tx, NoticeRow.message_id == message_id)


def recent(tx: Tx, since: datetime, states: Sequence[NoticeState] = ()) -> list[Notice]:
    """Notices queued or changed since, in the order queued; only these states, if any are given."""
    changed = col(NoticeRow.changed_at) >= since
    if not states:
        return _where(tx, changed)
    return _where(tx, changed, col(NoticeRow.state).in_(states))


def news(tx: Tx, since: Since) -> list[Notice]:
    """Notices queued or changed since, in the order queued."""
    return _where(tx, ticks.is_after(since, col(NoticeRow.changed_in), col(NoticeRow.changed_at)))


def last_key(tx: Tx, prefix: str) -> Notice | None:
    """The newest notice whose key begins with `prefix`, or None."""
    return _newest(tx, *_begins(prefix))


def last_told(tx: Tx, prefix: str) -> Notice | None:
    """The newest of those that left, and reached somebody as far as is known: of one that came
    back from its only recipient nothing is left, of several nobody can tell which have it.

    Where an older one came back after the newest was made, that does not have what the older one
    told: then it is the newest before that.
    """
    came_back = and_(col(NoticeRow.state) == "failed", col(NoticeRow.recipients) == 1)
    left = (*_begins(prefix), col(NoticeRow.sent_at).is_not(None))
    told = _newest(tx, *left, ~came_back)
    if told is None:
        return None
    since = Since(told.queued_in, told.queued_at)
    lost = tx.exec(
        select(NoticeRow.id)
        .where(
            *left,
            came_back,
            col(NoticeRow.id) < told.id,
            ticks.is_after(since, col(NoticeRow.changed_in), col(NoticeRow.changed_at)),
        )
        .order_by(col(NoticeRow.id))
        .limit(1)
    ).first()
    return told if lost is None else _newest(tx, *left, ~came_back, col(NoticeRow.id) < lost)


def _newest(tx: Tx, *conditions: ColumnElement[bool]) -> Notice | None:
    found = select(NoticeRow).where(*conditions).order_by(col(NoticeRow.id).desc()).limit(1)
    return next(iter(loaded(tx, tx.exec(found).all())), None)


def first_queued(tx: Tx, prefix: str) -> datetime | None:
    """When the first notice whose key begins with `prefix` was queued, None if none is known."""
    found = select(NoticeRow.queued_at).where(*_begins(prefix)).order_by(col(NoticeRow.id)).limit(1)
    return tx.exec(found).first()


def failed_keys(tx: Tx, prefix: str) -> dict[str, str]:
    """Key and error of the notices given up whose key begins with `prefix`, without the letters."""
    found = select(NoticeRow.key, NoticeRow.error).where(
        *_begins(prefix), NoticeRow.state == "failed"
    )
    return dict(tx.exec(found).all())


def _begins(prefix: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(NoticeRow.key) >= prefix, col(NoticeRow.key) < prefix + LAST_LETTER


def by_rfc_message_id(tx: Tx, rfc_message_id: str) -> Notice | None:
    """The notice that was sent under this Message-ID (with angle brackets), or None."""
    return next(iter(_where(tx, NoticeRow.rfc_message_id == rfc_message_id)), None)


def _insert(tx: Tx, new: NewNotice, rfc_message_id: str, now: datetime, error: str) -> bool:
    tick = ticks.newest_id(tx)
    row = NoticeRow(
        key=new.key,
        kind=new.kind,
        recipient_list=strings_to_json(new.to),
        recipients=len(new.to),
        subject=new.subject,
        text=new.text,
        html=new.html,
        campaign=new.campaign,
        unit=new.unit,
        period=new.period,
        number=new.number,
        message_id=new.message,
        in_reply_to=new.in_reply_to,
        references=new.references,
        auto_submitted=new.auto_submitted,
        state=new.state,
        rfc_message_id=rfc_message_id,
        queued_at=now,
        queued_in=tick,
        changed_at=now,
        changed_in=tick,
        next_try_at=now if new.state == "queued" else None,
        error=error,
    )
    if not insert_if_new(tx, row):
        return False
    if new.attachments or new.asked:
        notice_id = tx.exec(select(NoticeRow.id).where(NoticeRow.key == new.key)).one()
        questions.ask(tx, notice_id, new.asked)
        tx.add_all(
            NoticeAttachmentRow(
                notice_id=notice_id, position=position, name=name, media=media, data=data
            )
            for position, (name, media, data) in enumerate(new.attachments)
        )
    return True


def _where(tx: Tx, *conditions: ColumnElement[bool] | bool) -> list[Notice]:
    # Sorted here: asked to sort, SQLite would rather read the whole table in order of its key.
    return loaded(tx, sorted(tx.exec(select(NoticeRow).where(*conditions)), key=lambda r: r.id))


def loaded(tx: Tx, rows: Iterable[NoticeRow]) -> list[Notice]:
    """The rows as notices with their files, in the same order."""
    rows = list(rows)
    files = _attachments(tx, [row.id for row in rows])
    return [_notice(row, files.get(row.id, ())) for row in rows]


def _attachments(
    tx: Tx, notice_ids: Sequence[int]
) -> dict[int, tuple[tuple[str, str, bytes], ...]]:
    if not notice_ids:
        return {}
    found = (
        select(NoticeAttachmentRow)
        .where(col(NoticeAttachmentRow.notice_id).in_(notice_ids))
        .order_by(col(NoticeAttachmentRow.notice_id), col(NoticeAttachmentRow.position))
    )
    files: dict[int, tuple[tuple[str, str, bytes], ...]] = {}
    for row in tx.exec(found):
        files[row.notice_id] = (*files.get(row.notice_id, ()), (row.name, row.media, row.data))
    return files


def _notice(row: NoticeRow, files: tuple[tuple[str, str, bytes], ...]) -> Notice:
    new = NewNotice(
        key=row.key,
        kind=cast(NoticeKind, row.kind),
        to=strings_from_json(row.recipient_list),
        subject=row.subject,
        text=row.text,
        html=row.html,
        campaign=row.campaign,
        unit=row.unit,
        period=row.period,
        number=row.number,
        message=row.message_id,
        in_reply_to=row.in_reply_to,
        references=row.references,
        auto_submitted=cast(Literal["auto-replied", "auto-generated"], row.auto_submitted),
        state=cast(NoticeState, row.state),
        attachments=files,
    )
    return Notice(
        id=row.id,
        new=new,
        state=cast(NoticeState, row.state),
        rfc_message_id=row.rfc_message_id,
        tries=row.tries,
        queued_at=row.queued_at,
        next_try_at=row.next_try_at,
        sent_at=row.sent_at,
        error=row.error,
        queued_in=row.queued_in,
        closed_since=row.closed_since,
    )
