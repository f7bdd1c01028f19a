"""Pictures in the codings that scanners use."""

import zlib
from io import BytesIO
from typing import Any

from PIL import Image

from tests.corpus.pages.pdf_file import Picture

_STRIP_OFFSETS, _STRIP_COUNTS, _PHOTOMETRIC, _ROWS = 273, 279, 262, 278


def encoded(image: Image.Image, codec: str, quality: int) -> Picture:
    """The picture as JPEG, flate (as PNG compresses) or JPEG 2000 (`quality`: compression rate)."""
    space = "/DeviceGray" if image.mode == "L" else "/DeviceRGB"
    buffer = BytesIO()
    if codec == "flate":
        data, name = zlib.compress(image.tobytes(), 6), "/FlateDecode"
    elif codec == "jpeg":
        image.save(buffer, "JPEG", quality=quality)
        data, name = buffer.getvalue(), "/DCTDecode"
    elif codec == "jpeg2000":
        layers: dict[str, Any] = {"quality_mode": "rates", "quality_layers": [quality]}
        image.save(buffer, "JPEG2000", irreversible=True, **layers)
        data, name = buffer.getvalue(), "/JPXDecode"
    else:
        raise ValueError(codec)
    entries = f"/ColorSpace {space} /BitsPerComponent 8 /Filter {name}"
    return Picture(data, *image.size, entries)


def g4(image: Image.Image) -> Picture:
    """The picture in black and white, as CCITT group 4: the one strip of such a TIFF."""
    buffer = BytesIO()
    two = image.convert("L").point(lambda v: 255 if v > 127 else 0).convert("1")
    options: dict[str, Any] = {"tiffinfo": {_ROWS: two.height}}
    two.save(buffer, "TIFF", compression="group4", **options)
    with Image.open(buffer) as tiff:
        tags: Any = tiff.tag_v2  # type: ignore[attr-defined]
        (start,), (count,) = tags[_STRIP_OFFSETS], tags[_STRIP_COUNTS]
        black_is_one = "true" if tags[_PHOTOMETRIC] == 0 else "false"
    data = buffer.getvalue()[start : start + count]
    # In a PDF 0 is black; libtiff writes white as 0 and says so.
    entries = (
        "/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode "
        f"/DecodeParms << /K -1 /Columns {two.width} /Rows {two.height} "
        f"/BlackIs1 {'false' if black_is_one == 'true' else 'true'} >>"
    )
    return Picture(data, two.width, two.height, entries)


def picture_file(image: Image.Image, kind: str, quality: int, dpi: float) -> bytes:
    """The picture as a file of its own: jpeg, png or tiff."""
    buffer = BytesIO()
    options: dict[str, Any] = {"quality": quality} if kind == "jpeg" else {}
    if kind == "tiff":
        options["compression"] = "tiff_lzw"
    image.save(buffer, kind.upper(), dpi=(dpi, dpi), **options)
    return buffer.getvalue()
