"""A reader over many files in processes of their own, timed."""

import os
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

from tests.bench.reading.answer import Answer

Reader = Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class Timed:
    """All answers in the files' order, and the wall time for them."""

    answers: list[Answer]
    seconds: float

    @property
    def per_minute(self) -> float:
        """Files a minute."""
        return 60 * len(self.answers) / self.seconds if self.seconds else 0.0

    @property
    def failures(self) -> list[str]:
        """What was raised, file by file."""
        return [a.note for a in self.answers if a.failed]

    @property
    def peak(self) -> float:
        """The largest memory of any reading process, in megabytes."""
        return max((a.peak for a in self.answers), default=0.0)


def run(reader: Reader, files: Sequence[str], jobs: int, warm: int = 2) -> Timed:
    """Read all files, each process one at a time; the first few twice, to warm the processes."""
    one_thread = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}
    os.environ.update(one_thread)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        list(pool.map(_timed, [reader] * (warm * jobs), list(files[:warm]) * jobs))
        begun = time.perf_counter()
        answers = list(pool.map(_timed, [reader] * len(files), files))
        return Timed(answers, time.perf_counter() - begun)


def _timed(reader: Reader, file: str) -> Answer:
    begun = time.perf_counter()
    try:
        answer = reader(file)
    except Exception as error:  # noqa: BLE001 - a reader that fails on a file has not read it
        answer = Answer(False, note=f"{type(error).__name__}: {error}", failed=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return replace(answer, seconds=time.perf_counter() - begun, peak=peak)
