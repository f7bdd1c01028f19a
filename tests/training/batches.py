"""Training data: shards from disk (also those that appear while training runs), and batches."""

import pickle
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import cv2
import numpy as np

from tests.training import augment

_POOL = 40
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as the locator gets it, and where its places lie."""

    png: bytes
    lines: np.ndarray
    form: bool
    group: str


@dataclass(frozen=True, slots=True)
class Slot:
    """The cut of one slot, and what is written in it."""

    png: bytes
    label: str
    kind: str
    width: int


def sheets(page: dict[str, Any]) -> Iterator[Sheet]:
    """What a page of a shard gives the locator."""
    if "page" in page:
        yield Sheet(page["page"], page["lines"], bool(page["form"]), str(page["group"]))


def slots(key: str) -> Callable[[dict[str, Any]], Iterator[Slot]]:
    """What a page of a shard gives a slot reader; `key`: `numbers` or `texts`."""

    def of(page: dict[str, Any]) -> Iterator[Slot]:
        for png, label, _place, kind in page[key]:
            # The width stands in the header of a PNG.
            (width,) = struct.unpack(">I", png[16:20])
            # Bullets are no letters: nothing is to be read there.
            yield Slot(png, " ".join(label.replace("•", " ").split()), str(kind), width)

    return of


class Shards(Generic[T]):
    """Samples of a folder; `more` takes in the shards that have come since."""

    def __init__(self, folder: Path, take: Callable[[dict[str, Any]], Iterator[T]]) -> None:
        self._folder, self._take = folder, take
        self._part, self._parts = 0, 1
        self._seen: set[Path] = set()
        self.samples: list[T] = []

    def share(self, part: int, parts: int) -> None:
        """Takes every `parts`-th shard only, from the one numbered `part`: others take the rest."""
        self._part, self._parts = part, parts

    def more(self) -> None:
        """Reads new shards; one that is not yet whole waits for the next time."""
        for path in sorted(set(self._folder.glob("*.pkl")) - self._seen):
            if zlib.crc32(path.name.encode()) % self._parts != self._part:
                continue
            try:
                pages = pickle.loads(path.read_bytes())
            except (pickle.UnpicklingError, EOFError, OSError):
                continue
            self._seen.add(path)
            for page in pages:
                self.samples.extend(self._take(page))


def decode(png: bytes) -> np.ndarray:
    """Grey picture of a PNG."""
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    if picture is None:
        raise ValueError("not a picture")
    return picture


class PageBatch(NamedTuple):
    """`cells`: class of each cell, -1 where the page is turned (its places teach nothing)."""

    pages: np.ndarray
    cells: np.ndarray
    turn: np.ndarray
    form: np.ndarray


def page_batch(
    samples: list[Sheet], stride: int, rng: np.random.Generator | None, turn: int = 0
) -> PageBatch:
    """Pages ready for the network; changed at random where a generator is given, else turned."""
    pages, cells, turns = [], [], []
    for sample in samples:
        page, lines, quarters = decode(sample.png), sample.lines, turn
        if rng is not None:
            page, lines, quarters = augment.page(page, lines, rng)
        elif turn:
            page = augment.turned(page, turn)
        pages.append(page)
        # Which way up another sheet lies is not asked.
        turns.append(quarters if sample.form else -1)
        shape = (page.shape[0] // stride, page.shape[1] // stride)
        cells.append(draw_lines(lines, shape, stride) if not quarters else np.full(shape, -1))
    return PageBatch(
        _ink(np.stack(pages)),
        np.stack(cells).astype(np.int64),
        np.array(turns, np.int64),
        np.array([s.form for s in samples], np.float32),
    )


def draw_lines(
    lines: np.ndarray, shape: tuple[int, int], stride: int, thick: float = 10.0
) -> np.ndarray:
    """Class of each cell: 1 + the place whose line runs through its middle, else 0."""
    cells = np.zeros(shape, np.int64)
    for index, (ax, ay, bx, by) in enumerate(lines):
        length = float(np.hypot(bx - ax, by - ay))
        if not length >= 1:
            continue
        low = np.floor((np.array([min(ay, by), min(ax, bx)]) - thick) / stride).astype(int)
        high = np.ceil((np.array([max(ay, by), max(ax, bx)]) + thick) / stride).astype(int)
        top, left = np.clip(low, 0, shape)
        bottom, right = np.clip(high, 0, shape)
        y, x = np.mgrid[top:bottom, left:right] * stride + (stride - 1) / 2
        along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length
        across = ((y - ay) * (bx - ax) - (x - ax) * (by - ay)) / length
        inside = (along >= 0) & (along <= length) & (np.abs(across) <= thick / 2)
        cells[top:bottom, left:right][inside] = index + 1
    return cells


def padded(cuts: list[np.ndarray], step: int) -> np.ndarray:
    """Cuts padded with white to one width, a multiple of `step`: (n, 1, h, w) uint8."""
    width = -(-max(cut.shape[1] for cut in cuts) // step) * step
    grey = np.full((len(cuts), cuts[0].shape[0], width), 255, np.uint8)
    for row, cut in zip(grey, cuts, strict=True):
        row[:, : cut.shape[1]] = cut
    return grey[:, None]


def _ink(grey: np.ndarray) -> np.ndarray:
    return ((255.0 - grey[:, None]) / 255.0).astype(np.float32)


def by_width(
    samples: list[Slot], size: int, rng: np.random.Generator, average: int = 256
) -> Iterator[list[Slot]]:
    """One round through all samples in batches of about the same width; fewer where wide."""
    order = rng.permutation(len(samples))
    for start in range(0, len(order), size * _POOL):
        pool = sorted((samples[i] for i in order[start : start + size * _POOL]), key=_width)
        batches: list[list[Slot]] = []
        while pool:
            count = max(2, min(2 * size, size * average // max(pool[-1].width, 1)))
            batches.append(pool[-count:])
            del pool[-count:]
        for index in rng.permutation(len(batches)):
            yield batches[index]


def _width(slot: Slot) -> int:
    return slot.width
