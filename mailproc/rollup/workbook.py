"""The roll-up as XLSX: the month by unit, the year by month, with formulas that add up.

The sums are formulas over the cells above them, so that whoever opens the file sees where each
number comes from, and a corrected cell corrects them.
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
    from openpyxl.worksheet.worksheet import Worksheet

_MONTH, _DATA, _YEAR = "เดือนนี้", "ข้อมูล", "รายเดือน"
_FIRST = 4
"""The column (from 1) of the first count."""


def workbook(found: Figures, year: Sequence[Figures]) -> bytes:
    """The file. `year`: the months so far, oldest first, `found` among them.

    Sheets: this month by unit, all months by unit, and all months added up.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    counts = all_forms()[found.form].counts
    _month(book.create_sheet(_MONTH), found, counts)
    _year(book.create_sheet(_YEAR), year, counts)
    _data(book.create_sheet(_DATA), year, counts)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _month(sheet: "Worksheet", found: Figures, counts: Sequence[Field]) -> None:
    _head(sheet, ["หน่วยรายงาน", "สถานะ", "นับรวมข้อ ๒"], counts)
    for unit in found.units:
        inside = found.is_counted_within(unit)
        row = [unit.name, STATES[unit.state], "ไม่" if inside else "ใช่"]
        sheet.append([*row, *(unit.counts.get(f.key) if unit.reported else None for f in counts)])
    last = len(found.units) + 1
    sums = []
    for n, field in enumerate(counts):
        cells = _range(_FIRST + n, last)
        once = field.suffix == ORGANIZATIONS
        sums.append(f'=SUMIF($C$2:$C${last},"ใช่",{cells})' if once else f"=SUM({cells})")
    sheet.append(["รวมทั้งจังหวัด", f'=COUNTIF(B2:B{last},"ตรงเวลา")+COUNTIF(B2:B{last},"ส่งล่าช้า")', ""])
    for n, formula in enumerate(sums):
        sheet.cell(last + 1, _FIRST + n, formula)
    _bold(sheet, last + 1)
    row_number = last + 3
    for unit in found.units:
        for channel, times in unit.others if unit.reported else ():
            _words(sheet, row_number, 1, unit.name)
            _words(sheet, row_number, 2, "ช่องทางอื่น ๆ")
            _words(sheet, row_number, 3, channel)
            sheet.cell(row_number, _FIRST, times)
            row_number += 1
    for remark in found.remarks():
        _words(sheet, row_number, 1, remark)
        row_number += 1


def _data(sheet: "Worksheet", year: Sequence[Figures], counts: Sequence[Field]) -> None:
    _head(sheet, ["ประจำเดือน", "หน่วยรายงาน", "นับรวมข้อ ๒"], counts)
    for month in year:
        for unit in month.units:
            if unit.reported:
                inside = "ไม่" if month.is_counted_within(unit) else "ใช่"
                sheet.append(
                    [thai_month(month.period), unit.name, inside]
                    + [unit.counts.get(f.key) for f in counts]
                )


def _year(sheet: "Worksheet", year: Sequence[Figures], counts: Sequence[Field]) -> None:
    _head(sheet, ["ประจำเดือน", "ส่งแล้ว (หน่วย)", "ทั้งหมด (หน่วย)"], counts)
    last = 1 + sum(u.reported for m in year for u in m.units)
    for row, month in enumerate(year, 2):
        sheet.cell(row, 1, thai_month(month.period))
        sheet.cell(row, 2, f"=COUNTIF({_DATA}!$A$2:$A${last},A{row})")
        sheet.cell(row, 3, len(month.units))
        for n, field in enumerate(counts):
            of = f"{_DATA}!{_range(_FIRST + n, last)},{_DATA}!$A$2:$A${last},$A{row}"
            once = f',{_DATA}!$C$2:$C${last},"ใช่"' if field.suffix == ORGANIZATIONS else ""
            sheet.cell(row, _FIRST + n, f"=SUMIFS({of}{once})")
    end = len(year) + 1
    sheet.cell(end + 1, 1, "รวม")
    for n, field in enumerate(counts):
        # The organizations are the same ones every month: their sum would mean nothing.
        if field.suffix != ORGANIZATIONS:
            sheet.cell(end + 1, _FIRST + n, f"=SUM({_range(_FIRST + n, end)})")
    _bold(sheet, end + 1)


def _head(sheet: "Worksheet", fixed: Sequence[str], counts: Sequence[Field]) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    sheet.append([*fixed, *(f"{f.short} ({f.suffix})" for f in counts)])
    _bold(sheet, 1)
    for n, cell in enumerate(sheet[1], 1):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(n)].width = 30 if n == 1 else 15
    sheet.freeze_panes = "D2"


def _range(column: int, last: int) -> str:
    from openpyxl.utils import get_column_letter

    letter = get_column_letter(column)
    return f"{letter}$2:{letter}${last}"


def _bold(sheet: "Worksheet", row: int) -> None:
    from openpyxl.styles import Font

    for cell in sheet[row]:
        cell.font = Font(bold=True)


def _words(sheet: "Worksheet", row: int, column: int, text: str) -> None:
    """Text from outside, that is never a formula."""
    cell = sheet.cell(row, column, text)
    cell.data_type = "s"
