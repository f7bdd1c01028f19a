"""The counts' rows stand evenly below one another: what one row lacks, the others know."""

from collections.abc import Callable, Sequence

import numpy as np

from parsers.picture.locator import Found

_FEWEST = 4  # rows from which the others follow
_OFF = 0.16  # of the rows' distance: farther from its place, a row was mistaken
_SURE = 0.6
# Ends of slots that stand below one another differ by less (pixels of the sheet).
_ALIGNED = 14.0
_SHORT = 0.7  # of the longest slot's length


def even_rows(names: Sequence[str], places: dict[str, Found]) -> dict[str, Found]:
    """The places with rows added and put right; those come back with sureness 0.

    `names`: of rows that follow one another at equal distances. Where too few were found, or
    they are not even, nothing is changed.
    """
    known = [(i, places[n]) for i, n in enumerate(names) if n in places and places[n].sure >= _SURE]
    if len(known) < _FEWEST:
        return places
    index = np.array([i for i, _ in known], np.float64)
    ends = np.array([[v for point in f.line for v in point] for _, f in known])
    middles = (ends[:, 1] + ends[:, 3]) / 2
    step, first = _steady(index, middles)
    if step <= 0:
        return places
    good = np.abs(middles - first - step * index) < _OFF * step
    if good.sum() < max(_FEWEST, len(known) - 2):
        return places
    slope = float(np.median((ends[:, 3] - ends[:, 1]) / np.maximum(ends[:, 2] - ends[:, 0], 1)))
    left, right = (_column(index[good], ends[good][:, side]) for side in (0, 2))
    out = dict(places)
    for i, name in enumerate(names):
        middle = first + step * i
        there = places.get(name)
        if there is not None and abs(_middle(there) - middle) < _OFF * step:
            continue
        ax, bx = left(i), right(i)
        half = slope * (bx - ax) / 2
        out[name] = Found(((ax, middle - half), (bx, middle + half)), 0.0)
    return out


def whole_slots(names: Sequence[str], places: dict[str, Found]) -> dict[str, Found]:
    """The places where a slot that is much shorter than its neighbour's reaches as far.

    An end found too early cuts a number short; what is printed behind a slot does no harm.
    """
    lengths = {n: places[n].line[1][0] - places[n].line[0][0] for n in names if n in places}
    longest = max(lengths.values(), default=0.0)
    out = dict(places)
    for name, length in lengths.items():
        if 0 < length < _SHORT * longest:
            (ax, ay), (bx, by) = places[name].line
            more = longest / length
            end = (ax + (bx - ax) * more, ay + (by - ay) * more)
            out[name] = Found(((ax, ay), end), places[name].sure)
    return out


def _middle(found: Found) -> float:
    return (found.line[0][1] + found.line[1][1]) / 2


def _steady(index: np.ndarray, values: np.ndarray) -> tuple[float, float]:
    """Slope and start of a line through most of the points (Theil and Sen)."""
    i, j = np.triu_indices(len(index), 1)
    slope = float(np.median((values[j] - values[i]) / (index[j] - index[i])))
    return slope, float(np.median(values - slope * index))


def _column(index: np.ndarray, values: np.ndarray) -> Callable[[int], float]:
    """How the end of a slot follows from the row's number: in one column, or anywhere."""
    slope, start = _steady(index, values)
    if np.median(np.abs(values - start - slope * index)) < _ALIGNED:
        return lambda i: start + slope * i
    # Slots within lines begin where their labels end; the widest reach holds any of them.
    middle = float(np.median(values))
    return lambda i: middle
