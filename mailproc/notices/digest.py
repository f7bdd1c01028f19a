"""Words the digest for provincial staff: what needs a person, then how the month stands.

It is never empty: a day on which nothing happened, and a program that is in trouble, are said too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mailproc.config import Config, UnitConfig
from mailproc.month.status import MonthStatus, State
from mailproc.month.strip import LETTERS, years
from mailproc.notices.clean import one_line
from mailproc.notices.compose import topic
from mailproc.notices.forms import Files
from mailproc.notices.letters import DigestData
from mailproc.notices.news import mark_of_news
from mailproc.notices.own_words import in_thai
from mailproc.notices.picture import PNG, picture
from mailproc.notices.register import XLSX, register
from mailproc.notices.render import render
from mailproc.notices.standing import (
    Digits,
    bars,
    digits_of,
    line_text,
    matrix,
    others,
    questions,
    totals,
)
from mailproc.thai_dates import thai_short_day
from parsers.forms import all_forms
from storage.correspondence import NewNotice, Notice, NoticeKind

# Gmail cuts off an HTML mail after 102 KB; longer lists end with how many more there are.
LONGEST = 98_000
MOST_SHOWN = 12
MAILS_SHOWN = 60
"""What somebody wrote is news in one digest only."""
STOPPED: tuple[NoticeKind, ...] = ("reminder", "warning")
"""What staff can stop for a unit by answering the digest."""
NAMES_SHOWN = 40
WORDS_LENGTH = 100

KIND_WORDS: dict[NoticeKind, str] = {
    "receipt": "ตอบรับรายงาน",
    "problem": "แจ้งปัญหาของไฟล์",
    "reminder": "แจ้งเตือนกำหนดส่ง",
    "warning": "ขอติดตามรายงาน",
    "review": "ขอให้ตรวจสอบ",
    "digest": "สรุปสถานะ",
    "rollup": "รายงานรวมของจังหวัด",
    "login": "เข้าสู่ระบบ",
    "other": "สอบถามคำตอบ แจ้งผล และอื่น ๆ",
}
_STATE_WORDS: dict[State, str] = {
    "missing": "ยังไม่ส่ง",
    "held": "รอตรวจสอบ",
    "not_due": "ยังไม่ถึงกำหนด",
}


@dataclass(frozen=True, slots=True)
class _Fit:
    """How much of everything the HTML shows: lines of a list, mails that somebody wrote or must
    open, months, units that are on time.
    """

    most: int
    mails: int
    months: int
    every_unit: bool


# The first is what the text shows; the HTML takes the first that is short enough.
_FITS = (
    _Fit(MOST_SHOWN, MAILS_SHOWN, 12, every_unit=True),
    _Fit(MOST_SHOWN, MAILS_SHOWN, 12, every_unit=False),
    _Fit(MOST_SHOWN // 2, MAILS_SHOWN // 3 * 2, 6, every_unit=False),
    _Fit(MOST_SHOWN // 2, MAILS_SHOWN // 4, 6, every_unit=False),
    _Fit(MOST_SHOWN // 4, MOST_SHOWN // 4, 3, every_unit=False),
)


def digest(config: Config, data: DigestData, day: date) -> NewNotice:
    """The digest of that day, to all staff addresses (there must be one)."""
    num = digits_of(config)
    waiting = data.held + len(data.to_open) + len(data.failed)
    counted = " · ".join(_counted(m) for m in data.months)
    subject = f"สรุปสถานะรายงาน {thai_short_day(day)}: {counted}"
    if waiting:
        subject += f" รอท่านดำเนินการ {waiting} เรื่อง"
    pictures, registers = _files(config, data, day, num)
    values = {
        "day": day,
        "data": data,
        "given_up": [r.period for r in data.rollups if not r.changed and not r.files],
        "waiting": waiting,
        "sent": _by_kind(data.notices_sent, config.unit_by_id),
        "suppressed": _by_kind(data.suppressed, config.unit_by_id),
        "failed": [_failed(n, config.unit_by_id) for n in data.failed],
        "delayed": [_failed(n, config.unit_by_id) for n in data.delayed],
        "upcoming": [(u.day, KIND_WORDS[u.kind], _names(u.units)) for u in data.upcoming],
        "stoppable": next((u.units[0] for u in data.upcoming if u.kind in STOPPED), ""),
        "staff_only": config.worker.notices == "staff_only",
        "words_length": WORDS_LENGTH,
        "letters": LETTERS,
        "num": num,
    }
    months = [
        _month(config, m, data, num) | {"picture": name}
        for m, (name, _, _) in zip(data.months, pictures, strict=True)
    ]
    asked = [question for month in months for question in month["questions"]]
    text, html = _fitting(config, num(subject), months, values)
    return NewNotice(
        # After a restore that day's digest may ask and tell what the first one did not.
        key="/".join(filter(None, ("digest", day.isoformat(), mark_of_news(data, asked)))),
        kind="digest",
        to=config.staff.addresses,
        subject=num(subject),
        text=text,
        html=html,
        attachments=(
            *pictures,
            *data.asking.pictures,
            *registers,
            *(f for line in data.rollups for f in line.files),
        ),
        asked=data.asking.asked,
    )


def _fitting(
    config: Config, subject: str, months: list[dict[str, Any]], values: dict[str, Any]
) -> tuple[str, str]:
    """Text and HTML; of a bad day or many units the HTML shows less, so that it is not cut off."""
    text = html = ""
    for fit in _FITS:
        shown = [_shortened(month, fit) for month in months]
        said, html = render(
            "digest", config, subject, **values, months=shown, most=fit.most, mails=fit.mails
        )
        text = text or said
        if len(html.encode()) < LONGEST:
            break
    return text, html


def _shortened(month: dict[str, Any], fit: _Fit) -> dict[str, Any]:
    past = [m.dates.period for m in month["past"][-fit.months :]]
    rows = [(name, squares[-fit.months :]) for name, squares in month["matrix"]]
    units = month["status"].units
    listed = [u for u in units if fit.every_unit or u.state != "on_time"]
    return month | {"matrix": rows, "years": years(past), "listed": listed}


def _files(config: Config, data: DigestData, day: date, num: Digits) -> tuple[Files, Files]:
    """The pictures and the registers, one of each for every campaign."""
    pictures: Files = ()
    registers: Files = ()
    for month in data.months:
        one = len({m.campaign.id for m in data.months}) == 1
        name = month.dates.period if one else f"{month.campaign.id}-{month.dates.period}"
        drawn = picture(month, _topic(month), day, num)
        pictures += ((f"status-{name}.png", PNG, drawn),)
        registers += ((f"register-{name}.xlsx", XLSX, register(month, config.zone)),)
    return pictures, registers


def _counted(month: MonthStatus) -> str:
    return f"ส่งแล้ว {month.reported}/{month.expected}"


def _topic(month: MonthStatus) -> str:
    return topic(all_forms()[month.campaign.form])


def _month(config: Config, month: MonthStatus, data: DigestData, num: Digits) -> dict[str, Any]:
    """All that is said about one campaign."""
    past = (*data.before.get(month.campaign.id, ()), month)
    before = past[-2] if len(past) > 1 else None
    asking, asked_before = questions(past, data.asked_until.get(month.campaign.id))
    return {
        "status": month,
        "topic": _topic(month),
        "sentence": num(_sentence(month)),
        "past": past,
        "matrix": matrix(config, past),
        "bars": bars(month, before),
        "totals": totals(config, month, before),
        "compared": before is not None,
        "others": others(config, month),
        "questions": asking,
        "asked_before": asked_before,
        "line_text": line_text(month, _topic(month), num),
    }


def _sentence(month: MonthStatus) -> str:
    """ส่งแล้ว 18 จาก 21 หน่วย (ตรงเวลา 16 ส่งล่าช้า 2) ยังไม่ส่ง 2 รอตรวจสอบ 1."""
    words = [f"ส่งแล้ว {month.reported} จาก {month.expected} หน่วย"]
    if month.reported:
        words.append(f"(ตรงเวลา {month.count('on_time')} ส่งล่าช้า {month.count('late')})")
    words += [f"{said} {month.count(s)}" for s, said in _STATE_WORDS.items() if month.count(s)]
    return " ".join(words)


def _by_kind(
    notices: Iterable[Notice], units: Mapping[str, UnitConfig]
) -> list[tuple[str, int, str]]:
    """Notices as (kind in words, how many, to whom)."""
    groups: dict[NoticeKind, list[str]] = {}
    for notice in notices:
        unit = units.get(notice.new.unit)
        name = unit.name if unit else ", ".join(notice.new.to)
        groups.setdefault(notice.new.kind, []).append(name)
    return [(KIND_WORDS[kind], len(names), _names(names)) for kind, names in groups.items()]


def _names(names: Sequence[str]) -> str:
    """Each name once, with how often; the first ones."""
    times = {name: names.count(name) for name in names}
    shown = [f"{one_line(n, 50)} ({t})" if t > 1 else one_line(n, 50) for n, t in times.items()]
    more = f" และอีก {len(shown) - NAMES_SHOWN} ราย" if len(shown) > NAMES_SHOWN else ""
    return ", ".join(shown[:NAMES_SHOWN]) + more


def _failed(notice: Notice, units: Mapping[str, UnitConfig]) -> dict[str, str]:
    addresses = ", ".join(notice.new.to)
    names = [u.name for u in units.values() if set(u.addresses) & set(notice.new.to)]
    to = f"{', '.join(names)} ({addresses})" if names else addresses
    return {
        "kind": KIND_WORDS[notice.new.kind],
        "to": one_line(to, WORDS_LENGTH),
        "subject": one_line(notice.new.subject, WORDS_LENGTH),
        "error": one_line(in_thai(notice.error), 2 * WORDS_LENGTH),
        "unclear": "yes" if notice.state == "unclear" else "",
    }
