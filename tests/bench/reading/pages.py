"""Making the split's files: pages by the corpus's generators, wrapped as they arrive."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from tests.bench.reading.sample import Sample, save
from tests.corpus.pages.pdf import Split

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
        return list(pool.map(make_page_file, orders, chunksize=4))


def _orders(folder: Path, split: Split, counts: dict[str, int], seed: int) -> Iterator[Order]:
    for group in _DRAWN:
        for i in range(counts.get(group, 0)):
            yield Order(seed + i, split, group, str(folder))


def make_page_file(order: Order) -> Sample:
    """Draw, damage and wrap one page."""
    from tests.corpus.pages.make import make_page
    from tests.corpus.pages.pdf import as_pdf, fitting

    page = make_page(order.seed, order.split, group=order.group)
    how = fitting(page, order.seed, order.split)
    made = f"{order.group} {order.seed}: {', '.join(page.damage)}; {how}"
    data = as_pdf(page, order.seed, how)
    name = f"{order.group}-{order.seed:05d}"
    return save(Path(order.folder), name, data, order.group, page.truth, made)
