"""The units of a month, or of a year, as tables for the terminal."""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

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
LEGEND = "T on time, L late, H held, M missing, . not due yet; empty: need not report"


def status_table(month: MonthStatus, zone: ZoneInfo) -> Table:
    """One row for each unit, in the configuration's order; days as they are in that zone."""
    table = Table(title=f"{month.campaign.id}  {month.dates.period}  due {month.dates.due}")
    for column in ("unit", "name", "state", "due", "received", "way", "revision", "note"):
        table.add_column(column)
    for status in month.units:
        table.add_row(status.unit.id, cell(status.unit.name), *_row(status, zone))
    return table


def unit_table(title: str, year: UnitYear, zone: ZoneInfo) -> Table:
    """One row for each month of one unit."""
    table = Table(title=cell(title))
    for column in ("period", "state", "due", "received", "way", "revision", "note"):
        table.add_column(column)
    for period, status in year.months:
        table.add_row(period, *_row(status, zone))
    return table


def year_table(title: str, months: Sequence[MonthStatus], years: Iterable[UnitYear]) -> Table:
    """Units by months, a letter for each state; below, who has reported of all."""
    table = Table(title=title)
    table.add_column("unit")
    table.add_column("name")
    for month in months:
        table.add_column(month.dates.period[5:], justify="center")
    for year in years:
        states = {period: _letter(status.state) for period, status in year.months}
        row = (states.get(m.dates.period, "") for m in months)
        table.add_row(year.unit.id, cell(year.unit.name), *row)
    table.add_section()
    table.add_row("", "reported", *(f"{m.reported}/{m.expected}" for m in months))
    table.add_row("", "on time", *(str(m.count("on_time")) for m in months))
    return table


def _row(status: UnitStatus, zone: ZoneInfo) -> tuple[str, ...]:
    arrived = status.received_at
    colour = _SHOWN[status.state][0]
    return (
        f"[{colour}]{status.state}[/]",
        f"{status.due}{' *' if status.extension else ''}",
        f"{arrived.astimezone(zone):%Y-%m-%d}" if arrived else "",
        status.revision.via if status.revision else "",
        str(status.revision.number) if status.revision else "",
        cell(_note(status)),
    )


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
