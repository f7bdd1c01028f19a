"""The values of a report as a letter shows them, for whatever fields its form has."""

from collections.abc import Mapping
from dataclasses import dataclass

from mailproc.config import UnitConfig
from mailproc.month.period import is_period
from mailproc.notices.clean import one_line
from mailproc.notices.letters import ReportLine
from mailproc.thai_dates import thai_month
from parsers.form import Field, Form
from parsers.reading import Channel, Reading, Value
from storage.records import Revision

VALUE_LENGTH = 300
HELD = "รอตรวจสอบ"
UNCLEAR = "อ่านไม่ชัด โปรดตรวจ"
MISSING = "ยังไม่ได้กรอก"


@dataclass(frozen=True, slots=True)
class Row:
    """One field in a receipt.

    `value` is "" where nothing stands there; `old` the value before, "" unless it changed.
    `mark` says in words that it is doubtful or missing, "" where all is well; `corrected` who set
    it, "" where it was read.
    """

    label: str
    value: str
    old: str = ""
    mark: str = ""
    corrected: str = ""


def rows(form: Form, line: ReportLine, units: Mapping[str, UnitConfig]) -> tuple[Row, ...]:
    """Every field of the form, in printed order, with what was read in it."""
    revision = line.revision
    # What a person has decided on is no longer doubtful, whatever the reader thought of it.
    decided = revision.decided_by != "program" and revision.state == "accepted"
    found = []
    for field in form.fields:
        reading = revision.reading(field.key) or Reading(field.key, None, "blank", 1.0, "text", 1)
        value = _shown(field, reading, units)
        doubtful = reading.status == "review" and not decided
        mark = ""
        if doubtful:
            # A name that is hard to read holds up no report, so nobody will look at it either.
            mark = HELD if line.state == "held" else UNCLEAR
        elif field.required and reading.value is None:
            mark = MISSING
        old = ""
        if line.previous is not None:
            before = line.previous.reading(field.key)
            if before is not None and before.value != reading.value:
                old = _shown(field, before, units) or "เว้นว่าง"
        found.append(
            Row(
                label=field.short,
                value="อ่านค่าไม่ได้" if doubtful and not value else value,
                old=old,
                mark=mark,
                corrected=_corrected(revision, field.key),
            )
        )
    return tuple(found)


def _corrected(revision: Revision, key: str) -> str:
    if key in revision.own_corrections:
        return "แก้ไขตามที่หน่วยรายงานแจ้ง"
    return "แก้ไขโดยเจ้าหน้าที่" if key in revision.corrected else ""


def _shown(field: Field, reading: Reading, units: Mapping[str, UnitConfig]) -> str:
    return one_line(show(field, reading.value, units), VALUE_LENGTH)


def show(field: Field, value: Value, units: Mapping[str, UnitConfig]) -> str:
    """The value in Thai words; "" for none. Counts have Arabic digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return (field.yes or "ใช่") if value else (field.no or "ไม่ใช่")
    if isinstance(value, int):
        return f"{value:,} {field.suffix}".rstrip()
    if isinstance(value, tuple):
        return ", ".join(_channel(c) for c in value) or "ไม่มี"
    if field.kind == "month" and is_period(value):
        return thai_month(value)
    if field.kind == "unit" and value in units:
        return units[value].name
    return value


def _channel(channel: Channel) -> str:
    times = "ไม่ระบุจำนวนครั้ง" if channel.times is None else f"{channel.times:,} ครั้ง"
    return f"{channel.channel} {times}"
