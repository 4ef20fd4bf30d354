"""Articles that steal each other's questions, looked for beside the event loop."""

import asyncio
from dataclasses import dataclass

from bot.knowledge_index import KnowledgeIndex
from bot.trainer import Trainer
from bot.try_out.draft_matchers import DraftMatchers
from domain.knowledge import Article, Matcher
from knowledge_base.conflicts import Conflicts, find_conflicts, find_conflicts_of


@dataclass(frozen=True, slots=True)
class _Found:
    matcher: Matcher
    conflicts: Conflicts


class ConflictSearch:
    """Finds conflicts; those of the whole knowledge base are kept until anything changes.

    Args:
        index: the matcher in use.
        trainer: lends a thread that leaves turns to whoever serves, to one search at a time.
    """

    def __init__(self, index: KnowledgeIndex, trainer: Trainer, drafts: DraftMatchers) -> None:
        self._index = index
        self._trainer = trainer
        self._drafts = drafts
        self._found: dict[str, _Found] = {}
        self._running: dict[str, asyncio.Task[Conflicts]] = {}

    async def of_draft(self, draft: Article) -> Conflicts:
        """Find what a draft would take from its neighbours, and they from it.

        Raises:
            Exception: the draft could not be joined.
        """
        matcher = await self._drafts.join(draft)
        return await self._trainer.compute(
            lambda: find_conflicts_of(matcher, draft.id, draft.locale)
        )

    async def of_all(self, locale: str, *, within: float) -> Conflicts | None:
        """Find the conflicts among all articles of a language.

        Args:
            within: seconds to wait; the search goes on without whoever asked.

        Returns:
            None while it is still being looked.
        """
        matcher = self._index.current()
        found = self._found.get(locale)
        if found is not None and found.matcher is matcher:
            return found.conflicts
        task = self._running.get(locale)
        if task is None:
            task = asyncio.create_task(self._search(locale, matcher), name="conflicts")
            self._running[locale] = task
        try:
            return await asyncio.wait_for(asyncio.shield(task), within)
        except TimeoutError:
            return None

    async def _search(self, locale: str, matcher: Matcher) -> Conflicts:
        try:
            conflicts = await self._trainer.compute(lambda: find_conflicts(matcher, locale))
            self._found[locale] = _Found(matcher, conflicts)
            return conflicts
        finally:
            del self._running[locale]
