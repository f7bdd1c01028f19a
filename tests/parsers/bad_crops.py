"""What a hostile page does to the process that draws it."""

import os
import signal
from collections.abc import Sequence

from parsers.reading import Box


def die(data: bytes, places: Sequence[tuple[int, Box]]) -> tuple[bytes, ...]:
    """The process is gone."""
    os.kill(os.getpid(), signal.SIGKILL)
    return ()
