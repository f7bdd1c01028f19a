"""Rubber stamps on a page, as a grey scan shows them."""

from random import Random

import cv2
import numpy as np

from tests.corpus.pages.fonts import Split, pick
from tests.corpus.pages.noise import clip, smooth_field
from tests.corpus.pages.paper import Paper


def _ink_onto(page: np.ndarray, ink: np.ndarray, rng: Random, strength: float) -> np.ndarray:
    """Ink (255 where it is) turned and laid over the counts' part of the page."""
    high, wide = ink.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), rng.uniform(-30, 30), 1.0)
    ink = cv2.GaussianBlur(cv2.warpAffine(ink, turn, (wide, high)), (0, 0), 0.8)
    x = rng.randint(round(page.shape[1] * 0.1), round(page.shape[1] * 0.85)) - wide // 2
    y = rng.randint(round(page.shape[0] * 0.2), round(page.shape[0] * 0.8)) - high // 2
    x, y = max(0, min(x, page.shape[1] - wide)), max(0, min(y, page.shape[0] - high))
    out = page.astype(np.float32)
    # Stamp pads print unevenly, in a colour that a grey scan shows as a middle grey.
    out[y : y + high, x : x + wide] -= (
        ink * strength * (0.8 + 0.2 * smooth_field(ink.shape, rng, 9))
    )
    return clip(out)


def round_stamp(page: np.ndarray, rng: Random, split: Split) -> np.ndarray:
    side = rng.randint(230, 330)
    ink = np.zeros((side, side), np.uint8)
    middle = side // 2
    for radius in (middle - 12, middle - 20, middle - 62):
        cv2.circle(ink, (middle, middle), radius, 255, rng.choice((2, 3)))
    words = Paper()
    end = words.text(4, 40, rng.choice(("กาฬสินธุ์", "อำเภอ", "เทศบาล")), pick(rng, split).path(), 36)
    text = 255 - np.asarray(words.image)[:56, : min(side - 80, round(end) + 8)]
    ink[middle - 28 : middle + 28, 40 : 40 + text.shape[1]] |= text
    return _ink_onto(page, ink, rng, rng.uniform(0.25, 0.75))


def oval_stamp(page: np.ndarray, rng: Random, split: Split) -> np.ndarray:
    high, wide = rng.randint(160, 220), rng.randint(280, 380)
    ink = np.zeros((high, wide), np.uint8)
    for inset in (8, 18):
        axes = (wide // 2 - inset, high // 2 - inset)
        cv2.ellipse(ink, (wide // 2, high // 2), axes, 0, 0, 360, 255, 3)
    words = Paper()
    words.text(4, 40, "ลงรับแล้ว", pick(rng, split).path(), 40)
    text = 255 - np.asarray(words.image)[:56, :180]
    ink[high // 2 - 28 : high // 2 + 28, 50:230] |= text
    return _ink_onto(page, ink, rng, rng.uniform(0.25, 0.7))


def received_stamp(page: np.ndarray, rng: Random, split: Split) -> np.ndarray:
    high, wide = rng.randint(130, 190), rng.randint(330, 460)
    ink = np.zeros((high, wide), np.uint8)
    cv2.rectangle(ink, (8, 8), (wide - 9, high - 9), 255, 3)
    words = Paper()
    path = pick(rng, split).path()
    for row, line in enumerate(("รับที่ ..............", "วันที่ ๑๒ / ๑ / ๖๙", "เวลา .............. น.")):
        words.text(20, 50 + row * 42, line, path, 32)
    text = 255 - np.asarray(words.image)[: high - 20, : wide - 20]
    ink[10 : 10 + text.shape[0], 10 : 10 + text.shape[1]] |= text
    return _ink_onto(page, ink, rng, rng.uniform(0.25, 0.7))


def name_stamp(page: np.ndarray, rng: Random, split: Split) -> np.ndarray:
    high, wide = 110, rng.randint(280, 420)
    words = Paper()
    words.text(6, 44, rng.choice(("สำเนาถูกต้อง", "ทราบ / แจ้ง")), pick(rng, split).path(), 46)
    words.text(6, 90, "(..................................)", pick(rng, split).path(), 30)
    return _ink_onto(page, 255 - np.asarray(words.image)[:high, :wide], rng, rng.uniform(0.3, 0.8))
