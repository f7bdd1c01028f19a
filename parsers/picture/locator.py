"""Where the places of the form lie on a page: the locator network's picture of it, as lines."""

from dataclasses import dataclass

import cv2
import numpy as np

from parsers.picture import nets
from parsers.picture.alphabet import PLACES
from parsers.picture.page import Line, Sheet
from parsers.picture.qr import SeenCode, find_code

SHEET = (896, 640)
STRIDE = 4
_ROW = 3  # cells above and below the middle of a place's largest patch that belong to it
_FAINT = 0.05


@dataclass(frozen=True, slots=True)
class Found:
    """A place: the line through its slot in pixels of the sheet, and how surely (0..1)."""

    line: Line
    sure: float


@dataclass(frozen=True)
class Located:
    """An upright sheet with the places on it; `form` (0..1): how much it looks like our form.

    `turns`: the quarter turns that were taken back. `code`: that of the sheets we hand out.
    """

    sheet: Sheet
    places: dict[str, Found]
    form: float
    turns: int = 0
    code: SeenCode | None = None


def locate(sheet: Sheet) -> Located:
    """The sheet turned upright, and its places as far as they were found."""
    small, scale = locator_input(sheet.grey)
    places, turn, form = nets.locate(small)
    turns = int(turn.argmax())
    if turns:
        sheet = sheet.turned(turns)
        small, scale = locator_input(sheet.grey)
        places, turn, form = nets.locate(small)
    found = {}
    for number, name in enumerate(PLACES, 1):
        seen = line_of(places[number])
        if seen is not None:
            ax, ay, bx, by = (v / scale for v in seen)
            found[name] = Found(((ax, ay), (bx, by)), _sureness(places[number]))
    return Located(sheet, found, form, turns, find_code(sheet.grey))


def locator_input(grey: np.ndarray) -> tuple[np.ndarray, float]:
    """A page as the network sees it (uint8, `SHEET`), and the scale."""
    high, wide = SHEET
    scale = min(high / grey.shape[0], wide / grey.shape[1])
    size = max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))
    small = np.full(SHEET, 255, np.uint8)
    small[: size[1], : size[0]] = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    return small, scale


def _sureness(p: np.ndarray) -> float:
    """The mean probability where the place is more likely than not."""
    inside = p[p > 0.3]
    return float(inside.mean()) if inside.size else 0.0


def line_of(p: np.ndarray) -> tuple[float, float, float, float] | None:
    """Ends ax, ay, bx, by (pixels of the network's page) of one place's probabilities (h, w)."""
    inside = np.where(p > _FAINT, p, 0)
    if inside.sum(0).max() < 1:
        return None
    inside = _one_row(inside)
    columns = inside.sum(0)
    y, x = np.mgrid[: p.shape[0], : p.shape[1]]
    total = inside.sum()
    mx, my = (inside * x).sum() / total, (inside * y).sum() / total
    spread = (inside * (x - mx) ** 2).sum()
    slope = (inside * (x - mx) * (y - my)).sum() / spread if spread > 4 * total else 0.0
    half = float(np.median(columns[columns > columns.max() / 2])) / 2
    over = np.flatnonzero(columns >= half)
    # The ends lie where the height of the mask falls to a half, between two columns.
    left = _crossing(columns, int(over[0]), -1, half)
    right = _crossing(columns, int(over[-1]), 1, half)
    ends = (left, my + slope * (left - mx), right, my + slope * (right - mx))
    # A cell stands for the middle of its pixels.
    ax, ay, bx, by = (float(v) * STRIDE + (STRIDE - 1) / 2 for v in ends)
    return ax, ay, bx, by


def _one_row(inside: np.ndarray) -> np.ndarray:
    """Only the row of the largest patch: a hesitant network marks the next row a little, too."""
    count, patches, _, middles = cv2.connectedComponentsWithStats((inside > 0.3).astype(np.uint8))
    weights = np.bincount(patches.ravel(), inside.ravel(), count)
    if count < 2:
        return inside
    middle = int(middles[1 + int(weights[1:].argmax())][1])
    kept = np.zeros_like(inside)
    rows = slice(max(0, middle - _ROW), middle + _ROW + 1)
    kept[rows] = inside[rows]
    return kept


def _crossing(columns: np.ndarray, last: int, step: int, half: float) -> float:
    outside = last + step
    beyond = float(columns[outside]) if 0 <= outside < len(columns) else 0.0
    part = (float(columns[last]) - half) / max(float(columns[last]) - beyond, 1e-6)
    return last + step * float(np.clip(part, 0, 1))
