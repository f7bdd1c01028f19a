"""The units of a month, or of a year, as tables for the terminal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from rich.box import SIMPLE_HEAD
from rich.table import Table

from mailproc.month.status import MonthStatus, State, UnitStatus
from mailproc.month.year import UnitYear
from mailproc.reasons import english
from mailproc.terminal import cell

# The state as colour and letter: a terminal need not have colours.
_SHOWN: dict[State, tuple[str, str]] = {
    "on_time": ("green", "T"),
    "late": ("yellow", "L"),
    "held": ("magenta", "H"),
    "missing": ("red", "M"),
    "not_due": ("dim", "."),
}
_FOLDED = ("unit", "name", "note")
LEGEND = "T on time, L late, H held, M missing, . not due yet; empty: need not report"


def status_table(month: MonthStatus, zone: ZoneInfo) -> Table:
    """One row for each unit, in the configuration's order; days as they are in that zone."""
    title = f"{month.campaign.id}  {month.dates.period}  due {month.dates.due}"
    rows = [
        {"unit": u.unit.id, "name": cell(u.unit.name), **_row(u, zone, month.dates.due)}
        for u in month.units
    ]
    return _table(title, rows)


def unit_table(title: str, year: UnitYear, zone: ZoneInfo) -> Table:
    """One row for each month of one unit."""
    return _table(cell(title), [{"period": p, **_row(status, zone)} for p, status in year.months])


def _table(title: str, rows: Sequence[Mapping[str, str]]) -> Table:
    """The columns in which there is something: on a screen of 80 columns there is room for those.
    What is too long takes more lines; dates and states never do.
    """
    table = Table(title=title, box=SIMPLE_HEAD, pad_edge=False)
    columns = [name for name in (rows[0] if rows else ()) if any(row[name] for row in rows)]
    for name in columns:
        table.add_column(name, no_wrap=name not in _FOLDED, overflow="fold")
    for row in rows:
        table.add_row(*(row[name] for name in columns))
    return table


def year_table(title: str, months: Sequence[MonthStatus], years: Iterable[UnitYear]) -> Table:
    """Units by months, a letter for each state; below, who has reported of all."""
    table = Table(title=title, box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("unit", overflow="fold")
    table.add_column("name", overflow="fold")
    for month in months:
        table.add_column(month.dates.period[5:], justify="center", no_wrap=True)
    for year in years:
        states = {period: _letter(status.state) for period, status in year.months}
        row = (states.get(m.dates.period, "") for m in months)
        table.add_row(year.unit.id, cell(year.unit.name), *row)
    table.add_section()
    table.add_row("", "expected", *(str(m.expected) for m in months))
    table.add_row("", "reported", *(str(m.reported) for m in months))
    table.add_row("", "on time", *(str(m.count("on_time")) for m in months))
    return table


def _row(status: UnitStatus, zone: ZoneInfo, usual: date | None = None) -> dict[str, str]:
    """What a table says; the due date only where it is not the `usual` one, which all know."""
    arrived = status.received_at
    colour = _SHOWN[status.state][0]
    due = "" if status.due == usual and not status.extension else str(status.due)
    return {
        "state": f"[{colour}]{status.state}[/]",
        "due": f"{due}{' *' if status.extension else ''}",
        "received": f"{arrived.astimezone(zone):%Y-%m-%d}" if arrived else "",
        "way": status.revision.via if status.revision else "",
        "rev": str(status.revision.number) if status.revision else "",
        "note": cell(_note(status)),
    }


def _letter(state: State) -> str:
    colour, letter = _SHOWN[state]
    return f"[{colour}]{letter}[/]"


def _note(status: UnitStatus) -> str:
    """Why its due date is another one, and what the program did on its own to count the report."""
    extension = status.extension
    notes = [f"* extended by {extension.by}: {extension.why}".rstrip(": ")] if extension else []
    counted = status.revision
    if counted is not None and counted.decided_by == "program":
        notes += [english(r) for r in counted.reasons]
    return "; ".join(notes)
