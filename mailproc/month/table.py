"""The units of a month as a table for the terminal."""

from zoneinfo import ZoneInfo

from rich.markup import escape
from rich.table import Table

from mailproc.month.status import MonthStatus, UnitStatus
from mailproc.reasons import english

_COLOURS = {
    "on_time": "green",
    "late": "yellow",
    "held": "magenta",
    "missing": "red",
    "not_due": "dim",
}


def status_table(month: MonthStatus, zone: ZoneInfo) -> Table:
    """One row for each unit, in the configuration's order; days as they are in that zone."""
    table = Table(
        title=f"{month.campaign.id}  {month.dates.period}  due {month.dates.due}", show_lines=False
    )
    for column in ("unit", "name", "state", "due", "received", "revision", "note"):
        table.add_column(column)
    for status in month.units:
        colour = _COLOURS[status.state]
        arrived = status.received_at
        received = f"{arrived.astimezone(zone):%Y-%m-%d}" if arrived else ""
        table.add_row(
            status.unit.id,
            escape(status.unit.name),
            f"[{colour}]{status.state}[/]",
            str(status.due),
            received,
            str(status.revision.number) if status.revision else "",
            escape(_note(status)),
        )
    return table


def _note(status: UnitStatus) -> str:
    """What the program did on its own to count the report, such as finding its year."""
    counted = status.revision
    by_program = counted is not None and counted.decided_by == "program"
    return "; ".join(english(r) for r in counted.reasons) if counted and by_program else ""
