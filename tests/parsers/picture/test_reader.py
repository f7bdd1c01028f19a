"""Reading drawn and spoiled pages: which page is the form, its best guesses, and no certainty."""

from functools import cache
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from rapidfuzz import fuzz

from parsers.accept import settle
from parsers.picture.reader import PictureReading, read_picture
from parsers.read import read_document
from parsers.reading import Reading
from parsers.thai import squeeze
from tests.parsers.picture.pages import (
    DPI,
    EMPTY,
    FILLED,
    UNITS,
    form_page,
    letter_page,
    scanned,
)

COUNTS = {
    "organizations_total": 6,
    "organizations_done": 4,
    "official_letter": 12,
    "website": 37,
    "facebook_page": 205,
    "print_media": 8,
    "school_teaching": 0,
    "community_radio": 19,
    "public_address": 46,
}


def read(image: Image.Image, dpi: float = DPI) -> PictureReading | None:
    return read_picture(image, dpi, UNITS, 3)


@cache
def filled() -> dict[str, Reading]:
    """The readings of a slightly skewed, noisy scan of the filled form, by field."""
    found = read(scanned(form_page(), skew=1.5, noise=8))
    assert found is not None
    assert found.form.id == "scammer-awareness"
    return {r.field: r for r in found.readings}


def right_counts(found: PictureReading | None) -> int:
    assert found is not None
    return sum(r.value == COUNTS.get(r.field, "no count") for r in found.readings)


def test_every_field_has_a_reading_in_the_order_of_the_form() -> None:
    found = read(form_page())
    assert found is not None
    assert [r.field for r in found.readings] == [f.key for f in found.form.fields]


def test_nothing_accepted_from_a_filled_picture_is_wrong_or_called_blank() -> None:
    counts = [filled()[key] for key in COUNTS]
    accepted = [r for r in counts if r.status == "accepted"]
    assert {r.field: r.value for r in accepted}.items() <= COUNTS.items()
    assert "blank" not in {r.status for r in counts}
    assert len(accepted) >= 5


def test_each_reading_comes_with_its_evidence() -> None:
    found = read(form_page())
    assert found is not None
    assert [e.field for e in found.evidence] == [r.field for r in found.readings]
    assert all(e.reason for e in found.evidence)
    assert all(e.crop is not None and e.crop.dtype == "uint8" for e in found.evidence)


def test_counts_are_guessed() -> None:
    assert {key: filled()[key].value for key in COUNTS} == COUNTS


def test_unit_month_province_and_box_are_guessed() -> None:
    assert filled()["unit"].value == "นามน"
    assert filled()["period"].value == "2026-03"
    assert filled()["province"].value == "กาฬสินธุ์"
    assert filled()["staff_informed"].value is True
    assert filled()["staff_informed"].source == "mark"


def test_name_and_position_are_guessed() -> None:
    for key, words in (("reporter_name", "นายทดสอบระบบดี"), ("reporter_position", "ท้องถิ่นอำเภอ")):
        reading = filled()[key]
        assert fuzz.ratio(squeeze(str(reading.value)), words) > 85
        assert reading.status == "review" or reading.value == words


def test_boxes_are_points_of_the_page_given() -> None:
    found = read(form_page(), dpi=100)
    assert found is not None
    box = next(r.box for r in found.readings if r.field == "website")
    assert box is not None
    # The slot was drawn from pixel 920 or so to 1,160; at 100 dpi a pixel is 0.72 points.
    assert 900 * 0.72 < box.x0 < 945 * 0.72
    assert 1130 * 0.72 < box.x1 < 1180 * 0.72
    assert all(r.page == 3 for r in found.readings)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_page_is_read(turn: int) -> None:
    page = scanned(form_page(), noise=4).rotate(turn, expand=True)
    assert right_counts(read(page)) >= 8


def test_ruled_lines_instead_of_dots() -> None:
    assert right_counts(read(scanned(form_page(dots=False), skew=-2))) >= 8


@pytest.mark.parametrize("top", [700.0, 0.0])
def test_a_scan_that_is_taken_for_a_photo_of_a_part_of_it_is_read(
    monkeypatch: pytest.MonkeyPatch, top: float
) -> None:
    page = scanned(form_page(), noise=4)
    low = float(page.height) if top else 900.0
    corners = np.array([(0, top), (page.width, top), (page.width, low), (0, low)], np.float64)
    monkeypatch.setattr("parsers.picture.page.sheet_in_photo", lambda _: corners)
    assert right_counts(read(page)) >= 8


def test_half_size_photo_in_colour_is_read() -> None:
    page = scanned(form_page(), noise=4).convert("RGB").resize((1000, 1414))
    assert right_counts(read(page)) >= 7


def test_the_pao_on_the_organization_line_is_the_unit() -> None:
    values = FILLED | {"organization": "อบจ.กาฬสินธุ์", "unit": ""}
    found = read(form_page(values))
    assert found is not None
    assert settle(found.form, found.readings, 1, UNITS).unit == "pao"


def test_blank_form_has_blank_counts() -> None:
    found = read(scanned(form_page(EMPTY), skew=0.7, noise=5))
    assert found is not None
    counts = [r for r in found.readings if r.field in COUNTS]
    assert {(r.value, r.status) for r in counts} == {(None, "blank")}


def test_a_missing_count_that_must_be_there_is_doubted_on_a_filled_form() -> None:
    found = read(scanned(form_page(FILLED | {"organizations_done": "", "website": ""}), noise=5))
    assert found is not None
    readings = {r.field: r for r in found.readings}
    assert readings["organizations_done"].status == "review"
    assert (readings["website"].value, readings["website"].status) == (None, "blank")


def test_one_written_count_is_never_called_blank() -> None:
    found = read(scanned(form_page(EMPTY | {"website": "๑"}), noise=5))
    assert found is not None
    counts = {r.field: r.status for r in found.readings if r.field in COUNTS}
    assert counts.pop("website") != "blank"
    assert set(counts.values()) <= {"blank", "review"}


@pytest.fixture
def unlocated(monkeypatch: pytest.MonkeyPatch) -> None:
    """The locator finds no rows on any page, as on a layout that it does not know."""
    monkeypatch.setattr("parsers.picture.reader.even_rows", lambda *_: {})


@pytest.mark.usefixtures("unlocated")
def test_a_layout_that_the_locator_does_not_know_is_read_by_its_words() -> None:
    assert right_counts(read(scanned(form_page(), skew=1.5, noise=8))) >= 7


@pytest.mark.usefixtures("unlocated")
def test_recognition_without_end_is_said_and_not_taken_for_another_sheet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("parsers.picture.tesseract._PAGE_SECONDS", 0.01)
    data = BytesIO()
    form_page().save(data, "PNG")
    document = read_document(data.getvalue(), UNITS)
    assert document.outcome == "refused"
    assert "time_limit" in {p.code for p in document.problems}


def test_letter_about_the_form_is_not_the_form() -> None:
    assert read(scanned(letter_page(), noise=5)) is None


def test_empty_page_and_plain_photo_are_not_the_form() -> None:
    assert read(Image.new("L", (1654, 2339), 250)) is None
    assert read(Image.effect_noise((800, 600), 90)) is None
    assert read(Image.new("L", (1, 1), 0)) is None
