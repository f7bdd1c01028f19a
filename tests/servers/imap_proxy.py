"""Stands between a client and a real IMAP server, for what the real one does not do by itself.

It answers single commands in the server's place (Gmail's labels, Google's refusals), and lets a
connection break, fall silent, drip or say rubbish in the middle of an answer.
"""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.servers.ports import free_ports


@dataclass
class ImapProxy:
    """A running proxy on `port`; set the fields to change what happens.

    `answers`: (pattern of a command without its tag, answer lines with `TAG` for the tag).
    `replaced`: (old, new) in what the server says. `break_after`: bytes of one connection's
    answers after which it is closed; `silent_after`: after which nothing more is passed on.
    `drip_after`: after which a byte comes every 20 ms. `rubbish_after`: after which
    rubbish is said. `commands`: what clients asked, without tags; `connected` is set once one came.
    """

    port: int
    upstream: int
    answers: list[tuple[bytes, bytes]] = field(default_factory=list)
    replaced: list[tuple[bytes, bytes]] = field(default_factory=list)
    break_after: int | None = None
    silent_after: int | None = None
    drip_after: int | None = None
    rubbish_after: int | None = None
    commands: list[bytes] = field(default_factory=list)
    connected: threading.Event = field(default_factory=threading.Event)

    def serve(self, listener: socket.socket) -> None:
        """Take connections until the listener is closed."""
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self.connected.set()
            server = socket.create_connection(("127.0.0.1", self.upstream))
            for target in (self._to_server, self._to_client):
                threading.Thread(target=target, args=(client, server), daemon=True).start()

    def _to_server(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError), client.makefile("rb") as lines:
            for line in lines:
                tag, _, command = line.strip().partition(b" ")
                self.commands.append(command)
                for pattern, answer in self.answers:
                    if re.match(pattern, command, re.I):
                        client.sendall(answer.replace(b"TAG", tag))
                        break
                else:
                    server.sendall(line)
        _close(client, server)

    def _to_client(self, client: socket.socket, server: socket.socket) -> None:
        passed = 0
        with suppress(OSError):
            while data := server.recv(65536):
                for old, new in self.replaced:
                    data = data.replace(old, new)
                for limit in (self.break_after, self.silent_after, self.rubbish_after):
                    if limit is not None and passed + len(data) > limit:
                        self._go_wrong(client, data[: max(0, limit - passed)])
                        return
                if self.drip_after is not None and passed + len(data) > self.drip_after:
                    _drip(client, data)
                client.sendall(data)
                passed += len(data)
        _close(client, server)

    def _go_wrong(self, client: socket.socket, last: bytes) -> None:
        client.sendall(last)
        if self.break_after is not None:
            _close(client)
        elif self.rubbish_after is not None:
            client.sendall(b"\xff\x00 rubbish {99\r\n" * 50)
            _close(client)


def _drip(client: socket.socket, data: bytes) -> None:
    for byte in data:
        threading.Event().wait(0.02)
        client.sendall(bytes([byte]))


def _close(*sockets: socket.socket) -> None:
    for one in sockets:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()


@contextmanager
def running_proxy(upstream: int) -> Iterator[ImapProxy]:
    """A proxy on a free port in front of that port of 127.0.0.1."""
    proxy = ImapProxy(free_ports(1)[0], upstream)
    with socket.create_server(("127.0.0.1", proxy.port)) as listener:
        threading.Thread(target=proxy.serve, args=(listener,), daemon=True).start()
        yield proxy
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
