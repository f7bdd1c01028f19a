"""Pages that no office prints, and kinds of pictures that few programs write: read, or refused with
a reason, within 20 seconds and 1.5 GB.
"""

import resource
import time
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO

import pytest
from PIL import Image

from mailproc.app import READ_MEMORY, READ_SECONDS
from parsers import problems
from parsers.bounded import Refused, Worker
from parsers.forms.scammer_awareness import FORM
from parsers.read import read_document
from parsers.reading import ReadDocument, Unit
from tests.parsers import bad_pages
from tests.parsers.bad_pages import Picture, flate, pdf, strips
from tests.parsers.picture.pages import UNITS, form_page, scanned

SECONDS, BYTES = 20.0, 1_500_000_000


def read_and_weigh(data: bytes, units: tuple[Unit, ...]) -> tuple[ReadDocument, int]:
    """The document, and the most memory (bytes) that the process ever had."""
    document = read_document(data, units)
    return document, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.fixture(scope="module")
def reader() -> Iterator[Worker[[bytes, tuple[Unit, ...]], tuple[ReadDocument, int]]]:
    with Worker(read_and_weigh, seconds=READ_SECONDS, memory_bytes=READ_MEMORY) as worker:
        worker.call(b"", UNITS)
        yield worker


@pytest.fixture
def read(
    reader: Worker[[bytes, tuple[Unit, ...]], tuple[ReadDocument, int]],
) -> Callable[[bytes], str]:
    """Reads within the limits; the unit and month of the report, or why there is none."""

    def reading(data: bytes) -> str:
        start = time.monotonic()
        try:
            document, peak = reader.call(data, UNITS)
        except Refused as refused:
            return refused.reason
        finally:
            assert time.monotonic() - start < SECONDS
        assert peak < BYTES
        if not document.reports:
            assert all(problems.thai(p, FORM) for p in document.problems)
            return document.problems[0].code
        return f"{document.reports[0].unit} {document.reports[0].period}"

    return reading


@cache
def page() -> Image.Image:
    return scanned(form_page(), noise=4)


def picture_file(image: Image.Image, kind: str, **how: object) -> bytes:
    data = BytesIO()
    image.save(data, kind, **how)
    return data.getvalue()


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
def test_every_kind_of_picture_in_a_pdf_is_read(kind: str, read: Callable[[bytes], str]) -> None:
    assert read(pdf([KINDS[kind](page())])) == "na-mon 2026-03"


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "1"), ("PNG", "I;16"), ("PNG", "LA"), ("PNG", "P"), ("TIFF", "CMYK"), ("TIFF", "1")],
)
def test_every_kind_of_picture_file_is_read(
    kind: str, mode: str, read: Callable[[bytes], str]
) -> None:
    image = page()
    if mode == "1":
        image = image.point(lambda v: 255 if v > 160 else 0).convert("1")
    elif mode == "I;16":
        image = image.convert("I").point(lambda v: v * 257).convert("I;16")
    else:
        image = image.convert("RGB").convert(mode) if mode in ("CMYK", "P") else image.convert(mode)
    assert read(picture_file(image, kind)) == "na-mon 2026-03"


def test_a_picture_in_500_strips_is_one_page(read: Callable[[bytes], str]) -> None:
    assert read(strips(page(), 500)) == "na-mon 2026-03"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_scan_that_lies_on_another_side_is_read(turn: int, read: Callable[[bytes], str]) -> None:
    wide = (842.0, 595.0) if turn % 180 else bad_pages.A4
    assert read(pdf([flate(page().rotate(turn, expand=True))], wide)) == "na-mon 2026-03"


def test_an_empty_page_between_others_is_passed_over(read: Callable[[bytes], str]) -> None:
    empty = flate(Image.new("L", (200, 283), 255))
    assert read(pdf([empty, None, flate(page())])) == "na-mon 2026-03"


@pytest.mark.parametrize(
    ("size", "extra"), [((28346.0, 40110.0), ""), ((595.0, 842.0), "/UserUnit 48")]
)
def test_a_form_on_a_page_of_ten_metres_is_read(
    size: tuple[float, float], extra: str, read: Callable[[bytes], str]
) -> None:
    assert read(pdf([flate(page())], size, extra)) == "na-mon 2026-03"


@pytest.mark.parametrize("size", [(0.0, 0.0), (1.0, 20000.0), (20000.0, 1.0), (2e7, 2e7)])
def test_pages_without_room_are_no_report(
    size: tuple[float, float], read: Callable[[bytes], str]
) -> None:
    codes = ("empty_page", "damaged", "taken_for_picture", "too_big")
    assert read(pdf([flate(Image.new("L", (90, 90), 90))], size)) in codes


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_a_picture_of_20_000_by_20_000_in_a_pdf_is_bounded(
    mode: str, read: Callable[[bytes], str]
) -> None:
    side = 20_000
    space = "/DeviceRGB" if mode == "RGB" else "/DeviceGray"
    bits = 1 if mode == "1" else 8
    row = side // 8 if mode == "1" else side * len(mode)
    squeeze = zlib.compressobj(1)
    data = b"".join(squeeze.compress(b"\xff" * row) for _ in range(side)) + squeeze.flush()
    entries = f"/ColorSpace{space}/BitsPerComponent {bits}/Filter/FlateDecode"
    codes = ("taken_for_picture", "empty_page", "memory_limit", "too_big")
    assert read(pdf([Picture(side, side, entries, data)])) in codes


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "JPEG"])
def test_a_picture_file_of_20_000_by_20_000_is_bounded(
    kind: str, read: Callable[[bytes], str]
) -> None:
    how = {"compression": "tiff_lzw"} if kind == "TIFF" else {}
    data = picture_file(Image.new("L", (20_000, 20_000), 200), kind, **how)
    assert read(data) in ("taken_for_picture", "too_big")


def test_the_limits_are_those_that_are_promised() -> None:
    assert (READ_SECONDS, READ_MEMORY) == (SECONDS, BYTES)
