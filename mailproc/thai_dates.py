"""Days and months as Thai offices write them: Thai month names, Buddhist years, Thai digits.

Dates in letters have Thai digits, as official correspondence has; counts have Arabic ones, since
they are compared with the figures on a form that may have either.
"""

import re
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from parsers.thai import ascii_digits

MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
SHORT_MONTHS = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
MONTH_STEMS = tuple(re.sub("(คม|ยน|พันธ์)$", "", name) for name in MONTHS)
"""As they are spoken: มกรา, กุมภา, …"""
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
BUDDHIST = 543


def thai_digits(value: int | str) -> str:
    """The value with Thai digits."""
    return str(value).translate(_DIGITS)


def with_digits(text: str, kind: Literal["", "thai", "arabic"]) -> str:
    """The text with all its digits Thai or Arabic; as it is for ""."""
    if kind == "arabic":
        return ascii_digits(text)
    return thai_digits(text) if kind == "thai" else text


def thai_month(period: str) -> str:
    """`2026-01` as มกราคม ๒๕๖๙."""
    year, month = map(int, period.split("-"))
    return f"{MONTHS[month - 1]} {thai_digits(year + BUDDHIST)}"


def thai_day(day: date) -> str:
    """A day as ๑๕ มกราคม ๒๕๖๙."""
    return f"{thai_digits(day.day)} {MONTHS[day.month - 1]} {thai_digits(day.year + BUDDHIST)}"


def thai_weekday(day: date) -> str:
    """A day with its weekday, as วันพฤหัสบดีที่ ๑๕ มกราคม ๒๕๖๙."""
    return f"วัน{WEEKDAYS[day.weekday()]}ที่ {thai_day(day)}"


def thai_short_day(day: date) -> str:
    """A day for tables, as ๑๕ ม.ค. ๖๙."""
    year = thai_digits(f"{(day.year + BUDDHIST) % 100:02d}")
    return f"{thai_digits(day.day)} {SHORT_MONTHS[day.month - 1]} {year}"


def thai_time(moment: datetime, zone: ZoneInfo) -> str:
    """The time of day there, as ๐๙.๓๐ น."""
    return thai_digits(f"{moment.astimezone(zone):%H.%M}") + " น."


def thai_moment(moment: datetime, zone: ZoneInfo) -> str:
    """Day and time there, as ๑๔ มกราคม ๒๕๖๙ เวลา ๐๙.๓๐ น."""
    return f"{thai_day(moment.astimezone(zone).date())} เวลา {thai_time(moment, zone)}"


def thai_local_day(moment: datetime, zone: ZoneInfo) -> str:
    """The day there, for tables, as ๑๔ ม.ค. ๖๙."""
    return thai_short_day(moment.astimezone(zone).date())


def thai_short_moment(moment: datetime, zone: ZoneInfo) -> str:
    """Day and time for tables, as ๑๔ ม.ค. ๖๙ ๐๙.๓๐ น."""
    return f"{thai_local_day(moment, zone)} {thai_time(moment, zone)}"
