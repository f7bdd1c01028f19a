"""Batches for a training without end, made by several processes where there are cores for them."""

from collections.abc import Callable, Iterator
from typing import Any

import cv2
import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from tests.training.batches import Shards

_AHEAD = 8
Batches = Callable[[list[Any], np.random.Generator, Callable[[], float]], Iterator[Any]]


class _Endless(IterableDataset):
    def __init__(self, batches: Batches, shards: Shards[Any], first: int, done: Any) -> None:
        self._batches, self._shards, self._first, self._done = batches, shards, first, done

    def __iter__(self) -> Iterator[Any]:
        worker = get_worker_info()
        if worker:
            cv2.setNumThreads(1)
            self._shards.share(worker.id, worker.num_workers)
        rng = np.random.default_rng((self._first, worker.id if worker else 0))
        while True:
            self._shards.more()
            if not self._shards.samples:
                raise SystemExit("no training data there")
            yield from self._batches(self._shards.samples, rng, lambda: float(self._done.value))


def stream(
    batches: Batches, shards: Shards[Any], processes: int, first: int, done: Any
) -> Iterator[Any]:
    """Batches as tuples of tensors, round after round; in this process where `processes` is 0.

    `first` seeds what is left to chance; `done` is a shared number: how far the training is.
    """
    ahead = {"prefetch_factor": _AHEAD} if processes else {}
    return iter(
        DataLoader(
            _Endless(batches, shards, first, done),
            batch_size=None,
            num_workers=processes,
            pin_memory=torch.cuda.is_available(),
            **ahead,
        )
    )
