"""The dead-man's switch: a monitor outside that raises the alarm when it hears nothing."""

import logging
from http.client import HTTPException
from urllib.error import URLError
from urllib.request import urlopen

log = logging.getLogger(__name__)

SECONDS = 10


def ping(url: str) -> None:
    """Ask that address (http or https), if any; what it answers does not matter.

    A monitor that is out of reach is no reason to stop: it raises the alarm by itself.
    """
    if not url:
        return
    try:
        with urlopen(url, timeout=SECONDS):  # noqa: S310  (the configuration allows only http)
            pass
    except (URLError, OSError, HTTPException) as error:
        # The address is a secret: who knows it can keep the monitor quiet.
        log.warning("the monitor of [upkeep] ping_url is out of reach: %s", type(error).__name__)
