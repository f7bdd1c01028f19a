"""A document as it was read, to be looked at: its pages drawn, and what spoke for each value."""

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from parsers.crops import cut, drawn, png
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
    for number, image, dpi in drawn(data, document.media, set(wanted)):
        seen = {e.field: e for e in evidence.get(number, ())}
        clues = {}
        for reading in wanted[number]:
            if (found := seen.get(reading.field)) is not None:
                crop = png(_from_array(found.crop)) if found.crop is not None else b""
                clues[reading.field] = Clue(found.candidates, found.reason, crop)
            else:
                clues[reading.field] = Clue((), "", _cut(image, dpi, reading.box))
        points = 72 / dpi
        size = image.width * points, image.height * points
        shown.append(ShownPage(number, _jpeg(image), *size, clues))
    return Explained(document, tuple(shown))


def _from_array(grey: "np.ndarray") -> "Image":
    from PIL import Image

    return Image.fromarray(grey)


def _cut(image: "Image", dpi: float, box: Box | None) -> bytes:
    """The part of a page around a box, b"" where there is none."""
    part = cut(image, dpi, box, (_ROOM,) * 4) if box is not None else None
    return png(part) if part is not None else b""


def _jpeg(image: "Image") -> bytes:
    small = image.convert("RGB" if image.mode not in ("L", "RGB") else image.mode)
    small.thumbnail((_SHOWN, _SHOWN))
    data = BytesIO()
    small.save(data, "JPEG", quality=80)
    return data.getvalue()
