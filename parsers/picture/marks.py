"""Check boxes: which of two printed choices is ticked, by the ink left of each."""

from dataclasses import dataclass

import cv2
import numpy as np

from parsers.picture.words import Rect

# A tick, a cross or a filled box has this much more ink inside than the empty one beside it.
_CLEAR = 0.04


@dataclass(frozen=True, slots=True)
class Mark:
    """The box beside a printed choice: its place, and how much of its inside is ink (0..1)."""

    rect: Rect
    ink: float


def find_mark(mask: np.ndarray, text_left: int, middle: int, step: int) -> Mark:
    """The box left of a choice's text, and the ink in and around it.

    `text_left` is where the printed text begins, `middle` its height, `step` the pitch of rows.
    """
    x0, x1 = max(text_left - int(2.1 * step), 0), max(text_left - 2, 1)
    y0, y1 = max(middle - int(0.45 * step), 0), middle + int(0.45 * step)
    area = mask[y0:y1, x0:x1]
    near = max(area.shape[1] - int(1.1 * step), 0)
    box = _largest_hollow(area[:, near:], step)
    if box is not None:
        box = Rect(box.x0 + near, box.y0, box.x1 + near, box.y1)
        edge = max(2, box.width // 6)
        inside = area[box.y0 + edge : box.y1 - edge, box.x0 + edge : box.x1 - edge]
    else:
        box = _brackets(area, step) or Rect(near, 0, area.shape[1], area.shape[0])
        inside = area[box.y0 : box.y1, box.x0 : box.x1]
    place = Rect(x0 + box.x0, y0 + box.y0, x0 + box.x1, y0 + box.y1)
    return Mark(place, float((inside > 0).mean()) if inside.size else 0.0)


def choose(yes: Mark, no: Mark) -> tuple[bool | None, float]:
    """Which is ticked, and how surely (0..1); None where both or neither seem to be."""
    more, less = max(yes.ink, no.ink), min(yes.ink, no.ink)
    if more - less < _CLEAR or more < 2 * less:
        return None, 0.0
    return yes.ink > no.ink, min(0.95, 0.5 + (more - less))


def _brackets(area: np.ndarray, step: int) -> Rect | None:
    """The inside of a pair of brackets, None if there is none."""
    if not area.size:
        return None
    count, _, stats, _ = cv2.connectedComponentsWithStats(area, connectivity=8)
    rects = [Rect(x, y, x + w, y + h) for x, y, w, h, _ in stats[1:count].tolist()]
    tall = sorted(r for r in rects if r.height >= 0.45 * step and r.width <= 0.45 * r.height)
    if len(tall) < 2:
        return None
    left, right = tall[0], tall[-1]
    if not 0.3 * step <= right.x0 - left.x1 <= 1.6 * step:
        return None
    return Rect(left.x1 + 1, max(left.y0, right.y0), right.x0 - 1, min(left.y1, right.y1))


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
