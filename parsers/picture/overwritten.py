"""Whether a pen was at the printed unit or month of a sheet that the program handed out.

Who strikes a month out writes another one behind it, above it or in the margin, and the network
reads the printed one through the stroke. But what is printed there is known: it is drawn once more
from what the code says, and where other ink is left a person must look.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from parsers.form import Form
from parsers.layout import PLACES, TYPED_AT, TYPED_FREE, TYPED_SIZE
from parsers.page_code import said_by_code
from parsers.picture.by_marks import laid
from parsers.picture.crop import WORK_DPI
from parsers.picture.ink import parts_of
from parsers.picture.locator import Located
from parsers.picture.page import Sheet
from parsers.picture.seen import Seen
from parsers.reading import Unit
from parsers.thai import ARABIC
from parsers.values.months import FULL

Rect = tuple[float, float, float, float]

_TYPEFACE = str(Path(__file__).parent / "typeface" / "Sarabun-Regular.ttf")
_THAI = str.maketrans({arabic: thai for thai, arabic in ARABIC.items()})
_BUDDHIST = 543
_PX = WORK_DPI / 72  # pixels of the head to a point of the sheet
_FINER = 4  # letters are put at whole pixels, so they are drawn so much larger and reduced
# What is looked at (points: left, top, right, bottom): below the title, down to the first question.
_HEAD: Rect = (60, 71, 540, 131)
# By line, where nothing but its value is printed: the slot, what is above it, and beside the month
# all that is free.
_ALONE: Mapping[str, tuple[Rect, ...]] = {
    "organization": ((97, 72, 223, 104),),
    "unit": ((262, 72, 391, 104),),
    "period": ((262, 100, 391, 131), (391, 103, 540, 131), (62, 103, 186, 131)),
}
# Above the month a new one stands in the line of the unit, where that is drawn, too.
_ABOVE: Rect = (262, 86, 391, 100)
_DOTS = (1.0, 4.5)  # points below the baseline between which the dots of a line lie
# Dark is what has so much of the darkness that most of the print has, and so many grey levels.
_SHARE, _USUAL, _LEAST = 0.35, 70, 30.0
_MOVED = 4  # pixels by which print may lie beside the place that the marks say
# Measured on 83 clean sheets and 102 with a pen at unit or month (five pens and strokes, 100 to 300
# dpi, fax and photo). Beside print that is drawn so many pixels bolder, the largest part that is
# left has 12 pixels on clean ones, but for five with stains and specks, and from 98 on wherever
# something was written; of strokes alone all but four thin ones leave 31 and more.
_BOLDER, _PART = 3, 26
# On a straight line through a clean value at most 0.24 of the paper is dark (print drawn so many
# pixels bolder, being blurred; at least a quarter of the width taken for paper), on a stroke of a
# usual pen 0.5 and more. It may rise by so many pixels.
_BLURRED, _FREE, _STRUCK, _RISE = 2, 0.25, 0.4, 12
# No stroke of a pen at one line runs down so much of the head.
_TALL = 0.8
# More specks of so many pixels than one in so many pixels: they are taken off first.
_SPECK, _SPECKLED = 8, 1 / 1500


def ask_print(located: Located, form: Form, units: Sequence[Unit], seen: dict[str, Seen]) -> None:
    """Let ink at the printed unit or month that was not printed there cast doubt on them."""
    if located.code is None or form.id not in PLACES:
        return
    says = said_by_code(located.code.says, form, units, seen)
    if not says:
        return
    matrix = laid(located.sheet.grey, located.code)
    touched = set(says) if matrix is None else _touched(located.sheet, matrix, form.id, says)
    reason = (
        "the sheet's marks were not found, so that its print cannot be compared"
        if matrix is None
        else "there is ink over, above or beside what is printed"
    )
    for key in touched:
        seen[key] = replace(seen[key], status="review", reason=reason)


def _touched(sheet: Sheet, matrix: np.ndarray, form: str, says: Mapping[str, str]) -> set[str]:
    """The lines (keys of `says`) at which a pen was."""
    darkness = _darkness(_head(_inks(sheet), matrix))
    drawn = {key: _drawn(form, key, value) for key, value in says.items()}
    print_there = np.maximum.reduce(list(drawn.values()))
    usual = float(np.percentile(darkness[print_there > 0], _USUAL))
    dark = np.asarray(darkness > max(_LEAST, _SHARE * usual), np.uint8) * 255
    dark = _without_streaks(dark)
    moved = {key: _where_it_lies(dark, value) for key, value in drawn.items()}
    dots = _dots(form)
    known = cv2.dilate(np.maximum.reduce(list(moved.values())), _round(_BOLDER)) | dots
    left_over = _without_specks(dark & ~known)
    touched = set()
    for key, value in moved.items():
        places = [*_ALONE[key], *([_ABOVE] if key == "period" and "unit" in says else [])]
        parts = parts_of(left_over & _mask(places))
        largest = max((p[4] for p in parts), default=0)
        if largest >= _PART or _struck(dark, value, dots) >= _STRUCK:
            touched.add(key)
    return touched


def _without_streaks(dark: np.ndarray) -> np.ndarray:
    """Without what runs straight from the head's top to its foot: dust on a scanner's glass."""
    high = round(_TALL * len(dark))
    tall = cv2.morphologyEx(
        cv2.dilate(dark, np.ones((1, 3), np.uint8)), cv2.MORPH_OPEN, np.ones((high, 1), np.uint8)
    )
    return cv2.subtract(dark, cv2.dilate(tall, np.ones((1, 3), np.uint8)))


def _inks(sheet: Sheet) -> np.ndarray:
    """Every ink of the sheet, also a red pen's; where a coloured stamp is, what is black there."""
    if sheet.clean is sheet.grey:
        return sheet.dark
    return np.where(sheet.clean == sheet.grey, sheet.dark, sheet.clean)


def _head(plane: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """The head of a sheet as it was printed; `matrix` (3x3): from its points to pixels."""
    left, top, _, _ = _HEAD
    there = matrix @ np.array([[1 / _PX, 0, left], [0, 1 / _PX, top], [0, 0, 1.0]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    high, wide = _shape()
    return np.asarray(cv2.warpPerspective(plane, there, (wide, high), flags=flags, borderValue=255))


def _shape() -> tuple[int, int]:
    left, top, right, low = _HEAD
    return round((low - top) * _PX), round((right - left) * _PX)


def _darkness(head: np.ndarray) -> np.ndarray:
    """Grey levels by which each pixel is darker than the paper around it."""
    smooth = cv2.GaussianBlur(head, (0, 0), 0.8).astype(np.float32)
    wider_than_a_pen = np.ones((15, 15), np.uint8)
    paper = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, wider_than_a_pen)
    return np.asarray(cv2.blur(paper, (41, 41)) - smooth)


def _drawn(form: str, key: str, value: str) -> np.ndarray:
    """0/255 mask of a value in the head, as it was printed."""
    left, top, _, _ = _HEAD
    x0, x1, base = PLACES[form][key]
    if key == "period":
        value = f"{FULL[int(value[5:]) - 1]} {int(value[:4]) + _BUDDHIST}"
    text = value.translate(_THAI)
    size = TYPED_SIZE * _PX * _FINER
    font = ImageFont.truetype(_TYPEFACE, size)
    room = (x1 - x0 - TYPED_FREE) * _PX * _FINER
    font = ImageFont.truetype(_TYPEFACE, size * min(1.0, room / font.getlength(text)))
    high, width = _shape()
    page = Image.new("L", (width * _FINER, high * _FINER))
    at = ((x0 + TYPED_AT[0] - left) * _PX * _FINER, (base + TYPED_AT[1] - top) * _PX * _FINER)
    ImageDraw.Draw(page).text(at, text, fill=255, font=font, anchor="ls")
    return np.where(np.asarray(page.reduce(_FINER)) > 127, np.uint8(255), np.uint8(0))


def _where_it_lies(dark: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """The drawn value moved to where it covers most that is dark, a few pixels at most."""
    x, y, wide, high = cv2.boundingRect(drawn)
    around = np.pad(dark, _MOVED)
    around = around[y : y + high + 2 * _MOVED, x : x + wide + 2 * _MOVED]
    value = drawn[y : y + high, x : x + wide]
    like = cv2.matchTemplate(around, value, cv2.TM_CCORR)
    dx, dy = (at - _MOVED for at in cv2.minMaxLoc(like)[3])
    return np.roll(drawn, (dy, dx), (0, 1))


def _dots(form: str) -> np.ndarray:
    """0/255 mask of the dotted lines to write on."""
    low, lowest = _DOTS
    lines = [PLACES[form][key] for key in ("organization", "unit", "province", "period")]
    return _mask([(x0 - 1, base + low, x1 + 2, base + lowest) for x0, x1, base in lines])


def _mask(places: Sequence[Rect]) -> np.ndarray:
    """0/255 mask of the head with these places (points of the sheet)."""
    mask = np.zeros(_shape(), np.uint8)
    for x0, y0, x1, y1 in places:
        left, right = (max(0, round((x - _HEAD[0]) * _PX)) for x in (x0, x1))
        top, low = (max(0, round((y - _HEAD[1]) * _PX)) for y in (y0, y1))
        mask[top:low, left:right] = 255
    return mask


def _without_specks(left_over: np.ndarray) -> np.ndarray:
    """What is left over without the specks of a bitonal scan, where it has many."""
    specks = sum(p[4] <= _SPECK for p in parts_of(left_over))
    return cv2.medianBlur(left_over, 5) if specks > _SPECKLED * left_over.size else left_over


def _struck(dark: np.ndarray, drawn: np.ndarray, dots: np.ndarray) -> float:
    """How much of what is paper on a straight line through a value is dark, of the line of which
    that is most (0..1): most of it is between letters and in them, where the line is a stroke.
    """
    x, y, wide, high = cv2.boundingRect(drawn)
    paper = cv2.dilate(drawn, _round(_BLURRED)) | dots
    planes = [np.asarray(p[y : y + high, x : x + wide] > 0, np.float32) for p in (dark, paper)]
    most = 0.0
    for rise in range(-_RISE, _RISE + 1):
        level = np.array([[1, 0, 0], [rise / wide, 1, -rise / 2]], np.float32)
        inked, printed = (
            cv2.warpAffine(p, level, (wide, high), flags=cv2.INTER_NEAREST, borderValue=1.0)
            for p in planes
        )
        free = (1 - printed).sum(1)
        shares = (inked * (1 - printed)).sum(1) / np.maximum(free, _FREE * wide)
        most = max(most, float(shares.max()))
    return most


def _round(reach: int) -> np.ndarray:
    """What makes a mask bolder by so many pixels."""
    side = 2 * reach + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
