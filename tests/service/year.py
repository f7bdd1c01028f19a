"""A province for one year: 21 units with habits, and what the rules must bring them.

People act on what they find in their mail, as they do; the ledger says, from the letter's rules
alone and not from the program, which mails each act and each day must bring.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from mailproc.paper.sheet import draw_form
from tests import make
from tests.service.office import STAFF, ZONE

YEAR = 2025
"""A year that is over: a mail server takes no mail that arrived in the future."""
DUE, FORWARD = 10, 15
REMINDED, WARNED = (3, 1), (1, 3, 7)
DEPARTMENT = "dla@example.go.th"
MACHINE_OFF = (date(YEAR, 7, 1), date(YEAR, 7, 14))
AUTHENTIC = "mx.test; dmarc=pass header.from=example.go.th"
FORGED = "mx.test; dmarc=fail header.from=example.go.th"

HABITS = (
    *("early",) * 6, *("punctual",) * 4, *("late",) * 2, "after closing", "silent",
    "corrects by answering", "corrects with a new sheet", "by line", "new address",
    "more done than there are", "sends twice", "says thanks",
)  # fmt: skip
ARRIVES = {
    "early": 3, "punctual": 9, "late": 12, "after closing": 27, "corrects by answering": 5,
    "corrects with a new sheet": 5, "by line": 6, "new address": 4, "more done than there are": 5,
    "sends twice": 4, "says thanks": 5,
}  # fmt: skip

Mailed = tuple[date, str, str]
"""The day, the kind of notice, and to whom (several addresses with a comma)."""


@dataclass(frozen=True)
class Unit:
    """A unit of the shipped configuration with its made-up address and its habit."""

    id: str
    name: str
    kind: str
    habit: str

    @property
    def address(self) -> str:
        return f"{self.id}@example.go.th"

    @property
    def writes_from(self) -> str:
        """Where its mail really comes from."""
        new = self.habit == "new address"
        return "somjai.kalasin@example.go.th" if new else self.address


def units() -> tuple[Unit, ...]:
    """The 21 units, each with a habit."""
    shipped = Path(__file__).parents[2] / "config.toml"
    listed = tomllib.loads(shipped.read_text(encoding="utf-8"))["unit"]
    pairs = zip(listed, HABITS, strict=True)
    return tuple(Unit(u["id"], u["name"], u["kind"], habit) for u, habit in pairs)


def unit_tables() -> list[dict[str, Any]]:
    """`[[unit]]` of the year's configuration."""
    shipped = Path(__file__).parents[2] / "config.toml"
    listed = tomllib.loads(shipped.read_text(encoding="utf-8"))["unit"]
    return [{**u, "addresses": [f"{u['id']}@example.go.th"]} for u in listed]


def sheet_of(unit: Unit, month: int, **values: Any) -> bytes:
    """The unit's sheet for that month; no two months of a unit are alike."""
    number = HABITS.index(unit.habit) + len(unit.id)
    wanted = {
        **make.VALUES,
        "unit": unit.name,
        "period": f"{YEAR}-{month:02d}",
        "organizations_total": 9,
        "organizations_done": 11 if unit.habit == "more done than there are" else 8,
        "official_letter": number + month,
        "facebook_page": 20 + 2 * month + number,
        "public_address": 40 + month,
        **values,
    }
    return draw_form(wanted)


def days() -> Iterator[date]:
    """The days on which the office's machine is on: no weekends, and not for two weeks in July."""
    day = date(YEAR, 1, 1)
    while day.year == YEAR:
        if day.weekday() < 5 and not MACHINE_OFF[0] <= day <= MACHINE_OFF[1]:
            yield day
        day += timedelta(days=1)


def morning(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of that day in Kalasin."""
    return datetime.combine(day, time(hour, minute), ZONE)


def states() -> Counter[tuple[str, str]]:
    """How each habit's twelve months must have ended: by the day on which the mail arrived."""
    found: Counter[tuple[str, str]] = Counter()
    for habit in HABITS:
        day = ARRIVES.get(habit)
        found[habit, "missing" if day is None else "on_time" if day <= DUE else "late"] += 12
    return found


@dataclass
class Ledger:
    """What must have been mailed, by the rules; `there` are reports that came, counted or held."""

    units: tuple[Unit, ...]
    expected: Counter[Mailed] = field(default_factory=Counter)
    there: set[tuple[str, int]] = field(default_factory=set)
    said: set[tuple[str, int, str]] = field(default_factory=set)
    digested: set[date] = field(default_factory=set)
    drafted: set[int] = field(default_factory=set)
    sent_on: set[int] = field(default_factory=set)

    def mail(self, day: date, kind: str, *to: str) -> None:
        """One more mail that must leave that day."""
        self.expected[day, kind, ",".join(sorted(to))] += 1

    def tick(self, day: date) -> None:
        """What the calendar alone demands on that day."""
        monday = day - timedelta(days=day.weekday())
        if monday not in self.digested:
            self.digested.add(monday)
            self.mail(day, "digest", STAFF)
        for unit in self.units:
            self._follow_up(unit, day)
        for month in range(1, day.month + 1):
            if date(YEAR, month, FORWARD) <= day and month not in self.drafted | self.sent_on:
                self.drafted.add(month)
                self.mail(day, "rollup", STAFF)

    def _follow_up(self, unit: Unit, day: date) -> None:
        """Reminders until the due date, then warnings; of several that are overdue, the newest."""
        overdue: list[tuple[date, int, str]] = []
        for month in range(1, 13):
            if (unit.id, month) in self.there:
                continue
            due = date(YEAR, month, DUE)
            called = [(due + timedelta(days=n), f"warning {n}") for n in WARNED]
            if day <= due:
                called += [(due - timedelta(days=n), f"reminder {n}") for n in REMINDED]
            for at, what in called:
                if at <= day and (unit.id, month, what) not in self.said:
                    self.said.add((unit.id, month, what))
                    overdue.append((at, month, what))
        if overdue:
            self.mail(day, max(overdue)[2].split()[0], unit.address)
