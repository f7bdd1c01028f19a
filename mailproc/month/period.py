"""Calendar months as `YYYY-MM`, in Gregorian years."""

import calendar
import re
from collections.abc import Iterator
from datetime import date

_PERIOD = re.compile(r"^(20\d\d)-(0[1-9]|1[0-2])$")


def is_period(text: str) -> bool:
    """Whether the text is a period such as `2026-01`."""
    return _PERIOD.match(text) is not None


def period_of(day: date) -> str:
    """The period in which the day lies."""
    return f"{day.year:04d}-{day.month:02d}"


def shift(period: str, months: int) -> str:
    """The period that many months later (or earlier, if negative)."""
    year, month = map(int, period.split("-"))
    index = year * 12 + month - 1 + months
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def span(first: str, last: str) -> Iterator[str]:
    """The periods from the first to the last, both of them too; none where the last is before."""
    while first <= last:
        yield first
        first = shift(first, 1)


def day_in(period: str, day: int) -> date:
    """That day of the period; the last day of the month where the month is shorter."""
    year, month = map(int, period.split("-"))
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
