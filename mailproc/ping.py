"""The dead-man's switch: a monitor outside that raises the alarm when it hears nothing."""

import logging
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from mailproc.patience import answering

log = logging.getLogger(__name__)

SECONDS = 10


def ping(url: str) -> None:
    """Ask that address (http or https), if any; what it answers does not matter.

    A monitor that is out of reach, or has not answered in time, is no reason to stop: it raises the
    alarm by itself.
    """
    if not url:
        return
    try:
        _ask(url)
    except (OSError, HTTPException, ValueError) as error:
        # The address is a secret: who knows it can keep the monitor quiet.
        log.warning("the monitor of [upkeep] ping_url is out of reach: %s", type(error).__name__)


def _ask(url: str) -> None:
    """Raises OSError, HTTPException, TooSlow, and ValueError for an address that is none."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        connection.connect()
        # The library's own limit is for each byte.
        with answering(connection.sock, SECONDS):
            connection.request(
                "GET", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
            )
            status = connection.getresponse().status
    finally:
        connection.close()
    if status >= 400:
        raise HTTPException(f"status {status}")
