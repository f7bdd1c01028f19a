"""The ink in a cut for numbers: what is darker than the paper, and the parts it consists of."""

import cv2
import numpy as np

from parsers.picture.crop import NUMBERS

# Pixels of a cut to a millimetre: 7.
PX = NUMBERS.height_px / NUMBERS.height_mm
# The printed words reach in so far at both ends, and the rows above and below outside the core.
EDGE = round(NUMBERS.margin_mm * PX) + 6
CORE = slice(round(1.3 * PX), NUMBERS.height_px - round(1.3 * PX))
# A dot is no larger, a rule no thicker and no shorter.
DOT, RULE, LONG = round(0.75 * PX), round(0.8 * PX), round(5 * PX)
# How long a dash is, and how many dots in one line are a leader.
SHORT, STROKE = round(0.7 * PX), round(4 * PX)
A_LEADER = 4
_NEAR = 25  # pixels of the cut from which the paper's grey is taken
_SPECK, _SPECKLED = 5, 1e-3  # pixels of a speck, and how many specks a pixel
_CONTRAST = 38.0  # grey levels: what is lighter than that against the paper cannot be seen


def ink_of(cut: np.ndarray) -> np.ndarray | None:
    """0/255 mask of what is clearly darker than the paper around it, None where nothing is. The
    specks of a bitonal scan, which run into what looks like strokes, are taken off.
    """
    mask = _dark_parts(cut)
    if mask is None or not _is_speckled(mask):
        return mask
    return _dark_parts(cv2.medianBlur(cut, 3))


def _is_speckled(mask: np.ndarray) -> bool:
    return sum(p[4] <= _SPECK for p in parts_of(mask)) > _SPECKLED * mask.size


def _dark_parts(cut: np.ndarray) -> np.ndarray | None:
    dark = darkness(cut)
    deepest = float(dark.max())
    if deepest < _CONTRAST:
        return None
    return np.asarray(dark > max(_CONTRAST, 0.3 * deepest), np.uint8) * 255


def darkness(cut: np.ndarray) -> np.ndarray:
    """Grey levels by which each pixel is darker than the paper, which may lie in a shadow."""
    smooth = cv2.GaussianBlur(cut, (0, 0), 0.8)
    columns = np.percentile(smooth, 75, axis=0).astype(np.float32)[None]
    # Beside a table's upright rule there is paper.
    paper = cv2.blur(cv2.dilate(columns, np.ones((1, _NEAR), np.uint8)), (_NEAR, 1))
    return np.asarray(paper - smooth, np.float32)


def parts_of(mask: np.ndarray) -> list[tuple[int, ...]]:
    """The connected parts of a mask: left, top, width, height, and how many pixels each has."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [tuple(map(int, s)) for s in stats[1:count]]
