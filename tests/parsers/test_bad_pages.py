"""Pages that no office prints, and kinds of pictures that few programs write, in PDFs: read, or
refused with a reason, within 20 seconds and 1.5 GB.
"""

import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from random import Random

import pypdfium2
import pytest
from PIL import Image

from parsers.reading import Box, ReadDocument
from tests.corpus.pages.answers import answers
from tests.corpus.pages.fonts import FAMILIES
from tests.corpus.producers import libraries
from tests.corpus.producers.blocks import form_blocks, manner
from tests.parsers import bad_pages
from tests.parsers.bad_pages import A4, Picture, flate, pdf, strips
from tests.parsers.picture.pages import form_page, scanned

Read = Callable[[bytes], ReadDocument]
SIDE = 20_000


@cache
def page() -> Image.Image:
    return scanned(form_page(), noise=4)


@cache
def square() -> Image.Image:
    """The form in black and white on 20,000 x 20,000 pixels."""
    small = page().point(lambda v: 255 if v > 160 else 0).convert("1")
    return small.resize((SIDE, SIDE), Image.Resampling.NEAREST)


def is_read(document: ReadDocument) -> bool:
    return [(r.unit, r.period) for r in document.reports] == [("na-mon", "2026-03")]


def said(document: ReadDocument) -> tuple[str, list[tuple[str, str]]]:
    return document.outcome, [(p.code, p.detail) for p in document.problems]


KINDS: dict[str, Callable[[Image.Image], Picture]] = {
    "grey": flate,
    "bitonal": lambda i: flate(i.point(lambda v: 255 if v > 160 else 0).convert("1")),
    "16 bits": bad_pages.sixteen_bit,
    "palette": bad_pages.indexed,
    "CMYK": lambda i: flate(i.convert("RGB").convert("CMYK")),
    "CMYK JPEG": bad_pages.cmyk_jpeg,
    "JPEG 2000": bad_pages.jpeg_2000,
    "group 4": bad_pages.group_4,
    "JBIG2": bad_pages.jbig2,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_picture_is_read(kind: str, read_bounded: Read) -> None:
    assert is_read(read_bounded(pdf([KINDS[kind](page())])))


def test_a_picture_in_500_strips_is_one_page(read_bounded: Read) -> None:
    document = read_bounded(strips(page(), 500))
    assert is_read(document)
    assert document.pages == 1


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_scan_that_lies_on_another_side_is_read(turn: int, read_bounded: Read) -> None:
    wide = (842.0, 595.0) if turn % 180 else A4
    assert is_read(read_bounded(pdf([flate(page().rotate(turn, expand=True))], wide)))


def test_an_empty_page_between_others_is_passed_over(read_bounded: Read) -> None:
    empty = flate(Image.new("L", (200, 283), 255))
    document = read_bounded(pdf([empty, None, flate(page())]))
    assert is_read(document)
    assert (document.problems, document.reports[0].page) == ((), 3)


def box_of(document: ReadDocument) -> Box:
    assert is_read(document)
    reading = document.reports[0].reading("website")
    assert reading is not None
    assert reading.box is not None
    return reading.box


@pytest.mark.parametrize(
    ("times", "extra"), [(47.64, ""), (0.7071, ""), (1.0, "/UserUnit 48")], ids=["10 m", "A5", "48"]
)
def test_a_form_on_a_page_of_any_size_is_read_where_it_stands(
    times: float, extra: str, read_bounded: Read
) -> None:
    picture = flate(page())
    usual = box_of(read_bounded(pdf([picture])))
    box = box_of(read_bounded(pdf([picture], (times * A4[0], times * A4[1]), extra)))
    for here, there in ((usual.x0, box.x0), (usual.x1, box.x1), (usual.y0, box.y0)):
        assert there / times == pytest.approx(here, abs=2)


@pytest.mark.parametrize("times", [1, 48, 480])
def test_a_typed_form_on_a_page_of_any_size_is_read(times: int, read_bounded: Read) -> None:
    rng = Random(1)
    given, how = answers(rng, "test"), replace(manner(rng), box="square")
    small = pypdfium2.PdfDocument(libraries.fpdf(form_blocks(given, how), how, FAMILIES[0], rng))
    large = pypdfium2.PdfDocument.new()
    form = small.page_as_xobject(0, large).as_pageobject()
    form.set_matrix(pypdfium2.PdfMatrix().scale(times, times))
    sheet = large.new_page(times * A4[0], times * A4[1])
    sheet.insert_obj(form)
    sheet.gen_content()
    data = BytesIO()
    large.save(data)
    (report,) = read_bounded(data.getvalue()).reports
    reading = report.reading("website")
    assert reading is not None
    assert (reading.value, reading.source) == (given.truth["website"], "text")


@pytest.mark.parametrize("size", [(0.0, 0.0), (0.1, 0.1), (10.0, 20_000.0), (20_000.0, 10.0)])
def test_pages_without_room_are_no_report(size: tuple[float, float], read_bounded: Read) -> None:
    document = read_bounded(pdf([flate(Image.new("L", (90, 90), 90))], size))
    assert said(document) == ("no_report", [("taken_for_picture", "")])


@pytest.mark.parametrize("kind", ["group 4", "JBIG2", "bitonal"])
def test_a_form_of_20_000_by_20_000_pixels_is_read(
    kind: str, read_bounded: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    picture = flate(square()) if kind == "bitonal" else KINDS[kind](square())
    assert is_read(read_bounded(pdf([picture])))


@pytest.mark.parametrize("colours", ["/DeviceGray", "/DeviceRGB"])
def test_a_grey_picture_of_20_000_by_20_000_pixels_is_no_report(
    colours: str, read_bounded: Read
) -> None:
    squeeze, row = zlib.compressobj(1), b"\x80" * (SIDE * (3 if "RGB" in colours else 1))
    data = b"".join(squeeze.compress(row) for _ in range(SIDE)) + squeeze.flush()
    entries = f"/ColorSpace{colours}/BitsPerComponent 8/Filter/FlateDecode"
    document = read_bounded(pdf([Picture(SIDE, SIDE, entries, data)]))
    assert said(document) == ("no_report", [("taken_for_picture", "")])


def test_a_scan_that_cannot_be_drawn_is_not_called_an_empty_page(read_bounded: Read) -> None:
    cut = bad_pages.jpeg_2000(page())
    cut = replace(cut, data=cut.data[:5000])
    assert said(read_bounded(pdf([cut]))) == ("refused", [("damaged", "1")])
    beside = read_bounded(pdf([cut, flate(page())]))
    assert is_read(beside)
    assert said(beside) == ("reports", [("damaged", "1")])


def test_a_scan_that_is_too_large_to_be_drawn_is_said_to_be(read_bounded: Read) -> None:
    cut = bad_pages.jpeg_2000(page())
    size = page().width.to_bytes(4, "big"), page().height.to_bytes(4, "big")
    data = cut.data.replace(b"".join(size), SIDE.to_bytes(4, "big") * 2)
    data = data.replace(b"".join(size[::-1]), SIDE.to_bytes(4, "big") * 2)
    picture = Picture(SIDE, SIDE, "/Filter/JPXDecode", data[:5000])
    assert said(read_bounded(pdf([picture]))) == ("refused", [("too_big", "20000 x 20000")])


def test_a_form_that_draws_itself_is_refused_for_its_memory(read_bounded: Read) -> None:
    draws = b"/I4 Do /I4 Do"
    entries = "/BBox[0 0 595 842]/Resources<</XObject<</I4 3 0 R>>>>"
    data = pdf([Picture(90, 90, entries, draws)]).replace(b"/Subtype/Image", b"/Subtype/Form ")
    assert said(read_bounded(data)) == ("refused", [("memory_limit", "")])
