"""The matcher in use; a new one is made beside it whenever the knowledge changes.

A change is served at once by an index that it is quickly joined to, and for good by one that is
trained in full behind it. Until either is ready the one before goes on answering.
"""

import asyncio
import contextlib

import structlog

from bot.read_knowledge import read_knowledge
from bot.tools import Counter, count_nothing
from bot.trainer import NothingKnown, Trainer, count_changed, have_same_lessons, teach_the_same
from crm_store.articles import TOPIC, get_index_version
from crm_store.feedback import take_in_feedback
from crm_store.store import Store
from domain.knowledge import Knowledge, Matcher

# A lost wake-up costs no more than this, and a command beside a SQLite server cannot wake it.
POLL_SECONDS = 0.5
FIRST_RETRY_SECONDS = 5.0
LONGEST_RETRY_SECONDS = 300.0
# One verdict changes little; many are learnt in one training.
FEEDBACK_SECONDS = 180.0
# Wordings that are joined within a second or two; where more have changed, the full training is
# waited for, which one process does for all.
MOST_JOINED = 500
log = structlog.get_logger()


class KnowledgeIndex:
    """Keeps a matcher for the published articles.

    Args:
        store: where the articles are.
        trainer: makes the matchers.
        count: is told of each one that was made or not.
        first_retry: seconds until a training that failed is tried again; then twice as long.
    """

    def __init__(
        self,
        store: Store,
        trainer: Trainer,
        *,
        count: Counter = count_nothing,
        first_retry: float = FIRST_RETRY_SECONDS,
    ) -> None:
        self._store = store
        self._trainer = trainer
        self._count = count
        self._first_retry = first_retry
        self._current: Matcher = NothingKnown()
        # What was read last, what the last full training was of, and what the matcher in use knows.
        self._read = self._trained = self._served = Knowledge(version=0, articles=())
        self._changing = asyncio.Lock()
        self._changed = asyncio.Event()

    def current(self) -> Matcher:
        """Return the matcher in use."""
        return self._current

    def known(self) -> Knowledge:
        """Return what the matcher in use knows."""
        return self._served

    async def refresh(self) -> None:
        """Serve the latest knowledge; `keep_fresh` trains in full what is quickly joined here."""
        async with self._changing:
            version = await self._store.read(get_index_version)
            if version in {self._current.version, self._read.version}:
                return
            if not self._current.locales:
                await self._take_up_kept()
            knowledge = await read_knowledge(self._store)
            if self._current.locales:
                await self._join(knowledge)
            else:
                await self._train_first(knowledge)

    async def keep_fresh(self) -> None:
        """Follow the knowledge for ever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow())
            group.create_task(self._keep_trained())
            group.create_task(self._take_in_feedback())

    async def _follow(self) -> None:
        async with self._store.follow(TOPIC) as follower:
            while True:
                try:
                    await self.refresh()
                except Exception as error:  # noqa: BLE001 - the old matcher goes on serving
                    log.error("knowledge_not_read", error=type(error).__name__)
                await follower.next(POLL_SECONDS)

    async def _take_in_feedback(self) -> None:
        """Now and then have all processes learn what was said of the answers since."""
        while True:
            try:
                await self._store.run(take_in_feedback)
            except Exception as error:  # noqa: BLE001 - the store may be away for a while
                log.error("feedback_not_taken_in", error=type(error).__name__)
            await asyncio.sleep(FEEDBACK_SECONDS)

    async def _keep_trained(self) -> None:
        """Train in full, one training at a time, what has changed since the last."""
        failures = 0
        while True:
            if failures:
                wait = min(self._first_retry * 2 ** (failures - 1), LONGEST_RETRY_SECONDS)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), wait)
            else:
                await self._changed.wait()
            self._changed.clear()
            failures = 0 if await self._train(self._read) else failures + 1

    async def _train(self, knowledge: Knowledge) -> bool:
        """Train in full; False, and the old matcher goes on serving, where that failed."""
        if self._is_learnt(knowledge):
            return True
        try:
            matcher = await self._trainer.train(knowledge)
            async with self._changing:
                self._trained = known = knowledge
                if self._read.version != knowledge.version and self._joins(knowledge):
                    known = self._read
                    matcher = await self._trainer.join(known, matcher)
                # What is served never goes back.
                if matcher.version >= self._current.version:
                    self._serve(matcher, known, "full")
        except Exception as error:  # noqa: BLE001 - the old matcher goes on serving
            self._tell_failure("full", knowledge, error)
            return False
        return True

    def _is_learnt(self, knowledge: Knowledge) -> bool:
        """Say whether a full training would teach nothing: a join takes in feedback as well."""
        if teach_the_same(knowledge, self._trained):
            return True
        joined = self._current.version >= knowledge.version
        return joined and have_same_lessons(knowledge, self._trained)

    async def _take_up_kept(self) -> None:
        """Serve what another process trained, which may be of earlier knowledge."""
        kept = await self._trainer.find_kept()
        if kept is not None:
            self._read = self._trained = kept.knowledge
            self._serve(kept.matcher, kept.knowledge, "kept")

    async def _train_first(self, knowledge: Knowledge) -> None:
        """Train where there is nothing that could answer meanwhile."""
        self._read = knowledge
        try:
            self._serve(await self._trainer.train(knowledge), knowledge, "full")
            self._trained = knowledge
        except Exception as error:  # noqa: BLE001 - people answer until it succeeds
            self._changed.set()
            self._tell_failure("full", knowledge, error)

    async def _join(self, knowledge: Knowledge) -> None:
        before, self._read = self._read, knowledge
        if knowledge.version == self._current.version and teach_the_same(before, knowledge):
            return
        self._changed.set()
        # Not `before`, which may itself have been too much to be joined.
        if not self._joins(self._served):
            return
        try:
            self._serve(await self._trainer.join(knowledge, self._current), knowledge, "quick")
        except Exception as error:  # noqa: BLE001 - the full training makes up for it
            self._tell_failure("quick", knowledge, error)

    def _joins(self, before: Knowledge) -> bool:
        """Say whether little enough has changed since to be joined at once."""
        return count_changed(before, self._read) <= MOST_JOINED

    def _serve(self, matcher: Matcher, knowledge: Knowledge, stage: str) -> None:
        self._current, self._served = matcher, knowledge
        self._count("training", stage=stage, outcome="done")
        log.info("knowledge_learnt", version=matcher.version, stage=stage)

    def _tell_failure(self, stage: str, knowledge: Knowledge, error: Exception) -> None:
        self._count("training", stage=stage, outcome="failed")
        log.error(
            "knowledge_not_learnt",
            version=knowledge.version,
            stage=stage,
            error=type(error).__name__,
        )
