"""Digits that people really wrote, by writer, and what a pen does to them on its way.

The pictures are not in the repository: kittinan/thai-handwriting-number and MNIST (as JSON by
cazala/mnist), both MIT, as `<set>/<digit>/<writer>.png` in a folder or ZIP that the environment
names. Without it the handwriting fonts of the corpus write the digits.
"""

import hashlib
import io
import os
import zipfile
from collections import defaultdict
from functools import cache
from pathlib import Path
from random import Random

import cv2
import numpy as np
from PIL import Image

from tests.corpus.pages.fonts import Split

_ARCHIVE = "MAILPROC_CORPUS_DIGITS"
THAI, ARABIC = "๐๑๒๓๔๕๖๗๘๙", "0123456789"


def split_of(writer: str) -> Split:
    """To which split a writer belongs, by name: 8 of 10 train, 1 tunes, 1 tests."""
    number = int(hashlib.sha256(writer.encode()).hexdigest(), 16) % 10
    return "training" if number < 8 else "tuning" if number == 8 else "test"


@cache
def writers(split: Split) -> dict[str, dict[str, list[np.ndarray]]]:
    """Set ("thai", "arabic") → digit → pictures, ink 255 on 0, of the split's writers."""
    found: dict[str, dict[str, list[np.ndarray]]] = defaultdict(lambda: defaultdict(list))
    archive = os.environ.get(_ARCHIVE)
    if not archive or not Path(archive).exists():
        return {}
    with zipfile.ZipFile(archive) as zipped:
        for name in sorted(zipped.namelist()):
            parts = name.split("/")
            if not name.endswith(".png") or parts[-3] not in ("thai", "arabic"):
                continue
            if split_of(Path(parts[-1]).stem) == split:
                picture = Image.open(io.BytesIO(zipped.read(name))).convert("L")
                found[parts[-3]][parts[-2]].append(255 - np.asarray(picture))
    return {kind: dict(digits) for kind, digits in found.items()}


def bend(picture: np.ndarray, rng: Random, strength: float = 1.0) -> np.ndarray:
    """The same digit as the writer's hand would make it another time (ink 255 on 0)."""
    noise = np.random.default_rng(rng.getrandbits(32))
    high, wide = picture.shape
    pad = max(high, wide) // 4 + 2
    canvas = cv2.copyMakeBorder(picture, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=0)
    shape = canvas.shape
    size = max(high, wide)
    field = [
        cv2.resize(grid.astype(np.float32), shape[::-1], interpolation=cv2.INTER_CUBIC)
        * (size * 0.035 * strength)
        for grid in noise.normal(0, 1, (2, 4, 4))
    ]
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    slant, stretch = rng.uniform(-0.3, 0.3) * strength, rng.uniform(0.8, 1.2)
    turn = rng.uniform(-0.15, 0.15) * strength
    cx, cy = shape[1] / 2, shape[0] / 2
    dx, dy = x - cx, y - cy
    sx = cx + (dx * np.cos(turn) + dy * np.sin(turn)) * stretch + slant * dy + field[0]
    sy = cy - dx * np.sin(turn) + dy * np.cos(turn) + field[1]
    bent = cv2.remap(canvas, sx.astype(np.float32), sy.astype(np.float32), cv2.INTER_LINEAR)
    rows, columns = np.where(bent > 60)
    if not len(rows):
        return picture
    return bent[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def stroke(picture: np.ndarray, height: int, pen: float) -> np.ndarray:
    """The digit `height` px high, drawn with a pen about `pen` px wide (ink 255 on 0)."""
    scale = height / picture.shape[0]
    wide = max(2, round(picture.shape[1] * scale))
    big = cv2.resize(
        picture, (wide, height), interpolation=cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    )
    mask = (cv2.GaussianBlur(big, (0, 0), 0.8) > 110).astype(np.uint8)
    inside = cv2.distanceTransform(
        cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT), cv2.DIST_L2, 3
    )
    ridge = inside[inside > 0.6]
    now = 2 * float(np.percentile(ridge, 85)) if ridge.size else pen
    grow = round((pen - now) / 2)
    out = cv2.copyMakeBorder(mask * 255, 4, 4, 4, 4, cv2.BORDER_CONSTANT)
    if grow:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * abs(grow) + 1,) * 2)
        changed = cv2.dilate(out, kernel) if grow > 0 else cv2.erode(out, kernel)
        # A thinner pen must not break the line.
        out = changed if grow > 0 or (changed > 0).sum() > 0.35 * (out > 0).sum() else out
    return cv2.GaussianBlur(out, (0, 0), 0.7)
