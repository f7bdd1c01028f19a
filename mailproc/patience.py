"""How long a tick may take as a whole, and how long a server may take for one answer.

A socket's own time limit begins anew with every byte that comes, so a server that drips could hold
a tick for hours. Here the whole answer is limited, and the connection is cut when time is up.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

ANSWER_SECONDS = 60.0
"""For the answers to one request, all its bytes together."""
SLOWEST = 50_000
"""Bytes a second: a mail that comes more slowly is taken for one that is dripped."""
GRACE = 10.0
"""Seconds past a deadline in which what was begun may still end."""


class TooSlow(TimeoutError):
    """A server did not end its answer in time."""


class Deadline:
    """A moment some seconds from now, by a clock that nobody sets."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._end = seconds, time.monotonic() + seconds

    def over(self, share: float = 1.0) -> bool:
        """Whether that share of the time is gone."""
        return self.left() <= self._seconds * (1 - share)

    def left(self) -> float:
        """Seconds until then; below 0 past it."""
        return self._end - time.monotonic()


def allowed(deadline: Deadline | None, seconds: float) -> float:
    """How long something that is begun now may take: not far past the deadline."""
    return seconds if deadline is None else min(seconds, max(deadline.left(), 0) + GRACE)


@contextmanager
def answering(sock: socket.socket | None, seconds: float) -> Iterator[None]:
    """Cut the connection if what is asked within has not been answered by then.

    Raises TooSlow in place of what the cut makes the library raise.
    """
    cut = threading.Event()

    def cut_off() -> None:
        cut.set()
        if sock is not None:
            _shut(sock)

    timer = threading.Timer(seconds, cut_off)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as error:
        if cut.is_set():
            raise TooSlow(f"no whole answer within {seconds:.0f} s") from error
        raise
    finally:
        timer.cancel()


def _shut(sock: socket.socket) -> None:
    try:
        # Not the TLS layer's own: that would wait for the other side, or for the thread that reads.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return  # closed meanwhile


def within(seconds: float, connect: Callable[[], T]) -> T:
    """What `connect` returns or raises, if it does so in time; raises TooSlow else.

    For a connection that has no socket yet that could be cut: a thread that is late is left alone
    and ends with the server's next silence, or with the program.
    """
    result: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            result.append(connect())
        except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits
            failure.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if failure:
        raise failure[0]
    if not result:
        raise TooSlow(f"no connection within {seconds:.0f} s")
    return result[0]
