"""What printers, scanners and phones do to a page, by name, each name in one split.

A damage takes the page in grey and gives it back; geometry is in `scanners.py`.
"""

from collections.abc import Callable
from random import Random

import cv2
import numpy as np

from tests.corpus.pages.bitonal import (
    box_threshold,
    fixed_threshold,
    local_threshold,
    mid_grey,
    niblack,
    otsu,
)
from tests.corpus.pages.fonts import Split
from tests.corpus.pages.noise import clip, grown, noise, smooth_field
from tests.corpus.pages.stamps import name_stamp, oval_stamp, received_stamp, round_stamp

Damage = Callable[[np.ndarray, Random, Split], np.ndarray]


def grain(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return clip(page + noise(page.shape, rng) * rng.uniform(2, 9))


def strong_grain(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return clip(page + noise(page.shape, rng) * rng.uniform(12, 32))


def speckle(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return clip(page * (1 + noise(page.shape, rng) * rng.uniform(0.02, 0.12)))


def coarse_grain(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    small = noise((page.shape[0] // 2 + 1, page.shape[1] // 2 + 1), rng) * rng.uniform(4, 14)
    return clip(page + cv2.resize(small, page.shape[::-1]))


def mottle(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return clip(page + grown(page.shape, rng) * rng.uniform(3, 14))


def strong_mottle(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return clip(page + grown(page.shape, rng) * rng.uniform(12, 34))


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
    field = np.clip(smooth_field(page.shape, rng, 12) - 1.2, 0, 1)
    return clip(page * (1 - 0.35 * field))


def strong_coarse_grain(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    small = noise((page.shape[0] * 2 // 3 + 1, page.shape[1] * 2 // 3 + 1), rng)
    return clip(page + cv2.resize(small, page.shape[::-1]) * rng.uniform(14, 34))


def strong_speckle(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    spread = noise(page.shape, rng)
    return clip(page * (1 + spread * rng.uniform(0.08, 0.2)) + spread * rng.uniform(4, 14))


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
    return clip(255 - (255 - page.astype(np.float32)) * rng.uniform(0.4, 0.75))


def worn_toner(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    field = smooth_field(page.shape, rng, 7) * 0.25 + rng.uniform(0.5, 0.9)
    return clip(255 - (255 - page.astype(np.float32)) * np.clip(field, 0.25, 1))


def thick(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return np.asarray(cv2.erode(page, np.ones((2, rng.choice((1, 2))), np.uint8)))


def thin(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    light = cv2.dilate(page, np.ones((1, 2), np.uint8))
    return np.asarray(cv2.addWeighted(page, 0.4, light, 0.6, 0))


def grey_paper(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return clip(page.astype(np.float32) * rng.uniform(0.72, 0.97))


def shade(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    return clip(page * (1 - 0.16 * np.clip(smooth_field(page.shape, rng, 3), -1.5, 2)))


def edge_shadow(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    wide = page.shape[1]
    ramp = 1 - rng.uniform(0.2, 0.6) * np.exp(-np.arange(wide) / (wide * rng.uniform(0.02, 0.12)))
    ramp = ramp[::-1] if rng.random() < 0.5 else ramp
    return clip(page * ramp[None, :].astype(np.float32))


def band(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    rows = np.sin(np.arange(page.shape[0]) / rng.uniform(8, 60)) * rng.uniform(2, 9)
    return clip(page + rows[:, None].astype(np.float32))


def streaks(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    out = page.copy()
    for _i in range(rng.randint(1, 4)):
        x = rng.randrange(page.shape[1] - 3)
        strip = out[:, x : x + rng.choice((1, 1, 2))]
        strip[:] = clip(strip.astype(np.float32) - rng.uniform(20, 110))
    return out


def folds(page: np.ndarray, rng: Random, _: Split) -> np.ndarray:
    out = page.astype(np.float32)
    for share in rng.sample((0.33, 0.5, 0.66), rng.choice((1, 2))):
        at = round(page.shape[0] * share + rng.uniform(-30, 30))
        rows = np.exp(-((np.arange(page.shape[0]) - at) ** 2) / rng.uniform(3, 30))
        out -= rng.uniform(15, 60) * rows[:, None].astype(np.float32)
    return clip(out)


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
    return clip(page - (255 - np.roll(back, rng.randint(-60, 60), 0)) * rng.uniform(0.04, 0.14))


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
    "training": (grain, mottle, soft, streaks, band),
    "tuning": (coarse_grain,),
    "test": (speckle,),
}
STRONG: dict[Split, tuple[Damage, ...]] = {
    "training": (strong_grain, strong_mottle, pepper),
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
    "training": (fixed_threshold, otsu, niblack, mid_grey),
    "tuning": (local_threshold,),
    "test": (box_threshold,),
}
