"""Check boxes: which of two printed choices is ticked, by the ink left of each."""

from dataclasses import dataclass

import cv2
import numpy as np

from parsers.picture.words import Rect

# A tick, a cross or a filled box has this much more ink inside than the empty one beside it.
_CLEAR = 0.08


@dataclass(frozen=True, slots=True)
class Mark:
    """The box beside a printed choice: its place, and how much of its inside is ink (0..1)."""

    rect: Rect
    ink: float


def find_mark(mask: np.ndarray, text_left: int, middle: int, step: int) -> Mark:
    """The box left of a choice's text, and the ink in and around it.

    `text_left` is where the printed text begins, `middle` its height, `step` the pitch of rows.
    """
    x0, x1 = max(text_left - int(1.1 * step), 0), max(text_left - 2, 1)
    y0, y1 = max(middle - int(0.45 * step), 0), middle + int(0.45 * step)
    area = mask[y0:y1, x0:x1]
    box = _largest_hollow(area, step)
    if box is None:
        return Mark(Rect(x0, y0, x1, y1), float((area > 0).mean()) if area.size else 0.0)
    edge = max(2, box.width // 6)
    inside = area[box.y0 + edge : box.y1 - edge, box.x0 + edge : box.x1 - edge]
    place = Rect(x0 + box.x0, y0 + box.y0, x0 + box.x1, y0 + box.y1)
    return Mark(place, float((inside > 0).mean()) if inside.size else 0.0)


def choose(yes: Mark, no: Mark) -> tuple[bool | None, float]:
    """Which is ticked, and how surely (0..1); None where both or neither seem to be."""
    more, less = max(yes.ink, no.ink), min(yes.ink, no.ink)
    if more - less < _CLEAR or more < 1.6 * less:
        return None, 0.0
    return yes.ink > no.ink, min(0.95, 0.5 + (more - less))


def _largest_hollow(area: np.ndarray, step: int) -> Rect | None:
    """The printed box: the largest squarish outline in the area, None if there is none."""
    if not area.size:
        return None
    contours, _ = cv2.findContours(area, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    rects = [Rect(x, y, x + w, y + h) for x, y, w, h in map(cv2.boundingRect, contours)]
    low, high = 0.22 * step, 0.8 * step
    fitting = [
        r
        for r in rects
        if low <= r.width <= high and low <= r.height <= high and 0.6 < r.width / r.height < 1.7
    ]
    return max(fitting, key=lambda r: r.width * r.height, default=None)
