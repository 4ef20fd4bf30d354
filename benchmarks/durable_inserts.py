"""The least that keeping a message can cost: one row, one transaction, flushed to the disk."""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

import asyncpg

_CREATE = "CREATE TABLE IF NOT EXISTS bare_rows (id {key}, body {blob} NOT NULL)"


class Inserter(Protocol):
    """Inserts single rows durably."""

    async def insert(self, body: bytes) -> None:
        """Return once the row is on the disk."""
        ...


class SqliteInserter:
    """One writer thread, one commit for each row."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._rows: queue.SimpleQueue[tuple[bytes, asyncio.Future[None]] | None] = (
            queue.SimpleQueue()
        )
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    async def insert(self, body: bytes) -> None:
        """See `Inserter.insert`."""
        done: asyncio.Future[None] = self._loop.create_future()
        self._rows.put((body, done))
        await done

    async def close(self) -> None:
        """Stop the thread."""
        self._rows.put(None)
        await asyncio.to_thread(self._thread.join)

    def _write(self) -> None:
        connection = sqlite3.connect(self._path, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(_CREATE.format(key="INTEGER PRIMARY KEY", blob="BLOB"))
        while (row := self._rows.get()) is not None:
            body, done = row
            connection.execute("INSERT INTO bare_rows (body) VALUES (?)", (body,))
            self._loop.call_soon_threadsafe(done.set_result, None)
        connection.close()


class PostgresInserter:
    """A pool, one insert in each transaction."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def insert(self, body: bytes) -> None:
        """See `Inserter.insert`."""
        await self._pool.execute("INSERT INTO bare_rows (body) VALUES ($1)", body)


@asynccontextmanager
async def open_inserter(url: str, *, concurrency: int) -> AsyncIterator[Inserter]:
    """Connect to an empty database and make the table."""
    scheme, _, rest = url.partition(":///")
    if scheme == "sqlite":
        inserter = SqliteInserter(rest)
        yield inserter
        await inserter.close()
        return
    async with asyncpg.create_pool(url, min_size=concurrency, max_size=concurrency) as pool:
        key = "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
        await pool.execute(_CREATE.format(key=key, blob="bytea"))
        yield PostgresInserter(pool)


async def measure_inserts(
    url: str, *, concurrency: int, number: int, size: int
) -> tuple[float, int]:
    """Insert `number` rows of `size` bytes, `concurrency` at once; return (seconds, number)."""
    body = bytes(size)
    async with open_inserter(url, concurrency=concurrency) as inserter:
        await inserter.insert(body)

        async def insert_share() -> None:
            for _ in range(number // concurrency):
                await inserter.insert(body)

        loop = asyncio.get_running_loop()
        began = loop.time()
        await asyncio.gather(*(insert_share() for _ in range(concurrency)))
        return loop.time() - began, number // concurrency * concurrency
