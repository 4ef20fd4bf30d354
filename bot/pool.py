"""So many jobs at a time, of kinds that wait for the same thing."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine, Iterable
from datetime import timedelta
from typing import Any

from domain.jobs import JobKind

POLL_SECONDS = 1.0
# A claim is a transaction of its own, whether it takes up one job or several.
WORTH_A_CLAIM = 4
# So long a job may wait for others to be claimed with.
PATIENCE_SECONDS = 0.05
# So long a burst of messages may have the process to itself.
HOLD_SECONDS = 1.0


class Pool:
    """Runs up to `size` jobs of its kinds at a time, however busy other pools are.

    Args:
        kinds: which jobs it runs.
        lease: how long it may hold a job that it claims.
        hold_seconds: so long a burst of messages may have the process to itself.
    """

    def __init__(
        self,
        kinds: Iterable[JobKind],
        *,
        size: int,
        lease: timedelta,
        hold_seconds: float = HOLD_SECONDS,
    ) -> None:
        self.kinds = tuple(kinds)
        self.lease = lease
        self.running: set[asyncio.Task[None]] = set()
        self._size = size
        self._hold_seconds = hold_seconds
        self._arriving: Callable[[], int] = lambda: 0
        self._held_since: float | None = None
        self._stirred = asyncio.Event()
        self._closed = False

    def yield_to(self, arriving: Callable[[], int]) -> None:
        """Run fewer jobs at once while more arrives than could be begun.

        None at first; but a burst that lasts must not keep everybody from being answered.
        """
        self._arriving = arriving

    def room(self) -> int:
        """Tell how many jobs more could be begun at once."""
        if self._closed:
            return 0
        excess = max(0, self._arriving() - self._size)
        least = 0 if self._is_holding(excess) else 1
        return max(0, max(least, self._size - excess) - len(self.running))

    def _is_holding(self, excess: int) -> bool:
        now = time.monotonic()
        if excess == 0:
            self._held_since = None
            return False
        if self._held_since is None:
            self._held_since = now
        return now - self._held_since < self._hold_seconds

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a job, whatever the room."""
        task = asyncio.create_task(work)
        self.running.add(task)
        task.add_done_callback(self._end)

    def stir(self) -> None:
        """Have whoever waits for room look again."""
        self._stirred.set()

    def close(self) -> None:
        """Have no more room from now on, and let nobody wait for it."""
        self._closed = True
        self.stir()

    async def until_room(self) -> None:
        """Wait for room that is worth a claim, but no more than a little where there is any."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._until_room_for(WORTH_A_CLAIM)
        await self._until_room_for(1)

    async def _until_room_for(self, jobs: int) -> None:
        while (self.running or self.room() == 0) and self.room() < jobs and not self._closed:
            self._stirred.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._stirred.wait()

    def _end(self, task: asyncio.Task[None]) -> None:
        self.running.discard(task)
        self.stir()
