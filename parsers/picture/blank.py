"""Whether anything is written in a slot, by its ink alone: a second opinion on "blank".

The network's confident mistakes are mostly blanks where a large or stray digit stands.
"""

import cv2
import numpy as np

from parsers.picture.ink import (
    A_LEADER,
    CORE,
    DOT,
    EDGE,
    LONG,
    PX,
    RULE,
    SHORT,
    STROKE,
    darkness,
    ink_of,
    parts_of,
)

# What is written is at least so long or high.
_LEAST = round(0.9 * PX)
# Of 694 pages in print of the tuning split 11 slots were held for specks, thick dots and tone marks
# of the row below that are smaller than this. Of 19,000 slots with something written in them two
# looks were both sure of nothing (0.98) in five, and in none of those is any ink of it left.
_DIGIT, _FEW = round(2.0 * PX), 3
# A leader lies below the middle of the text, its dots at most so far apart.
_LOW, _GAP, _SHORTEST = round(3.2 * PX), round(2.2 * PX), round(5 * PX)
_RULED = 0.85
# A dash drawn by hand slopes.
_FLAT = 0.5
_THICK = round(1.7 * PX)
_BIG_DOT = round(1.4 * PX)  # of a leader
# Levels by which a pale rule is darker, and for how much of its height an upright one must be so.
_PALE, _UPRIGHT = 10.0, 0.9
# Of the columns above a pale leader, so many may seem to hold ink.
_QUIET = 0.05
_WALL = 0.7  # of the cut's height, which a wall has at least
_WALLS = round(0.8 * PX)  # how thick a box's lines are, with their slope


def looks_empty(cut: np.ndarray, judged: np.ndarray | None = None) -> bool:
    """Whether a slot's cut (uint8, `crop.NUMBERS`) holds no more than its leader or frame.

    Letters of the printed words reach in at both ends, the rows above and below at the edges.
    `judged`: the same cut as the networks saw it, where these are sure that nothing is written
    there. Then a few parts that they could see and are smaller than a digit are not taken for one.
    """
    writing = _writing(cut)
    if judged is None or not writing:
        return not writing
    seen = ink_of(judged)
    return (
        seen is not None
        and len(writing) <= _FEW
        and all(_is_small(part) and _is_seen(part, seen) for part in writing)
    )


def _is_small(part: tuple[int, ...]) -> bool:
    _, _, wide, high, _ = part
    return max(wide, high) < _DIGIT


def _is_seen(part: tuple[int, ...], mask: np.ndarray) -> bool:
    """Whether most of a part is in another mask, too."""
    x, y, wide, high, area = part
    return bool(np.count_nonzero(mask[y : y + high, x : x + wide]) >= 0.5 * area)


def lone_dash(cut: np.ndarray) -> bool:
    """Whether all that is written in a slot is one short level stroke."""
    writing = _writing(cut)
    if len(writing) != 1:
        return False
    _, _, wide, high, _ = writing[0]
    return high <= _FLAT * wide and SHORT <= wide <= STROKE


def _writing(cut: np.ndarray) -> list[tuple[int, ...]]:
    """The parts of a cut that were written into its slot."""
    mask = ink_of(cut)
    if mask is None:
        return []
    parts = parts_of(_without_frames(mask))
    dots = _leader_dots(parts, mask.shape[0])
    # A tall hand's numbers in the row below reach up as far as this row's leader.
    lowest = float(np.median([y + high / 2 for _, y, _, high, _ in dots])) if dots else np.inf
    below = {p for p in parts if p[1] >= lowest and p[1] + p[3] >= mask.shape[0]}
    return [p for p in parts if p not in dots | below and _is_writing(p, mask.shape)]


def _without_frames(mask: np.ndarray) -> np.ndarray:
    """The mask without boxes drawn around a slot that nothing inside touches, and without rules and
    walls, to which those of other cells or a digit may be joined.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    mask = mask.copy()
    for label, (x, y, wide, high, _) in enumerate(stats[1:], 1):
        own = labels[y : y + high, x : x + wide] == label
        inside = own[_WALLS:-_WALLS, _WALLS:-_WALLS]
        if wide >= LONG and high >= 3 * _WALLS and inside.sum() < DOT:
            mask[y : y + high, x : x + wide][own] = 0
    rules = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, LONG), np.uint8))
    tall = round(_WALL * mask.shape[0])
    walls = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((tall, 1), np.uint8))
    # Farther in, an upright stroke is a 1.
    walls[:, EDGE + DOT : -EDGE - DOT] = 0
    drawn = np.maximum(
        cv2.dilate(rules, np.ones((3, 1), np.uint8)), cv2.dilate(walls, np.ones((1, 3), np.uint8))
    )
    return np.asarray(np.where(drawn > 0, 0, mask), np.uint8)


def _leader_dots(parts: list[tuple[int, ...]], high: int) -> set[tuple[int, ...]]:
    """Dots of one size in one line below the middle: a leader that a typewriter's font prints
    larger and wider apart than a speck could be.
    """
    round_ones = [
        p for p in parts if max(p[2:4]) <= _BIG_DOT and abs(p[2] - p[3]) <= 0.4 * max(p[2:4])
    ]
    low = [p for p in round_ones if p[1] + p[3] / 2 > high / 2 + DOT / 2]
    out: set[tuple[int, ...]] = set()
    for part in low:
        alike = {
            p
            for p in low
            if abs((p[1] + p[3] / 2) - (part[1] + part[3] / 2)) <= DOT / 2
            and 0.6 <= p[4] / part[4] <= 1.6
        }
        out |= alike if len(alike) >= A_LEADER else set()
    return out


def shows_slot(cut: np.ndarray) -> bool:
    """Whether the cut shows something to write on: a leader from end to end, or a table's cell.

    An empty stretch of paper may be a slot badly found; an empty leader cannot.
    """
    mask = ink_of(cut)
    if mask is None:
        return _between_walls(_faint(cut))
    inside = mask[:, EDGE:-EDGE] > 0
    if inside.shape[1] < _SHORTEST:
        return False
    if _is_led(inside):
        return True
    middle = cut.shape[0] // 2
    rules = inside.mean(axis=1) > _RULED
    if rules[:middle].any() and rules[middle:].any():
        return True
    faint = _faint(cut)
    return _is_palely_led(faint) or _between_walls(faint)


def _faint(cut: np.ndarray) -> np.ndarray:
    """Where a cut is at all darker than the paper, uint8 0 or 1."""
    return np.asarray(darkness(cut) > _PALE, np.uint8)


def _is_led(inside: np.ndarray) -> bool:
    """Whether a leader runs through the inside of a mask from end to end."""
    middle = inside.shape[0] // 2
    line = inside[middle + DOT // 2 : middle + _LOW].any(axis=0)
    gaps = np.diff(np.flatnonzero(np.concatenate(([True], line, [True]))))
    return bool(line.any() and gaps.max() <= _GAP)


def _is_palely_led(faint: np.ndarray) -> bool:
    """Whether a leader does that is much paler than the print, on paper without noise."""
    inside = faint[:, EDGE:-EDGE] > 0
    above = inside[CORE.start : inside.shape[0] // 2 - DOT].any(axis=0).mean()
    return above <= _QUIET and _is_led(inside)


def _between_walls(faint: np.ndarray) -> bool:
    """Whether an upright rule stands at both ends from top to bottom: a cell that is taller than
    the cut, also where its rules are pale.
    """
    upright = cv2.dilate(faint, np.ones((1, 3), np.uint8)).mean(axis=0) > _UPRIGHT
    return bool(upright[: EDGE + DOT].any() and upright[-EDGE - DOT :].any())


def _is_writing(stats: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    x, y, wide, high, _ = stats
    middle = y + high / 2
    if x + wide <= EDGE or x >= shape[1] - EDGE:
        return False
    if not CORE.start <= middle < CORE.stop:
        return False
    if wide <= DOT and high <= DOT:
        return False
    # Leaders and the rules of tables.
    if high <= RULE and (wide >= LONG or middle > shape[0] * 0.55):
        return False
    # A blurred or skewed one below the text.
    if high <= min(_THICK, 0.2 * wide) and wide >= LONG and middle > shape[0] * 0.55:
        return False
    if wide <= RULE and high >= shape[0] * _WALL:
        return False
    return not _is_frame(stats, shape) and max(wide, high) >= _LEAST


def _is_frame(stats: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    """Whether a part is mostly hollow: a box's corner, a stamp's rim, a cell's slanting wall."""
    _, _, wide, high, area = stats
    wall = high == shape[0] and wide >= 0.8 * LONG and area < 0.12 * wide * high
    hollow = area < 0.25 * wide * high and wide >= LONG and high >= shape[0] * 0.5
    return wall or hollow
