"""The story of reading a picture: upright, is it one of our forms, where are its fields, values."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from parsers.form import Form
from parsers.forms import all_forms
from parsers.picture.fields import Page, read_fields
from parsers.picture.register import Registered, register
from parsers.picture.rules import Rules, find_rules
from parsers.picture.tesseract import page_lines
from parsers.picture.upright import ink, lies_on_its_side, skew, straighten, working_picture
from parsers.picture.words import Line
from parsers.reading import Reading, Unit

_DPI = 200
# Tesseract's mean confidence is 86 and more on upright Thai, below 70 on a page upside down.
_UPRIGHT_CONFIDENCE = 80.0
# The share of ink of a page that has text at all: less is empty, more is a photo of something.
_LEAST_INK, _MOST_INK = 0.0005, 0.35


@dataclass(frozen=True, slots=True)
class PictureReading:
    """A form found on a picture. `confidence` (0..1) that it is this form at all."""

    form: Form
    readings: tuple[Reading, ...]
    confidence: float


def read_picture(
    image: Image.Image, dpi: float, units: tuple[Unit, ...], page: int
) -> PictureReading | None:
    """One page picture as one of our forms, or None where it is none of them.

    `image` may lie on any side and be skewed by 5°; `page` is its number in the document. Boxes
    are PDF points (pixels * 72 / `dpi`) of the upright page. Every reading has status `review`.
    Raises `parsers.picture.tesseract.TesseractMissing`, and TimeoutError where recognition does
    not come to an end.
    """
    grey, scale = working_picture(image)
    mask = ink(grey)
    if not _LEAST_INK < (mask > 0).mean() < _MOST_INK:
        return None
    if lies_on_its_side(mask):
        grey, mask = np.rot90(grey).copy(), np.rot90(mask).copy()
    grey = straighten(grey, skew(mask))
    found = _look(grey)
    if found is None:
        return None
    registered, rules = found
    there = Page(registered, rules, page, 72 / dpi / scale)
    return PictureReading(registered.form, read_fields(there, units), registered.score)


def _look(grey: np.ndarray) -> tuple[Registered, Rules] | None:
    """The form on a straightened page, tried upside down too where nothing could be read."""
    for picture in (grey, np.rot90(grey, 2).copy()):
        rules = find_rules(picture, ink(picture))
        lines = tuple(page_lines(rules.clean, _DPI))
        registered = _best_form(lines)
        if registered is not None:
            return registered, rules
        if _confidence(lines) >= _UPRIGHT_CONFIDENCE:
            return None
    return None


def _best_form(lines: tuple[Line, ...]) -> Registered | None:
    found = [register(form, lines) for form in all_forms().values()]
    return max((r for r in found if r is not None), key=lambda r: r.score, default=None)


def _confidence(lines: tuple[Line, ...]) -> float:
    words = [word.confidence for line in lines for word in line.words]
    return float(np.mean(words)) if words else 0.0
