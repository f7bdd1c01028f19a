"""The stored values as rows: JSON lines, CSV and XLSX."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailproc.config import Config
from mailproc.month.calendar import due_of
from mailproc.notices.clean import one_line
from parsers.forms import all_forms
from parsers.reading import Value
from storage import reports, units
from storage.correspondence import Extension
from storage.database import Tx
from storage.records import Revision

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell

    AnyCell = Cell | MergedCell

Row = dict[str, Any]
# A spreadsheet takes a cell that begins like this for a formula.
FORMULA_STARTS = ("=", "+", "-", "@")
LONGEST_CELL = 32_000
"""Letters; Excel takes 32,767."""


def rows(
    tx: Tx, config: Config, campaign: str | None, period: str | None, *, revisions: bool
) -> list[Row]:
    """One row for each report that counts or is held, or for each revision, by period and unit."""
    order = {u.id: n for n, u in enumerate(config.unit)}
    found = reports.export_rows(tx, campaign, period, revisions=revisions)
    known = [r for r in found if r.period is not None and r.unit in order]
    known.sort(key=lambda r: (r.period, order[r.unit or ""], r.id))
    extensions = [e for c in config.campaign for e in units.extensions(tx, c.id)]
    return [_row(config, revision, extensions) for revision in known]


def _row(config: Config, revision: Revision, extensions: Sequence[Extension]) -> Row:
    unit, period = revision.unit or "", revision.period or ""
    campaign = config.campaign_by_id.get(revision.campaign)
    counted_at = (revision.first_counted_at or revision.counted_at).astimezone(config.zone)
    return {
        "campaign": revision.campaign,
        "unit": unit,
        "name": config.unit_by_id[unit].name,
        "period": period,
        "revision": revision.number,
        "status": revision.state,
        "on_time": campaign is not None
        and counted_at.date() <= due_of(campaign, period, unit, extensions),
        "message_id": revision.message_id,
        "sender": revision.sender,
        "received_at": revision.counted_at.astimezone(config.zone).isoformat(),
        "pdf_sha256": revision.pdf_sha256,
        "via": revision.via,
        "fields": {r.field: plain(r.value) for r in revision.readings},
    }


def plain(value: Value) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """The value as JSON has it: a list of channels becomes a list of objects."""
    if isinstance(value, tuple):
        return [{"channel": c.channel, "times": c.times} for c in value]
    return value


def as_csv(exported: Sequence[Row]) -> str:
    """The rows as CSV, a column for each field; text that looks like a formula is disarmed."""
    out = io.StringIO()
    writer = csv.writer(out)
    header, body = _table(exported)
    writer.writerow(header)
    writer.writerows([_disarmed(cell) for cell in row] for row in body)
    return out.getvalue()


def write_xlsx(exported: Sequence[Row], path: Path) -> None:
    """The rows as one worksheet; no cell is a formula. Raises OSError."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("reports")
    header, body = _table(exported)
    sheet.freeze_panes = "E2"
    sheet.append(header)
    for row in body:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value)
            as_text(cell)
            cells.append(cell)
        sheet.append(cells)
    book.save(path)


def as_text(cell: "AnyCell") -> None:
    """Text in a cell is text, whatever it begins with; never a formula."""
    if isinstance(cell.value, str):
        cell.data_type = "s"


def _table(exported: Sequence[Row]) -> tuple[list[str], Iterable[list[Any]]]:
    fixed = [k for k in (exported[0] if exported else {}) if k != "fields"]
    present = {k for row in exported for k in row["fields"]}
    keys = [f.key for form in all_forms().values() for f in form.fields if f.key in present]
    # Unit and month stand among the fixed columns; two columns of one name would be one in a sheet.
    keys = [key for key in dict.fromkeys(keys) if key not in fixed]
    body = (
        [*(_cell(row[k]) for k in fixed), *(_cell(row["fields"].get(k)) for k in keys)]
        for row in exported
    )
    return fixed + keys, body


def _cell(value: Any) -> Any:  # noqa: ANN401 - a JSON value in, a cell out
    if isinstance(value, list):
        value = "; ".join(
            c["channel"] if c["times"] is None else f"{c['channel']}: {c['times']}" for c in value
        )
    # A sheet takes no control characters, a terminal takes them for commands.
    return one_line(value, LONGEST_CELL) if isinstance(value, str) else value


def _disarmed(cell: Any) -> Any:  # noqa: ANN401
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell
