"""A unit's months as a row of squares, each with the colour and the letter of its state (pure)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mailproc.month.status import MonthStatus, State
from mailproc.thai_dates import BUDDHIST, thai_digits

LETTERS: dict[State, str] = {
    "on_time": "ต",
    "late": "ล",
    "held": "ร",
    "missing": "ย",
    "not_due": "·",
}
"""What stands for a state in a narrow square, besides its colour: its first letter."""


Years = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Square:
    """A unit's month: its period and state, None where it need not report."""

    period: str
    state: State | None

    @property
    def month(self) -> str:
        """The month's number, ๑ to ๑๒."""
        return thai_digits(int(self.period[5:]))

    @property
    def letter(self) -> str:
        """What stands in the square, "" for an empty one."""
        return LETTERS[self.state] if self.state else ""


def strip(months: Iterable[MonthStatus], unit: str) -> tuple[Square, ...]:
    """A unit's squares in these months, in their order."""
    return tuple(Square(m.dates.period, m.state_of(unit)) for m in months)


def years(periods: Sequence[str]) -> Years:
    """The Buddhist years over the columns: (๒๕๖๙, how many of the periods).

    Over one or two columns there is room for two digits only.
    """
    of = [int(p[:4]) + BUDDHIST for p in periods]
    counted = {year: of.count(year) for year in of}
    return [(thai_digits(y if n > 2 else y % 100), n) for y, n in counted.items()]
