"""Picture files that are larger, longer or stranger than scanners make: read, or refused with a
reason, within 20 seconds and 1.5 GB.
"""

import struct
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from mailproc.app import READ_MEMORY, READ_SECONDS
from mailproc.cli import main
from parsers.reading import ReadDocument
from tests.parsers.conftest import BYTES, SECONDS
from tests.parsers.picture.pages import form_page, scanned
from tests.parsers.test_bad_pages import SIDE, is_read, said

Read = Callable[[bytes], ReadDocument]


@cache
def page() -> Image.Image:
    return scanned(form_page(), noise=4)


def encoded(image: Image.Image, kind: str, **how: Any) -> bytes:
    data = BytesIO()
    image.save(data, kind, **how)
    return data.getvalue()


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("PNG", "LA"),
        ("PNG", "P"),
        ("TIFF", "CMYK"),
        ("TIFF", "1"),
        ("JPEG", "CMYK"),
    ],
)
def test_every_kind_of_pixel_is_read(kind: str, mode: str, read_bounded: Read) -> None:
    image = page()
    if mode == "1":
        image = image.point(lambda v: 255 if v > 160 else 0).convert("1")
    elif mode == "I;16":
        image = image.convert("I").point(lambda v: v * 257).convert("I;16")
    else:
        image = image.convert("RGB").convert(mode) if mode in ("CMYK", "P") else image.convert(mode)
    assert is_read(read_bounded(encoded(image, kind)))


def test_a_fax_in_500_strips_is_read(read_bounded: Read) -> None:
    image = page().resize((1768, 2500)).point(lambda v: 255 if v > 160 else 0).convert("1")
    data = encoded(image, "TIFF", compression="group4", strip_size=5 * 1768 // 8)
    with Image.open(BytesIO(data)) as file:
        assert len(file.tag_v2[273]) == 500  # type: ignore[attr-defined]
    assert is_read(read_bounded(data))


@pytest.mark.parametrize(("orientation", "turn"), [(3, 180), (6, 90), (8, 270)])
def test_a_photo_turned_by_its_exif_data_is_read(
    orientation: int, turn: int, read_bounded: Read
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = page().rotate(turn, expand=True)
    assert is_read(read_bounded(encoded(image, "JPEG", exif=exif)))


def test_of_a_moving_picture_the_first_is_read(read_bounded: Read) -> None:
    other = Image.new("L", page().size, 90)
    document = read_bounded(encoded(page(), "PNG", save_all=True, append_images=[other] * 3))
    assert is_read(document)
    assert document.pages == 1


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "JPEG2000"])
def test_other_kinds_of_files_are_named_as_such(kind: str, read_bounded: Read) -> None:
    image = page().resize((165, 234))
    assert said(read_bounded(encoded(image, kind))) == ("refused", [("unsupported_media", "")])


def test_a_tiff_of_too_many_pages_is_refused(read_bounded: Read) -> None:
    data = encoded(page(), "TIFF", save_all=True, append_images=[Image.new("L", (9, 9))] * 40)
    assert said(read_bounded(data)) == ("refused", [("too_many_pages", "41")])


@pytest.mark.parametrize("size", [(1, 1), (SIDE, 10), (10, SIDE), (SIDE, 400)])
def test_long_and_narrow_pictures_are_no_report(size: tuple[int, int], read_bounded: Read) -> None:
    document = read_bounded(encoded(page().resize(size), "PNG"))
    assert said(document) == ("no_report", [("taken_for_picture", "")])


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        ("JPEG", {}),
        ("PNG", {"compress_level": 1}),
        ("TIFF", {"compression": "group4"}),
        ("TIFF", {"compression": "tiff_lzw"}),
    ],
)
def test_a_form_of_20_000_by_20_000_pixels_is_read(
    kind: str, how: dict[str, object], read_bounded: Read
) -> None:
    image = page()
    if how.get("compression") == "group4":
        image = image.point(lambda v: 255 if v > 160 else 0).convert("1")
    image = image.resize((SIDE, SIDE), Image.Resampling.NEAREST)
    assert is_read(read_bounded(encoded(image, kind, **how)))


@pytest.mark.parametrize("colours", [2, 6])
def test_a_picture_too_large_to_decode_is_refused(
    colours: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], read_bounded: Read
) -> None:
    """`colours`: PNG's number for RGB, with alpha or without."""
    data = bytearray(encoded(Image.new("RGB" if colours == 2 else "RGBA", (9, 9)), "PNG"))
    data[16:24] = struct.pack(">II", SIDE, SIDE)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    refused = ("refused", [("too_big", "20000 x 20000")])
    assert said(read_bounded(bytes(data))) == refused
    file = tmp_path / "large.png"
    file.write_bytes(data)
    assert main(["read", str(file)]) == 4
    assert "too big: 20000 x 20000" in capsys.readouterr().out


def test_a_picture_that_needs_too_much_memory_is_refused(read_bounded: Read) -> None:
    data = encoded(Image.new("I;16", (18_000, 18_000), 900), "PNG", compress_level=1)
    assert said(read_bounded(data)) == ("refused", [("too_big", "")])


def test_the_limits_are_those_that_are_promised() -> None:
    assert (READ_SECONDS, READ_MEMORY) == (SECONDS, BYTES)
