"""A small HTTP client that keeps its connections: it asks on all of them, then reads from all of them."""

import json
import re
import socket
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Self

CONNECTIONS = 4
TIMEOUT = 10
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


def get(target: str, accept: str = "*/*", tag: str | None = None) -> bytes:
    """Return a GET request, as it is sent; the guards of hytte want a `Host` of this machine.

    With the `tag` of what the client has already, a success is a 304.
    """
    condition = "" if tag is None else f"If-None-Match: {tag}\r\n"
    return f"GET {target} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n{condition}\r\n".encode()


def post(target: str, value: Any) -> bytes:
    """Return a POST request of a JSON value, as it is sent."""
    content = json.dumps(value).encode()
    head = f"POST {target} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content


class Client(AbstractContextManager["Client"]):
    """Some connections to a server of this machine."""

    def __init__(self, port: int) -> None:
        self._sockets = [
            socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) for _ in range(CONNECTIONS)
        ]
        for connection in self._sockets:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for connection in self._sockets:
            connection.close()

    def send(self, requests: Sequence[bytes]) -> None:
        """Send requests and read the answers; as many are under way as there are connections.

        Raises `RuntimeError` for an answer that is no success, `TimeoutError` for none.
        """
        for start in range(0, len(requests), CONNECTIONS):
            batch = requests[start : start + CONNECTIONS]
            for connection, request in zip(self._sockets, batch, strict=False):
                connection.sendall(request)
            for connection, request in zip(self._sockets, batch, strict=False):
                _read_answer(connection, request)


def _read_answer(connection: socket.socket, request: bytes) -> None:
    received = connection.recv(1 << 18)
    while (end := received.find(b"\r\n\r\n")) < 0:
        received += _more(connection)
    if received.startswith(b"HTTP/1.1 304"):
        return  # has no content
    length = _LENGTH.search(received, 0, end)
    if not received.startswith(b"HTTP/1.1 20") or length is None:
        raise RuntimeError(f"{request[:80]!r} was answered with {received[:500]!r}.")
    remaining = end + 4 + int(length[1]) - len(received)
    while remaining > 0:
        remaining -= len(_more(connection))


def _more(connection: socket.socket) -> bytes:
    received = connection.recv(1 << 18)
    if not received:
        raise RuntimeError("The server closed the connection.")
    return received
