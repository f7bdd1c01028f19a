"""Trains the weights in `digits.npz`: `python -m parsers.picture.train_digits DIGITS.zip FONT…`.

DIGITS.zip holds handwritten digits as `thai/<digit>/<writer>.png` and `arabic/<digit>/<name>.png`,
from github.com/kittinan/thai-handwriting-number and github.com/cazala/mnist (both MIT). The fonts
are any that have Thai digits, Debian's fonts-thai-tlwg for one. Takes about three minutes.
"""

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from parsers.picture.glyphs import CLASSES, WEIGHTS, features

_HIDDEN = 160
_EPOCHS = 22
_TURNS = 24  # distorted pictures of each glyph
_HAND_TURNS = 5


def main(archive: Path, fonts: list[Path]) -> None:
    """Train on both sources, print the accuracy on a tenth of the glyphs kept aside."""
    random = np.random.default_rng(1)
    samples = [*_printed(fonts, random), *_handwritten(archive, random)]
    random.shuffle(samples)
    x = np.stack([s[0] for s in samples])
    y = np.array([s[1] for s in samples])
    cut = len(y) // 10
    weights = _fit(x[cut:], y[cut:], random)
    w1, b1, w2, b2 = (weights[name].astype(np.float16) for name in ("w1", "b1", "w2", "b2"))
    np.savez_compressed(WEIGHTS, w1=w1, b1=b1, w2=w2, b2=b2)
    hidden = np.maximum(x[:cut] @ weights["w1"] + weights["b1"], 0)
    guessed = (hidden @ weights["w2"] + weights["b2"]).argmax(axis=1)
    right = (guessed % 10 == y[:cut] % 10).mean()
    print(f"{len(y)} pictures, {right:.2%} of {cut} kept aside have the right value")


def _printed(fonts: list[Path], random: np.random.Generator) -> Iterator[tuple[np.ndarray, int]]:
    for path in fonts:
        for size in (24, 32, 44):
            font = ImageFont.truetype(str(path), size)
            for label, letter in enumerate("๐๑๒๓๔๕๖๗๘๙0123456789"):
                page = Image.new("L", (3 * size, 3 * size), 0)
                ImageDraw.Draw(page).text((size, size), letter, fill=255, font=font)
                for _ in range(_TURNS):
                    yield from _distorted(np.asarray(page), label, random)


def _handwritten(archive: Path, random: np.random.Generator) -> Iterator[tuple[np.ndarray, int]]:
    with zipfile.ZipFile(archive) as files:
        for name in files.namelist():
            script, digit, _ = name.split("/")
            picture = cv2.imdecode(np.frombuffer(files.read(name), np.uint8), cv2.IMREAD_GRAYSCALE)
            label = int(digit) + (10 if script == "arabic" else 0)
            # About twice as many Arabic digits as Thai ones are to be had.
            framed = np.pad(255 - np.asarray(picture), 20)
            for _ in range(_HAND_TURNS if script == "thai" else 1):
                yield from _distorted(framed, label, random)


def _distorted(
    glyph: np.ndarray, label: int, random: np.random.Generator
) -> Iterator[tuple[np.ndarray, int]]:
    """Slanted, turned, blurred, thickened or thinned, thresholded: what scanners and hands do."""
    height, width = glyph.shape
    turn = np.array(cv2.getRotationMatrix2D((width / 2, height / 2), random.normal(0, 4), 1), float)
    turn[0, 1] += random.normal(0, 0.12)
    turn[0, 0] *= random.uniform(0.8, 1.25)
    turn[:, 2] += (np.array([width, height]) - turn[:, :2] @ [width, height]) / 2 - turn[:, 2]
    moved = np.asarray(cv2.warpAffine(glyph, turn, (width, height)), np.float32)
    scale = random.uniform(20, 44) / max(_extent(moved), 1)
    moved = np.asarray(cv2.resize(moved, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    soft = cv2.GaussianBlur(moved, (0, 0), random.uniform(0.3, 1.6))
    noise = random.normal(0, random.uniform(0, 12), moved.shape)
    mask = (np.add(soft, noise) > random.uniform(80, 150)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    if count < 2:
        return
    big = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    x, y, w, h, _ = stats[big].tolist()
    if max(w, h) >= 10:
        yield features((labels == big)[y : y + h, x : x + w].astype(np.uint8) * 255), label


def _extent(picture: np.ndarray) -> int:
    rows = np.nonzero(picture.max(axis=1) > 100)[0]
    columns = np.nonzero(picture.max(axis=0) > 100)[0]
    return int(max(np.ptp(rows), np.ptp(columns))) if len(rows) else 0


def _fit(x: np.ndarray, y: np.ndarray, random: np.random.Generator) -> dict[str, np.ndarray]:
    """Two layers by Adam on the cross entropy, the learning rate falling to nothing."""
    p = {
        "w1": random.normal(0, (2 / x.shape[1]) ** 0.5, (x.shape[1], _HIDDEN)),
        "b1": np.zeros(_HIDDEN),
        "w2": random.normal(0, (2 / _HIDDEN) ** 0.5, (_HIDDEN, CLASSES)),
        "b2": np.zeros(CLASSES),
    }
    p = {k: v.astype(np.float32) for k, v in p.items()}
    first = {k: np.zeros_like(v) for k, v in p.items()}
    second = {k: np.zeros_like(v) for k, v in p.items()}
    step, total = 0, _EPOCHS * (len(y) // 128)
    for _ in range(_EPOCHS):
        order = random.permutation(len(y))
        for part in np.array_split(order, len(y) // 128):
            step += 1
            a = x[part]
            hidden = np.maximum(a @ p["w1"] + p["b1"], 0)
            out = hidden @ p["w2"] + p["b2"]
            out = np.exp(out - out.max(axis=1, keepdims=True))
            out /= out.sum(axis=1, keepdims=True)
            out[np.arange(len(part)), y[part]] -= 1
            out /= len(part)
            back = (out @ p["w2"].T) * (hidden > 0)
            slopes = {"w1": a.T @ back, "b1": back.sum(0), "w2": hidden.T @ out, "b2": out.sum(0)}
            rate = 2e-3 * max(1 - step / total, 0.02)
            for k, g in slopes.items():
                first[k] += 0.1 * (g - first[k])
                second[k] += 0.001 * (g * g - second[k])
                m, v = first[k] / (1 - 0.9**step), second[k] / (1 - 0.999**step)
                p[k] -= rate * (m / (np.sqrt(v) + 1e-8) + 1e-2 * p[k])
    return p


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
