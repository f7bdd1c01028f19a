"""What colour says on a page: black print under stamps, and what was written or stamped over it."""

import cv2
import numpy as np

# Levels by which a coloured pixel's channels differ: of a stamp, and of its soft edges.
_COLOURED, _TINGED = 45, 22
# Pixels of the small picture in which stamps are looked for: 2 to a millimetre of an A4 sheet.
_SMALL = 594
_SHARE = 0.12  # of a small pixel that is coloured
# Millimetres on both sides: a ring or an emblem; pen strokes are smaller, tinted paper is larger.
_LEAST, _MOST = 16.0, 85.0


def reading_channel(colours: np.ndarray) -> np.ndarray:
    """The red channel (h, w) of RGB without what is red: stamps and lines that are printed red.

    Black print and blue ink stay as dark as they are.
    """
    red, green, blue = cv2.split(colours)
    return np.asarray(cv2.add(red, cv2.subtract(red, cv2.max(green, blue))))


def darkest_channel(colours: np.ndarray) -> np.ndarray:
    """The lowest of the three channels of each pixel (h, w): every ink, whatever its colour."""
    red, green, blue = cv2.split(colours)
    return np.asarray(cv2.min(red, cv2.min(green, blue)))


def only_channel(colours: np.ndarray) -> np.ndarray | None:
    """The one channel (h, w) of an RGB picture that is grey, None where any pixel is coloured."""
    red, green, blue = cv2.split(colours)
    alike = np.array_equal(red, green) and np.array_equal(green, blue)
    return np.asarray(red) if alike else None


def without_stamps(colours: np.ndarray, grey: np.ndarray) -> np.ndarray:
    """`grey` with coloured stamps taken off, only black left where they are; `grey` itself where
    there are none. A pen's strokes stay: they may correct a number.
    """
    # Along the last, short axis numpy takes 30 times as long as OpenCV.
    red, green, blue = cv2.split(colours)
    high, low = cv2.max(red, cv2.max(green, blue)), darkest_channel(colours)
    chroma = cv2.subtract(high, low)
    stamps = _stamps(chroma)
    if stamps is None:
        return grey
    touched = (stamps > 0) & (chroma > _TINGED)
    black = cv2.add(high, cv2.add(chroma, chroma))
    return np.where(touched, black, grey)


def _stamps(chroma: np.ndarray) -> np.ndarray | None:
    """Where stamps lie (h, w), None where there is none."""
    scale = min(1.0, _SMALL / max(chroma.shape))
    strong = cv2.threshold(chroma, _COLOURED, 255, cv2.THRESH_BINARY)[1]
    small = cv2.resize(strong, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    seeds = cv2.threshold(small, 255 * _SHARE, 255, cv2.THRESH_BINARY)[1]
    if not seeds.any():
        return None
    # Parts of a stamp are up to 3 mm apart.
    joined = cv2.dilate(seeds, np.ones((7, 7), np.uint8))
    count, parts, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    a_millimetre = _SMALL / 297
    kept = np.zeros(count, np.uint8)
    for i in range(1, count):
        sides = np.array(stats[i][[cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]) / a_millimetre
        kept[i] = 255 * bool(sides.min() >= _LEAST and sides.max() <= _MOST)
    if not kept.any():
        return None
    size = chroma.shape[1], chroma.shape[0]
    return np.asarray(cv2.resize(kept[parts], size, interpolation=cv2.INTER_NEAREST))
