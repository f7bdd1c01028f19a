"""What the storage tests start from: moments, units, messages, revisions, notices."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from parsers.reading import Box, FieldStatus, Reading, Value
from storage import decisions, examining, mail, reports, units
from storage.correspondence import NewNotice
from storage.database import Tx
from storage.records import Message, MessageFacts, NewDocument, NewMessage, NewRevision, Revision

CAMPAIGN = "scammer-awareness"
UNIT = "na-mon"
PERIOD = "2026-02"
STAFF = "staff@example.go.th"


def day(number: int, hour: int = 9) -> datetime:
    """That day of February 2026."""
    return datetime(2026, 2, number, hour, tzinfo=UTC)


EIGHTH = day(8)


def given_units(tx: Tx) -> None:
    """Three units; bytewise and English order of their ids differ."""
    units.sync_units(
        tx,
        [
            ("na-mon", "นามน", "district"),
            ("namon-town", "เมืองนามน", "town"),
            ("na-khu", "นาคู", "district"),
        ],
    )


def given_message(
    tx: Tx, received_at: datetime = EIGHTH, raw: bytes | None = None, recorded: bool = True
) -> Message:
    """A stored mail with one document; other bytes for every arrival unless `raw` says."""
    raw = raw if raw is not None else f"mail of {received_at}".encode()
    message, _ = mail.store_message(tx, NewMessage(raw, received_at), received_at)
    if recorded:
        examining.recorded(tx, message.id, facts(), [document()], day(8))
    return mail.get(tx, message.id)


def facts(**changes: Any) -> MessageFacts:
    """A mail of นามน that brought a report."""
    known = MessageFacts("na-mon@example.go.th", "<1@example.go.th>", "ส่งรายงาน", True, "reports")
    return replace(known, **changes)


def document(position: int = 0, sha256: str = "ab" * 32) -> NewDocument:
    """A PDF of one page that was read."""
    return NewDocument(
        position, "รายงาน.pdf", sha256, "application/pdf", 1234, 1, "reports", "เอกสารครบ"
    )


def reading(field: str, value: Value, **changes: Any) -> Reading:
    """A value read surely from a text layer."""
    status: FieldStatus = "blank" if value is None else "accepted"
    box = Box(10.5, 20.25, 30.125, 40.0)
    return replace(Reading(field, value, status, 0.998, "text", 1, box, f" {value} "), **changes)


READINGS = (reading("website", 12), reading("facebook_page", 3), reading("print_media", None))


def revision(
    counted_at: datetime = EIGHTH, readings: Sequence[Reading] = READINGS, **changes: Any
) -> NewRevision:
    """An accepted revision of นามน's report for February."""
    known = NewRevision(
        campaign=CAMPAIGN,
        form="scammer-awareness",
        unit=UNIT,
        period=PERIOD,
        unit_guess=UNIT,
        period_guess=PERIOD,
        document=0,
        ordinal=0,
        page=1,
        state="accepted",
        reasons=(),
        counted_at=counted_at,
        via="mail",
        sender="na-mon@example.go.th",
        readings=tuple(readings),
    )
    return replace(known, **changes)


def held_revision(
    counted_at: datetime = EIGHTH, readings: Sequence[Reading] = READINGS, **changes: Any
) -> NewRevision:
    """A held revision of นามน's report for February."""
    changes = {"state": "held", "reasons": ("unknown_sender",), **changes}
    return revision(counted_at, readings, **changes)


def notice(key: str = "receipt/1/1", **changes: Any) -> NewNotice:
    """A receipt to นามน."""
    known = NewNotice(
        key=key,
        kind="receipt",
        to=("na-mon@example.go.th",),
        subject="ได้รับรายงานแล้ว",
        text="ได้รับแล้ว",
        html="<p>ได้รับแล้ว</p>",
        campaign=CAMPAIGN,
        unit=UNIT,
        period=PERIOD,
        number=1,
        in_reply_to="<1@example.go.th>",
        references="<0@example.go.th> <1@example.go.th>",
        auto_submitted="auto-replied",
    )
    return replace(known, **changes)


def values(readings: Sequence[Reading]) -> dict[str, Value]:
    """Field -> value."""
    return {r.field: r.value for r in readings}


def correct(tx: Tx, values: Mapping[str, Value], now: datetime, by: str = STAFF) -> Revision:
    """Somebody sets fields of what counts, else of what waits."""
    counts = reports.current(tx, CAMPAIGN, UNIT, PERIOD)
    base = counts or reports.held(tx, CAMPAIGN, PERIOD)[-1]
    return decisions.correct(tx, base.id, UNIT, PERIOD, values, now, by)
