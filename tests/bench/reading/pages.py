"""Making the split's files: pages by the corpus's generators, wrapped as they arrive."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random

import numpy as np
from pypdfium2 import PdfDocument

from tests.bench.reading.sample import Sample, save
from tests.corpus.pages.make import make_page
from tests.corpus.pages.paper import WIDTH
from tests.corpus.pages.pdf import Split, as_pdf, fitting
from tests.corpus.pages.scanners import KINDS, shoot
from tests.corpus.producers.documents import documents
from tests.corpus.producers.traps import trap_documents

_DRAWN = ("typed", "hard", "hand", "trap")  # groups that the page generator draws


@dataclass(frozen=True, slots=True)
class Order:
    """One page to make."""

    seed: int
    split: Split
    group: str
    folder: str


def make_samples(
    folder: Path, split: Split, counts: dict[str, int], jobs: int, seed: int = 0
) -> list[Sample]:
    """`counts` of files by group: those of the table, and `layouts`: typed pages whose layout
    another program made.
    """
    orders = list(_orders(folder, split, counts, seed))
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        drawn = pool.map(make_page_file, orders, chunksize=4)
        others = [
            sample
            for make in (_texts, _layouts, _traps)
            for sample in make(folder, split, counts, seed)
        ]
        return [*drawn, *others]


def _orders(folder: Path, split: Split, counts: dict[str, int], seed: int) -> Iterator[Order]:
    for group in _DRAWN:
        for i in range(counts.get(group, 0)):
            yield Order(seed + i, split, group, str(folder))


def make_page_file(order: Order) -> Sample:
    """Draw, damage and wrap one page."""
    page = make_page(order.seed, order.split, group=order.group)
    how = fitting(page, order.seed, order.split)
    made = f"{order.group} {order.seed}: {', '.join(page.damage)}; {how}"
    data = as_pdf(page, order.seed, how)
    name = f"{order.group}-{order.seed:05d}"
    return save(Path(order.folder), name, data, order.group, page.truth, made)


def _texts(folder: Path, split: Split, counts: dict[str, int], seed: int) -> Iterator[Sample]:
    for i, one in enumerate(documents(split, counts.get("text", 0), seed)):
        yield save(folder, f"text-{seed + i:05d}", one.data, "text", one.truth, one.made)


def _layouts(folder: Path, split: Split, counts: dict[str, int], seed: int) -> Iterator[Sample]:
    """Forms that other programs laid out, printed and scanned."""
    # More than are wanted, since those that take two pages are left out.
    wanted = counts.get("layouts", 0)
    made = documents(split, wanted * 3 // 2, seed, oddities=("plain",), again=False)
    scanned = ((one, scan_of(one.data, f"{split} {one.made}", split)) for one in made)
    whole = ((one, scan) for one, scan in scanned if scan)
    for i, (one, scan) in enumerate(islice(whole, wanted)):
        made_by = f"layout {one.made}; {scan.made}"
        yield save(folder, f"layouts-{seed + i:05d}", scan.data, "layouts", one.truth, made_by)


def _traps(folder: Path, split: Split, counts: dict[str, int], seed: int) -> Iterator[Sample]:
    """Forms that must not count, every other one as a scan."""
    for i, one in enumerate(trap_documents(split, counts.get("trap", 0), seed)):
        scan = scan_of(one.data, f"{split} {one.made}", split) if i % 2 else None
        data, how = (scan.data, scan.made) if scan else (one.data, "text")
        yield save(folder, f"traps-{seed + i:05d}", data, "trap", None, f"{one.made}; {how}")


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned page as a file, and what happened to it."""

    data: bytes
    made: str


def scan_of(pdf: bytes, seed: str, split: Split) -> Scan | None:
    """The one page of a PDF, printed, scanned and wrapped; None where it has more pages."""
    with PdfDocument(pdf) as document:
        if len(document) > 1:
            return None
        scale = WIDTH / document[0].get_width()
        drawn = document[0].render(scale=scale, grayscale=True).to_numpy()
    rng = Random(f"scan {seed}")
    kind = rng.choice(KINDS)
    shot = shoot(np.ascontiguousarray(drawn.reshape(drawn.shape[:2])), rng, split, kind)
    number = rng.getrandbits(30)
    how = fitting(shot, number, split)
    return Scan(as_pdf(shot, number, how), f"{', '.join(shot.damage)}; {how}")
