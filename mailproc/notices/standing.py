"""How a month stands, in the digest's words and numbers: matrix, bars, totals, questions (pure)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailproc.config import Config, UnitConfig
from mailproc.month.status import MonthStatus
from mailproc.month.strip import Square, strip
from mailproc.notices.clean import one_line
from mailproc.notices.oddities import Oddity, oddities
from mailproc.notices.render import unit_title
from mailproc.rollup.figures import Figures, figures
from mailproc.thai_dates import thai_month, thai_short_day, with_digits
from parsers.form import Field
from parsers.forms import all_forms

OTHERS_SHOWN = 6
_SHORT = (("องค์การบริหารส่วนจังหวัด", "อบจ."), ("เทศบาลเมือง", "ทม."), ("เทศบาลตำบล", "ทต."))

Digits = Callable[[object], str]
"""Words or a number with the digits that the office wants to see."""


def digits_of(config: Config) -> Digits:
    """Words and numbers with the digits that staff want to see."""
    return lambda words: with_digits(str(words), config.staff.digits)


def matrix(config: Config, months: Sequence[MonthStatus]) -> list[tuple[str, tuple[Square, ...]]]:
    """A row of squares for each unit that has any in these months."""
    rows = ((short_name(u), strip(months, u.id)) for u in config.unit)
    return [(name, squares) for name, squares in rows if any(s.state for s in squares)]


def short_name(unit: UnitConfig) -> str:
    """The unit's name as it fits into a narrow column: นามน, อบจ.กาฬสินธุ์, ทม.กุฉินารายณ์."""
    for long, short in _SHORT:
        if unit.name.startswith(long):
            return short + unit.name.removeprefix(long)
    return unit.name


@dataclass(frozen=True, slots=True)
class Bar:
    """A share of the expected reports as a bar; `percent` is None where nobody is expected."""

    label: str
    count: int
    expected: int
    percent: int | None


def bars(shown: MonthStatus, before: MonthStatus | None) -> list[tuple[str, list[Bar]]]:
    """Completeness and timeliness, of this month and the one before."""
    months = [("เดือนนี้", shown)] + ([("เดือนก่อน", before)] if before else [])
    return [
        (
            "ความครบถ้วน (ส่งแล้ว ÷ ต้องส่ง)",
            [Bar(w, m.reported, m.expected, _percent(m.completeness)) for w, m in months],
        ),
        (
            "ความตรงเวลา (ส่งตรงเวลา ÷ ต้องส่ง)",
            [Bar(w, m.count("on_time"), m.expected, _percent(m.timeliness)) for w, m in months],
        ),
    ]


def _percent(share: float | None) -> int | None:
    # Never 100 while one is missing, nor 0 while one is there.
    return None if share is None else min(max(round(share * 100), share > 0), 99 + (share >= 1))


@dataclass(frozen=True, slots=True)
class Total:
    """One count over the units: the sum, from how many units, and the change since last month."""

    name: str
    total: str
    given: int
    change: str = ""


def totals(config: Config, shown: MonthStatus, before: MonthStatus | None) -> list[Total]:
    """Each count of the form as the roll-up adds it up, and other channels as they are written."""
    now = figures(config, shown)
    then = figures(config, before) if before else None
    found = [_total(field, now, then) for field in all_forms()[now.form].counts]
    return found


def _total(field: Field, now: Figures, then: Figures | None) -> Total:
    total = now.total(field.key)
    given = sum(u.counts.get(field.key) is not None for u in now.counted(field.key))
    words = "ยังไม่มี" if total is None else f"{total:,} {field.suffix}".rstrip()
    was = then.total(field.key) if then else None
    change = "" if total is None or was is None else _change(total - was)
    return Total(field.short, words, given, change)


def _change(by: int) -> str:
    return f"▲ {by:,}" if by > 0 else f"▼ {-by:,}" if by < 0 else "เท่าเดิม"


def others(config: Config, shown: MonthStatus) -> str:
    """Other channels as they are written, the first ones; "" for none."""
    found = figures(config, shown).others()
    said = [
        one_line(c.channel, 60) + (f" {c.times:,} ครั้ง" if c.times is not None else "")
        for c in found[:OTHERS_SHOWN]
    ]
    more = f" และอีก {len(found) - OTHERS_SHOWN} ช่องทาง" if len(found) > OTHERS_SHOWN else ""
    return ", ".join(said) + more


def questions(
    months: Sequence[MonthStatus], asked_until: datetime | None = None
) -> tuple[list[str], int]:
    """What stands out in the last of these months, each as a question, and how many more were
    asked before: of values that were known when the month was last asked about.
    """
    found = oddities(months)
    new = [o for o in found if asked_until is None or o.known_at > asked_until]
    return [_question(o, months[-1].dates.period) for o in new], len(found) - len(new)


def _question(odd: Oddity, period: str) -> str:
    name = unit_title(odd.unit)
    if odd.field is None:
        return f"{name} รายงานทุกช่องเท่ากับเดือนก่อน ใช่ตัวเลขของเดือน{thai_month(period)} หรือไม่"
    unit = f" {odd.field.suffix}".rstrip()
    said = f"{name} รายงาน{odd.field.short} {odd.value:,}{unit}"
    usual = f"ปกติประมาณ {odd.usual:,}{unit}"
    if odd.kind == "to_zero":
        return f"{said} ทั้งที่{usual} ไม่มีการดำเนินการในเดือนนี้ใช่หรือไม่"
    return f"{said} แต่{usual} ถูกต้องหรือไม่"


def line_text(month: MonthStatus, topic: str, digits: Digits) -> str:
    """A short text, ready to paste into the LINE group."""
    unsent = [short_name(u.unit) for u in month.units if u.state in ("missing", "not_due")]
    held = [short_name(u.unit) for u in month.units if u.state == "held"]
    due = thai_short_day(month.dates.due)
    lines = [
        f"{topic} ประจำเดือน{thai_month(month.dates.period)}",
        f"ส่งแล้ว {month.reported}/{month.expected} หน่วย (กำหนดส่ง {due})",
    ]
    if unsent:
        lines.append(f"ยังไม่ส่ง: {', '.join(unsent)}")
    if held:
        lines.append(f"รอตรวจสอบ: {', '.join(held)}")
    if not unsent and not held and month.units:
        lines.append("ครบทุกหน่วยแล้ว ขอบคุณทุกหน่วย")
    return digits("\n".join(lines))
