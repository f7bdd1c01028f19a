"""The roll-up's PDF and XLSX: the official form with the totals, and sums that are formulas."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pypdfium2

from mailproc.config import RollupConfig
from mailproc.rollup.figures import Figures, UnitFigures
from mailproc.rollup.sheet import draw_rollup
from mailproc.rollup.workbook import workbook
from parsers.read import read_document
from parsers.reading import Unit
from tests import make

SIGNED = RollupConfig(reporter_name="นายทดสอบ ระบบ", reporter_position="ท้องถิ่นจังหวัด")
COUNTS = {"organizations_total": 9, "organizations_done": 8, "website": 1200, "facebook_page": 31}
UNITS = (
    UnitFigures("na-mon", "นามน", "on_time", COUNTS, (("ป้าย", 2),)),
    UnitFigures("na-khu", "นาคู", "late", COUNTS | {"website": None}, (("=1+1", 3),)),
    UnitFigures("khao-wong", "เขาวง", "missing", {}),
)
FOUND = Figures(make.FORM, make.FORM, "2026-02", UNITS, informed=True)


def text_of(pdf: bytes, page: int) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text: str = document[page].get_textpage().get_text_range()
    document.close()
    return text


def test_the_form_has_the_provinces_totals_in_thai_digits() -> None:
    text = text_of(draw_rollup(FOUND, SIGNED), 0)
    assert "ประจำเดือน กุมภาพันธ์ ๒๕๖๙" in text
    assert "กาฬสินธุ์" in text
    assert "- เว็บไซต์ของหน่วยงาน จำนวน ๑,๒๐๐ ครั้ง" in text
    assert "- เพจเฟซบุ๊กของหน่วยงาน จำนวน ๖๒ ครั้ง" in text
    assert "นายทดสอบ ระบบ" in text


def test_our_own_reader_reads_the_totals_back() -> None:
    units = (Unit("na-mon", "นามน", "district"),)
    report = read_document(draw_rollup(FOUND, SIGNED), units).reports[0]
    values = {r.field: r.value for r in report.readings}
    assert (values["organizations_total"], values["website"]) == (18, 1200)
    assert values["staff_informed"] is True
    # It is no unit's report, and never counts as one.
    assert report.unit is None
    assert report.status != "accepted"


def test_what_takes_another_page_begins_with_its_title_and_parts_no_units_list() -> None:
    others = tuple((f"ช่องทางที่ยาวพอสมควรหมายเลข {n}", n) for n in range(1, 5))
    units = tuple(UnitFigures(f"u{n}", f"หน่วย{n}", "on_time", COUNTS, others) for n in range(18))
    pdf = draw_rollup(Figures(make.FORM, make.FORM, "2026-02", units), SIGNED)
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 3
    first = text_of(pdf, 2).splitlines()[:2]
    assert first[0] == "รายละเอียดแนบท้าย ประจำเดือนกุมภาพันธ์ ๒๕๖๙ (ต่อ)"
    assert first[1].startswith("ช่องทางอื่น ๆ หน่วย")
    assert "(ต่อ)" not in text_of(pdf, 1)


def test_what_staff_have_not_answered_stays_open() -> None:
    units = (Unit("na-mon", "นามน", "district"),)
    unanswered = replace(FOUND, informed=None)
    report = read_document(draw_rollup(unanswered, SIGNED), units).reports[0]
    informed = report.reading("staff_informed")
    assert informed is not None
    assert informed.value is None


def test_the_table_names_every_unit_and_those_without_a_report() -> None:
    text = text_of(draw_rollup(FOUND, SIGNED), 1)
    assert "นามน" in text
    assert "หน่วยที่ยังไม่มีรายงาน: เขาวง" in text
    assert "๑,๒๐๐" in text


def test_many_other_channels_go_to_the_appended_page() -> None:
    long = tuple((f"ช่องทางอื่นที่ {n} ของอำเภอ", n) for n in range(12))
    found = replace(FOUND, units=(replace(UNITS[0], others=long), *UNITS[1:]))
    pdf = draw_rollup(found, SIGNED)
    assert "ตามรายละเอียดแนบท้าย" in text_of(pdf, 0)
    assert "ช่องทางอื่นที่ ๑๑ ของอำเภอ" in text_of(pdf, 1).replace("\r\n", " ")


def test_the_sums_of_the_workbook_are_formulas_over_every_unit() -> None:
    january = replace(FOUND, period="2026-01")
    book = openpyxl.load_workbook(BytesIO(workbook(FOUND, [january, FOUND])))
    month, year = book["เดือนนี้"], book["รายเดือน"]
    heads = [c.value for c in month[1]]
    website = heads.index("เว็บไซต์ของหน่วยงาน (ครั้ง)") + 1
    assert [month.cell(r, website).value for r in (2, 3, 4)] == [1200, None, None]
    assert month.cell(5, website).value == "=SUM(G$2:G$4)"
    assert str(month.cell(5, 4).value).startswith("=SUMIF($C$2:$C$4")
    assert [year.cell(r, 1).value for r in (2, 3)] == ["มกราคม ๒๕๖๙", "กุมภาพันธ์ ๒๕๖๙"]
    assert str(year.cell(3, website).value).startswith("=SUMIFS(ข้อมูล!G$2:G$5")


def test_every_formula_has_its_result_beside_it_as_the_sheet_would_calculate_it() -> None:
    """A phone's preview and Excel's protected view calculate nothing."""
    january = replace(FOUND, period="2026-01")
    book = openpyxl.load_workbook(BytesIO(workbook(FOUND, [january, FOUND])), data_only=True)
    month, year = book["เดือนนี้"], book["รายเดือน"]
    rows: list[tuple[Any, ...]] = list(month.iter_rows(min_row=2, max_row=5, values_only=True))
    states = [row[1] for row in rows[:-1]]
    assert rows[-1][1] == states.count("ตรงเวลา") + states.count("ส่งล่าช้า")
    for n, head in enumerate(c.value for c in month[1]):
        if n >= 3:
            once = "แห่ง" in str(head)
            added = [row[n] or 0 for row in rows[:-1] if row[2] == "ใช่" or not once]
            assert rows[-1][n] == sum(added), head
            assert [year.cell(r, n + 1).value for r in (2, 3)] == [sum(added)] * 2
            assert year.cell(4, n + 1).value == (None if once else 2 * sum(added))


def test_no_word_from_outside_becomes_a_formula() -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(FOUND, [FOUND])))
    written = [c for row in book["เดือนนี้"].iter_rows() for c in row if c.value == "=1+1"]
    assert [c.data_type for c in written] == ["s"]
