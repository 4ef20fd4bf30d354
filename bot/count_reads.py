"""Readings of articles, counted in memory and written now and then, never one by one."""

import asyncio
from collections import Counter
from datetime import timedelta

import structlog

from crm_store.article_reads import forget_reads, list_most_read, record_reads
from crm_store.help_searches import forget_help_searches
from crm_store.store import Store
from domain.clock import Clock

WRITE_SECONDS = 5.0
FORGET_SECONDS = 3_600.0
RANK_SECONDS = 60.0
KEPT = timedelta(days=365)
# What was read most of late.
RECENT = timedelta(days=30)
MOST_RANKED = 50
log = structlog.get_logger()

Ranked = tuple[tuple[str, int], ...]


class ReadCounts:
    """Counts what one process's readers read.

    Args:
        store: where the counts are kept.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._counted: Counter[tuple[str, str]] = Counter()
        self._ranked: dict[str, tuple[float, Ranked]] = {}

    def count(self, article_id: str, locale: str) -> None:
        """Count one."""
        self._counted[article_id, locale] += 1

    async def flush(self) -> None:
        """Write what was counted; where that fails it is counted on, and written another time.

        Raises:
            Exception: the store cannot be written.
        """
        counted, self._counted = self._counted, Counter()
        if not counted:
            return
        try:
            await self._store.run(record_reads, counted, day=self._clock.now().date())
        except BaseException:
            self._counted.update(counted)
            raise

    async def rank(self, locale: str) -> Ranked:
        """Return the ids of what was read most of late, and how often; up to a minute old."""
        now = asyncio.get_running_loop().time()
        at, ranked = self._ranked.get(locale, (0.0, ()))
        if locale not in self._ranked or now - at > RANK_SECONDS:
            since = (self._clock.now() - RECENT).date()
            ranked = await self._store.read(list_most_read, locale, since=since, limit=MOST_RANKED)
            self._ranked[locale] = now, ranked
        return ranked

    async def keep_writing(self) -> None:
        """Write what was counted, and forget what is older than a year, for ever."""
        loop = asyncio.get_running_loop()
        forgotten_at = loop.time() - FORGET_SECONDS
        while True:
            await asyncio.sleep(WRITE_SECONDS)
            try:
                await self.flush()
                if loop.time() - forgotten_at >= FORGET_SECONDS:
                    forgotten_at = loop.time()
                    await self.forget()
            except Exception as error:  # noqa: BLE001 - the store may be away for a while
                log.error("reads_not_written", error=type(error).__name__)

    async def forget(self) -> None:
        """Forget what was read and searched for more than a year ago."""
        before = self._clock.now() - KEPT
        await self._store.run(forget_reads, before=before.date())
        left = True
        while left:
            left = bool(await self._store.run(forget_help_searches, before=before))
