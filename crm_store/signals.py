"""Word of what happened, from those who did it to those who wait, within one process."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from domain.channels import Signal

# A follower that does not listen keeps only the latest words; it looks at the store anyway.
MAX_WAITING = 256


class QueueFollower:
    """Keeps the signals of its topics until they are asked for."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Signal] = asyncio.Queue(MAX_WAITING)
        self._waiting: set[str] = set()

    def hear(self, signal: Signal) -> None:
        """Take a signal; the oldest goes where too many wait.

        Of "look again" one is enough: whoever hears it looks later than all that led to it.
        """
        if not signal.payload:
            if signal.topic in self._waiting:
                return
            self._waiting.add(signal.topic)
        if self._queue.full():
            self._forget(self._queue.get_nowait())
        self._queue.put_nowait(signal)

    async def next(self, timeout: float) -> Signal | None:  # noqa: ASYNC109 - the protocol's meaning
        """Wait for the next signal; None where `timeout` seconds passed without one."""
        try:
            async with asyncio.timeout(timeout):
                signal = await self._queue.get()
        except TimeoutError:
            return None
        self._forget(signal)
        return signal

    def _forget(self, signal: Signal) -> None:
        if not signal.payload:
            self._waiting.discard(signal.topic)


class SignalHub:
    """Hands each signal to the followers of its topic; for use on one event loop."""

    def __init__(self) -> None:
        self._followers: defaultdict[str, set[QueueFollower]] = defaultdict(set)

    def publish(self, topic: str, payload: str = "") -> None:
        """Tell everybody who follows `topic`."""
        for follower in self._followers.get(topic, ()):
            follower.hear(Signal(topic=topic, payload=payload))

    def publish_all(self, wakes: Iterable[tuple[str, str]]) -> None:
        """Tell several things in order."""
        for topic, payload in wakes:
            self.publish(topic, payload)

    @asynccontextmanager
    async def follow(self, *topics: str) -> AsyncIterator[QueueFollower]:
        """Follow topics while the context is open."""
        follower = QueueFollower()
        for topic in topics:
            self._followers[topic].add(follower)
        try:
            yield follower
        finally:
            for topic in topics:
                self._leave(topic, follower)

    def _leave(self, topic: str, follower: QueueFollower) -> None:
        self._followers[topic].discard(follower)
        if not self._followers[topic]:
            del self._followers[topic]
