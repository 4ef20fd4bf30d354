"""Posts prepared requests as fast as they are answered, several at once; prints JSON.

    python -m benchmarks.http_load PORT CONCURRENCY FILE

FILE holds a pickled list of whole HTTP/1.1 requests. The client writes bytes and looks for the end
of the answer, and no more, so that it is never what is measured.
"""

import asyncio
import json
import pickle
import statistics
import sys
from collections import Counter
from pathlib import Path

_LENGTH = b"content-length:"


class _Connection(asyncio.Protocol):
    """Keeps one connection busy."""

    def __init__(self, waiting: list[bytes], times: list[float], statuses: Counter[int]) -> None:
        self._waiting = waiting
        self._times = times
        self._statuses = statuses
        self._loop = asyncio.get_running_loop()
        self._buffer = b""
        self._began = 0.0
        self._transport: asyncio.Transport | None = None
        self.done: asyncio.Future[None] = self._loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def post(self) -> None:
        """Send the next request, or be done."""
        assert self._transport is not None
        if not self._waiting:
            self._transport.close()
            self.done.set_result(None)
            return
        self._began = self._loop.time()
        self._transport.write(self._waiting.pop())

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        _, _, after = head.lower().partition(_LENGTH)
        if len(body) < int(after.split(b"\r\n", 1)[0]):
            return
        self._times.append(self._loop.time() - self._began)
        self._statuses[int(head[9:12])] += 1
        self._buffer = b""
        self.post()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionResetError("the server closed"))


async def main(waiting: list[bytes], port: int, concurrency: int) -> None:
    """Send everything, the last first, and print what came of it."""
    number = len(waiting)
    times: list[float] = []
    statuses: Counter[int] = Counter()
    loop = asyncio.get_running_loop()
    connections = []
    for _ in range(concurrency):
        _, connection = await loop.create_connection(
            lambda: _Connection(waiting, times, statuses), "127.0.0.1", port
        )
        connections.append(connection)
    began = loop.time()
    for connection in connections:
        connection.post()
    await asyncio.gather(*(connection.done for connection in connections))
    seconds = loop.time() - began
    cuts = statistics.quantiles(times, n=100)
    result = {
        "number": number,
        "seconds": seconds,
        "statuses": statuses,
        "p50": cuts[49],
        "p99": cuts[98],
    }
    print(json.dumps(result))


if __name__ == "__main__":
    asyncio.run(main(pickle.loads(Path(sys.argv[3]).read_bytes()), *map(int, sys.argv[1:3])))
