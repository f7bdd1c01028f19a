"""Strokes beside, above and between the digits of a slot that may change what they say."""

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
    ink_of,
    parts_of,
)

# A stroke before a number: what is tall, how far off, where on its height.
_TALL, _BESIDE, _HALF = round(1.4 * PX), round(2.2 * PX), (0.25, 0.78)
# Digits of one number are no farther apart than this share of their height.
_APART = 0.6
_WALL_LEAST = round(4 * PX)  # how tall a box's wall is
_WALL = 0.85  # of a cut's height: taller is a table's rule


def dash_before(cut: np.ndarray) -> bool:
    """Whether a short level stroke stands before something tall, at half its height: the networks
    of numbers overlook it as a part of the leader, whose dots lie lower.
    """
    mask = ink_of(cut)
    if mask is None:
        return False
    parts = [p for p in parts_of(mask) if p[0] + p[2] > EDGE]
    tall, flat = _tall(parts, mask.shape), [p for p in parts if p[3] <= DOT]
    dashes = [p for p in flat if _in_line(p, flat) < A_LEADER]
    return any(_is_dash_before(part, other) for part in dashes for other in tall)


def _is_dash_before(part: tuple[int, ...], other: tuple[int, ...]) -> bool:
    x, y, wide, high, _ = part
    left, top, _, height, _ = other
    level = high <= DOT and max(SHORT, 1.6 * high) <= wide <= STROKE
    share = (y + high / 2 - top) / height
    return level and 0 < left - (x + wide) + 1 <= _BESIDE and _HALF[0] < share < _HALF[1]


def _in_line(part: tuple[int, ...], flat: list[tuple[int, ...]]) -> int:
    """How many flat parts lie in one line with this one: the dots of a leader, which may have run
    into dashes.
    """
    middle = part[1] + part[3] / 2
    return sum(abs(p[1] + p[3] / 2 - middle) <= DOT / 2 for p in flat)


def _tall(parts: list[tuple[int, ...]], shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Parts as tall as digits: neither a table's rule nor the printed word behind the slot."""
    return [
        p
        for p in parts
        if _TALL <= p[3] < _WALL * shape[0]
        and CORE.start <= p[1] + p[3] / 2 < CORE.stop
        and p[0] < shape[1] - EDGE
    ]


def stands_apart(cut: np.ndarray) -> bool:
    """Whether tall strokes stand so far apart that they are hardly one number: one may be crossed
    out, and the network read over the line.
    """
    mask = ink_of(cut)
    if mask is None:
        return False
    # Without rules and frames, which digits may touch.
    mask = cv2.subtract(mask, _rules(mask))
    # What reaches to the edge belongs to a stamp or to the next row.
    inside = sorted(
        p
        for p in _tall(parts_of(mask), mask.shape)
        if p[0] >= EDGE and p[1] > 0 and p[1] + p[3] < mask.shape[0]
    )
    highest = max((p[3] for p in inside if p[2] > RULE), default=mask.shape[0])
    # A box's wall is thin and taller than digits.
    inside = [p for p in inside if p[2] > RULE or p[3] <= 1.25 * highest]
    ends = np.maximum.accumulate([p[0] + p[2] for p in inside] or [0])
    gaps = [b[0] - end for end, b in zip(ends, inside[1:], strict=False)]
    return bool(gaps) and max(gaps) > _APART * max(p[3] for p in inside)


def _rules(mask: np.ndarray) -> np.ndarray:
    """The mask of long level rules, a little wider than they are."""
    rules = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, LONG), np.uint8))
    return cv2.dilate(rules, np.ones((3, 3), np.uint8))


def hangs_from_rule(cut: np.ndarray) -> bool:
    """Whether something tall in a cut begins in a long level rule: what tells it from another digit
    may be a part of that.
    """
    mask = ink_of(cut)
    if mask is None:
        return False
    rules = _rules(mask)
    below = cv2.subtract(mask, rules)
    # A box's wall hangs from its lid, too.
    tall = (p for p in _tall(parts_of(below), mask.shape) if p[2] > RULE or p[3] < _WALL_LEAST)
    return any(
        x >= EDGE and bool(rules[y - 1, x : x + wide][below[y, x : x + wide] > 0].any())
        for x, y, wide, _, _ in tall
        if y > 0
    )
