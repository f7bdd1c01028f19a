"""Picture files of every mode end as bounded 8-bit pages, or are refused with a code."""

import struct
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from parsers.picture.load import MAX_SIDE, Unreadable, load_pictures


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def one(data: bytes, media: str) -> Image.Image:
    (image,) = load_pictures(data, media)
    return image


def half_black(mode: str = "L", size: tuple[int, int] = (60, 40)) -> Image.Image:
    image = Image.new("L", size, 255)
    image.paste(0, (0, 0, size[0] // 2, size[1]))
    return image.convert(mode)


def black(image: Image.Image, x: int, y: int) -> bool:
    return bool(np.asarray(image.convert("L"))[y, x] < 60)


@pytest.mark.parametrize(
    ("mode", "kind", "media"),
    [
        ("1", "PNG", "image/png"),
        ("L", "JPEG", "image/jpeg"),
        ("RGB", "PNG", "image/png"),
        ("RGBA", "PNG", "image/png"),
        ("LA", "PNG", "image/png"),
        ("P", "PNG", "image/png"),
        ("CMYK", "JPEG", "image/jpeg"),
        ("CMYK", "TIFF", "image/tiff"),
        ("1", "TIFF", "image/tiff"),
    ],
)
def test_modes_come_as_eight_bit_grey_or_colour(mode: str, kind: str, media: str) -> None:
    image = one(encoded(half_black(mode), kind), media)
    assert image.mode in ("L", "RGB")
    assert black(image, 10, 20)
    assert not black(image, 50, 20)


@pytest.mark.parametrize("top", [65535, 4095])
def test_sixteen_bits_fill_the_eight_bit_range(top: int) -> None:
    values = np.zeros((40, 60), np.uint16)
    values[:, 30:] = top
    image = one(encoded(Image.fromarray(values), "PNG"), "image/png")
    assert (image.mode, image.getpixel((10, 20)), image.getpixel((50, 20))) == ("L", 0, 255)


def test_transparent_is_white() -> None:
    image = one(encoded(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"), "image/png")
    assert image.getpixel((5, 5)) == (255, 255, 255)


def test_exif_orientation_is_applied() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = one(encoded(half_black(), "JPEG", exif=exif), "image/jpeg")
    assert image.size == (40, 60)
    assert black(image, 20, 10)
    assert not black(image, 20, 50)


def test_every_page_of_a_tiff_comes() -> None:
    pages = [half_black("RGB", (60, 40 + i)) for i in range(3)]
    data = encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    images = load_pictures(data, "image/tiff")
    assert [(i.size, i.mode) for i in images] == [((60, 40 + n), "L") for n in range(3)]


def test_heic_is_read() -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    pillow_heif.register_heif_opener()
    image = one(encoded(half_black("RGB", (128, 64)), "HEIF"), "image/heic")
    assert image.size == (128, 64)


@pytest.mark.parametrize(("kind", "media"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_large_picture_comes_smaller(kind: str, media: str) -> None:
    image = one(encoded(Image.new("L", (9000, 6000), 255), kind), media)
    assert max(image.size) <= MAX_SIDE
    assert image.width / image.height == pytest.approx(1.5, abs=0.01)


def test_more_pixels_than_memory_are_refused() -> None:
    image = Image.new("1", (30_000, 30_000), 1)
    with pytest.raises(Unreadable) as refused:
        load_pictures(encoded(image, "TIFF", compression="group4"), "image/tiff")
    assert refused.value.code == "too_big"


def test_a_progressive_jpeg_whose_coefficients_fill_the_memory_is_too_big() -> None:
    data = encoded(Image.new("RGB", (16, 16)), "JPEG", progressive=True)
    at = data.index(b"\xff\xc2") + 5
    grown = data[:at] + struct.pack(">HH", 20_000, 20_000) + data[at + 4 :]
    with pytest.raises(Unreadable) as refused:
        load_pictures(grown, "image/jpeg")
    assert (refused.value.code, refused.value.detail) == ("too_big", "20000 x 20000")


def test_a_tiff_of_many_pages_says_how_many() -> None:
    pages = [Image.new("1", (8, 8))] * 41
    data = encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    with pytest.raises(Unreadable) as refused:
        load_pictures(data, "image/tiff")
    assert (refused.value.code, refused.value.detail) == ("too_many_pages", "41")


@pytest.mark.parametrize("kept", [0, 10, 60, 400])
@pytest.mark.parametrize(
    ("kind", "media"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("TIFF", "image/tiff")],
)
def test_cut_off_files_are_damaged(kind: str, media: str, kept: int) -> None:
    noise = Image.effect_noise((200, 200), 80)
    with pytest.raises(Unreadable) as refused:
        load_pictures(encoded(noise, kind)[:kept], media)
    assert refused.value.code == "damaged"


def test_another_format_than_announced_is_damaged() -> None:
    with pytest.raises(Unreadable):
        load_pictures(encoded(half_black(), "PNG"), "image/jpeg")
