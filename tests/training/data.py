"""Making what the networks learn from: pages of the corpus and cuts of their slots, in shards.

`python -m tests.training.data --split training --pages 10000 --out DIR [--first SEED]`. Cuts are
made with the reader's own `crop`, with the errors that a locator makes.
"""

import argparse
import pickle
import re
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np

from parsers.picture.alphabet import PLACES
from parsers.picture.crop import NUMBERS, TEXT, WORK_DPI, CropSize, crop
from tests.corpus.pages.answers import COUNTS
from tests.corpus.pages.fill import symbols
from tests.corpus.pages.fonts import Split
from tests.corpus.pages.geometry import moved, quarter, through
from tests.corpus.pages.make import Page, make_drill, make_page
from tests.corpus.pages.paper import HEIGHT, WIDTH, Line
from tests.corpus.producers.drawn import make_layout

LOCATOR = (896, 640)
_SHARD = 40
_WRITTEN = (
    "organization", "unit", "province", "period", "other_channels", "reporter_name",
    "reporter_position",
)  # fmt: skip
_LONGEST = 900  # pixels of a slot
_WIDEST = 640  # pixels of a cut; longer lines teach nothing more
_LABELS = 8
# A month and a year in digits alone, with a stroke between them, and how they are cut: where the
# reader has seen digits.
_DATE = CropSize(9.2, 64, 1.5)
_IN_DIGITS = re.compile(r"[\d๐-๙]+ ?[/-] ?[\d๐-๙]+")


def upright(page: Page, rng: Random) -> tuple[np.ndarray, Any]:
    """The page as the reader's working picture, and where its points go."""
    if "photo" in page.damage:
        shaken = page.corners + np.array([[rng.gauss(0, 5), rng.gauss(0, 5)] for _ in range(4)])
        sheet = np.array([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], np.float32)
        matrix = cv2.getPerspectiveTransform(shaken.astype(np.float32), sheet)
        return cv2.warpPerspective(page.image, matrix, (WIDTH, HEIGHT)), through(matrix)
    image = page.image
    # The top left corner of the sheet says how often the scanner turned it.
    turns = _turns(page)
    image, turn = quarter(image, turns)
    scale = HEIGHT / max(image.shape)
    size = round(image.shape[1] * scale), round(image.shape[0] * scale)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(image, size, interpolation=way)

    def move(point: tuple[float, float]) -> tuple[float, float]:
        x, y = turn(point)
        return x * scale, y * scale

    return small, move


def _turns(page: Page) -> int:
    """How often to turn the picture to the left so that it stands upright."""
    (x0, y0), (x1, y1) = page.corners[0], page.corners[1]
    dx, dy = x1 - x0, y1 - y0
    if abs(dx) > abs(dy):
        return 0 if dx > 0 else 2
    return 1 if dy > 0 else 3


def drilled(page: Page, rng: Random) -> dict[str, Any]:
    """The entry of a page full of slots: nothing for the locator."""
    return _slots(page, *upright(page, rng), rng)


def sample(page: Page, rng: Random) -> dict[str, Any]:
    """One entry of a shard."""
    grey, move = upright(page, rng)
    high, wide = LOCATOR
    scale = min(high / grey.shape[0], wide / grey.shape[1])
    size = round(grey.shape[1] * scale), round(grey.shape[0] * scale)
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    sheet = np.full(LOCATOR, 255, np.uint8)
    sheet[: small.shape[0], : small.shape[1]] = small
    lines = np.full((len(PLACES), 4), np.nan, np.float32)
    there = {key: moved(line, move) for key, line in page.places.items()}
    for number, key in enumerate(PLACES):
        if key in there:
            lines[number] = np.array(there[key], np.float32).ravel() * scale
    return {
        "page": _png(sheet),
        "lines": lines,
        "form": page.truth is not None,
        "group": page.group,
        **_slots(page, grey, move, rng),
    }


def _slots(page: Page, grey: np.ndarray, move: Any, rng: Random) -> dict[str, Any]:
    numbers, texts = [], []
    for key, line in page.places.items():
        place, words = key.partition("#")[0], page.written.get(key, "")
        there = moved(line, move)
        if place in COUNTS:
            line = _missed(there, NUMBERS, rng)
            if key not in page.reach or _holds(line, moved(page.reach[key], move)):
                numbers.append((_png(crop(grey, *line, NUMBERS)), words, place, page.group))
        elif place in _WRITTEN and there[1][0] - there[0][0] < _LONGEST:
            text = " ".join(words.split())
            cut = crop(grey, *_missed(there, TEXT, rng), TEXT)
            texts.append((_png(cut), text, place, page.group))
            if place == "period" and key in page.reach and _IN_DIGITS.fullmatch(text):
                line = _missed(moved(page.reach[key], move), _DATE, rng, ends=4.0)
                numbers.append((_png(crop(grey, *line, _DATE)), symbols(text), place, page.group))
    return {"numbers": numbers, "texts": [*texts, *_labels(page, grey, move, rng)]}


def _labels(
    page: Page, grey: np.ndarray, move: Any, rng: Random
) -> Iterator[tuple[bytes, str, str, str]]:
    labels = [x for x in page.labels if 1 < len(x[0]) < 60]
    for text, a, b in rng.sample(labels, min(len(labels), _LABELS)):
        line = (move(a), move(b))
        # A label's neighbours are letters like its own: its ends must be where they are.
        size = CropSize(TEXT.height_mm, TEXT.height_px, 2.0)
        cut = crop(grey, *_missed(line, size, rng, ends=2.0), size)
        if cut.shape[1] <= _WIDEST:
            yield _png(cut), " ".join(text.split()), "label", "typed"


def _missed(line: Line, size: CropSize, rng: Random, ends: float | None = None) -> Line:
    """The line as if the locator had been a little wrong (sigma in pixels), at times more."""
    shift = rng.gauss(0, 2.2)
    (ax, ay), (bx, by) = line
    # Further in than the margin, what is written would be cut off; and ends must not pass each
    # other, or the cut would be turned.
    inwards = min(size.margin_mm * WORK_DPI / 25.4 - 4, (bx - ax) / 3)

    def off(outwards: int) -> float:
        sigma = ends or rng.choice((4.0, 8.0, 16.0))
        return outwards * max(-inwards, rng.gauss(0, sigma))

    a = ax + off(-1), ay + shift + rng.gauss(0, 1.2)
    b = bx + off(1), by + shift + rng.gauss(0, 1.2)
    return a, b


def _holds(line: Line, reach: Line) -> bool:
    """Whether a cut along the line holds all that is written there: what is cut off would be
    learned as if it could be seen.
    """
    margin = NUMBERS.margin_mm * WORK_DPI / 25.4
    (first, _), (last, _) = reach
    return first >= line[0][0] - margin and last <= line[1][0] + margin


def _png(image: np.ndarray) -> bytes:
    return bytes(cv2.imencode(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1])


def _shard(job: tuple[Split, int, int, Path]) -> Path:
    split, first, count, out = job
    cv2.setNumThreads(1)
    samples = [_entry(split, seed) for seed in range(first, first + count)]
    path = out / f"{first:07d}.pkl"
    partly = path.with_suffix(".part")
    partly.write_bytes(pickle.dumps(samples))
    partly.rename(path)
    return path


def _entry(split: Split, seed: int) -> dict[str, Any]:
    rng = Random(f"cut {seed}")
    if seed % 2:
        return drilled(make_drill(seed, split), rng)
    return sample((make_layout if seed % 4 else make_page)(seed, split), rng)


def main() -> None:
    """Write the shards, those that are there already excepted."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.data", description=__doc__)
    parser.add_argument("--split", choices=("training", "tuning"), required=True)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    starts = range(options.first, options.first + options.pages, _SHARD)
    jobs = [(options.split, n, _SHARD, options.out) for n in starts]
    jobs = [job for job in jobs if not (options.out / f"{job[1]:07d}.pkl").exists()]
    with Pool(options.jobs) as pool:
        for path in pool.imap_unordered(_shard, jobs):
            print(path, flush=True)


if __name__ == "__main__":
    main()
