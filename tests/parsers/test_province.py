"""Another province's office reads its own forms, and rejects those of this one."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from mailproc.demo.copies import scan
from mailproc.paper.fillable import draw_fillable
from mailproc.paper.sheet import PLAIN, Place, Sheet
from parsers.forms import all_forms
from parsers.page_code import PageCode
from parsers.read import read_document
from parsers.reading import ReadReport, Unit
from tests import make

HERE, THERE = "กาฬสินธุ์", "นครพนม"
UNIT = Unit("tha-uthen", "ท่าอุเทน", "district")
OURS = {key: replace(form, province=THERE) for key, form in all_forms().items()}


def drawn(province: str) -> bytes:
    """A typed form of a district of that province."""
    data = BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=1)
    wanted = {**make.VALUES, "unit": UNIT.name, "province": province}
    Sheet(canvas, wanted, PLAIN, Place(province, "office@example.go.th")).draw()
    canvas.save()
    return data.getvalue()


def read(data: bytes) -> ReadReport:
    (report,) = read_document(data, (UNIT,), forms=OURS).reports
    return report


def fillable(province: str) -> bytes:
    values = {**make.VALUES, "unit": UNIT.name, "province": province}
    code = PageCode(make.FORM, UNIT.id, "2026-02")
    return draw_fillable(values, code, Place(province, "office@example.go.th"))


@pytest.mark.parametrize("make_it", [drawn, fillable])
def test_its_own_forms_are_accepted(make_it: Callable[[str], bytes]) -> None:
    report = read(make_it(THERE))
    assert (report.status, report.unit, report.period) == ("accepted", "tha-uthen", "2026-02")


@pytest.mark.parametrize("make_it", [drawn, fillable])
def test_forms_of_this_province_are_rejected_there(make_it: Callable[[str], bytes]) -> None:
    report = read(make_it(HERE))
    assert report.status == "rejected"
    assert [p.code for p in report.problems][:1] == ["other_province"]


@pytest.mark.parametrize(("province", "unit"), [(THERE, "tha-uthen"), (HERE, None)])
def test_the_picture_reader_goes_by_the_same_province(province: str, unit: str | None) -> None:
    report = read(scan(drawn(province), seed=3))
    assert (report.status == "rejected") is (province == HERE)
    if unit:
        assert report.unit == unit
        assert not any(p.code == "other_province" for p in report.problems)
