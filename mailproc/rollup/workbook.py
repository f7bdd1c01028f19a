"""The roll-up as XLSX: the month by unit, the year by month, with formulas that add up.

The sums are formulas over the cells above them, so that whoever opens the file sees where each
number comes from, and a corrected cell corrects them. Each has its result beside it, for what shows
a file without calculating: a phone's preview, and Excel for a file that came by mail.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from mailproc.rollup.figures import ORGANIZATIONS, Figures
from mailproc.rollup.sheet import STATES
from mailproc.thai_dates import thai_month
from parsers.form import Field
from parsers.forms import all_forms

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_MONTH, _DATA, _YEAR = "เดือนนี้", "ข้อมูล", "รายเดือน"
_FIRST = 3
"""The column (from 0) of the first count."""

# Text from outside is never a formula or a link.
_PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def workbook(found: Figures, year: Sequence[Figures]) -> bytes:
    """The file. `year`: the months so far, oldest first, `found` among them.

    Sheets: this month by unit, all months by unit, and all months added up.
    """
    from xlsxwriter import Workbook

    out = BytesIO()
    with Workbook(out, _PLAIN) as book:
        counts, bold = all_forms()[found.form].counts, book.add_format({"bold": True})
        _month(_sheet(book, _MONTH, ["หน่วยรายงาน", "สถานะ", "นับรวมข้อ ๒"], counts), found, bold)
        head = ["ประจำเดือน", "ส่งแล้ว (หน่วย)", "ทั้งหมด (หน่วย)"]
        _year(_sheet(book, _YEAR, head, counts), year, counts, bold)
        head = ["ประจำเดือน", "หน่วยรายงาน", "นับรวมข้อ ๒"]
        _data(_sheet(book, _DATA, head, counts), year, counts)
    return out.getvalue()


def _sheet(
    book: "Workbook", name: str, fixed: Sequence[str], counts: Sequence[Field]
) -> "Worksheet":
    """A sheet with its head."""
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet.write_row(0, 0, [*fixed, *(f"{f.short} ({f.suffix})" for f in counts)], head)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, len(fixed) + len(counts) - 1, 15)
    sheet.freeze_panes(1, _FIRST)
    return sheet


def _month(sheet: "Worksheet", found: Figures, bold: "Format") -> None:
    counts = all_forms()[found.form].counts
    for row, unit in enumerate(found.units, 1):
        inside = "ไม่" if found.is_counted_within(unit) else "ใช่"
        values = [unit.counts.get(f.key) if unit.reported else None for f in counts]
        sheet.write_row(row, 0, [unit.name, STATES[unit.state], inside, *values])
    last = len(found.units) + 1
    sheet.write_string(last, 0, "รวมทั้งจังหวัด", bold)
    states = f'=COUNTIF(B2:B{last},"ตรงเวลา")+COUNTIF(B2:B{last},"ส่งล่าช้า")'
    sheet.write_formula(last, 1, states, bold, len(found.reported))
    for column, field in enumerate(counts, _FIRST):
        cells = _range(column, last)
        once = field.suffix == ORGANIZATIONS
        formula = f'=SUMIF($C$2:$C${last},"ใช่",{cells})' if once else f"=SUM({cells})"
        sheet.write_formula(last, column, formula, bold, found.total(field.key) or 0)
    row = last + 2
    for unit in found.reported:
        for channel, times in unit.others:
            sheet.write_row(row, 0, [unit.name, "ช่องทางอื่น ๆ", channel, times])
            row += 1
    sheet.write_column(row, 0, list(found.remarks()))


def _data(sheet: "Worksheet", year: Sequence[Figures], counts: Sequence[Field]) -> None:
    reported = ((month, unit) for month in year for unit in month.reported)
    for row, (month, unit) in enumerate(reported, 1):
        inside = "ไม่" if month.is_counted_within(unit) else "ใช่"
        values = [unit.counts.get(f.key) for f in counts]
        sheet.write_row(row, 0, [thai_month(month.period), unit.name, inside, *values])


def _year(
    sheet: "Worksheet", year: Sequence[Figures], counts: Sequence[Field], bold: "Format"
) -> None:
    last = 1 + sum(len(m.reported) for m in year)
    for row, month in enumerate(year, 1):
        sheet.write_string(row, 0, thai_month(month.period))
        count = f"=COUNTIF({_DATA}!$A$2:$A${last},A{row + 1})"
        sheet.write_formula(row, 1, count, None, len(month.reported))
        sheet.write_number(row, 2, len(month.units))
        for column, field in enumerate(counts, _FIRST):
            of = f"{_DATA}!{_range(column, last)},{_DATA}!$A$2:$A${last},$A{row + 1}"
            once = f',{_DATA}!$C$2:$C${last},"ใช่"' if field.suffix == ORGANIZATIONS else ""
            result = month.total(field.key) or 0
            sheet.write_formula(row, column, f"=SUMIFS({of}{once})", None, result)
    end = len(year) + 1
    sheet.write_string(end, 0, "รวม", bold)
    for column, field in enumerate(counts, _FIRST):
        # The organizations are the same ones every month: their sum would mean nothing.
        if field.suffix != ORGANIZATIONS:
            result = sum(m.total(field.key) or 0 for m in year)
            sheet.write_formula(end, column, f"=SUM({_range(column, end)})", bold, result)


def _range(column: int, last: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    letter = xl_col_to_name(column)
    return f"{letter}$2:{letter}${last}"
