"""Programs to be killed: `mailproc run --once`, started quickly and as often as a test likes.

Run as `python -m tests.service.mortal CONFIG` it waits for lines on its standard input. For each
it forks a child that runs one tick, as the command line does, and says its number and, when it is
over, its exit status. A number in the line is the edge at which the child kills itself, counted
over all commits, fsyncs, renames and socket writes, before and after each; `0`: at none.

What passes in minutes in life passes at once here, and every death counts as one by chance.
"""

import os
import select
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from mailproc import app, tick
from mailproc.notices import deliver
from parsers.read import read_document
from parsers.reading import ReadDocument
from storage import arrivals
from storage.database import Tx


@dataclass
class Mortal:
    """The waiting program, and what it says of the ticks it forks."""

    asked: IO[bytes]
    said: IO[bytes]

    def begin(self, edge: int = 0) -> int:
        """A tick begins; its process number."""
        self.asked.write(b"%d\n" % edge)
        return int(self.said.readline())

    def ends_within(self, seconds: float) -> bool:
        """Wait so long for the tick to be over; whether it is."""
        return bool(select.select([self.said], [], [], seconds)[0])

    def end(self) -> int:
        """Wait for the tick to be over; its exit status, negative if it was killed."""
        return int(self.said.readline())


@contextmanager
def mortal(config: Path) -> Iterator[Mortal]:
    """The program, waiting; ended with the test."""
    command = [sys.executable, "-m", __name__, str(config)]
    with (
        (config.parent / "log").open("a") as log,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, bufsize=0
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        yield Mortal(process.stdin, process.stdout)
        process.stdin.close()


def reader_of(pid: int) -> int | None:
    """The process that reads for that one, if there is one."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            return int(stat.parent.name)
    return None


class Edges:
    """Kills this process at the n-th edge of what leaves a trace outside."""

    def __init__(self, fatal: int) -> None:
        self._fatal, self._passed = fatal, 0

    def arm(self) -> None:
        """From now on."""
        event.listen(Engine, "commit", lambda _: self.reach())
        event.listen(Tx, "after_commit", lambda _: self.reach())
        for kind in (socket.socket, ssl.SSLSocket):
            setattr(kind, "sendall", self._edged(kind.sendall))  # noqa: B010 - a method in its place
        for name in ("fsync", "replace", "rename"):
            setattr(os, name, self._edged(getattr(os, name)))

    def reach(self) -> None:
        """One edge."""
        self._passed += 1
        if self._passed == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def _edged(self, whole: Callable[..., None]) -> Callable[..., None]:
        def edged(*given: Any, **named: Any) -> None:
            self.reach()
            whole(*given, **named)
            self.reach()

        return edged


def _tick(config: str, fatal: int) -> int:
    from mailproc.cli import main

    if fatal:
        # Reading writes nothing: in this process it costs no start of another one.
        setattr(app.Reader, "_read", _read_here)  # noqa: B010 - a method in its place
        Edges(fatal).arm()
    return main(["run", "--once", "--config", config])


def _read_here(reader: app.Reader, data: bytes, name: str) -> ReadDocument:
    return read_document(data, reader._units, name, reader._forms)


def _wait_and_fork(config: str) -> None:
    deliver.PAUSES, deliver.IN_HAND = (timedelta(seconds=0.3),), timedelta(seconds=0.3)
    tick.PAUSE_AFTER_CRASH, tick.TRIES = timedelta(), 10**9
    arrivals.SET_ASIDE = timedelta()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os._exit(_tick(config, int(line)))
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    _wait_and_fork(sys.argv[1])
