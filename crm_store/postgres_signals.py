"""Word of what happened, between processes, by LISTEN and NOTIFY."""

import asyncio
import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import asyncpg
import structlog

from crm_store.signals import SignalHub
from crm_store.transaction import Wake

CHANNEL = "frontdesk"
# A notice holds less than 8,000 bytes: https://www.postgresql.org/docs/current/sql-notify.html
MAX_NOTICE_BYTES = 7000
RECONNECT_SECONDS = 1.0
CLOSE_SECONDS = 1.0
# What is told so soon after other word waits for more to be told with it.
PAUSE_SECONDS = 0.02

log = structlog.get_logger()


class PostgresSignals:
    """Tells and hears, on a connection of its own, what happened in which process.

    Word goes out after the commit and beside it: a commit that notifies by itself waits for every
    other one that does. Where a process dies in between, the polls of the others make up for it.

    Args:
        url: the database address as asyncpg takes it.
        hub: where the word of others goes.
        origin: names this process, whose own notices are passed over.
    """

    def __init__(self, url: str, hub: SignalHub, *, origin: str) -> None:
        self._origin = origin
        self._url = url
        self._hub = hub
        self._task: asyncio.Task[None] | None = None
        self._untold: list[Wake] = []
        self._stirred = asyncio.Event()
        self._closing = False
        self._told_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether it listens."""
        return self._task is not None

    async def open(self) -> None:
        """Listen from now on."""
        ready = asyncio.Event()
        self._task = asyncio.create_task(self._listen_for_ever(ready))
        await ready.wait()

    def tell(self, wakes: Iterable[Wake]) -> None:
        """Tell the other processes soon; what is said twice before that is told once."""
        for wake in wakes:
            # Of words that only mean "look again" one is enough.
            if wake[1] or wake not in self._untold:
                self._untold.append(wake)
        self._stirred.set()

    async def close(self) -> None:
        """Tell what is left to tell, and stop listening."""
        if self._task is not None:
            self._closing = True
            self._stirred.set()
            await asyncio.wait([self._task], timeout=CLOSE_SECONDS)
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _listen_for_ever(self, ready: asyncio.Event) -> None:
        while not self._closing:
            try:
                await self._listen(ready)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("signals_lost", error=type(error).__name__)
            ready.set()
            if not self._closing:
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen(self, ready: asyncio.Event) -> None:
        connection = await asyncpg.connect(self._url)
        try:
            connection.add_termination_listener(lambda *_: self._stirred.set())
            await connection.add_listener(CHANNEL, self._heard)
            ready.set()
            # What was told while nobody listened is unknown, so everybody looks once.
            self._hub.publish("jobs")
            while not connection.is_closed():
                self._stirred.clear()
                await self._tell_all(connection)
                if self._closing:
                    return
                await self._stirred.wait()
                await self._pause()
        finally:
            connection.terminate()

    async def _tell_all(self, connection: asyncpg.Connection) -> None:
        wakes, self._untold = self._untold, []
        for chunk in split_wakes(wakes):
            payload = json.dumps([self._origin, chunk])
            await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, payload)

    async def _pause(self) -> None:
        """Let other processes hear at once of what is rare, and seldom of what is frequent."""
        loop = asyncio.get_running_loop()
        if not self._closing:
            await asyncio.sleep(max(0.0, self._told_at + PAUSE_SECONDS - loop.time()))
        self._told_at = loop.time()

    def _heard(self, _connection: Any, _pid: int, _channel: str, payload: str) -> None:
        origin, wakes = json.loads(payload)
        if origin != self._origin:
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
