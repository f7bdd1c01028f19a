"""The form that is handed out: filled in where people do, on the screen or on paper, it is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from mailproc.cli import main
from mailproc.config import Config, load
from mailproc.paper.blank import form_for
from mailproc.paper.fillable import draw_fillable
from mailproc.resources import shipped
from parsers.page_code import PageCode, page_code
from parsers.read import read_document
from parsers.reading import ReadReport, Value
from parsers.text.pdfium import raw

FORM = "scammer-awareness"
FILLED: dict[str, Value] = {
    "unit": "นามน",
    "province": "กาฬสินธุ์",
    "period": "2026-03",
    "staff_informed": True,
    "organizations_total": 7,
    "organizations_done": 6,
    "website": 12,
    "public_address": 40,
}


@pytest.fixture(scope="module")
def config() -> Config:
    return load(shipped("config.toml"))


def report_of(data: bytes, config: Config) -> ReadReport:
    found = read_document(data, config.units)
    assert len(found.reports) == 1, found.problems
    return found.reports[0]


def scan(pdf: bytes, dpi: int, turned: float = 0.0) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[0].render(scale=dpi / 72, may_draw_forms=True).to_pil().convert("L")
    page = page.rotate(turned, fillcolor=250, resample=Image.Resampling.BICUBIC)
    out = BytesIO()
    page.save(out, "JPEG", quality=70, dpi=(dpi, dpi))
    return out.getvalue()


def flattened(pdf: bytes) -> bytes:
    """What “print to PDF” makes of it: the values are text of the page."""
    with viewer(pdf) as (document, page):
        raw.FPDFPage_Flatten(page.raw, raw.FLAT_PRINT)
        out = BytesIO()
        document.save(out)
    return out.getvalue()


@contextmanager
def viewer(pdf: bytes) -> Iterator[tuple[pypdfium2.PdfDocument, pypdfium2.PdfPage]]:
    """The engine in which Chrome shows PDFs."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[0]
    yield document, page
    page.close()
    document.close()


def places(pdf: bytes) -> dict[str, tuple[float, float]]:
    """The middle of each field, by its name."""
    found = {}
    with viewer(pdf) as (document, page):
        for n in range(raw.FPDFPage_GetAnnotCount(page.raw)):
            annot = raw.FPDFPage_GetAnnot(page.raw, n)
            size = raw.FPDFAnnot_GetFormFieldName(document.formenv.raw, annot, None, 0)
            name = (raw.FPDF_WCHAR * (size // 2))()
            raw.FPDFAnnot_GetFormFieldName(document.formenv.raw, annot, name, size)
            rect = raw.FS_RECTF()
            raw.FPDFAnnot_GetRect(annot, rect)
            key = bytes(name).decode("utf-16-le").rstrip("\0")
            found[key] = ((rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2)
            raw.FPDFPage_CloseAnnot(annot)
    return found


def type_in(pdf: bytes, typed: dict[str, str]) -> tuple[bytes, Image.Image]:
    """What comes out where somebody clicks into each field and types ("" is a click alone)."""
    at = places(pdf)
    with viewer(pdf) as (document, page):
        form = document.formenv.raw
        for key, text in typed.items():
            x, y = at[key]
            raw.FORM_OnMouseMove(form, page.raw, 0, x, y)
            raw.FORM_OnLButtonDown(form, page.raw, 0, x, y)
            raw.FORM_OnLButtonUp(form, page.raw, 0, x, y)
            for letter in text:
                raw.FORM_OnChar(form, page.raw, ord(letter), 0)
        raw.FORM_ForceToKillFocus(form)
        out = BytesIO()
        document.save(out)
        shown = page.render(scale=2, may_draw_forms=True).to_pil().convert("L")
    return out.getvalue(), shown


def test_what_is_typed_into_the_fields_is_read_exactly(config: Config) -> None:
    blank = form_for(config.unit_by_id["na-mon"], FORM, "2026-03")
    typed = {
        "staff_informed_yes": "",
        "organizations_total": "๗",
        "organizations_done": "6",
        "official_letter": "๑๐",
        "website": "1,240",
        "school_teaching": "-",
        "reporter_name": "นายปิ่น น้ำใส",
    }
    filled, _ = type_in(blank, typed)
    report = report_of(filled, config)
    assert (report.unit, report.period, report.status) == ("na-mon", "2026-03", "accepted")
    values = {r.field: r.value for r in report.readings if r.value not in (None, ())}
    assert values == {
        "unit": "นามน",
        "province": "กาฬสินธุ์",
        "period": "2026-03",
        "staff_informed": True,
        "organizations_total": 7,
        "organizations_done": 6,
        "official_letter": 10,
        "website": 1240,
        "school_teaching": 0,
        "reporter_name": "นายปิ่น น้ำใส",
    }
    assert {r.source for r in report.readings if r.field in values} == {"form"}


@pytest.mark.parametrize("digits", ["๓๐", "30"])
def test_typed_digits_are_seen_in_the_field(config: Config, digits: str) -> None:
    blank = form_for(config.unit_by_id["na-mon"], FORM, "2026-03")
    x, y = places(blank)["website"]
    field = (
        round(2 * x) - 30,
        round(2 * (841.89 - y)) - 14,
        round(2 * x) + 30,
        round(2 * (841.89 - y)) + 10,
    )
    _, before = type_in(blank, {})
    _, after = type_in(blank, {"website": digits})
    changed = np.asarray(before.crop(field)).astype(int) - np.asarray(after.crop(field))
    assert (changed > 100).sum() > 40


@pytest.mark.parametrize("unit", ["na-mon", "pao", "mueang-kalasin-town"])
def test_unit_and_month_are_filled_in(config: Config, unit: str) -> None:
    found = next((u for u in config.unit if u.id == unit), None) or config.unit[-1]
    report = report_of(form_for(found, FORM, "2026-03"), config)
    assert (report.unit, report.period, report.status) == (found.id, "2026-03", "rejected")
    assert "blank_form" in {p.code for p in report.problems}


@pytest.mark.parametrize(("dpi", "turned"), [(150, 0.0), (150, 1.3), (200, -2.0)])
def test_a_code_that_says_another_month_than_the_sheet_is_for_a_person(
    config: Config, dpi: int, turned: float
) -> None:
    for code, status in (("2026-03", "accepted"), ("2026-02", "review")):
        pdf = draw_fillable(FILLED, PageCode(FORM, "na-mon", code))
        month = report_of(scan(pdf, dpi, turned), config).reading("period")
        assert month is not None
        assert (month.value, month.status) == ("2026-03", status)


@pytest.mark.parametrize("flat", [False, True])
def test_a_code_is_asked_where_the_sheet_came_with_its_text_too(config: Config, flat: bool) -> None:
    for unit, period, status in (
        ("na-mon", "2026-03", "accepted"),
        ("na-mon", "2026-02", "review"),
        ("na-khu", "2026-03", "review"),
    ):
        pdf = draw_fillable(FILLED, PageCode(FORM, unit, period))
        report = report_of(flattened(pdf) if flat else pdf, config)
        assert report.status == status
        sources = {r.source for r in report.readings if r.value}
        assert sources - {"mark"} == {"text" if flat else "form"}


def test_a_code_of_another_unit_than_the_sheet_is_for_a_person(config: Config) -> None:
    pdf = draw_fillable(FILLED, PageCode(FORM, "yang-talat", "2026-03"))
    report = report_of(scan(pdf, 200), config)
    assert report.status == "review"
    assert "unit_doubtful" in {p.code for p in report.problems}


def test_a_town_is_confirmed_on_the_line_where_it_stands(config: Config) -> None:
    town = next(u for u in config.unit if u.kind == "town")
    pdf = draw_fillable(FILLED | {"unit": town.name}, PageCode(FORM, town.id, "2026-03"))
    report = report_of(scan(pdf, 200), config)
    unit = report.reading("unit")
    assert unit is not None
    assert (report.unit, unit.status) == (town.id, "accepted")


@pytest.mark.parametrize(
    "text", ["https://example.org", "MP1:A", "MP2:F:U:2026-01", "MP1:F:U:2026-13"]
)
def test_other_codes_say_nothing(text: str) -> None:
    assert page_code(text) is None


def test_the_code_says_what_it_was_made_from() -> None:
    code = PageCode(FORM, "na-mon", "2026-03")
    assert page_code(code.text()) == code


def test_the_command_writes_the_form_without_a_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: Config
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["form", "อ.นามน", "2026-03", "form.pdf"]) == 0
    assert report_of((tmp_path / "form.pdf").read_bytes(), config).unit == "na-mon"
