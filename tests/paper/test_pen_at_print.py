"""What a pen did to the printed unit and month of the sheet that was handed out is not missed."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from mailproc.paper.fillable import draw_fillable
from mailproc.resources import shipped
from parsers.layout import MARK, MARKS
from parsers.page_code import PageCode
from parsers.picture import overwritten
from parsers.picture.reader import read_picture
from parsers.reading import Reading, Unit, Value
from tests.corpus.pages.scanners import shoot

FORM = "scammer-awareness"
POINT = 200 / 72
TYPEFACE = shipped("templates") / "fonts" / "Sarabun-Regular.ttf"
UNITS = (
    Unit("na-mon", "นามน", "district", ("อ.นามน",)),
    Unit("town-kuchinarai", "เทศบาลเมืองกุฉินารายณ์", "town", ("ทม.กุฉินารายณ์",)),
)
INK = (45, 45, 45)
# By line: where its value stands (points: left, right, middle), and where a new one is written.
STANDS = {"period": (264, 345, 114), "unit": (264, 294, 90)}
BESIDE = {
    "period": {"behind": (352, 103), "above": (266, 88), "right": (411, 103), "left": (90, 103)},
    "unit": {"behind": (302, 79), "above": (266, 66)},
}
NEW = {"period": "เมษายน ๒๕๖๙", "unit": "นาคู"}


def rendered(pdf: bytes) -> Image.Image:
    """The sheet as a printer makes it, grey."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page: Image.Image = document[0].render(scale=POINT, may_draw_forms=True).to_pil()
    return page.convert("L")


@cache
def printed(unit: Unit = UNITS[0]) -> Image.Image:
    values: dict[str, Value] = {"unit": unit.name, "period": "2026-03", "organizations_total": 9}
    pdf = draw_fillable(values, PageCode(FORM, unit.id, "2026-03"))
    return rendered(pdf).convert("RGB")


def strokes(key: str, how: str) -> list[list[tuple[float, float]]]:
    """The lines of a pen through a value, in points."""
    left, right, middle = STANDS[key]
    if how == "line":
        return [[(left, middle + 0.5), (right, middle - 0.5)]]
    if how == "two lines":
        return [[(left, middle + d), (right, middle + d - 0.7)] for d in (-1.8, 1.5)]
    if how == "slash":
        return [[(left, middle + 5), (right, middle - 6)]]
    across = np.linspace(left, right, 14)
    return [[(float(x), middle + (3.5 if i % 2 else -3.5)) for i, x in enumerate(across)]]


def struck(
    key: str, how: str, where: str | None = None, ink: Sequence[int] = INK, pen: int = 3
) -> Image.Image:
    page = printed().copy()
    draw = ImageDraw.Draw(page)
    for line in strokes(key, how):
        draw.line([(x * POINT, y * POINT) for x, y in line], fill=tuple(ink), width=pen)
    if where is not None:
        x, y = BESIDE[key][where]
        font = ImageFont.truetype(str(TYPEFACE), 32)
        draw.text((x * POINT, y * POINT), NEW[key], fill=tuple(ink), font=font)
    return page


def read(page: Image.Image, dpi: float = 200) -> dict[str, Reading]:
    found = read_picture(page, dpi, UNITS, 1)
    assert found is not None
    return {r.field: r for r in found.readings}


def scanned(page: Image.Image, kind: str, seed: int = 1) -> dict[str, Reading]:
    shot = shoot(np.asarray(page.convert("L")), Random(f"{kind} {seed}"), "tuning", kind)
    return read(Image.fromarray(shot.image), shot.dpi)


@pytest.mark.parametrize("how", ["line", "two lines", "slash", "zigzag"])
@pytest.mark.parametrize("where", list(BESIDE["period"]))
def test_a_printed_month_that_was_struck_out_is_for_a_person(how: str, where: str) -> None:
    assert read(struck("period", how, where))["period"].status == "review"


@pytest.mark.parametrize("how", ["line", "two lines", "slash", "zigzag"])
@pytest.mark.parametrize("where", list(BESIDE["unit"]))
def test_a_printed_unit_that_was_struck_out_is_for_a_person(how: str, where: str) -> None:
    assert read(struck("unit", how, where))["unit"].status == "review"


@pytest.mark.parametrize("how", ["line", "two lines", "slash", "zigzag"])
def test_a_month_that_was_struck_out_is_for_a_person_without_another_one_too(how: str) -> None:
    assert read(struck("period", how))["period"].status == "review"


@pytest.mark.parametrize("kind", ["skew", "photo", "fax", "rough100", "low"])
def test_a_pen_is_seen_however_the_sheet_comes(kind: str) -> None:
    assert scanned(struck("period", "line", "above"), kind)["period"].status == "review"


def test_a_red_pen_is_seen_as_well() -> None:
    page = struck("period", "line", "right", (200, 30, 40))
    assert read(page)["period"].status == "review"


@pytest.mark.parametrize("kind", ["plain", "skew", "photo", "fax", "rough100", "low", "noise"])
def test_a_sheet_that_no_pen_was_at_stays_accepted(kind: str) -> None:
    found = scanned(printed(), kind)
    assert (found["period"].value, found["period"].status) == ("2026-03", "accepted")
    assert (found["unit"].value, found["unit"].status) == ("นามน", "accepted")


def test_a_towns_sheet_with_a_district_below_its_name_stays_accepted() -> None:
    found = scanned(printed(UNITS[1]), "skew")
    assert (found["period"].status, found["organization"].status) == ("accepted", "accepted")


def test_a_coloured_stamp_over_the_month_is_no_pen() -> None:
    page = printed().copy()
    draw = ImageDraw.Draw(page)
    middle, radius = (380 * POINT, 112 * POINT), 130
    for r in (radius, radius - 30):
        x, y = middle
        draw.ellipse((x - r, y - r, x + r, y + r), outline=(90, 60, 200), width=5)
    found = read(page)
    assert (found["period"].value, found["period"].status) == ("2026-03", "accepted")


@pytest.mark.parametrize("x", [120, 275, 345, 450])
@pytest.mark.parametrize("wide", [1, 2])
def test_a_streak_of_the_scanners_glass_is_no_pen(x: float, wide: int) -> None:
    page = printed().copy()
    draw = ImageDraw.Draw(page)
    draw.line([(x * POINT, 0), (x * POINT, page.height)], fill=(60, 60, 60), width=wide)
    got = read(page)
    assert (got["period"].status, got["unit"].status) == ("accepted", "accepted")


def test_what_stands_in_the_slot_of_another_value_is_not_the_months() -> None:
    page = printed().copy()
    font = ImageFont.truetype(str(TYPEFACE), 32)
    ImageDraw.Draw(page).text((330 * POINT, 272 * POINT), "๑๒", fill=INK, font=font)
    assert read(page)["period"].status == "accepted"


def test_a_sheet_whose_marks_are_gone_is_for_a_person() -> None:
    page = printed().copy()
    draw = ImageDraw.Draw(page)
    for x, y in MARKS[:2]:
        ends = [(x - MARK) * POINT, (y - MARK) * POINT, (x + MARK) * POINT, (y + MARK) * POINT]
        draw.rectangle(ends, fill=(255, 255, 255))
    found = read(page)
    assert (found["period"].status, found["unit"].status) == ("review", "review")


def test_the_reader_has_the_typeface_that_the_sheets_are_drawn_in() -> None:
    kept = Path(overwritten.__file__).parent / "typeface" / TYPEFACE.name
    assert kept.read_bytes() == TYPEFACE.read_bytes()


@pytest.mark.parametrize(("key", "value"), [("unit", "กุฉินารายณ์"), ("period", "2026-02")])
def test_the_reader_draws_a_value_as_the_form_does(key: str, value: str) -> None:
    plain = draw_fillable({}, PageCode(FORM, "na-mon", "2026-03"))
    filled = draw_fillable({key: value}, PageCode(FORM, "na-mon", "2026-03"))
    with_it, without = (np.asarray(rendered(pdf)).astype(int) for pdf in (filled, plain))
    left, top, right, low = overwritten._HEAD
    rows = slice(round(top * POINT), round(low * POINT))
    there = (without - with_it)[rows, round(left * POINT) : round(right * POINT)] > 127
    drawn = overwritten._drawn(FORM, key, value) > 0
    # Nothing of either stands more than two pixels beside the other.
    near = np.ones((5, 5), np.uint8)
    high = min(len(there), len(drawn))
    for one, other in ((there, drawn), (drawn, there)):
        around = cv2.dilate(np.asarray(other, np.uint8), near) > 0
        assert one.any()
        assert not (one[:high] & ~around[:high]).any()
