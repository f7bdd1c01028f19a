"""The way to a form's places by recognised words, where the locator is unsure or knows no such
form: Tesseract's lines, the printed labels in their order, leaders and cells for the slots.
"""

import numpy as np

from parsers.form import Form
from parsers.forms import Forms
from parsers.picture.crop import WORK_DPI
from parsers.picture.labels import Proof
from parsers.picture.locator import Found, Located
from parsers.picture.page import Sheet
from parsers.picture.qr import find_code
from parsers.picture.register import Registered, register
from parsers.picture.rules import find_rules
from parsers.picture.slots import count_slots, text_slot
from parsers.picture.tesseract import page_lines
from parsers.picture.upright import flatten, ink, lies_on_its_side, skew, straightened
from parsers.picture.words import Line as WordLine
from parsers.picture.words import Rect

# Tesseract's mean confidence is 86 and more on upright Thai, below 70 on a page upside down.
_UPRIGHT_CONFIDENCE = 80.0
# The share of ink of a page that has text at all: less is empty, more is a photo of something.
_LEAST_INK, _MOST_INK = 0.0005, 0.35
# A slot between words alone, without a leader or a cell, is never sure.
_GUESSED = 0.3


def locate_by_words(
    sheet: Sheet, deadline: float, forms: Forms
) -> tuple[Form, Located, Proof] | None:
    """The form on a sheet and its places, None where none of `forms` is recognised.

    `deadline`: by `time.monotonic`.

    Raises `TesseractMissing`, and TimeoutError where recognition does not come to an end.
    """
    mask = ink(flatten(sheet.grey))
    if not _LEAST_INK < (mask > 0).mean() < _MOST_INK:
        return None
    if lies_on_its_side(mask):
        sheet = sheet.turned(1)
        mask = ink(flatten(sheet.grey))
    sheet = straightened(sheet, skew(mask))
    for upright in (sheet, sheet.turned(2)):
        grey = flatten(upright.grey)
        rules = find_rules(grey, ink(grey))
        lines = tuple(page_lines(rules.clean, WORK_DPI, deadline))
        found = [register(form, lines) for form in forms.values()]
        best = max((r for r in found if r is not None), key=lambda r: r.score, default=None)
        if best is not None:
            slots = count_slots(best, rules)
            places = {
                k: Found(_middle(s.rect), 1.0 if s.sure else _GUESSED) for k, s in slots.items()
            }
            places |= _other_places(best, upright)
            located = Located(upright, places, best.score, code=find_code(upright.grey))
            return best.form, located, _proof(best)
        if _confidence(lines) >= _UPRIGHT_CONFIDENCE:
            return None
    return None


def _other_places(page: Registered, sheet: Sheet) -> dict[str, Found]:
    out = {}
    for item in page.form.fields:
        if item.kind == "choice":
            for side in ("yes", "no"):
                key = f"{item.key}:{side}"
                if key in page.spots:
                    row, left = page.row(key), page.spots[key].x0
                    middle = (row.y0 + row.y1) / 2
                    out[key] = Found(((left - 40, middle), (left - 8, middle)), 1.0)
        elif item.kind != "count" and item.key in page.spots:
            rect = text_slot(page, item.key, sheet.grey.shape[1])
            out[item.key] = Found(_middle(rect), 1.0)
    return out


def _middle(rect: Rect) -> tuple[tuple[float, float], tuple[float, float]]:
    middle = (rect.y0 + rect.y1) / 2
    return (float(rect.x0), middle), (float(rect.x1), middle)


def _proof(page: Registered) -> Proof:
    rows = {
        f.key: page.spots[f.key].score if f.key in page.spots else 0.0 for f in page.form.counts
    }
    return Proof(page.title, rows, ())


def _confidence(lines: tuple[WordLine, ...]) -> float:
    words = [word.confidence for line in lines for word in line.words]
    return float(np.mean(words)) if words else 0.0
