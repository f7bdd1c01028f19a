"""Days on which offices are closed, and the working day that stands in for one.

Weekends, Thailand's public holidays with their substitutes, and the royal ploughing ceremony, which
offices keep, too. Labour Day is a holiday of companies, not of offices. Cabinet days are known only
when they are announced: they stand in the configuration.
"""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from typing import Literal

WhenClosed = Literal["same", "previous", "next"]
_SATURDAY = 5
_LABOUR_DAY = "วันแรงงานแห่งชาติ"


def shifted(day: date, rule: WhenClosed, extra: Collection[date] = ()) -> date:
    """The day itself, or where offices are closed on it the working day before or after it."""
    if rule == "same":
        return day
    step = timedelta(days=1 if rule == "next" else -1)
    while is_closed(day, extra):
        day += step
    return day


def is_closed(day: date, extra: Collection[date] = ()) -> bool:
    """Whether offices are closed on that day; `extra` are days of the configuration."""
    return day.weekday() >= _SATURDAY or day in extra or day in _holidays(day.year)


@cache
def _holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays

    kinds = ("public", "government")
    known = country_holidays("TH", years=year, categories=kinds, language="th")
    return frozenset(day for day, name in known.items() if not name.endswith(_LABOUR_DAY))
