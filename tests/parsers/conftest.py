"""A reader as the service has it, watched from outside while it reads."""

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from mailproc.app import Reader
from parsers import problems
from parsers.forms.scammer_awareness import FORM
from parsers.reading import ReadDocument
from tests.parsers.picture.pages import UNITS

SECONDS, BYTES = 20.0, 1_500_000_000


class _Watch:
    """The most memory that any process below this one has had, asked for 50 times a second.

    From outside, since a process that went over its limit can no longer be asked.
    """

    def __init__(self) -> None:
        self.peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        over = False
        while not over:
            over = self._done.wait(0.02)
            self.peak = max(self.peak, *map(_most_memory, _below(os.getpid())), 0)


def _below(pid: int) -> Iterator[int]:
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, file.read_text().split()):
                yield child
                yield from _below(child)


def _most_memory(pid: int) -> int:
    """The most that a process below this one has had; 0 for one that is still a copy of
    this one, about to become another program: what it has had this one has had.
    """
    with contextlib.suppress(OSError):
        if Path(f"/proc/{pid}/cmdline").read_bytes() == Path("/proc/self/cmdline").read_bytes():
            return 0
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


@pytest.fixture(scope="module")
def _reader() -> Iterator[Reader]:
    with Reader(UNITS) as reader:
        yield reader


@pytest.fixture
def read_bounded(_reader: Reader) -> Callable[[bytes], ReadDocument]:
    """Reads a document, and sees that it kept to the limits and says what it found in words."""

    def read(data: bytes) -> ReadDocument:
        start = time.monotonic()
        with _Watch() as watch:
            document = _reader(data, "")
        assert time.monotonic() - start < SECONDS
        assert 0 < watch.peak < BYTES
        for problem in document.problems:
            for words in (problems.english(problem), problems.thai(problem, FORM)):
                assert words != problem.code
                assert "()" not in words
        return document

    return read
