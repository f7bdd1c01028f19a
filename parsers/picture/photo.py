"""The sheet of paper in a photo: its four edges, found as straight steps from light to dark."""

import cv2
import numpy as np

_SEEN = 480  # longest side of the picture in which a sheet is looked for
# Print on the sheet must not tear it apart: pixels of that picture that are closed.
_CLOSED = 9
# What may be a sheet, by its share of the picture.
_SMALLEST, _LARGEST = 0.3, 0.97
# Pixels from an edge at which its two sides are compared, and by how many grey levels the paper is
# lighter: a shadow falls off slowly.
_BESIDE, _STEP = 3, 10.0
# Lines across an edge along which it is looked for, and how many of them must see it (pixels).
_ACROSS, _SEEN_BY, _NEAR = 48, 0.45, 1.5
_PART = 0.08, 0.92  # of a side: at its ends there are corners
_TRIED = 2000
# An edge leans against the rough outline by at most so much (tangent).
_LEANS = 0.18
_LEAST_EDGES = 2

Edge = tuple[np.ndarray, np.ndarray]  # a point of a straight line and its direction


def sheet_in_photo(grey: np.ndarray) -> np.ndarray | None:
    """Corners (4, 2) of a light sheet on something darker, clockwise from the top left.

    None where the picture is the sheet itself, as scanners make it.
    """
    scale = min(1.0, _SEEN / max(grey.shape))
    size = max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))
    small = cv2.resize(np.ascontiguousarray(grey), size, interpolation=cv2.INTER_AREA)
    smooth = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_CLOSED, _CLOSED), np.uint8))
    rough = _rough(smooth)
    if rough is None:
        return None
    seen = [_edge(smooth, rough, side) for side in range(4)]
    if sum(edge is not None for edge in seen) < _LEAST_EDGES:
        return None
    # Where no edge is seen the sheet goes on beyond the picture.
    edges = [edge or _border(smooth.shape, rough, side) for side, edge in enumerate(seen)]
    corners = _corners(edges)
    if corners is None or not _SMALLEST < cv2.contourArea(corners) / small.size < _LARGEST:
        return None
    return np.asarray((corners + 0.5) / scale)


def _rough(smooth: np.ndarray) -> np.ndarray | None:
    """Corners (4, 2) around what is light, as a shadow leaves it."""
    _, mask = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    outline = max(outlines, key=cv2.contourArea)
    if not _SMALLEST / 2 < cv2.contourArea(outline) / smooth.size < 0.995:
        return None
    # A rectangle leans as the sheet does, give or take its perspective.
    return _ordered(cv2.boxPoints(cv2.minAreaRect(outline)))


def _ordered(points: np.ndarray) -> np.ndarray:
    """Four points clockwise from the top left."""
    middle = points.mean(0)
    angles = np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0])
    around = points[np.argsort(angles)]
    return np.roll(around, -int(around.sum(1).argmin()), axis=0).astype(np.float32)


def _edge(smooth: np.ndarray, rough: np.ndarray, side: int) -> Edge | None:
    """The straight line at which the paper ends on this side, None where it is not seen."""
    a, b = rough[side], rough[(side + 1) % 4]
    middle = rough.mean(0)
    along = (b - a) / max(float(np.linalg.norm(b - a)), 1e-6)
    out = np.array([along[1], -along[0]])
    far = float((a - middle) @ out)
    length = float(np.linalg.norm(b - a))
    ways = [a + along * share * length for share in np.linspace(*_PART, _ACROSS)]
    points = [p for way in ways for p in _steps(smooth, way - out * 0.65 * far, out)]
    line = _straight(np.array(points, np.float32).reshape(-1, 2) - a, along, out)
    return None if line is None else _sharpened(smooth, a, along, out, line, length)


def _steps(smooth: np.ndarray, start: np.ndarray, out: np.ndarray) -> list[np.ndarray]:
    """Points on a way out at which it steps from light to dark."""
    height, width = smooth.shape
    at = start + np.arange(max(smooth.shape) * 1.5)[:, None] * out
    inside = (at[:, 0] >= 0) & (at[:, 0] <= width - 1) & (at[:, 1] >= 0) & (at[:, 1] <= height - 1)
    at = at[inside]
    if len(at) <= 2 * _BESIDE:
        return []
    x, y = np.round(at).astype(int).T
    levels = smooth[y, x].astype(np.float32)
    step = levels[: -2 * _BESIDE] - levels[2 * _BESIDE :]
    peak = cv2.dilate(step[:, None], np.ones((2 * _BESIDE + 1, 1)))[:, 0]
    return [at[i + _BESIDE] for i in np.flatnonzero((step >= _STEP) & (step == peak))]


def _straight(points: np.ndarray, along: np.ndarray, out: np.ndarray) -> tuple[float, float] | None:
    """Slope and offset of the line that most ways out meet, as the steps on them say."""
    if len(points) < _SEEN_BY * _ACROSS:
        return None
    t, o = points @ along, points @ out
    first, second = np.triu_indices(len(points), 1)
    apart = t[second] - t[first]
    far = np.abs(apart) > 0.3 * float(np.ptp(t))
    first, slopes = first[far], (o[second] - o[first])[far] / apart[far]
    fit = np.flatnonzero(np.abs(slopes) <= _LEANS)
    # Spread evenly over all pairs where there are too many to try.
    fit = fit[:: max(1, len(fit) // _TRIED)]
    if not len(fit):
        return None
    slopes, offsets = slopes[fit], o[first[fit]] - slopes[fit] * t[first[fit]]
    near = np.abs(o - slopes[:, None] * t - offsets[:, None]) <= _NEAR
    best = int(near.sum(1).argmax())
    ways = len(np.unique(np.round(t[near[best]]).astype(int)))
    if ways < _SEEN_BY * _ACROSS:
        return None
    return float(slopes[best]), float(offsets[best])


def _sharpened(
    smooth: np.ndarray, a: np.ndarray, along: np.ndarray, out: np.ndarray,
    line: tuple[float, float], length: float,
) -> Edge:  # fmt: skip
    """The line laid through the middles of the steps."""
    slope, offset = line
    t = np.linspace(*_PART, _ACROSS) * length
    beside = np.arange(-2.0 * _BESIDE, 2 * _BESIDE + 1)
    o = (slope * t + offset)[:, None] + beside
    at = (a + t[:, None, None] * along + o[..., None] * out).astype(np.float32)
    x, y = at[..., 0], at[..., 1]
    levels = cv2.remap(smooth, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    levels = levels.astype(np.float32)
    falls = np.maximum(levels[:, :-1] - levels[:, 1:], 0) + 1e-6
    middles = (o[:, :-1] + 0.5) * falls
    slope, offset = _fitted(t, middles.sum(1) / falls.sum(1))
    return a + out * offset, along + out * slope


def _fitted(t: np.ndarray, o: np.ndarray) -> tuple[float, float]:
    """Slope and offset of a line through points of which some are far off."""
    line = np.polyfit(t, o, 1)
    off = np.abs(o - np.polyval(line, t))
    good = off <= max(float(np.median(off)), 0.3)
    slope, offset = np.polyfit(t[good], o[good], 1)
    return float(slope), float(offset)


def _border(shape: tuple[int, ...], rough: np.ndarray, side: int) -> Edge:
    """The picture's own border on this side."""
    a, b = rough[side], rough[(side + 1) % 4]
    height, width = shape
    along = b - a
    if abs(along[0]) > abs(along[1]):
        y = 0.0 if a[1] + b[1] < height else height - 1.0
        return np.array([0.0, y]), np.array([1.0, 0.0])
    x = 0.0 if a[0] + b[0] < width else width - 1.0
    return np.array([x, 0.0]), np.array([0.0, 1.0])


def _corners(edges: list[Edge]) -> np.ndarray | None:
    """Where neighbouring edges meet, clockwise from the top left."""
    found = []
    for (p, u), (q, v) in zip([edges[-1], *edges[:-1]], edges, strict=True):
        across = np.array([u, -v]).T
        if abs(float(np.linalg.det(across))) < 1e-6:
            return None
        found.append(p + np.linalg.solve(across, q - p)[0] * u)
    corners = np.array(found, np.float32)
    return corners if cv2.isContourConvex(corners) else None
