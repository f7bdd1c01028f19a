"""The sheet that is handed out, printed, scanned or photographed: its places are known exactly."""

from functools import cache
from io import BytesIO
from random import Random

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from mailproc.paper.fillable import draw_fillable
from mailproc.paper.sheet import PLAIN, Sheet
from parsers.layout import CODE_AT, MARK, MARKS, PLACES
from parsers.page_code import PageCode
from parsers.picture.alphabet import PLACES as KNOWN
from parsers.picture.by_marks import places_by_marks
from parsers.picture.locator import Found, Located, locate
from parsers.picture.page import sheets_of
from parsers.picture.qr import find_code
from parsers.picture.reader import read_picture
from parsers.reading import Unit, Value
from tests.corpus.pages.scanners import Shot, shoot

FORM = "scammer-awareness"
DPI = 200
POINT = DPI / 72
NA_MON = Unit("na-mon", "นามน", "district", ("อ.นามน",))
CHANNELS = ("official_letter", "website", "facebook_page", "print_media", "public_address")


@cache
def printed(unit: str = "na-mon", form: str = FORM) -> np.ndarray:
    """The sheet as a printer makes it, grey, at 200 dpi."""
    values: dict[str, Value] = {
        "unit": "นามน",
        "period": "2026-03",
        "website": 12,
        "public_address": 40,
    }
    document = pypdfium2.PdfDocument(draw_fillable(values, PageCode(form, unit, "2026-03")))
    document.init_forms()
    page = document[0].render(scale=POINT, may_draw_forms=True).to_pil().convert("L")
    return np.asarray(page)


def without(*marks: tuple[float, float]) -> np.ndarray:
    """The sheet with these marks covered by paper."""
    page = printed().copy()
    for x, y in marks:
        left, top = round((x - MARK) * POINT), round((y - MARK) * POINT)
        page[top : top + round(2 * MARK * POINT), left : left + round(2 * MARK * POINT)] = 255
    return page


def laid(page: np.ndarray) -> dict[str, Found]:
    code = find_code(page)
    assert code is not None
    return places_by_marks(page, code)


def off(located: Located, places: dict[str, Found], shot: Shot) -> float:
    """By how many pixels of the sheet the worst end of a place is not where it was printed."""
    from_picture = np.linalg.inv(located.sheet.back)
    worst = 0.0
    for key, (left, right, base) in PLACES[FORM].items():
        for end, x in zip(places[key].line, (left, right), strict=True):
            point = (x * POINT, (base - 4) * POINT)
            for warp in shot.warps:
                point = warp(point)
            x, y, w = from_picture @ (*point, 1.0)
            worst = max(worst, float(np.hypot(end[0] - x / w, end[1] - y / w)))
    return worst


def test_a_code_that_one_way_of_finding_it_misses_is_found() -> None:
    shot = shoot(printed(), Random("fax 4"), "tuning", "fax")
    sheet = next(sheets_of(Image.fromarray(shot.image), shot.dpi))
    code = find_code(sheet.grey)
    assert code is not None
    assert set(places_by_marks(sheet.grey, code)) == set(KNOWN)


def test_what_is_read_by_is_what_is_drawn() -> None:
    sheet = Sheet(Canvas(BytesIO(), pagesize=A4), {"province": None}, PLAIN)
    sheet.draw()
    drawn = {key.replace("informed_", "informed:"): slot for key, slot in sheet.slots.items()}
    assert set(PLACES[FORM]) == {*drawn, "title"} == set(KNOWN)
    for key, (left, low, right, _) in drawn.items():
        # A box stands on the baseline, 1 point of it below; a line to write on 3.
        base = A4[1] - low - (1 if ":" in key else 3)
        assert PLACES[FORM][key] == pytest.approx((left, right, base), abs=0.5)


def test_nothing_is_printed_where_a_mark_or_the_code_stands() -> None:
    canvas = BytesIO()
    bare = Canvas(canvas, pagesize=A4)
    Sheet(bare, {"other_channels": ()}, PLAIN).draw()
    bare.save()
    page = pypdfium2.PdfDocument(canvas.getvalue())[0].render(scale=POINT).to_pil().convert("L")
    grey = np.asarray(page)
    squares = [(x - MARK, y - MARK, 2 * MARK) for x, y in MARKS] + [(*CODE_AT, 66.0)]
    for x, y, side in squares:
        cut = grey[round(y * POINT) : round((y + side) * POINT)]
        assert cut[:, round(x * POINT) : round((x + side) * POINT)].min() == 255


@pytest.mark.parametrize("kind", ["skew", "turned", "photo", "noise", "blur", "fax", "rough100"])
@pytest.mark.parametrize("seed", [2, 3])
def test_places_are_known_to_a_few_pixels(kind: str, seed: int) -> None:
    shot = shoot(printed(), Random(f"{kind} {seed}"), "tuning", kind)
    located = locate(next(sheets_of(Image.fromarray(shot.image), shot.dpi)))
    assert located.code is not None
    places = places_by_marks(located.sheet.grey, located.code)
    assert off(located, places, shot) < 3


@pytest.mark.parametrize("unit", ["na-mon", "the-town-with-the-longest-of-all-names"])
def test_longer_codes_say_as_well_where_the_sheet_lies(unit: str) -> None:
    page = printed(unit)
    assert set(laid(page)) == set(KNOWN)


@pytest.mark.parametrize("mark", MARKS)
def test_one_mark_may_be_missing(mark: tuple[float, float]) -> None:
    (left, _), (right, _) = laid(without(mark))["website"].line
    assert (left / POINT, right / POINT) == pytest.approx((310, 400), abs=0.5)


def test_a_sheet_without_marks_says_nothing_about_places() -> None:
    assert laid(without(*MARKS)) == laid(without(*MARKS[:2])) == {}


def test_marks_that_stand_elsewhere_than_the_code_says_are_not_believed() -> None:
    code = find_code(printed())
    assert code is not None
    page = without(MARKS[2])
    # One printed 3 mm too low, as on another sheet.
    x, y, side = (round(v * POINT) for v in (MARKS[2][0] - 5, MARKS[2][1] + 3.5, MARK))
    page[y : y + side, x : x + side] = 0
    assert places_by_marks(page, code) == {}


def test_a_code_of_a_form_that_is_not_drawn_here_says_nothing_about_places() -> None:
    assert laid(printed(form="another")) == {}


def test_values_are_read_where_the_marks_say_that_they_stand() -> None:
    shot = shoot(printed(), Random("read"), "tuning", "skew")
    read = read_picture(Image.fromarray(shot.image), shot.dpi, (NA_MON,), 1)
    assert read is not None
    by_key = {r.field: r for r in read.readings}
    assert (by_key["website"].value, by_key["public_address"].value) == (12, 40)
    for key in CHANNELS:
        box, (left, right, base) = by_key[key].box, PLACES[FORM][key]
        ends = [(left * POINT, (base - 4) * POINT), (right * POINT, (base - 4) * POINT)]
        for warp in shot.warps:
            ends = [warp(point) for point in ends]
        assert box is not None
        scale = shot.dpi / 72
        assert (box.x0 * scale, box.x1 * scale) == pytest.approx([x for x, _ in ends], abs=2)


def test_an_old_sheet_without_marks_is_read_as_before() -> None:
    read = read_picture(Image.fromarray(without(*MARKS)), DPI, (NA_MON,), 1)
    assert read is not None
    assert {r.field: r.value for r in read.readings}["website"] == 12
