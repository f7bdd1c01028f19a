"""A document as it was read, to be looked at: its pages drawn, and what spoke for each value."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from parsers.document import PdfFile, pictures
from parsers.forms import Forms
from parsers.read import read_with_evidence
from parsers.reading import Box, ReadDocument, Reading, Unit

if TYPE_CHECKING:
    from PIL.Image import Image

# The longer side of a page as it is shown, in pixels, and the room around a box, in points.
_SHOWN, _ROOM = 1600, 5.0


@dataclass(frozen=True, slots=True)
class Clue:
    """What spoke for a value: `candidates` with probabilities, the likeliest first, and why it was
    accepted or not (both empty for the text layer); `crop`: PNG of what was read, b"" if none.
    """

    candidates: tuple[tuple[str, float], ...]
    reason: str
    crop: bytes


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page with a report: a JPEG, its size in PDF points, and the clues by field."""

    number: int
    picture: bytes
    width: float
    height: float
    clues: dict[str, Clue]


@dataclass(frozen=True, slots=True)
class Explained:
    """A document, and each page of it on which a report was found."""

    document: ReadDocument
    pages: tuple[ShownPage, ...]


def explain_document(
    data: bytes, units: tuple[Unit, ...], name: str = "", forms: Forms | None = None
) -> Explained:
    """Reads a document as `read_document` does, and draws its pages. Never raises for a file."""
    document, evidence = read_with_evidence(data, units, name, forms)
    wanted: dict[int, list[Reading]] = {}
    for report in document.reports:
        for reading in report.readings:
            wanted.setdefault(reading.page, []).append(reading)
    shown = []
    for number, image, dpi in _drawn(data, document.media, set(wanted)):
        seen = {e.field: e for e in evidence.get(number, ())}
        clues = {}
        for reading in wanted[number]:
            if (found := seen.get(reading.field)) is not None:
                crop = _png(_from_array(found.crop)) if found.crop is not None else b""
                clues[reading.field] = Clue(found.candidates, found.reason, crop)
            else:
                clues[reading.field] = Clue((), "", _cut(image, dpi, reading.box))
        points = 72 / dpi
        size = image.width * points, image.height * points
        shown.append(ShownPage(number, _jpeg(image), *size, clues))
    return Explained(document, tuple(shown))


def _drawn(data: bytes, media: str, numbers: set[int]) -> "Iterator[tuple[int, Image, float]]":
    if media == "application/pdf":
        if numbers:
            with PdfFile(data) as pdf:
                yield from ((n, *pdf.picture(n)) for n in sorted(numbers))
    elif numbers:
        for number, (image, dpi) in enumerate(pictures(data, media), 1):
            if number in numbers:
                yield number, image, dpi


def _from_array(grey: "np.ndarray") -> "Image":
    from PIL import Image

    return Image.fromarray(grey)


def _cut(image: "Image", dpi: float, box: Box | None) -> bytes:
    """The part of a page around a box, b"" where there is none."""
    if box is None:
        return b""
    scale = dpi / 72
    x0, y0 = max(0.0, box.x0 - _ROOM) * scale, max(0.0, box.y0 - _ROOM) * scale
    x1 = min(float(image.width), (box.x1 + _ROOM) * scale)
    y1 = min(float(image.height), (box.y1 + _ROOM) * scale)
    if x1 - x0 < 1 or y1 - y0 < 1:
        return b""
    return _png(image.crop((round(x0), round(y0), round(x1), round(y1))))


def _png(image: "Image") -> bytes:
    data = BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def _jpeg(image: "Image") -> bytes:
    small = image.convert("RGB" if image.mode not in ("L", "RGB") else image.mode)
    small.thumbnail((_SHOWN, _SHOWN))
    data = BytesIO()
    small.save(data, "JPEG", quality=80)
    return data.getvalue()
