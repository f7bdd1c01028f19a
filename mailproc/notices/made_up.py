"""Made-up reports and months from which the letters that a person can look at are made."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from mailproc.config import Config, UnitConfig
from mailproc.month.calendar import dates
from mailproc.month.overview import YEAR
from mailproc.month.period import shift
from mailproc.month.status import MonthStatus, State, UnitStatus
from mailproc.month.strip import Square
from mailproc.notices.letters import Answered, ReportLine
from mailproc.reasons import encode
from parsers.form import Field
from parsers.forms import all_forms
from parsers.reading import Channel, FieldStatus, Problem, Reading, Value
from storage.records import Revision

TO = "officer@district.example"
ANSWERED = Answered(1, TO, "ส่งรายงาน Scammer ประจำเดือน", "<sample@district.example>", "")


def moment(config: Config, month: int = 0) -> datetime:
    """Half past nine on the day before the first campaign's due date in that month of it."""
    period = shift(config.campaign[0].first_period, month)
    day = dates(config.campaign[0], period).due - timedelta(days=1)
    local = datetime(day.year, day.month, day.day, 9, 30, tzinfo=config.zone)
    return local.astimezone(UTC)


def _value(config: Config, field: Field, number: int) -> Value:
    if field.kind == "unit":
        return config.unit[0].name
    if field.kind == "month":
        return config.campaign[0].first_period
    values: dict[str, Value] = {
        "text": "ตัวอย่าง",
        "province": config.forms[config.campaign[0].form].province,
        "choice": True,
        "count": number,
        "channels": (Channel("หอกระจายข่าว", 4), Channel("กลุ่มไลน์หมู่บ้าน", None)),
    }
    return values[field.kind]


def made_revision(
    config: Config, number: int, change: int = 0, doubtful: frozenset[int] = frozenset()
) -> Revision:
    """A made-up revision; `change` is added to every third value, `doubtful` are positions."""
    campaign = config.campaign[0]
    readings = []
    for position, field in enumerate(all_forms()[campaign.form].fields):
        value = _value(config, field, 3 + position * 2 % 11 + (change if position % 3 == 0 else 0))
        status: FieldStatus = "review" if position in doubtful else "accepted"
        readings.append(Reading(field.key, value, status, 0.6, "text", 1))
    unit, period, at = config.unit[0], campaign.first_period, moment(config)
    problems = [Problem("field_doubtful", readings[p].field) for p in sorted(doubtful)]
    return Revision(
        id=number, campaign=campaign.id, form=campaign.form, unit=unit.id, period=period,
        unit_guess=None, period_guess=None, number=2 if change else 1,
        state="held" if doubtful else "accepted", current=not doubtful,
        reasons=tuple(encode(p) for p in problems), counted_at=at, recorded_at=at,
        first_counted_at=None if doubtful else at, via="mail", sender=TO, decided_by="program",
        message=1, message_id=ANSWERED.message_id, subject=ANSWERED.subject, document=0,
        ordinal=0, page=1, pdf_sha256="0" * 64, readings=tuple(readings),
    )  # fmt: skip


def days_later(revision: Revision, days: int) -> Revision:
    """The revision as if it had come so many days later."""
    at = revision.counted_at + timedelta(days=days)
    return replace(revision, counted_at=at, recorded_at=at, first_counted_at=at)


def doubtful_revision(config: Config) -> Revision:
    """A revision in which the last two counts are doubtful."""
    fields = all_forms()[config.campaign[0].form].fields
    counts = [position for position, field in enumerate(fields) if field.kind == "count"]
    return made_revision(config, 42, doubtful=frozenset(counts[-2:]))


def report_line(
    config: Config,
    state: Literal["on_time", "late", "held"],
    revision: Revision | None = None,
    previous: Revision | None = None,
) -> ReportLine:
    """What a receipt says of the report of the first unit, with its strip of twelve months."""
    revision = revision or made_revision(config, 41)
    unit: UnitConfig = config.unit[0]
    when = dates(config.campaign[0], config.campaign[0].first_period)
    before: tuple[State | None, ...] = (None, None, "on_time", "late", "missing", "on_time")
    states = (*before, *before[2:], "on_time", state)
    strip = tuple(Square(shift(when.period, n - 11), s) for n, s in enumerate(states))
    return ReportLine(revision, unit, state, False, previous, False, when, strip=strip)


def made_month(config: Config, number: int = 0) -> MonthStatus:
    """That month of the campaign: every state among the units, most of them on time."""
    campaign = config.campaign[0]
    when = dates(campaign, shift(campaign.first_period, number))
    states: tuple[State, ...] = ("on_time", "on_time", "late", "on_time", "missing", "held")
    units = []
    for position, unit in enumerate(config.unit):
        state = states[(position + 5 * number) % len(states)]
        counted = state in ("on_time", "late")
        revision = _reported(config, position, when.period, number) if counted else None
        waiting = doubtful_revision(config) if state == "held" else None
        at = moment(config, number) if counted or waiting else None
        at = at + timedelta(days=2) if at and state == "late" else at
        units.append(UnitStatus(unit, state, when.due, at, revision, waiting, False))
    return MonthStatus(campaign, when, tuple(units))


def _reported(config: Config, position: int, period: str, number: int) -> Revision:
    """What the unit at that position reported for that month; one unit ten times the usual."""
    more = 100 if (position, number) == (1, YEAR - 1) else number % 4
    made = made_revision(config, position)
    readings = tuple(
        replace(r, value=r.value + more) if type(r.value) is int else r for r in made.readings
    )
    return replace(made, unit=config.unit[position].id, period=period, readings=readings)
