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
# A dash drawn by hand slopes.
_FLAT = 0.5
# Digits of one number are no farther apart than this share of their height.
_APART = 0.6
_THICK = round(1.7 * _PX)
# Dots of a leader: how large they can be, and how many there must be.
_BIG_DOT, _A_LEADER = round(1.4 * _PX), 4
_NEAR = 25  # pixels of the cut from which the paper's grey is taken
# Levels by which a pale rule is darker, and for how much of its height an upright one must be so.
_PALE, _UPRIGHT = 10.0, 0.9
_WALLS = round(0.8 * _PX)  # how thick a box's lines are, with their slope
_WALL_LEAST = round(4 * _PX)  # how tall they are at least
_WALL = 0.85  # of a cut's height: taller is a table's rule
_CONTRAST = 38.0  # grey levels: what is lighter than that against the paper cannot be seen


def looks_empty(cut: np.ndarray) -> bool:
    """Whether a slot's cut (uint8, `crop.NUMBERS`) holds no more than its leader or frame.

    Letters of the printed words reach in at both ends, the rows above and below at the edges.
    """
    return not _writing(cut)


def lone_dash(cut: np.ndarray) -> bool:
    """Whether all that is written in a slot is one short level stroke."""
    writing = _writing(cut)
    if len(writing) != 1:
        return False
    _, _, wide, high, _ = writing[0]
    return high <= _FLAT * wide and _SHORT <= wide <= _STROKE


def _writing(cut: np.ndarray) -> list[tuple[int, ...]]:
    """The parts of a cut that were written into its slot."""
    mask = ink_of(cut)
    if mask is None:
        return []
    parts = _parts(_without_frames(mask))
    dots = _leader_dots(parts, mask.shape[0])
    return [part for part in parts if part not in dots and _is_writing(part, mask.shape)]


def _without_frames(mask: np.ndarray) -> np.ndarray:
    """The mask without boxes drawn around a slot that nothing inside touches."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    mask = mask.copy()
    for label, (x, y, wide, high, _) in enumerate(stats[1:], 1):
        own = labels[y : y + high, x : x + wide] == label
        inside = own[_WALLS:-_WALLS, _WALLS:-_WALLS]
        if wide >= _LONG and high >= 3 * _WALLS and inside.sum() < _DOT:
            mask[y : y + high, x : x + wide][own] = 0
    return mask


def _leader_dots(parts: list[tuple[int, ...]], high: int) -> set[tuple[int, ...]]:
    """Dots of one size in one line below the middle: a leader that a typewriter's font prints
    larger and wider apart than a speck could be.
    """
    round_ones = [
        p for p in parts if max(p[2:4]) <= _BIG_DOT and abs(p[2] - p[3]) <= 0.4 * max(p[2:4])
    ]
    low = [p for p in round_ones if p[1] + p[3] / 2 > high / 2 + _DOT / 2]
    out: set[tuple[int, ...]] = set()
    for part in low:
        alike = {
            p
            for p in low
            if abs((p[1] + p[3] / 2) - (part[1] + part[3] / 2)) <= _DOT / 2
            and 0.6 <= p[4] / part[4] <= 1.6
        }
        out |= alike if len(alike) >= _A_LEADER else set()
    return out


def shows_slot(cut: np.ndarray) -> bool:
    """Whether the cut shows something to write on: a leader from end to end, or a table's cell.

    An empty stretch of paper may be a slot badly found; an empty leader cannot.
    """
    mask = ink_of(cut)
    if mask is None:
        return _between_walls(cut)
    inside = mask[:, _EDGE:-_EDGE] > 0
    if inside.shape[1] < _SHORTEST:
        return False
    middle = cut.shape[0] // 2
    line = inside[middle + _DOT // 2 : middle + _LOW].any(axis=0)
    gaps = np.diff(np.flatnonzero(np.concatenate(([True], line, [True]))))
    if line.any() and gaps.max() <= _GAP:
        return True
    rules = inside.mean(axis=1) > _RULED
    return bool(rules[:middle].any() and rules[middle:].any()) or _between_walls(cut)


def _between_walls(cut: np.ndarray) -> bool:
    """Whether an upright rule stands at both ends from top to bottom: a cell that is taller than
    the cut, also where its rules are pale.
    """
    faint = np.asarray(_darkness(cut) > _PALE, np.uint8)
    upright = cv2.dilate(faint, np.ones((1, 3), np.uint8)).mean(axis=0) > _UPRIGHT
    return bool(upright[: _EDGE + _DOT].any() and upright[-_EDGE - _DOT :].any())


def ink_of(cut: np.ndarray) -> np.ndarray | None:
    """0/255 mask of what is clearly darker than the paper around it, None where nothing is."""
    dark = _darkness(cut)
    deepest = float(dark.max())
    if deepest < _CONTRAST:
        return None
    return np.asarray(dark > max(_CONTRAST, 0.3 * deepest), np.uint8) * 255


def _darkness(cut: np.ndarray) -> np.ndarray:
    """Grey levels by which each pixel is darker than the paper, which may lie in a shadow."""
    smooth = cv2.GaussianBlur(cut, (0, 0), 0.8)
    columns = np.percentile(smooth, 75, axis=0).astype(np.float32)[None]
    # Beside a table's upright rule there is paper.
    paper = cv2.blur(cv2.dilate(columns, np.ones((1, _NEAR), np.uint8)), (_NEAR, 1))
    return np.asarray(paper - smooth, np.float32)


def _parts(mask: np.ndarray) -> list[tuple[int, ...]]:
    """The connected parts of a mask: left, top, width, height, and how many pixels each has."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [tuple(map(int, s)) for s in stats[1:count]]


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
    # A blurred or skewed one below the text.
    if high <= min(_THICK, 0.2 * wide) and wide >= _LONG and middle > shape[0] * 0.55:
        return False
    if wide <= _RULE and high >= shape[0] * 0.7:
        return False
    hollow = area < 0.25 * wide * high and wide >= _LONG and high >= shape[0] * 0.5
    return not hollow and max(wide, high) >= _LEAST


def dash_before(cut: np.ndarray) -> bool:
    """Whether a short level stroke stands before something tall, at half its height: the networks
    of numbers overlook it as a part of the leader, whose dots lie lower.
    """
    mask = ink_of(cut)
    if mask is None:
        return False
    parts = [p for p in _parts(mask) if p[0] + p[2] > _EDGE]
    tall, flat = _tall(parts, mask.shape), [p for p in parts if p[3] <= _DOT]
    dashes = [p for p in flat if _in_line(p, flat) < _A_LEADER]
    return any(_is_dash_before(part, other) for part in dashes for other in tall)


def _in_line(part: tuple[int, ...], flat: list[tuple[int, ...]]) -> int:
    """How many flat parts lie in one line with this one: the dots of a leader, which may have run
    into dashes.
    """
    middle = part[1] + part[3] / 2
    return sum(abs(p[1] + p[3] / 2 - middle) <= _DOT / 2 for p in flat)


def _tall(parts: list[tuple[int, ...]], shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Parts as tall as digits: neither a table's rule nor the printed word behind the slot."""
    return [
        p
        for p in parts
        if _TALL <= p[3] < _WALL * shape[0]
        and _CORE.start <= p[1] + p[3] / 2 < _CORE.stop
        and p[0] < shape[1] - _EDGE
    ]


def stands_apart(cut: np.ndarray) -> bool:
    """Whether tall strokes stand so far apart that they are hardly one number: one may be crossed
    out, and the network read over the line.
    """
    mask = ink_of(cut)
    if mask is None:
        return False
    # Without rules and frames, which digits may touch.
    rules = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, _LONG), np.uint8))
    mask = cv2.subtract(mask, cv2.dilate(rules, np.ones((3, 3), np.uint8)))
    # What reaches to the edge belongs to a stamp or to the next row.
    inside = sorted(
        p
        for p in _tall(_parts(mask), mask.shape)
        if p[0] >= _EDGE and p[1] > 0 and p[1] + p[3] < mask.shape[0]
    )
    highest = max((p[3] for p in inside if p[2] > _RULE), default=mask.shape[0])
    # A box's wall is thin and taller than digits.
    inside = [p for p in inside if p[2] > _RULE or p[3] <= 1.25 * highest]
    ends = np.maximum.accumulate([p[0] + p[2] for p in inside] or [0])
    gaps = [b[0] - end for end, b in zip(ends, inside[1:], strict=False)]
    return bool(gaps) and max(gaps) > _APART * max(p[3] for p in inside)


def hangs_from_rule(cut: np.ndarray) -> bool:
    """Whether something tall in a cut begins in a long level rule: what tells it from another digit
    may be a part of that.
    """
    mask = ink_of(cut)
    if mask is None:
        return False
    rules = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, _LONG), np.uint8))
    rules = cv2.dilate(rules, np.ones((3, 3), np.uint8))
    below = cv2.subtract(mask, rules)
    # A box's wall hangs from its lid, too.
    tall = (p for p in _tall(_parts(below), mask.shape) if p[2] > _RULE or p[3] < _WALL_LEAST)
    return any(
        x >= _EDGE and bool(rules[y - 1, x : x + wide][below[y, x : x + wide] > 0].any())
        for x, y, wide, _, _ in tall
        if y > 0
    )


def _is_dash_before(part: tuple[int, ...], other: tuple[int, ...]) -> bool:
    x, y, wide, high, _ = part
    left, top, _, height, _ = other
    level = high <= _DOT and max(_SHORT, 1.6 * high) <= wide <= _STROKE
    share = (y + high / 2 - top) / height
    return level and 0 < left - (x + wide) + 1 <= _BESIDE and _HALF[0] < share < _HALF[1]
