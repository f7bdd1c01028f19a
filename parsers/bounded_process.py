"""The inside of the worker process of `parsers.bounded`, and how the two sides speak."""

import contextlib
import ctypes
import os
import pickle
import resource
import select
import shutil
import signal
import socket
import struct
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

_LENGTH = struct.Struct("!Q")
# Tesseract works on one page picture in a temporary file; nothing else is written.
_FILE_BYTES = 512 * 2**20
_OPEN_FILES = 256
# Code and fonts are mapped besides the data that RLIMIT_DATA counts.
_ADDRESS_SPACE_EXTRA = 3 * 2**30
# Who dies with so large a part of the memory limit in use died of the limit: libraries and what
# lies between them take up addresses, too, that are never used.
_NEARLY_ALL = 0.75
# A buffer that grows by doubling asks for more than is left while half is in use; who gets nothing
# then calls abort().
_HALF = 0.5
OUT_OF_MEMORY = 113
"""The exit code of a process that ended itself for want of memory, as C and C++ mostly do."""
# From <linux/sched.h>; os.unshare came with Python 3.12.
_NEWUSER, _NEWNET = 0x10000000, 0x40000000


def send(connection: socket.socket, data: bytes, deadline: float | None) -> None:
    """Send one block of bytes, its length first. `deadline` (monotonic): TimeoutError after it."""
    for part in (_LENGTH.pack(len(data)), data):
        view = memoryview(part)
        while view:
            _set_timeout(connection, deadline)
            view = view[connection.send(view) :]


def receive(connection: socket.socket, deadline: float | None) -> bytearray:
    """The next block of bytes. Raises EOFError when the other side is gone, or TimeoutError."""
    (length,) = _LENGTH.unpack(_receive_exactly(connection, _LENGTH.size, deadline))
    return _receive_exactly(connection, length, deadline)


def _receive_exactly(connection: socket.socket, length: int, deadline: float | None) -> bytearray:
    data = bytearray(length)
    view = memoryview(data)
    while view:
        _set_timeout(connection, deadline)
        count = connection.recv_into(view)
        if not count:
            raise EOFError
        view = view[count:]
    return data


def _set_timeout(connection: socket.socket, deadline: float | None) -> None:
    if deadline is None:
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection.settimeout(left)


def serve(descriptor: int, memory_bytes: int) -> None:
    """The worker process: take the function, then answer calls until the parent goes away.

    A child of this process does the work: the kernel counts what our starter used before it
    became us as used by us, which would hide whether it was memory that a reader died of.
    """
    if pid := os.fork():
        os.close(descriptor)
        _end_like(pid, memory_bytes)
    os.setpgid(0, 0)  # what is killed as one group leaves the one that waits for its end
    _leave_network()  # first: the kernel wants a process of one thread for it
    connection = socket.socket(fileno=descriptor)
    connection.set_inheritable(False)
    threading.Thread(target=_die_with_parent, args=(connection,), daemon=True).start()
    with contextlib.suppress(EOFError, ConnectionError):
        function, seconds = pickle.loads(receive(connection, None))  # noqa: S301 - from our parent
        _limit(memory_bytes)
        send(connection, pickle.dumps(("ready", os.getpid())), None)
        while True:
            request = receive(connection, None)
            # The parent's clock rules. This one is for a parent that was killed meanwhile, while
            # C code here keeps the watching thread from running: SIGALRM's default ends us.
            signal.setitimer(signal.ITIMER_REAL, seconds + 5)
            answer = _answer(function, request)
            signal.setitimer(signal.ITIMER_REAL, 0)
            send(connection, answer, None)


def _end_like(pid: int, memory_bytes: int) -> NoReturn:
    """Wait for the child's end and end in the same way; for want of memory with `OUT_OF_MEMORY`."""
    _, status, usage = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        os._exit(code)
    share = _HALF if -code == signal.SIGABRT else _NEARLY_ALL
    if usage.ru_maxrss * 1024 > share * memory_bytes:
        os._exit(OUT_OF_MEMORY)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.kill(os.getpid(), -code)
    os._exit(1)  # that signal does not end a process that has not set it up


def _leave_network() -> None:
    """Into a network of its own that leads nowhere, where the kernel allows it."""
    libc = ctypes.CDLL(None)
    if libc.unshare(_NEWNET) != 0:
        libc.unshare(_NEWUSER | _NEWNET)


def network() -> str:
    """Which network this process is in; another name is another network."""
    return str(Path("/proc/self/ns/net").readlink())


def _answer(function: Callable[..., Any], request: bytearray) -> bytes:
    try:
        args, kwargs = pickle.loads(request)  # noqa: S301 - from our parent
        return pickle.dumps(("result", function(*args, **kwargs)), protocol=5)
    except MemoryError:
        return pickle.dumps(("memory",))
    except Exception as error:  # noqa: BLE001 - handed to the parent, which raises it as Crashed
        if getattr(error, "code", None) == -4:  # OpenCV's StsNoMem is no MemoryError
            return pickle.dumps(("memory",))
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        return pickle.dumps(("raised", reason, traceback.format_exc(), type(error).__name__))


def _limit(memory_bytes: int) -> None:
    # RLIMIT_DATA counts private writable memory (Linux 4.7), which is what a decoder eats.
    # RLIMIT_AS alone would count mapped libraries and reserved thread stacks too.
    limits = {
        resource.RLIMIT_DATA: memory_bytes,
        resource.RLIMIT_AS: memory_bytes + _ADDRESS_SPACE_EXTRA,
        resource.RLIMIT_FSIZE: _FILE_BYTES,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in limits.items():
        hard = resource.getrlimit(kind)[1]
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (allowed, allowed))


def _die_with_parent(connection: socket.socket) -> None:
    # Not PR_SET_PDEATHSIG: that fires when the starting *thread* ends, and spares Tesseract.
    watch = select.poll()
    watch.register(connection, select.POLLRDHUP)
    watch.poll()
    # The parent removes its own folders, unless it was killed: pages of reports would lie about.
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    os.killpg(0, signal.SIGKILL)
