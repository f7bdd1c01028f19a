"""What printers, stamps, scanners and phones do to a page, by name, each name in one split.

A damage takes the page in grey and gives it back; geometry is in `scanners.py`.
"""

from collections.abc import Callable
from random import Random

import cv2
import numpy as np

from tests.corpus.pages.fonts import Split, pick
from tests.corpus.pages.paper import Paper

Damage = Callable[[np.ndarray, Random, Split], np.ndarray]


def _noise(shape: tuple[int, ...], rng: Random) -> np.ndarray:
    noise = np.random.default_rng(rng.getrandbits(32))
    values: np.ndarray = noise.standard_normal(shape, dtype=np.float32)
    return values


def _clip(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.clip(values, 0, 255), dtype=np.uint8)


def _smooth_field(shape: tuple[int, ...], rng: Random, cells: int) -> np.ndarray:
    """A slowly changing field, about -1..1."""
    small = _noise((cells, cells), rng)
    return np.asarray(cv2.resize(small, shape[::-1], interpolation=cv2.INTER_CUBIC))


def grain(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return _clip(page + _noise(page.shape, rng) * rng.uniform(2, 9))


def strong_grain(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return _clip(page + _noise(page.shape, rng) * rng.uniform(12, 32))


def speckle(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return _clip(page * (1 + _noise(page.shape, rng) * rng.uniform(0.02, 0.12)))


def coarse_grain(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    small = _noise((page.shape[0] // 2 + 1, page.shape[1] // 2 + 1), rng) * rng.uniform(4, 14)
    return _clip(page + cv2.resize(small, page.shape[::-1]))


def dust(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    out = page.copy()
    for _i in range(rng.randint(20, 400)):
        at = rng.randrange(page.shape[1]), rng.randrange(page.shape[0])
        cv2.circle(out, at, rng.choice((0, 1, 1, 2)), rng.choice((20, 90, 235)), -1)
    return out


def pepper(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    share = rng.uniform(0.0005, 0.006)
    chance = np.random.default_rng(rng.getrandbits(32)).random(page.shape, dtype=np.float32)
    out = page.copy()
    out[chance < share] = 10
    out[chance > 1 - share] = 250
    return out


def stains(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    field = np.clip(_smooth_field(page.shape, rng, 12) - 1.2, 0, 1)
    return _clip(page * (1 - 0.35 * field))


def strong_coarse_grain(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    small = _noise((page.shape[0] * 2 // 3 + 1, page.shape[1] * 2 // 3 + 1), rng)
    return _clip(page + cv2.resize(small, page.shape[::-1]) * rng.uniform(14, 34))


def strong_speckle(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    spread = _noise(page.shape, rng)
    return _clip(page * (1 + spread * rng.uniform(0.08, 0.2)) + spread * rng.uniform(4, 14))


def resampled(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    scale = rng.uniform(0.38, 0.55)
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, page.shape[::-1], interpolation=cv2.INTER_LINEAR))


def soft(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), rng.uniform(0.4, 1.0)))


def blurred(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), rng.uniform(1.1, 2.1)))


def moving(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    length = rng.randint(3, 8)
    kernel = np.zeros((length, length), np.float32)
    angle = rng.uniform(0, np.pi)
    middle = (length - 1) / 2
    dx, dy = np.cos(angle) * middle, np.sin(angle) * middle
    ends = (round(middle - dx), round(middle - dy)), (round(middle + dx), round(middle + dy))
    cv2.line(kernel, *ends, 1.0, 1)
    return np.asarray(cv2.filter2D(page, -1, kernel / kernel.sum()))


def disc(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    radius = rng.uniform(1.2, 2.6)
    size = int(radius) * 2 + 3
    grid = np.mgrid[:size, :size] - size // 2
    kernel = np.clip(radius + 0.5 - np.hypot(*grid), 0, 1).astype(np.float32)
    return np.asarray(cv2.filter2D(page, -1, kernel / kernel.sum()))


def jpeg(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    code = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(18, 75)])[1]
    return np.asarray(cv2.imdecode(code, cv2.IMREAD_GRAYSCALE))


def webp(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    code = cv2.imencode(".webp", page, [cv2.IMWRITE_WEBP_QUALITY, rng.randint(15, 70)])[1]
    return np.asarray(cv2.imdecode(code, cv2.IMREAD_GRAYSCALE))


def jpeg2000(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    options = [cv2.IMWRITE_JPEG2000_COMPRESSION_X1000, rng.randint(25, 90)]
    code = cv2.imencode(".jp2", page, options)[1]
    return np.asarray(cv2.imdecode(code, cv2.IMREAD_GRAYSCALE))


def faint(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return _clip(255 - (255 - page.astype(np.float32)) * rng.uniform(0.4, 0.75))


def worn_toner(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    field = _smooth_field(page.shape, rng, 7) * 0.25 + rng.uniform(0.5, 0.9)
    return _clip(255 - (255 - page.astype(np.float32)) * np.clip(field, 0.25, 1))


def thick(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return np.asarray(cv2.erode(page, np.ones((2, rng.choice((1, 2))), np.uint8)))


def thin(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    light = cv2.dilate(page, np.ones((1, 2), np.uint8))
    return np.asarray(cv2.addWeighted(page, 0.4, light, 0.6, 0))


def grey_paper(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return _clip(page.astype(np.float32) * rng.uniform(0.72, 0.97))


def shade(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return _clip(page * (1 - 0.16 * np.clip(_smooth_field(page.shape, rng, 3), -1.5, 2)))


def edge_shadow(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    wide = page.shape[1]
    ramp = 1 - rng.uniform(0.2, 0.6) * np.exp(-np.arange(wide) / (wide * rng.uniform(0.02, 0.12)))
    ramp = ramp[::-1] if rng.random() < 0.5 else ramp
    return _clip(page * ramp[None, :].astype(np.float32))


def band(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    rows = np.sin(np.arange(page.shape[0]) / rng.uniform(8, 60)) * rng.uniform(2, 9)
    return _clip(page + rows[:, None].astype(np.float32))


def streaks(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    out = page.copy()
    for _i in range(rng.randint(1, 4)):
        x = rng.randrange(page.shape[1] - 3)
        strip = out[:, x : x + rng.choice((1, 1, 2))]
        strip[:] = _clip(strip.astype(np.float32) - rng.uniform(20, 110))
    return out


def folds(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    out = page.astype(np.float32)
    for share in rng.sample((0.33, 0.5, 0.66), rng.choice((1, 2))):
        at = round(page.shape[0] * share + rng.uniform(-30, 30))
        rows = np.exp(-((np.arange(page.shape[0]) - at) ** 2) / rng.uniform(3, 30))
        out -= rng.uniform(15, 60) * rows[:, None].astype(np.float32)
    return _clip(out)


def holes(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    out = page.copy()
    x = rng.randint(35, 85)
    for y in (0.36, 0.64):
        cv2.circle(
            out, (x, round(page.shape[0] * y)), rng.randint(18, 26), rng.choice((30, 70, 255)), -1
        )
    return out


def see_through(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    back = cv2.GaussianBlur(np.fliplr(page), (0, 0), 2.0).astype(np.float32)
    return _clip(page - (255 - np.roll(back, rng.randint(-60, 60), 0)) * rng.uniform(0.04, 0.14))


def _ink_onto(page: np.ndarray, ink: np.ndarray, rng: Random, strength: float) -> np.ndarray:
    """Ink (255 where it is) turned and laid over the counts' part of the page."""
    high, wide = ink.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), rng.uniform(-30, 30), 1.0)
    ink = cv2.GaussianBlur(cv2.warpAffine(ink, turn, (wide, high)), (0, 0), 0.8)
    x = rng.randint(round(page.shape[1] * 0.1), round(page.shape[1] * 0.85)) - wide // 2
    y = rng.randint(round(page.shape[0] * 0.2), round(page.shape[0] * 0.8)) - high // 2
    x, y = max(0, min(x, page.shape[1] - wide)), max(0, min(y, page.shape[0] - high))
    out = page.astype(np.float32)
    # Stamp pads print unevenly, in a colour that a grey scan shows as a middle grey.
    out[y : y + high, x : x + wide] -= (
        ink * strength * (0.8 + 0.2 * _smooth_field(ink.shape, rng, 9))
    )
    return _clip(out)


def round_stamp(page: np.ndarray, rng: Random, split: Split) -> np.ndarray:
    side = rng.randint(230, 330)
    ink = np.zeros((side, side), np.uint8)
    middle = side // 2
    for radius in (middle - 12, middle - 20, middle - 62):
        cv2.circle(ink, (middle, middle), radius, 255, rng.choice((2, 3)))
    words = Paper()
    end = words.text(4, 40, rng.choice(("กาฬสินธุ์", "อำเภอ", "เทศบาล")), pick(rng, split).path(), 36)
    text = 255 - np.asarray(words.image)[:56, : min(side - 80, round(end) + 8)]
    ink[middle - 28 : middle + 28, 40 : 40 + text.shape[1]] |= text
    return _ink_onto(page, ink, rng, rng.uniform(0.25, 0.75))


def oval_stamp(page: np.ndarray, rng: Random, split: Split) -> np.ndarray:
    high, wide = rng.randint(160, 220), rng.randint(280, 380)
    ink = np.zeros((high, wide), np.uint8)
    for inset in (8, 18):
        axes = (wide // 2 - inset, high // 2 - inset)
        cv2.ellipse(ink, (wide // 2, high // 2), axes, 0, 0, 360, 255, 3)
    words = Paper()
    words.text(4, 40, "ลงรับแล้ว", pick(rng, split).path(), 40)
    text = 255 - np.asarray(words.image)[:56, :180]
    ink[high // 2 - 28 : high // 2 + 28, 50:230] |= text
    return _ink_onto(page, ink, rng, rng.uniform(0.25, 0.7))


def received_stamp(page: np.ndarray, rng: Random, split: Split) -> np.ndarray:
    high, wide = rng.randint(130, 190), rng.randint(330, 460)
    ink = np.zeros((high, wide), np.uint8)
    cv2.rectangle(ink, (8, 8), (wide - 9, high - 9), 255, 3)
    words = Paper()
    path = pick(rng, split).path()
    for row, line in enumerate(("รับที่ ..............", "วันที่ ๑๒ / ๑ / ๖๙", "เวลา .............. น.")):
        words.text(20, 50 + row * 42, line, path, 32)
    text = 255 - np.asarray(words.image)[: high - 20, : wide - 20]
    ink[10 : 10 + text.shape[0], 10 : 10 + text.shape[1]] |= text
    return _ink_onto(page, ink, rng, rng.uniform(0.25, 0.7))


def name_stamp(page: np.ndarray, rng: Random, split: Split) -> np.ndarray:
    high, wide = 110, rng.randint(280, 420)
    words = Paper()
    words.text(6, 44, rng.choice(("สำเนาถูกต้อง", "ทราบ / แจ้ง")), pick(rng, split).path(), 46)
    words.text(6, 90, "(..................................)", pick(rng, split).path(), 30)
    return _ink_onto(page, 255 - np.asarray(words.image)[:high, :wide], rng, rng.uniform(0.3, 0.8))


def fixed_threshold(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return np.where(page > rng.randint(120, 190), 255, 0).astype(np.uint8)


def otsu(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return np.asarray(cv2.threshold(page, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1])


def local_threshold(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    mean, binary = cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY
    return np.asarray(cv2.adaptiveThreshold(page, 255, mean, binary, 41, rng.randint(8, 18)))


def box_threshold(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    mean, binary = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY
    return np.asarray(cv2.adaptiveThreshold(page, 255, mean, binary, 61, rng.randint(9, 20)))


# For each kind of harm, the names that each split may use; no name stands in two splits.
PAPER: dict[Split, tuple[Damage, ...]] = {
    "training": (thick, faint, worn_toner, folds, holes, grey_paper, dust),
    "tuning": (thin, shade),
    "test": (see_through, edge_shadow, stains),
}
STAMPS: dict[Split, tuple[Damage, ...]] = {
    "training": (round_stamp, name_stamp),
    "tuning": (oval_stamp,),
    "test": (received_stamp,),
}
SENSOR: dict[Split, tuple[Damage, ...]] = {
    "training": (grain, soft, streaks, band),
    "tuning": (coarse_grain,),
    "test": (speckle,),
}
STRONG: dict[Split, tuple[Damage, ...]] = {
    "training": (strong_grain, pepper),
    "tuning": (strong_coarse_grain,),
    "test": (strong_speckle,),
}
BLUR: dict[Split, tuple[Damage, ...]] = {
    "training": (blurred, moving),
    "tuning": (resampled,),
    "test": (disc,),
}
CODEC: dict[Split, tuple[Damage, ...]] = {
    "training": (jpeg,),
    "tuning": (webp,),
    "test": (jpeg2000,),
}
BITONAL: dict[Split, tuple[Damage, ...]] = {
    "training": (fixed_threshold, otsu),
    "tuning": (local_threshold,),
    "test": (box_threshold,),
}
