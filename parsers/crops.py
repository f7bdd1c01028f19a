"""Parts of a document's pages as small pictures, for a person to look at."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from parsers.document import PdfFile, Unreadable, media_of, pictures
from parsers.reading import Box

if TYPE_CHECKING:
    from PIL.Image import Image

MADE_HERE = b"tEXtSoftware\0mailproc"
"""Stands in every picture made here, so that it is known again in a mail that quotes it."""

# What stands around a value, in points: its label to the left, the word after it to the right.
_ROOM = (300.0, 12.0, 110.0, 10.0)
# The picture ends to the right in the next gap of such a width, or so far behind the value.
_GAP, _FARTHEST, _INK = 7.0, 180.0, 128
_COLOURS = 32


def cut_crops(data: bytes, places: Sequence[tuple[int, Box]]) -> tuple[bytes, ...]:
    """A PNG of each place (page and box) with its surroundings; b"" for a page that has no picture.

    For untrusted documents: run it in a process with limits.
    """
    found = [b""] * len(places)
    try:
        for number, image, dpi in drawn(data, media_of(data), {page for page, _ in places}):
            for position, (page, box) in enumerate(places):
                if page == number and (part := _whole_words(image, dpi, box)) is not None:
                    found[position] = png(part.convert("RGB").quantize(_COLOURS))
    except Unreadable:
        pass
    return tuple(found)


def drawn(data: bytes, media: str, numbers: set[int]) -> "Iterator[tuple[int, Image, float]]":
    """These pages of a document as pictures, each with its resolution. Raises Unreadable."""
    if media == "application/pdf":
        if numbers:
            with PdfFile(data) as pdf:
                wanted = sorted(n for n in numbers if 1 <= n <= len(pdf))
                yield from ((n, *pdf.picture(n)) for n in wanted)
    elif numbers:
        for number, (image, dpi) in enumerate(pictures(data, media), 1):
            if number in numbers:
                yield number, image, dpi


def _whole_words(image: "Image", dpi: float, box: Box) -> "Image | None":
    """The part of a page around a value that breaks off in no word behind it."""
    left, above, right, below = _ROOM
    behind = replace(box, x0=box.x1 + right, x1=box.x1 + right)
    rest = cut(image, dpi, behind, (0.0, 0.0, _FARTHEST - right, 0.0))
    if rest is not None:
        dark = "".join("x" if grey < _INK else " " for grey in _darkest(rest))
        gap = dark.find(" " * round(_GAP * dpi / 72))
        right += (gap if gap >= 0 else rest.width) * 72 / dpi
    return cut(image, dpi, box, (left, above, right, below))


def _darkest(image: "Image") -> list[int]:
    """The darkest grey of each column."""
    import numpy as np

    return [int(v) for v in np.asarray(image.convert("L")).min(axis=0)]


def cut(
    image: "Image", dpi: float, box: Box, room: tuple[float, float, float, float]
) -> "Image | None":
    """The part of a page around a box, with room in points to each side; None where it is empty."""
    scale = dpi / 72
    left, above, right, below = room
    x0, y0 = max(0.0, box.x0 - left) * scale, max(0.0, box.y0 - above) * scale
    x1 = min(float(image.width), (box.x1 + right) * scale)
    y1 = min(float(image.height), (box.y1 + below) * scale)
    if x1 - x0 < 1 or y1 - y0 < 1:
        return None
    return image.crop((round(x0), round(y0), round(x1), round(y1)))


def png(image: "Image") -> bytes:
    """The picture as PNG."""
    from PIL.PngImagePlugin import PngInfo

    made, data = PngInfo(), BytesIO()
    made.add_text("Software", "mailproc")
    image.save(data, "PNG", pnginfo=made, optimize=True)
    return data.getvalue()
