"""Letters with made-up values, so that a person can look at each kind before the first real one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from mailproc.config import Config, UnitConfig
from mailproc.month.calendar import dates
from mailproc.month.overview import YEAR
from mailproc.month.period import shift
from mailproc.month.status import MonthStatus, State, UnitStatus
from mailproc.month.strip import Square
from mailproc.notices import compose
from mailproc.notices.digest import digest
from mailproc.notices.letters import (
    Answered,
    DigestData,
    Finding,
    ReportLine,
    RollupLine,
    Upcoming,
)
from mailproc.notices.outbox import BOUNCED
from mailproc.reasons import encode
from mailproc.replies import sentences
from mailproc.replies.letters import asked_back, confirmation, numbered, review
from mailproc.replies.orders import Unclear
from mailproc.replies.questions import Question, questions_about
from mailproc.replies.standing import Owed, told
from mailproc.rollup import letters
from mailproc.rollup.figures import Change, figures
from parsers.form import Field
from parsers.forms import all_forms
from parsers.reading import Channel, FieldStatus, Problem, Reading, Value
from storage.records import Message, NewNotice, Notice, Revision, Tick

_TO, _NEW = "officer@district.example", "new-officer@district.example"
_ANSWERED = Answered(1, _TO, "ส่งรายงาน Scammer ประจำเดือน", "<sample@district.example>", "")


def preview(config: Config, kind: str) -> NewNotice:
    """A letter of that kind with made-up values. KeyError if there is no such kind."""
    return _MAKERS[kind](config)


def kinds() -> tuple[str, ...]:
    """The kinds that `preview` knows."""
    return tuple(_MAKERS)


def _receipt(config: Config) -> NewNotice:
    return compose.receipt(config, _ANSWERED, [_line(config, "on_time")], [])


def _receipt_late(config: Config) -> NewNotice:
    previous = _revision(config, 40)
    new = _days_later(_revision(config, 41, change=5), 3)
    line = _line(config, "late", revision=new, previous=previous)
    letter = Finding("กิจกรรม.docx", (Problem("unsupported_media", detail="Word"),))
    return compose.receipt(config, _ANSWERED, [line], [letter])


def _receipt_held(config: Config) -> NewNotice:
    return compose.receipt(config, _ANSWERED, [_line(config, "held", _doubtful(config))], [])


def _problem(config: Config) -> NewNotice:
    findings = [
        Finding("รายงาน.docx", (Problem("unsupported_media", detail="Word"),)),
        Finding("scan0001.pdf", (Problem("encrypted"),)),
    ]
    return compose.problem(config, _ANSWERED, findings)


def _question(config: Config) -> NewNotice:
    line = _line(config, "held", _revision(config, 41, change=7), _revision(config, 40))
    return compose.question(config, _ANSWERED, line)


def _reminder(config: Config) -> NewNotice:
    campaign = config.campaign[0]
    when = dates(campaign, campaign.first_period)
    return compose.reminder(config, campaign, config.unit[0], when, 3)


def _warning(config: Config) -> NewNotice:
    campaign = config.campaign[0]
    when = dates(campaign, campaign.first_period)
    return compose.warning(config, campaign, config.unit[0], when, 3, 2, (_TO,))


def _digest(config: Config) -> NewNotice:
    *before, month = (_month(config, n) for n in range(YEAR))
    unit = config.unit[-1]
    at = _moment(config, YEAR - 1) + timedelta(days=2)
    unread = Message(
        7, "", "mail", "mail", "", "", "", at, "held", 3, "the reader stopped three times",
        "officer@elsewhere.example", "", "รายงานประจำเดือน",
    )  # fmt: skip
    data = DigestData(
        months=(month,),
        held=2,
        asking=numbered(config, _questions(config), {}),
        waiting_messages=(unread,),
        notices_sent=(_sent(_receipt(config), at), _sent(_warning(config), at)),
        suppressed=(_sent(_reminder(config), at),) if config.worker.notices != "on" else (),
        failed=(_failed(_warning(config), at),),
        upcoming=(Upcoming(at.date() + timedelta(days=2), "warning", (unit.name,)),),
        rollups=(RollupLine(month.dates.period, month.dates.forward),),
        ticks_failed=1,
        set_aside=1,
        last_tick=Tick(9, at, at, "ok", ""),
        before={month.campaign.id: tuple(before)},
    )
    return digest(config, data, at.astimezone(config.zone).date())


def _questions(config: Config) -> list[Question]:
    """Two doubtful counts of one report, and another one by a new sender."""
    doubtful = questions_about(_doubtful(config), overtaken=False, approved=False)
    stranger = replace(
        _revision(config, 43), state="held", current=False, sender=_NEW, reasons=("unknown_sender",)
    )
    return [*doubtful, *questions_about(stranger, overtaken=False, approved=False)]


def _review(config: Config) -> NewNotice:
    return review(config, _questions(config), {})


def _confirmation(config: Config) -> NewNotice:
    found = _questions(config)
    done = [sentences.counted(_revision(config, 41), config)]
    back = [sentences.unclear(Unclear("3 ไม่แน่ใจ"))]
    still = numbered(config, found[2:], {}, [3])
    return confirmation(config, _ANSWERED, done, back, still)


def _asked_back(config: Config) -> NewNotice:
    return asked_back(config, _ANSWERED, [sentences.unclear(Unclear("เพจ 24 หรือ 26"))])


def _standing(config: Config) -> NewNotice:
    when = dates(config.campaign[0], config.campaign[0].first_period)
    return told(config, _ANSWERED, config.unit[0], [Owed(when.period, "missing", when.due)])


def _rollup_draft(config: Config) -> NewNotice:
    return letters.draft(config, config.campaign[0], figures(config, _month(config)), "", ())


def _rollup(config: Config) -> NewNotice:
    campaign = config.campaign[0].model_copy(update={"forward_to": _TO})
    found = figures(config, _month(config))
    changed = (Change(config.unit[0].name, "website", 12, 21),)
    return letters.to_department(config, campaign, found, 2, (), changed)


_MAKERS: dict[str, Callable[[Config], NewNotice]] = {
    "receipt": _receipt,
    "receipt-late": _receipt_late,
    "receipt-held": _receipt_held,
    "problem": _problem,
    "question": _question,
    "reminder": _reminder,
    "warning": _warning,
    "digest": _digest,
    "review": _review,
    "confirmation": _confirmation,
    "asked-back": _asked_back,
    "standing": _standing,
    "rollup": _rollup,
    "rollup-draft": _rollup_draft,
}


def _moment(config: Config, month: int = 0) -> datetime:
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


def _revision(
    config: Config, number: int, change: int = 0, doubtful: frozenset[int] = frozenset()
) -> Revision:
    """A made-up revision; `change` is added to every third value, `doubtful` are positions."""
    campaign = config.campaign[0]
    readings = []
    for position, field in enumerate(all_forms()[campaign.form].fields):
        value = _value(config, field, 3 + position * 2 % 11 + (change if position % 3 == 0 else 0))
        status: FieldStatus = "review" if position in doubtful else "accepted"
        readings.append(Reading(field.key, value, status, 0.6, "text", 1))
    unit, period, at = config.unit[0], campaign.first_period, _moment(config)
    problems = [Problem("field_doubtful", readings[p].field) for p in sorted(doubtful)]
    return Revision(
        id=number, campaign=campaign.id, form=campaign.form, unit=unit.id, period=period,
        unit_guess=None, period_guess=None, number=2 if change else 1,
        state="held" if doubtful else "accepted", current=not doubtful,
        reasons=tuple(encode(p) for p in problems), counted_at=at, recorded_at=at,
        first_counted_at=None if doubtful else at, via="mail", sender=_TO, decided_by="program",
        message=1, message_id=_ANSWERED.message_id, subject=_ANSWERED.subject, document=0,
        ordinal=0, page=1, pdf_sha256="0" * 64, readings=tuple(readings),
    )  # fmt: skip


def _days_later(revision: Revision, days: int) -> Revision:
    at = revision.counted_at + timedelta(days=days)
    return replace(revision, counted_at=at, recorded_at=at, first_counted_at=at)


def _doubtful(config: Config) -> Revision:
    """A revision in which the last two counts are doubtful."""
    fields = all_forms()[config.campaign[0].form].fields
    counts = [position for position, field in enumerate(fields) if field.kind == "count"]
    return _revision(config, 42, doubtful=frozenset(counts[-2:]))


def _line(
    config: Config,
    state: Literal["on_time", "late", "held"],
    revision: Revision | None = None,
    previous: Revision | None = None,
) -> ReportLine:
    revision = revision or _revision(config, 41)
    unit: UnitConfig = config.unit[0]
    when = dates(config.campaign[0], config.campaign[0].first_period)
    before: tuple[State | None, ...] = (None, None, "on_time", "late", "missing", "on_time")
    states = (*before, *before[2:], "on_time", state)
    strip = tuple(Square(shift(when.period, n - 11), s) for n, s in enumerate(states))
    return ReportLine(revision, unit, state, False, previous, False, when, strip=strip)


def _month(config: Config, number: int = 0) -> MonthStatus:
    """That month of the campaign: every state among the units, most of them on time."""
    campaign = config.campaign[0]
    when = dates(campaign, shift(campaign.first_period, number))
    states: tuple[State, ...] = ("on_time", "on_time", "late", "on_time", "missing", "held")
    units = []
    for position, unit in enumerate(config.unit):
        state = states[(position + 5 * number) % len(states)]
        counted = state in ("on_time", "late")
        revision = _reported(config, position, when.period, number) if counted else None
        waiting = _doubtful(config) if state == "held" else None
        at = _moment(config, number) if counted or waiting else None
        at = at + timedelta(days=2) if at and state == "late" else at
        units.append(UnitStatus(unit, state, when.due, at, revision, waiting, False))
    return MonthStatus(campaign, when, tuple(units))


def _reported(config: Config, position: int, period: str, number: int) -> Revision:
    """What the unit at that position reported for that month; one unit ten times the usual."""
    more = 100 if (position, number) == (1, YEAR - 1) else number % 4
    made = _revision(config, position)
    readings = tuple(
        replace(r, value=r.value + more) if type(r.value) is int else r for r in made.readings
    )
    return replace(made, unit=config.unit[position].id, period=period, readings=readings)


def _sent(new: NewNotice, at: datetime) -> Notice:
    return Notice(1, new, "sent", "<sample@province.example>", 1, at, None, at, "")


def _failed(new: NewNotice, at: datetime) -> Notice:
    error = f"{BOUNCED} 550 5.1.1 no such mailbox"
    return Notice(2, new, "failed", "<sample2@province.example>", 1, at, None, None, error)
