"""The engine to scale on: transaction functions run by `run_sync` over asyncpg."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Concatenate, ParamSpec, TypeVar

import asyncpg
from sqlalchemy import AsyncAdaptedQueuePool, Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from crm_store.postgres_signals import PostgresSignals
from crm_store.signals import QueueFollower, SignalHub
from crm_store.transaction import Transaction, Wake

P = ParamSpec("P")
T = TypeVar("T")

# serialization_failure, deadlock_detected, unique_violation: somebody else was first; look again.
# https://www.postgresql.org/docs/current/errcodes-appendix.html
RETRIED = frozenset({"40001", "40P01", "23505"})
ATTEMPTS = 4
# Longer than giving a connection back takes.
RETURNED_TRIES, RETURNED_SECONDS = 100, 0.01

# For each process; a server takes 100 as it comes.
CONNECTIONS = 10
READ_CONNECTIONS = 5


class PostgresStore:
    """A store that any number of processes share.

    Args:
        address: what follows `postgresql://`.
        hub: where word of commits goes within this process.
    """

    def __init__(self, address: str, hub: SignalHub) -> None:
        self._hub = hub
        self._engine = _make_engine(address, CONNECTIONS)
        # Each statement sees what is committed when it begins, as in a transaction of reads alone,
        # without asking the database to begin and end one.
        self._read_engine = _make_engine(
            address, READ_CONNECTIONS, default_transaction_read_only="on"
        ).execution_options(isolation_level="AUTOCOMMIT")
        self._signals = PostgresSignals(f"postgresql://{address}", hub, origin=_origin())

    @property
    def shared(self) -> bool:
        """Any number of processes work on it."""
        return True

    async def open(self) -> None:
        """Connect once, so that a wrong address is told now, and listen for word of others."""
        async with self._engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
        if not self._signals.is_open:
            await self._signals.open()

    async def close(self) -> None:
        """Let go of all connections."""
        await self._signals.close()
        for engine in (self._engine, self._read_engine):
            await _until_returned(engine)
            await engine.dispose()

    async def run(
        self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Store.run`; a function that lost a race or its connection is run again."""
        return await _insist(lambda: self._run_once(lambda tx: work(tx, *args, **kwargs)))

    async def _run_once(self, work: Callable[[Transaction], T]) -> T:
        def running(connection: Connection) -> tuple[T, list[Wake]]:
            tx = Transaction(connection)
            result = work(tx)
            tx.finish()
            return result, tx.wakes

        async with self._engine.connect() as connection, connection.begin():
            result, wakes = await connection.run_sync(running)
        self._hub.publish_all(wakes)
        self._signals.tell(wakes)
        return result

    async def read(
        self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Store.read`."""

        async def reading() -> T:
            async with self._read_engine.connect() as connection:
                return await connection.run_sync(lambda c: work(Transaction(c), *args, **kwargs))

        return await _insist(reading)

    @asynccontextmanager
    async def follow(self, *topics: str) -> AsyncIterator[QueueFollower]:
        """See `Store.follow`."""
        async with self._hub.follow(*topics) as follower:
            yield follower

    async def announce(self, topic: str, payload: str) -> None:
        """See `Store.announce`."""
        self._hub.publish(topic, payload)
        self._signals.tell([(topic, payload)])


def _make_engine(address: str, connections: int, **settings: str) -> AsyncEngine:
    """Make a pool that grows no further: what is opened beyond it serves one transaction only."""
    settings["application_name"] = "frontdesk"
    # The driver reads the address itself: it knows `sslmode` and all else PostgreSQL's do.
    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: asyncpg.connect(f"postgresql://{address}", server_settings=settings),
        hide_parameters=True,
        pool_size=connections,
        max_overflow=0,
    )


async def _until_returned(engine: AsyncEngine) -> None:
    """Wait a moment for connections whose users were cancelled: they are given back on their own.

    A pool that is let go of forgets those that come back later, which would stay open.
    """
    pool = engine.pool
    assert isinstance(pool, AsyncAdaptedQueuePool)  # noqa: S101 - what asyncio engines have
    for _ in range(RETURNED_TRIES):
        if not pool.checkedout():
            return
        await asyncio.sleep(RETURNED_SECONDS)


async def _insist(attempt: Callable[[], Awaitable[T]]) -> T:
    """Try again where that is sure to do nothing twice.

    Raises:
        DBAPIError: it was tried often enough, or it may have been committed.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return await attempt()
        except DBAPIError as error:
            if not _is_undone(error):
                raise
    return await attempt()


def _is_undone(error: DBAPIError) -> bool:
    """Say whether an error left nothing behind: a race or the connection lost before the commit.

    An error of the commit itself, which is no statement, may have come after it was done.
    """
    if error.connection_invalidated:
        return error.statement is not None
    return getattr(error.orig, "sqlstate", None) in RETRIED


def _origin() -> str:
    """Tell this process's own notices from others'."""
    return f"{os.getpid()}-{os.urandom(4).hex()}"
