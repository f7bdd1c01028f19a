"""Many numbers in one cut: what is written is cut out of several slots and set side by side.

A slot holds one or two digits and much paper. CTC learns little from it at first (blank is right
nearly everywhere), and most of the computing goes into paper. A dozen digits in one cut teach as
much as ten slots. Only numbers whose ink stands alone are taken.
"""

from functools import lru_cache

import cv2
import numpy as np

from tests.training import augment
from tests.training.batches import Slot, decode

# In cuts of numbers, 7 px a mm: dots and rules are flat, digits are tall.
_BAND = slice(12, 54)
_TALL = 9
_SIDE = 14
_GAP = 8
_DIGITS = set("0123456789๐๑๒๓๔๕๖๗๘๙")


def usable(slot: Slot) -> bool:
    """Whether the slot holds nothing but a short number."""
    return 0 < len(slot.label) <= 4 and _DIGITS.issuperset(slot.label)


def number_of(grey: np.ndarray, digits: int) -> np.ndarray | None:
    """The part of a cut with tall ink, on white; None unless it is as wide as the digits."""
    paper = float(np.percentile(grey, 70))
    clean = np.clip(grey * (255 / max(paper, 1.0)), 0, 255).astype(np.uint8)
    dark = clean[_BAND] < 150
    first, last = dark.argmax(0), len(dark) - dark[::-1].argmax(0)
    tall = np.flatnonzero(dark.any(0) & (last - first >= _TALL))
    tall = tall[(tall >= _SIDE) & (tall < grey.shape[1] - _SIDE)]
    if not len(tall) or np.diff(tall).max(initial=0) > _GAP:
        return None
    left, right = int(tall[0]) - 3, int(tall[-1]) + 4
    if not digits * 5 <= right - left - 7 <= digits * 32:
        return None
    return clean[:, left:right].copy()


@lru_cache(maxsize=100_000)
def _part(slot: Slot) -> np.ndarray | None:
    return number_of(decode(slot.png), len(slot.label))


def row(samples: list[Slot], rng: np.random.Generator, width: int) -> tuple[np.ndarray, str]:
    """A cut of at most `width` pixels full of numbers (usable ones), and what stands there."""
    height = 64
    picture = np.full((height, width), 255, np.uint8)
    x, label = int(rng.integers(4, 20)), ""
    for _ in range(40):
        slot = samples[rng.integers(len(samples))]
        part = _part(slot)
        if part is None:
            continue
        if x + part.shape[1] > width - 4:
            break
        picture[:, x : x + part.shape[1]] = part
        label += slot.label
        # A narrow gap reads as one number, as a wide one does: CTC sees no spaces.
        x += part.shape[1] + int(rng.integers(1, 12))
    if rng.random() < 0.3:
        y = int(rng.integers(38, 52))
        for dot in range(int(rng.integers(0, 8)), width, int(rng.integers(5, 12))):
            cv2.circle(picture, (dot, y), 1, (int(rng.integers(0, 120)),), -1)
    return augment.slot(picture, rng), label
