"""Run a function on untrusted input in a warm process of its own, with limits on time and memory.

A hostile or broken page can make a decoder loop, eat memory or crash. Here that costs one process,
never the service: the process and everything that it started (Tesseract) is killed as one group
and the next call gets a new one. Not `multiprocessing`: forking a parent with threads is unsafe,
and its spawn runs the parent's main module again.
"""

import contextlib
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Generic, Literal, ParamSpec, Self, TypeVar

from parsers.bounded_folder import Folder
from parsers.bounded_process import OUT_OF_MEMORY, receive, send

P = ParamSpec("P")
R = TypeVar("R")

_START_SECONDS = 30.0
# Passwords live in the environment; the process that reads strangers' files does not need them.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")
_CHILD = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from parsers.bounded_process import serve; serve(int(sys.argv[2]), int(sys.argv[3]))"
)

Reason = Literal["time_limit", "memory_limit"]


class Refused(Exception):
    """The call went over a limit: `reason` is `time_limit` or `memory_limit`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Crashed(Exception):
    """The function raised, or its process died. `reason` is one line; `trace` is for --debug.

    `error` names the type of what the function raised, "" where the process died.
    """

    def __init__(self, reason: str, trace: str = "", error: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.trace = trace
        self.error = error


class _Died(Crashed):
    """The process ended, or closed its side, before it answered."""


class Worker(Generic[P, R]):
    """A warm process that runs one module-level function; calls from several threads take turns.

    `seconds` bounds one call (starting the process not counted), `memory_bytes` the memory of the
    process and, each by itself, of the programs that it starts.
    """

    def __init__(self, function: Callable[P, R], *, seconds: float, memory_bytes: int) -> None:
        if function.__module__ == "__main__":
            raise ValueError("the function must be in a module that another process can import")
        self._function = function
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._lock = threading.Lock()
        self._process: _Process | None = None

    def call(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """The function's result. Raises `Refused` over a limit, `Crashed` if it raised or died."""
        request = pickle.dumps((args, kwargs), protocol=5)
        with self._lock:
            warm, start = self._process is not None, time.monotonic()
            try:
                return self._once(request, self._seconds)
            except (Refused, _Died) as error:
                if not warm or (isinstance(error, Refused) and error.reason == "time_limit"):
                    raise
            # What earlier documents left behind in the process must not decide about this one.
            # Both tries together keep to the limit.
            return self._once(request, self._seconds - (time.monotonic() - start))

    def close(self) -> None:
        """End the process and all that it started. A later call starts a new one."""
        with self._lock:
            self._discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _once(self, request: bytes, seconds: float) -> R:
        if self._process is None:
            self._process = _Process(self._function, self._seconds, self._memory_bytes)
        answered = False
        try:
            kind, *rest = self._process.ask(request, seconds)
            answered = kind != "memory"
        finally:
            if not answered:
                self._discard()
        if kind == "memory":
            raise Refused("memory_limit")
        if kind == "raised":
            raise Crashed(*rest)
        result: R = rest[0]
        return result

    def _discard(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()


class _Process:
    """One worker process, its socket and its folder for temporary files."""

    def __init__(self, function: Callable[..., Any], seconds: float, memory_bytes: int) -> None:
        self._socket, theirs = socket.socketpair()
        self._folder = Folder()
        self._group = 0
        environment = {k: os.environ[k] for k in _ENVIRONMENT if k in os.environ}
        try:
            with theirs:
                self._popen = subprocess.Popen(  # noqa: S603 - our own interpreter and code
                    [
                        *(sys.executable, "-c", _CHILD, json.dumps(sys.path)),
                        *(str(theirs.fileno()), str(memory_bytes)),
                    ],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,  # its own process group: all of it can be killed
                    env=environment | {"TMPDIR": self._folder.name, "OMP_THREAD_LIMIT": "1"},
                )
        except OSError:
            self._folder.remove()
            raise
        try:
            _, self._group = self.ask(pickle.dumps((function, seconds)), _START_SECONDS)
        except (Refused, _Died) as error:
            self.kill()
            raise Crashed(f"the reading process did not start: {error}") from None

    def ask(self, request: bytes, seconds: float) -> Any:  # noqa: ANN401 - whatever was returned
        """Send one request and wait for its answer. Raises Refused("time_limit") or _Died."""
        deadline = time.monotonic() + seconds
        try:
            send(self._socket, request, deadline)
            return pickle.loads(receive(self._socket, deadline))  # noqa: S301 - our own process
        except TimeoutError:
            raise Refused("time_limit") from None
        except (EOFError, ConnectionError):
            raise self._how_it_ended() from None

    def _how_it_ended(self) -> Refused | _Died:
        try:
            # Giving back a gigabyte takes a while on a busy machine.
            code = self._popen.wait(5)
        except subprocess.TimeoutExpired:
            return _Died("the reading process closed its connection")
        if code == OUT_OF_MEMORY:
            return Refused("memory_limit")
        if code >= 0:
            return _Died(f"the reading process ended with exit code {code}")
        return _Died(f"the reading process was ended by {signal.Signals(-code).name}")

    def kill(self) -> None:
        """Kill the whole process group and clean up after it."""
        with contextlib.suppress(ProcessLookupError):
            # Where it has not said its group, it ends itself when our side of the socket closes.
            os.killpg(self._group or self._popen.pid, signal.SIGKILL)
        self._socket.close()
        self._popen.wait()
        self._folder.remove()
