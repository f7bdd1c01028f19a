"""A best guess of the number in a slot: pieces of ink, cut into digits, each told by `glyphs`.

Only a guess: cutting goes wrong where digits touch each other, a stamp or the line they stand on.
Nothing read here is accepted without a person.
"""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from parsers.picture.glyphs import features, probabilities
from parsers.picture.words import Rect

# On practice scans the guesses are wrong more often than the digits' probabilities say.
_TRUST = 0.9
# Below this what was seen is a stamp or a scrawl, and showing it as a number helps nobody.
_LEAST = 0.05


@dataclass(frozen=True, slots=True)
class Guess:
    """`value` None: no number seen. `inked`: whether anything at all stands in the slot.

    `raw` has the digits as they seem to be written, a dash as "-".
    """

    value: int | None
    raw: str
    confidence: float
    inked: bool


def read_number(mask: np.ndarray, step: int) -> Guess:
    """The number in the ink mask of a slot without its leader; `step` is the pitch of the rows."""
    pieces, inked = _pieces(mask, step)
    if not pieces:
        return Guess(None, "", 0.0, inked)
    if all(_is_dash(p, step) for p in pieces):
        return Guess(0, "-", 0.5, True)
    minus = _is_dash(pieces[0], step) and pieces[1].x0 - pieces[0].x1 < 0.4 * step
    odds = _odds(mask, pieces, step)
    if odds is None:
        return Guess(None, "", 0.0, True)
    classes = odds.argmax(axis=1)
    raw = "".join("๐๑๒๓๔๕๖๗๘๙0123456789"[c] for c in classes)
    value = int("".join(str(c % 10) for c in classes))
    if minus:
        value, raw = -value, f"-{raw}"
    confidence = _TRUST * float(odds.max(axis=1).prod())
    return Guess(value if confidence >= _LEAST else None, raw, confidence, True)


def read_year(mask: np.ndarray, step: int, first: int, last: int) -> tuple[int | None, float]:
    """The Buddhist year at the right end of a slot, one of `first`..`last`, and how surely.

    The year has four digits, or its last two. None where nothing there looks like one.
    """
    odds = _odds(mask, _pieces(mask, step)[0][-4:], step)
    if odds is None or len(odds) < 2:
        return None, 0.0
    either = odds[:, :10] + odds[:, 10:]
    found = {}
    for year in range(first, last + 1):
        digits = [int(d) for d in str(year)]
        tail = either[-2, digits[2]] * either[-1, digits[3]]
        century = either[-4, digits[0]] * either[-3, digits[1]] if len(either) >= 4 else 0.0
        # Letters of the month before a short year rarely look like a century.
        found[year] = float(tail * max(century, 0.3))
    best = max(found, key=lambda year: found[year])
    return (best, found[best]) if found[best] > 0.02 else (None, 0.0)


def _odds(mask: np.ndarray, pieces: list[Rect], step: int) -> np.ndarray | None:
    """Each digit's probabilities of the twenty classes; None where there is no digit."""
    masks = [m for p in pieces if not _is_dash(p, step) for m in _split(mask[_inside(p)], step)]
    if not masks:
        return None
    odds = probabilities(np.stack([features(m) for m in masks]))
    # A number is mostly written in one script; mixed ones occur, so both count, the first more.
    thai = float(np.log(odds[:, :10].sum(axis=1) + 1e-6).sum())
    arabic = float(np.log(odds[:, 10:].sum(axis=1) + 1e-6).sum())
    weights = np.repeat([1.0, 0.2] if thai >= arabic else [0.2, 1.0], 10)
    return np.asarray(odds * weights / (odds * weights).sum(axis=1, keepdims=True))


def _pieces(mask: np.ndarray, step: int) -> tuple[list[Rect], bool]:
    """Connected ink of a digit's size from left to right, and whether there is any ink."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    height = mask.shape[0]
    rects: list[Rect] = []
    inked = False
    for x, y, w, h, area in stats[1:count].tolist():
        rect = Rect(x, y, x + w, y + h)
        inked = inked or area > 0.004 * step * step
        # Parts of neighbouring rows and words reach in from the edge; commas and dots are low.
        edge = rect.y1 <= 0.25 * height or rect.y0 >= 0.8 * height
        small = h < 0.2 * step and not _is_dash(rect, step)
        thin = w <= 3 and h > 0.75 * height
        if not (edge or small or thin):
            rects.append(rect)
    rects.sort()
    merged: list[Rect] = []
    for rect in rects:
        last = merged[-1] if merged else None
        overlap = min(last.x1, rect.x1) - rect.x0 if last else 0
        if last and overlap > 0.5 * min(last.width, rect.width):
            merged[-1] = Rect(
                min(last.x0, rect.x0),
                min(last.y0, rect.y0),
                max(last.x1, rect.x1),
                max(last.y1, rect.y1),
            )
        else:
            merged.append(rect)
    return merged, inked


def _is_dash(rect: Rect, step: int) -> bool:
    flat = rect.height <= 0.16 * step and rect.width > 1.6 * rect.height
    return flat and rect.width >= 0.12 * step


def _inside(rect: Rect) -> tuple[slice, slice]:
    return slice(rect.y0, rect.y1), slice(rect.x0, rect.x1)


def _split(piece: np.ndarray, step: int) -> list[np.ndarray]:
    """Digits that touch, cut apart where the ink is thinnest."""
    height, width = piece.shape
    # Thai digits are up to 1.3 times as wide as they are high.
    if width <= 1.15 * height:
        return [piece]
    if width <= 1.6 * height:
        return max([piece], _cut(piece, 2), key=_certainty)
    return _cut(piece, max(2, round(width / max(height, 0.35 * step))))


def _certainty(masks: list[np.ndarray]) -> float:
    odds = probabilities(np.stack([features(m) for m in masks]))
    return float((odds[:, :10] + odds[:, 10:]).max(axis=1).min())


def _cut(piece: np.ndarray, count: int) -> list[np.ndarray]:
    width = piece.shape[1]
    profile = piece.astype(int).sum(axis=0)
    cuts = [0]
    for i in range(1, count):
        middle, reach = width * i // count, max(width // (4 * count), 2)
        near = profile[middle - reach : middle + reach]
        cuts.append(middle - reach + int(near.argmin()))
    cuts.append(width)
    parts = [piece[:, a:b] for a, b in pairwise(cuts)]
    return [_cropped(p) for p in parts if p.any()]


def _cropped(mask: np.ndarray) -> np.ndarray:
    x, y, w, h = cv2.boundingRect(mask)
    return mask[y : y + h, x : x + w]
