"""The register of a month as XLSX: every unit with its state, when and how it came, all values."""

from io import BytesIO
from zoneinfo import ZoneInfo

from mailproc.month.export import as_text
from mailproc.month.status import MonthStatus, UnitStatus
from mailproc.notices.clean import one_line
from mailproc.notices.values import show
from mailproc.notices.ways import way
from mailproc.rollup.sheet import STATES
from parsers.form import Field
from parsers.forms import all_forms
from parsers.reading import Value

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FIXED = ("หน่วยรายงาน", "สถานะ", "กำหนดส่ง", "ได้รับเมื่อ", "ทางที่ได้รับ", "ผู้ส่ง", "ฉบับที่")
# Such fields only say which report it is: that stands in the table already.
_NAMING = ("unit", "month", "province")
_WIDEST = 32_000
"""Characters; a cell takes a few more."""


def register(month: MonthStatus, zone: ZoneInfo) -> bytes:
    """The file; days and times are those in that zone. No cell is a formula."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    fields = [f for f in all_forms()[month.campaign.form].fields if f.kind not in _NAMING]
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(month.dates.period)
    sheet.append([*_FIXED, *(f"{f.short} ({f.suffix})" if f.suffix else f.short for f in fields)])
    for status in month.units:
        sheet.append(_row(status, fields, zone))
        for cell in sheet[sheet.max_row]:
            as_text(cell)
    for n, cell in enumerate(sheet[1], 1):
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(n)].width = 30 if n == 1 else 16
    sheet.freeze_panes = "B2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _row(status: UnitStatus, fields: list[Field], zone: ZoneInfo) -> list[object]:
    revision = status.revision
    # A spreadsheet knows no time zones: the local time, as people say it.
    at = status.received_at.astimezone(zone).replace(tzinfo=None) if status.received_at else None
    row: list[object] = [status.unit.name, STATES[status.state], status.due, at]
    if revision is None:
        return row
    values = {r.field: r.value for r in revision.readings}
    row += [way(revision.via), one_line(revision.sender), revision.number]
    return row + [_cell(f, values.get(f.key)) for f in fields]


def _cell(field: Field, value: Value) -> object:
    """Numbers stay numbers, so that they can be added up; the rest is words."""
    return value if type(value) is int else one_line(show(field, value, {}), _WIDEST) or None
