"""The bounded worker: limits hold, everything is killed, the next call works."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from parsers.bounded import Crashed, Refused, Worker
from parsers.bounded_process import network

MEMORY = 700 * 2**20


def act(what: str, argument: Any = None) -> Any:
    """One function for all cases: a worker runs one function."""
    return ACTIONS[what](argument)


def _loop(_: Any) -> None:
    while True:
        pass


def _eat(_: Any) -> int:
    return len([np.ones(2**24) for _ in range(100)])


def _eat_slowly(seconds: float) -> None:
    time.sleep(seconds)
    raise MemoryError


def _raise(_: Any) -> None:
    raise ValueError("no such page\nsecond line")


def _child(marker: str) -> None:
    subprocess.run(["sleep", marker], check=True)


def _keep(size: int) -> int:
    KEPT.append(np.ones(size, np.uint8))
    return os.getpid()


def _abort_while_doubling(_: Any) -> None:
    _keep(int(MEMORY * 0.55))
    os.abort()


def _abort_for_want_of_memory(_: Any) -> None:
    try:
        while True:
            _keep(2**22)
    except MemoryError:
        os.abort()  # as C++ programs do


def _print(_: Any) -> str:
    print("noise on the standard output")
    os.write(1, b"noise")
    return "quiet"


def _write(at: int) -> int:
    """A file of one byte behind a hole of that size: no disk is filled where nothing limits it."""
    with tempfile.TemporaryFile() as file:
        file.seek(at)
        return file.write(b"x")


def _open(files: int) -> int:
    with contextlib.ExitStack() as opened:
        return len([opened.enter_context(Path(os.devnull).open()) for _ in range(files)])


KEPT: list[Any] = []
ACTIONS: dict[str, Callable[[Any], Any]] = {
    "loop": _loop,
    "eat": _eat,
    "eat slowly": _eat_slowly,
    "raise": _raise,
    "exit": os._exit,
    "abort": lambda _: os.abort(),
    "abort for want of memory": _abort_for_want_of_memory,
    "abort while a buffer doubles": _abort_while_doubling,
    "child": _child,
    "pid": lambda _: os.getpid(),
    "echo": lambda data: data,
    "keep": _keep,
    "print": _print,
    "write": _write,
    "open": _open,
    "sleep": time.sleep,
    "environment": lambda _: dict(os.environ),
    "temporary": lambda _: tempfile.gettempdir(),
    "connect": lambda port: socket.create_connection(("127.0.0.1", port), 5).close(),
    "network": lambda _: network(),
}


@pytest.fixture
def worker() -> Any:
    with Worker(act, seconds=5, memory_bytes=MEMORY) as running:
        yield running


def running(marker: str) -> list[str]:
    """Command lines that hold this marker."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            line = entry.read_bytes()
            if marker.encode() in line.split(b"\0"):
                found.append(line.decode(errors="replace"))
    return found


def wait_until(condition: Callable[[], bool], seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def test_result_comes_back_from_another_process_that_stays_warm(worker: Any) -> None:
    first = worker.call("pid")
    assert first != os.getpid()
    assert worker.call("pid") == first


def test_several_megabytes_pass_quickly(worker: Any) -> None:
    data = os.urandom(8 * 2**20)
    worker.call("pid")
    start = time.monotonic()
    assert worker.call("echo", data) == data
    assert time.monotonic() - start < 1


def test_endless_loop_is_refused_and_the_next_call_works() -> None:
    with Worker(act, seconds=0.5, memory_bytes=MEMORY) as worker:
        first = worker.call("pid")
        start = time.monotonic()
        with pytest.raises(Refused) as refused:
            worker.call("loop")
        assert refused.value.reason == "time_limit"
        assert time.monotonic() - start < 2
        assert worker.call("pid") != first


def test_eating_memory_is_refused_and_the_next_call_works(worker: Any) -> None:
    with pytest.raises(Refused) as refused:
        worker.call("eat")
    assert refused.value.reason == "memory_limit"
    assert worker.call("echo", 1) == 1


@pytest.mark.parametrize(
    ("what", "enough", "too_much", "said"),
    [
        ("write", 100 * 2**20, 600 * 2**20, "File too large"),
        ("open", 100, 300, "Too many open files"),
    ],
)
def test_filling_the_disk_or_opening_files_without_end_is_stopped_and_the_next_call_works(
    worker: Any, what: str, enough: int, too_much: int, said: str
) -> None:
    assert worker.call(what, enough)
    with pytest.raises(Crashed, match=said):
        worker.call(what, too_much)
    assert worker.call(what, enough)


def test_memory_that_earlier_calls_kept_does_not_refuse_a_good_document(worker: Any) -> None:
    pids = {worker.call("keep", 200 * 2**20) for _ in range(6)}
    assert len(pids) > 1


def test_the_second_try_of_a_warm_process_has_only_the_time_that_is_left() -> None:
    with Worker(act, seconds=1.5, memory_bytes=MEMORY) as worker:
        worker.call("pid")
        with pytest.raises(Refused) as refused:
            worker.call("eat slowly", 1.0)
        assert refused.value.reason == "time_limit"


def test_death_is_a_crash_and_the_next_call_works(worker: Any) -> None:
    with pytest.raises(Crashed, match="exit code 3"):
        worker.call("exit", 3)
    assert worker.call("echo", 1) == 1


@pytest.mark.parametrize("how", ["abort for want of memory", "abort while a buffer doubles"])
def test_an_abort_for_want_of_memory_is_a_limit_reached_and_any_other_a_crash(
    worker: Any, how: str
) -> None:
    with pytest.raises(Refused) as refused:
        worker.call(how)
    assert refused.value.reason == "memory_limit"
    with pytest.raises(Crashed, match="SIGABRT"):
        worker.call("abort")


def test_what_the_service_has_in_memory_does_not_make_a_crash_a_limit_reached() -> None:
    held = np.ones(MEMORY, np.uint8)
    with Worker(act, seconds=5, memory_bytes=MEMORY) as worker, pytest.raises(Crashed):
        worker.call("abort")
    assert held.nbytes == MEMORY


def test_ordinary_exception_comes_as_one_line_and_keeps_the_process(worker: Any) -> None:
    first = worker.call("pid")
    with pytest.raises(Crashed) as crashed:
        worker.call("raise")
    assert crashed.value.reason == "ValueError: no such page"
    assert "second line" in crashed.value.trace
    assert worker.call("pid") == first


def test_a_child_is_killed_with_its_worker() -> None:
    marker = "4711.25"
    with Worker(act, seconds=0.5, memory_bytes=MEMORY) as worker:
        with pytest.raises(Refused):
            worker.call("child", marker)
        assert wait_until(lambda: not running(marker))


def test_close_ends_the_process(worker: Any) -> None:
    pid = worker.call("pid")
    worker.close()
    assert not Path(f"/proc/{pid}").exists()


def test_print_does_not_disturb_the_answers(worker: Any) -> None:
    assert worker.call("print") == "quiet"


def test_the_process_knows_no_secrets(worker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILPROC_MAILBOX__PASSWORD", "secret")
    assert "secret" not in worker.call("environment").values()


def test_temporary_files_of_a_killed_process_are_removed(worker: Any) -> None:
    folder = Path(worker.call("temporary"))
    assert folder.is_dir()
    worker.close()
    assert not folder.exists()


def test_worker_survives_the_thread_that_started_it(worker: Any) -> None:
    pids: list[int] = []
    thread = threading.Thread(target=lambda: pids.append(worker.call("pid")))
    thread.start()
    thread.join()
    time.sleep(0.2)
    assert worker.call("pid") == pids[0]


def test_threads_take_turns(worker: Any) -> None:
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda n=n: answers.append(worker.call("echo", n)))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == list(range(8))


def test_worker_its_child_and_its_files_go_with_a_killed_parent(tmp_path: Path) -> None:
    marker = "4711.75"
    code = (
        "from tests.parsers.test_bounded import act, MEMORY; from parsers.bounded import Worker; "
        f"Worker(act, seconds=60, memory_bytes=MEMORY).call('child', '{marker}')"
    )
    inside = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", code], env=inside) as parent:
        assert wait_until(lambda: bool(running(marker)), 20)
        assert list(tmp_path.iterdir()) != []
        parent.kill()
    assert wait_until(lambda: not running(marker))
    assert wait_until(lambda: list(tmp_path.iterdir()) == [])


def test_what_a_reader_and_its_owner_left_when_both_were_killed_is_swept_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker = "4711.5"
    code = (
        "from tests.parsers.test_bounded import act, MEMORY; from parsers.bounded import Worker\n"
        "with Worker(act, seconds=60, memory_bytes=MEMORY) as worker:\n"
        "    print(worker.call('pid'), flush=True)\n"
        f"    worker.call('child', '{marker}')"
    )
    inside = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, env=inside, stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        reader = int(owner.stdout.readline())
        assert wait_until(lambda: bool(running(marker)), 20)
        (left,) = tmp_path.iterdir()
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        os.utime(left, (0, 0))
        with Worker(act, seconds=5, memory_bytes=MEMORY) as another:
            another.call("pid")
        assert left.exists(), "its owner lives"
        for pid in (owner.pid, reader):
            os.kill(pid, signal.SIGSTOP)
        for pid in (reader, owner.pid):
            os.kill(pid, signal.SIGKILL)
    assert left.exists()
    assert running(marker)
    with Worker(act, seconds=5, memory_bytes=MEMORY) as next_one:
        next_one.call("pid")
        assert not left.exists()
    assert wait_until(lambda: not running(marker))


def test_a_process_that_cannot_be_started_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_more(*_: Any, **__: Any) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(subprocess, "Popen", no_more)
    with pytest.raises(BlockingIOError):
        Worker(act, seconds=5, memory_bytes=MEMORY).call("pid")
    assert list(tmp_path.iterdir()) == []


def test_there_is_no_network_where_the_kernel_allows_that(worker: Any) -> None:
    ways = (["unshare", "--net", "true"], ["unshare", "--user", "--net", "true"])
    if all(subprocess.run(way, stderr=subprocess.DEVNULL).returncode for way in ways):
        pytest.skip("the kernel gives no process a network of its own")
    assert worker.call("network") != network()
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(Crashed, match="Network"):
        worker.call("connect", server.getsockname()[1])
