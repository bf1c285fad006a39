"""Time as a visitor spends it: one plain HTTP client over a kept connection, many at once, and what numbers come to."""

import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

HOST = "127.0.0.1"
PATIENCE = 120
"""Seconds that an answer may take: a peer that counts everything needs some."""


class Refused(RuntimeError):
    """An answer that is no page; a benchmark of errors would be quick and wrong."""


class Visitor:
    """A client that costs next to nothing itself: one socket, requests as bytes, answers read to their end."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = self._connected()

    def _connected(self) -> socket.socket:
        made = socket.create_connection((HOST, self.port), timeout=PATIENCE)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def get(self, path: str, etag: str = "", expect: int = 200) -> tuple[dict[bytes, bytes], bytes]:
        """Headers (lower case) and body. Refused when the status is another than expected."""
        request = f"GET {path} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\nAccept: text/html\r\n"
        if etag:
            request += f"If-None-Match: {etag}\r\n"
        try:
            status, headers, body = self._exchange(request.encode() + b"\r\n")
        except ConnectionError:  # the server may close a kept connection whenever it likes
            self.close()
            self.socket = self._connected()
            status, headers, body = self._exchange(request.encode() + b"\r\n")
        if status != expect:
            raise Refused(f"{path} on port {self.port} answers {status}, not {expect}: {body[:300]!r}")
        return headers, body

    def _exchange(self, request: bytes) -> tuple[int, dict[bytes, bytes], bytes]:
        self.socket.sendall(request)
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        first, *lines = received[:end].split(b"\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
        status, body = int(first.split()[1]), received[end + 4 :]
        if status == 304 or status == 204:
            return status, headers, body
        if b"content-length" in headers:
            length = int(headers[b"content-length"])
            while len(body) < length:
                body += self._more()
        else:
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more()
            body = _joined(body)
        return status, headers, body

    def _more(self) -> bytes:
        data = self.socket.recv(262_144)
        if not data:
            raise ConnectionResetError("the server hung up")
        return data

    def close(self) -> None:
        self.socket.close()

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _joined(chunks: bytes) -> bytes:
    """The body of an answer sent in chunks, each behind its length in hexadecimal digits."""
    parts, place = [], 0
    while True:
        end = chunks.index(b"\r\n", place)
        size = int(chunks[place:end].split(b";")[0], 16)
        if not size:
            return b"".join(parts)
        parts.append(chunks[end + 2 : end + 2 + size])
        place = end + 4 + size


def timed(call: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


@dataclass(frozen=True)
class Spread:
    """Many measurements as a reader wants them: the middle, and where the middle half of them lies."""

    median: float
    low: float
    high: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        ordered = sorted(values)
        if len(ordered) < 4:
            return cls(statistics.median(ordered), ordered[0], ordered[-1], len(ordered))
        low, _, high = statistics.quantiles(ordered, n=4)
        return cls(statistics.median(ordered), low, high, len(ordered))


@dataclass(frozen=True)
class Crowd:
    """What so many visitors at once were given: requests a second, and the time that 99 in 100 stayed below."""

    clients: int
    requests: int
    per_second: float
    median_ms: float
    p99_ms: float


def crowd(port: int, paths: Iterable[str], clients: int = 8, seconds: float = 5.0) -> Crowd:
    """Let visitors ask for the paths in turn, each as fast as it is answered, for so many seconds."""
    asked = list(paths)
    until = time.perf_counter() + seconds
    taken: list[list[float]] = [[] for _ in range(clients)]
    failures: list[Exception] = []

    def visit(number: int) -> None:
        turn = number * 7
        try:
            with Visitor(port) as visitor:
                while time.perf_counter() < until:
                    path = asked[turn % len(asked)]
                    taken[number].append(timed(lambda: visitor.get(path)))  # noqa: B023
                    turn += 1
        except (OSError, Refused) as error:
            failures.append(error)

    threads = [threading.Thread(target=visit, args=(n,)) for n in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if failures:
        raise failures[0]
    times = sorted(t for own in taken for t in own)
    p99 = times[min(len(times) - 1, int(len(times) * 0.99))]
    return Crowd(clients, len(times), len(times) / took, statistics.median(times) * 1000, p99 * 1000)
