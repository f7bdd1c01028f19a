"""The folder for temporary files of a reader process, and those of readers that are no more.

A folder is locked by the program that owns the reader, however that ends. Owner and reader remove
it; where both were killed at once, pages of reports and a program of the reader (Tesseract) would
stay, so that the next owner sweeps.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import tempfile
import time
from pathlib import Path

_PREFIX = "mailproc-reader-"
_YOUNG = 10.0
"""Seconds in which a new folder may have no lock yet."""


class Folder:
    """A new folder for one reader process, called `name`."""

    def __init__(self) -> None:
        _sweep(Path(tempfile.gettempdir()))
        self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
        self.name = self._folder.name
        # Not inherited: it is this process whose end sets it free.
        self._lock = os.open(self.name, os.O_RDONLY)
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def remove(self) -> None:
        """Remove it with all that is in it."""
        self._folder.cleanup()
        os.close(self._lock)


def _sweep(where: Path) -> None:
    for folder in where.glob(f"{_PREFIX}*"):
        # Gone meanwhile, another user's, or one that is in use.
        with contextlib.suppress(OSError):
            if folder.stat().st_mtime < time.time() - _YOUNG:
                _sweep_away(folder)


def _sweep_away(folder: Path) -> None:
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _kill_users(folder)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


def _kill_users(folder: Path) -> None:
    named = b"TMPDIR=" + os.fsencode(folder)
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if named in environment.read_bytes().split(b"\0"):
                os.kill(int(environment.parent.name), signal.SIGKILL)
