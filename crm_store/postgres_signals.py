"""Word of what happened, between processes, by LISTEN and NOTIFY."""

import asyncio
import contextlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

import asyncpg
import structlog

from crm_store.signals import SignalHub
from crm_store.transaction import Wake

CHANNEL = "frontdesk"
# A notice holds less than 8,000 bytes: https://www.postgresql.org/docs/current/sql-notify.html
MAX_NOTICE_BYTES = 7000
RECONNECT_SECONDS = 1.0

log = structlog.get_logger()


class PostgresSignals:
    """Listens on a connection of its own and passes on what other processes tell.

    Args:
        url: the database address as asyncpg takes it.
        hub: where the word goes.
        origin: names this process, whose own notices are passed over.
    """

    def __init__(self, url: str, hub: SignalHub, *, origin: str) -> None:
        self.origin = origin
        self._url = url
        self._hub = hub
        self._task: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether it listens."""
        return self._task is not None

    async def open(self) -> None:
        """Listen from now on."""
        ready = asyncio.Event()
        self._task = asyncio.create_task(self._listen_for_ever(ready))
        await ready.wait()

    async def close(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _listen_for_ever(self, ready: asyncio.Event) -> None:
        while True:
            try:
                await self._listen(ready)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("signals_lost", error=type(error).__name__)
            ready.set()
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen(self, ready: asyncio.Event) -> None:
        connection = await asyncpg.connect(self._url)
        try:
            gone = asyncio.Event()
            connection.add_termination_listener(lambda *_: gone.set())
            await connection.add_listener(CHANNEL, self._heard)
            ready.set()
            # What was told while nobody listened is unknown, so everybody looks once.
            self._hub.publish("jobs")
            await gone.wait()
        finally:
            connection.terminate()

    def _heard(self, _connection: Any, _pid: int, _channel: str, payload: str) -> None:
        origin, wakes = json.loads(payload)
        if origin != self.origin:
            self._hub.publish_all((topic, word) for topic, word in wakes)


def split_wakes(wakes: Sequence[Wake]) -> Iterator[list[Wake]]:
    """Split wake-ups into groups that each fit one notice; an oversized word is told without it."""
    chunk: list[Wake] = []
    size = 0
    for topic, payload in wakes:
        length = len(json.dumps([topic, payload]))
        wake = (topic, payload if length <= MAX_NOTICE_BYTES else "")
        length = min(length, MAX_NOTICE_BYTES)
        if chunk and size + length > MAX_NOTICE_BYTES:
            yield chunk
            chunk, size = [], 0
        chunk.append(wake)
        size += length
    if chunk:
        yield chunk
