"""Whether anything is written in a slot, by its ink alone: a second opinion on "blank".

The network's confident mistakes are mostly blanks where a large or stray digit stands.
"""

import cv2
import numpy as np

from parsers.picture.crop import NUMBERS

# Pixels of a cut for numbers, 7 to a millimetre.
_PX = NUMBERS.height_px / NUMBERS.height_mm
_EDGE = round(NUMBERS.margin_mm * _PX) + 6
_DOT = round(0.75 * _PX)
_RULE = round(0.8 * _PX)
_LONG = round(5 * _PX)
_LEAST = round(0.9 * _PX)
_CORE = slice(round(1.3 * _PX), NUMBERS.height_px - round(1.3 * _PX))
# A leader lies below the middle of the text, its dots at most so far apart.
_LOW, _GAP, _SHORTEST = round(3.2 * _PX), round(2.2 * _PX), round(5 * _PX)
_RULED = 0.85
# A stroke before a number: what is tall, how far off, where on its height.
_SHORT, _STROKE = round(0.7 * _PX), round(4 * _PX)
_TALL, _BESIDE, _HALF = round(1.4 * _PX), round(2.2 * _PX), (0.25, 0.78)
_CONTRAST = 38.0  # grey levels: what is lighter than that against the paper cannot be seen


def looks_empty(cut: np.ndarray) -> bool:
    """Whether a slot's cut (uint8, `crop.NUMBERS`) holds no more than its leader or frame.

    Letters of the printed words reach in at both ends, the rows above and below at the edges.
    """
    mask = ink_of(cut)
    if mask is None:
        return True
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return not any(_is_writing(tuple(map(int, s[:5])), mask.shape) for s in stats[1:count])


def shows_slot(cut: np.ndarray) -> bool:
    """Whether the cut shows something to write on: a leader from end to end, or a table's cell.

    An empty stretch of paper may be a slot badly found; an empty leader cannot.
    """
    mask = ink_of(cut)
    if mask is None:
        return False
    inside = mask[:, _EDGE:-_EDGE] > 0
    if inside.shape[1] < _SHORTEST:
        return False
    middle = cut.shape[0] // 2
    line = inside[middle + _DOT // 2 : middle + _LOW].any(axis=0)
    gaps = np.diff(np.flatnonzero(np.concatenate(([True], line, [True]))))
    if line.any() and gaps.max() <= _GAP:
        return True
    rules = inside.mean(axis=1) > _RULED
    return bool(rules[:middle].any() and rules[middle:].any())


def ink_of(cut: np.ndarray) -> np.ndarray | None:
    """0/255 mask of what is clearly darker than the paper, None where nothing is."""
    smooth = cv2.GaussianBlur(cut, (0, 0), 0.8)
    paper = float(np.percentile(smooth, 75))
    if paper - float(smooth.min()) < _CONTRAST:
        return None
    level = min(paper - _CONTRAST, paper - 0.3 * (paper - float(smooth.min())))
    return np.asarray(cv2.threshold(smooth, level, 255, cv2.THRESH_BINARY_INV)[1])


def _is_writing(stats: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    x, y, wide, high, area = stats
    middle = y + high / 2
    if x + wide <= _EDGE or x >= shape[1] - _EDGE:
        return False
    if not _CORE.start <= middle < _CORE.stop:
        return False
    if wide <= _DOT and high <= _DOT:
        return False
    # Leaders and the rules of tables.
    if high <= _RULE and (wide >= _LONG or middle > shape[0] * 0.55):
        return False
    if wide <= _RULE and high >= shape[0] * 0.7:
        return False
    hollow = area < 0.25 * wide * high and wide >= _LONG and high >= shape[0] * 0.5
    return not hollow and max(wide, high) >= _LEAST


def dash_before(cut: np.ndarray) -> bool:
    """Whether a short level stroke stands before something tall, at half its height: the network
    of numbers overlooks it as a part of the leader, whose dots lie lower.
    """
    mask = ink_of(cut)
    if mask is None:
        return False
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    parts = [tuple(map(int, s[:4])) for s in stats[1:count] if s[0] + s[2] > _EDGE]
    tall = [p for p in parts if p[3] >= _TALL and _CORE.start <= p[1] + p[3] / 2 < _CORE.stop]
    return any(_is_dash_before(part, other) for part in parts for other in tall)


def _is_dash_before(part: tuple[int, ...], other: tuple[int, ...]) -> bool:
    x, y, wide, high = part
    left, top, _, height = other
    level = high <= _DOT and max(_SHORT, 1.6 * high) <= wide <= _STROKE
    share = (y + high / 2 - top) / height
    return level and 0 < left - (x + wide) + 1 <= _BESIDE and _HALF[0] < share < _HALF[1]
