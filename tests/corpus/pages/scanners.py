"""From the sheet of paper to the picture that arrives: turned, skewed, photographed, faxed."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import cv2
import numpy as np

from tests.corpus.pages import damage
from tests.corpus.pages.fonts import Split
from tests.corpus.pages.geometry import Warp, quarter, through, warped
from tests.corpus.pages.look import DPI

Names = list[str]


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of the page, where its points went, and the page's corners in it."""

    image: np.ndarray
    dpi: float
    warps: tuple[Warp, ...]
    damage: tuple[str, ...]
    corners: np.ndarray


def _one(
    page: np.ndarray, rng: Random, split: Split, choices: Sequence[damage.Damage], names: Names
) -> np.ndarray:
    chosen = rng.choice(choices)
    names.append(chosen.__name__)
    return chosen(page, rng, split)


def shoot(page: np.ndarray, rng: Random, split: Split, kind: str) -> Shot:
    """The sheet as it arrives. `kind` is one of `KINDS`."""
    names: Names = []
    if rng.random() < 0.35:
        page = _one(page, rng, split, damage.PAPER[split], names)
    if kind == "stamp" or rng.random() < 0.06:
        page = _one(page, rng, split, damage.STAMPS[split], names)
    if kind == "photo":
        return _photo(page, rng, split, names)
    dpi, across = _resolution(rng, kind)
    matrix = _laid_down(page, rng, across / DPI, dpi / DPI, 3.2 if kind == "skew" else 0.9)
    size = round(page.shape[1] * across / DPI), round(page.shape[0] * dpi / DPI)
    image = warped(page, matrix, size, 255)
    image = _seen(image, rng, split, kind, names)
    warps = [through(matrix)]
    if kind == "fax":
        # Fax lines are farther apart than their dots; viewers show them stretched.
        stretch = np.diag([1.0, across / dpi, 1.0])
        image = cv2.resize(
            image, (size[0], round(size[1] * across / dpi)), interpolation=cv2.INTER_NEAREST
        )
        warps.append(through(stretch))
        dpi = across
    turns = rng.choice((1, 2, 3)) if kind == "turned" else 0
    image, turned = quarter(image, turns)
    corners = _through_all(_corners(page), [*warps, turned])
    return Shot(image, dpi, (*warps, turned), (*names, kind), corners)


KINDS = ("plain", "plain", "skew", "turned", "stamp", "bitonal", "fax", "photo", "codec", "low")
HARD = ("rough100", "blur", "noise")


def _resolution(rng: Random, kind: str) -> tuple[float, float]:
    if kind == "rough100":
        return 100, 100
    if kind == "fax":
        return rng.choice((196, 98)), 204
    if kind == "low":
        return 150, 150
    dpi = rng.choice((150, 200, 200, 300))
    return dpi, dpi


def _laid_down(page: np.ndarray, rng: Random, sx: float, sy: float, most: float) -> np.ndarray:
    """Skew, a small shift and the scanner's resolution as one matrix."""
    angle = np.deg2rad(rng.uniform(-most, most))
    high, wide = page.shape
    zoom = rng.uniform(0.94, 1.0) if rng.random() < 0.3 else 1.0
    c, s = np.cos(angle) * zoom, np.sin(angle) * zoom
    cx, cy = wide / 2, high / 2
    tx, ty = rng.uniform(-22, 22), rng.uniform(-22, 22)
    turn = np.array(
        [[c, -s, cx - c * cx + s * cy + tx], [s, c, cy - s * cx - c * cy + ty], [0, 0, 1]]
    )
    return np.asarray(np.diag([sx, sy, 1.0]) @ turn)


def _seen(image: np.ndarray, rng: Random, split: Split, kind: str, names: Names) -> np.ndarray:
    if kind == "blur":
        image = _one(image, rng, split, damage.BLUR[split], names)
    if kind == "noise":
        image = _one(image, rng, split, damage.STRONG[split], names)
    elif rng.random() < 0.6:
        image = _one(image, rng, split, damage.SENSOR[split], names)
    if kind in ("bitonal", "fax"):
        return _one(image, rng, split, damage.BITONAL[split], names)
    if kind == "codec" or rng.random() < 0.25:
        image = _one(image, rng, split, damage.CODEC[split], names)
    return image


def _corners(page: np.ndarray) -> list[tuple[float, float]]:
    high, wide = page.shape
    return [(0, 0), (wide, 0), (wide, high), (0, high)]


def _through_all(points: Sequence[tuple[float, float]], warps: Sequence[Warp]) -> np.ndarray:
    out = list(points)
    for warp in warps:
        out = [warp(p) for p in out]
    return np.array(out, dtype=np.float32)


def _photo(page: np.ndarray, rng: Random, split: Split, names: Names) -> Shot:
    """The page on a table, seen by a phone."""
    wide, high = rng.choice(((1500, 2000), (1800, 2400), (2000, 2660)))
    room = rng.uniform(0.02, 0.1)
    quad = [(room, room), (1 - room, room), (1 - room, 1 - room), (room, 1 - room)]
    bend = rng.uniform(0.0, 0.045)
    target = np.array(
        [
            ((x + rng.uniform(-bend, bend)) * wide, (y + rng.uniform(-bend, bend)) * high)
            for x, y in quad
        ],
        dtype=np.float32,
    )
    matrix = cv2.getPerspectiveTransform(np.array(_corners(page), np.float32), target)
    sheet = warped(page, matrix, (wide, high), 0).astype(np.float32)
    covered = cv2.warpPerspective(np.full(page.shape, 255, np.uint8), matrix, (wide, high))
    share = cv2.GaussianBlur(covered, (0, 0), 1.2).astype(np.float32) / 255
    noise = np.random.default_rng(rng.getrandbits(32))
    ground = rng.choice((30, 60, 90, 150, 190)) + cv2.resize(
        noise.normal(0, 14, (90, 70)).astype(np.float32), (wide, high)
    )
    light = cv2.resize(
        noise.normal(0, 0.09, (4, 3)).astype(np.float32),
        (wide, high),
        interpolation=cv2.INTER_CUBIC,
    )
    image = (sheet * share + ground * (1 - share)) * np.clip(
        rng.uniform(0.75, 0.98) + light, 0.35, 1.05
    )
    out = np.clip(image, 0, 255).astype(np.uint8)
    if rng.random() < 0.5:
        out = cv2.GaussianBlur(out, (0, 0), rng.uniform(0.4, 1.1))
    out = _one(out, rng, split, damage.SENSOR[split], names)
    out = _one(out, rng, split, damage.CODEC[split], names)
    warp = through(matrix)
    return Shot(out, wide / 8.27, (warp,), (*names, "photo"), target)
