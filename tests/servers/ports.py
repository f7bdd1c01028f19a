"""Free loopback ports, and waiting until something listens on one."""

import socket
import time


def free_ports(count: int) -> list[int]:
    """That many different ports of 127.0.0.1 that nothing listens on now."""
    holders = [socket.socket() for _ in range(count)]
    try:
        for holder in holders:
            holder.bind(("127.0.0.1", 0))
        return [holder.getsockname()[1] for holder in holders]
    finally:
        for holder in holders:
            holder.close()


def wait_for_port(port: int, seconds: float = 15.0) -> None:
    """Return when 127.0.0.1 accepts connections on the port; TimeoutError if it never does."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(f"nothing listens on 127.0.0.1:{port} after {seconds} s")
