"""What `explain_document` hands on for a person: pages, boxes on them, cuts, and reasons."""

from io import BytesIO

from PIL import Image

from mailproc.demo.copies import scan
from parsers.explain import explain_document
from parsers.read import read_document
from tests.parsers.picture.pages import UNITS
from tests.service.office import sheet


def size(data: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(data)) as image:
        return image.size


def test_the_document_is_read_as_ever() -> None:
    data = scan(sheet(), seed=1)
    assert explain_document(data, UNITS).document == read_document(data, UNITS)


def test_each_field_of_a_scan_has_its_cut_its_candidates_and_its_reason() -> None:
    (page,) = explain_document(scan(sheet(), seed=1), UNITS).pages
    clue = page.clues["website"]
    assert clue.reason
    assert clue.candidates[0][1] > 0.5
    assert size(clue.crop)[1] == 64


def test_a_field_of_the_text_layer_shows_its_place_on_the_page() -> None:
    found = explain_document(sheet(), UNITS)
    (page,) = found.pages
    (report,) = found.document.reports
    box = next(r.box for r in report.readings if r.field == "unit")
    assert box is not None
    wide, high = size(page.clues["unit"].crop)
    assert wide > high > 20
    assert 0 < box.x0 < box.x1 < page.width
    assert 0 < box.y0 < box.y1 < page.height


def test_the_page_is_drawn_upright_and_whole() -> None:
    (page,) = explain_document(sheet(), UNITS).pages
    wide, high = size(page.picture)
    assert abs(wide / high - 210 / 297) < 0.01
    # A4, to the pixel that drawing rounds up.
    assert abs(page.width - 595.3) < 1
    assert abs(page.height - 841.9) < 1


def test_what_is_refused_shows_no_page() -> None:
    found = explain_document(b"%PDF-1.7 nothing", UNITS)
    assert (found.document.outcome, found.pages) == ("refused", ())
