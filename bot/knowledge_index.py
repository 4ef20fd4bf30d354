"""The matcher in use; a new one is made beside it whenever the knowledge changes."""

import asyncio
from collections.abc import Callable, Sequence

import structlog

from crm_store.articles import TOPIC, get_index_version, list_articles
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.knowledge import Article, ArticleState, Matcher

POLL_SECONDS = 2.0
log = structlog.get_logger()


class KnowledgeIndex:
    """Keeps a matcher for the published articles; the old one serves until the new one is ready.

    Args:
        store: where the articles are.
        train: makes a matcher, given articles and the version of the knowledge; runs in a thread.
    """

    def __init__(self, store: Store, train: Callable[[Sequence[Article], int], Matcher]) -> None:
        self._store = store
        self._train = train
        self._current = train((), 0)

    def current(self) -> Matcher:
        """Return the matcher in use."""
        return self._current

    async def refresh(self) -> None:
        """Learn anew where the knowledge has changed."""
        version = await self._store.read(get_index_version)
        if version == self._current.version:
            return
        version, articles = await self._store.read(_read_knowledge)
        self._current = await asyncio.to_thread(self._train, articles, version)
        log.info("knowledge_learnt", version=version, articles=len(articles))

    async def keep_fresh(self) -> None:
        """Follow the knowledge for ever."""
        async with self._store.follow(TOPIC) as follower:
            while True:
                try:
                    await self.refresh()
                except Exception as error:  # noqa: BLE001 - the old matcher goes on serving
                    log.error("knowledge_not_learnt", error=type(error).__name__)
                await follower.next(POLL_SECONDS)


def _read_knowledge(tx: Transaction) -> tuple[int, tuple[Article, ...]]:
    return get_index_version(tx), list_articles(tx, state=ArticleState.PUBLISHED)
