"""Words the digest for provincial staff: what needs a person, then how the month stands.

It is never empty: a day on which nothing happened, and a program that is in trouble, are said too.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from mailproc.config import Config, UnitConfig
from mailproc.month.status import MonthStatus, State
from mailproc.notices.clean import one_line
from mailproc.notices.compose import topic
from mailproc.notices.letters import DigestData
from mailproc.notices.outbox import BOUNCED
from mailproc.notices.render import render
from mailproc.thai_dates import thai_short_day
from parsers.forms import all_forms
from storage.records import NewNotice, Notice, NoticeKind

# Gmail cuts off an HTML mail after 102 KB; longer lists end with how many more there are.
MOST_SHOWN = 12
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
    "other": "อื่น ๆ",
}
_STATE_WORDS: dict[State, str] = {
    "missing": "ยังไม่ส่ง",
    "held": "รอตรวจสอบ",
    "not_due": "ยังไม่ถึงกำหนด",
}


def digest(config: Config, data: DigestData, day: date) -> NewNotice:
    """The digest of that day, to all staff addresses (there must be one)."""
    waiting = len(data.held) + len(data.waiting_messages) + len(data.failed)
    counted = " · ".join(_counted(m) for m in data.months)
    subject = f"สรุปสถานะรายงาน {thai_short_day(day)}: {counted}"
    if waiting:
        subject += f" รอท่านดำเนินการ {waiting} เรื่อง"
    text, html = render(
        "digest",
        config,
        subject,
        day=day,
        data=data,
        months=[_month(m) for m in data.months],
        waiting=waiting,
        most=MOST_SHOWN,
        sent=_by_kind(data.notices_sent, config.unit_by_id),
        suppressed=_by_kind(data.suppressed, config.unit_by_id),
        failed=[_failed(n, config.unit_by_id) for n in data.failed],
        upcoming=[(u.day, KIND_WORDS[u.kind], _names(u.units)) for u in data.upcoming],
        staff_only=config.worker.notices == "staff_only",
        words_length=WORDS_LENGTH,
    )
    return NewNotice(
        key=f"digest/{day.isoformat()}",
        kind="digest",
        to=config.staff.addresses,
        subject=subject,
        text=text,
        html=html,
    )


def _counted(month: MonthStatus) -> str:
    return f"ส่งแล้ว {month.reported}/{month.expected}"


def _month(month: MonthStatus) -> dict[str, object]:
    return {
        "status": month,
        "topic": topic(all_forms()[month.campaign.form]),
        "sentence": _sentence(month),
        "totals": _totals(month),
    }


def _sentence(month: MonthStatus) -> str:
    """ส่งแล้ว 18 จาก 21 หน่วย (ตรงเวลา 16 ส่งล่าช้า 2) ยังไม่ส่ง 2 รอตรวจสอบ 1."""
    words = [f"ส่งแล้ว {month.reported} จาก {month.expected} หน่วย"]
    if month.reported:
        words.append(f"(ตรงเวลา {month.count('on_time')} ส่งล่าช้า {month.count('late')})")
    words += [f"{said} {month.count(s)}" for s, said in _STATE_WORDS.items() if month.count(s)]
    return " ".join(words)


def _totals(month: MonthStatus) -> list[tuple[str, str, int]]:
    """Each count of the form added up over the reports that count, and how many units gave it."""
    counting = [u.revision for u in month.units if u.revision is not None]
    found = []
    for field in all_forms()[month.campaign.form].counts:
        readings = [r.reading(field.key) for r in counting]
        # A box that is not ticked is False, an int to Python; a count never is.
        given = [r.value for r in readings if r and type(r.value) is int]
        total = f"{sum(given):,} {field.suffix}".rstrip() if given else "ยังไม่มี"
        found.append((field.short, total, len(given)))
    return found


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
        "error": one_line(notice.error.replace(BOUNCED, "อีเมลตีกลับ:"), WORDS_LENGTH),
        "unclear": "yes" if notice.state == "unclear" else "",
    }
