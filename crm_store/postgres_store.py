"""The engine to scale on: transaction functions run by `run_sync` over asyncpg."""

import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Concatenate, ParamSpec, TypeVar

import asyncpg
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from crm_store.postgres_signals import CHANNEL, PostgresSignals, split_wakes
from crm_store.signals import QueueFollower, SignalHub
from crm_store.transaction import Transaction, Wake

P = ParamSpec("P")
T = TypeVar("T")

# serialization_failure, deadlock_detected, unique_violation: somebody else was first; look again.
# https://www.postgresql.org/docs/current/errcodes-appendix.html
RETRIED = frozenset({"40001", "40P01", "23505"})
ATTEMPTS = 4


class PostgresStore:
    """A store that any number of processes share.

    Args:
        address: what follows `postgresql://`.
        hub: where word of commits goes within this process.
    """

    def __init__(self, address: str, hub: SignalHub) -> None:
        self._hub = hub
        # The driver reads the address itself: it knows `sslmode` and all else PostgreSQL's do.
        self._engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=lambda: asyncpg.connect(
                f"postgresql://{address}", server_settings={"application_name": "frontdesk"}
            ),
            hide_parameters=True,
            # No more beyond these: such a connection is made for one transaction and thrown away.
            pool_size=15,
            max_overflow=0,
            pool_pre_ping=True,
        )
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
        await self._engine.dispose()

    async def run(
        self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Store.run`; a function that lost a race is run again."""
        for attempt in range(ATTEMPTS):
            try:
                return await self._run_once(lambda tx: work(tx, *args, **kwargs))
            except DBAPIError as error:
                last = attempt == ATTEMPTS - 1
                if last or getattr(error.orig, "sqlstate", None) not in RETRIED:
                    raise
        raise AssertionError("unreachable")

    async def _run_once(self, work: Callable[[Transaction], T]) -> T:
        def running(connection: Connection) -> tuple[T, list[Wake]]:
            tx = Transaction(connection)
            result = work(tx)
            self._notify(tx)
            return result, tx.wakes

        async with self._engine.connect() as connection, connection.begin():
            result, wakes = await connection.run_sync(running)
        self._hub.publish_all(wakes)
        return result

    def _notify(self, tx: Transaction) -> None:
        """Have the database tell the other processes when this commits."""
        for chunk in split_wakes(tx.wakes):
            payload = json.dumps([self._signals.origin, chunk])
            tx.execute(text("SELECT pg_notify(:channel, :payload)"), _notice(payload))

    async def read(
        self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Store.read`."""
        async with self._engine.connect() as connection:
            await connection.execution_options(postgresql_readonly=True)
            return await connection.run_sync(lambda c: work(Transaction(c), *args, **kwargs))

    @asynccontextmanager
    async def follow(self, *topics: str) -> AsyncIterator[QueueFollower]:
        """See `Store.follow`."""
        async with self._hub.follow(*topics) as follower:
            yield follower

    async def announce(self, topic: str, payload: str) -> None:
        """See `Store.announce`."""
        await self.run(_announce, topic, payload)


def _announce(tx: Transaction, topic: str, payload: str) -> None:
    tx.wake(topic, payload)


def _notice(payload: str) -> dict[str, str]:
    return {"channel": CHANNEL, "payload": payload}


def _origin() -> str:
    """Tell this process's own notices from others'."""
    return f"{os.getpid()}-{os.urandom(4).hex()}"
