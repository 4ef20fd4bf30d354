"""The help centre's search, and what its readers read."""

from bot.knowledge_index import KnowledgeIndex
from crm_store.store import Store
from domain.clock import Clock, Ids
from domain.help_search import SearchHit, SearchResults


class HelpSearch:
    """Finds published articles by word and by meaning.

    Args:
        store: where the articles are.
        index: the matcher in use.
    """

    def __init__(self, store: Store, index: KnowledgeIndex, *, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._index = index
        self._clock = clock
        self._ids = ids

    async def search(self, text: str, locale: str, limit: int = 10) -> SearchResults:  # noqa: ARG002 - on its way
        """Find articles for what a reader typed, of whatever length; nothing for nothing."""
        return SearchResults()

    async def related(self, article_id: str, locale: str, limit: int = 3) -> tuple[SearchHit, ...]:  # noqa: ARG002 - on its way
        """Find articles about what an article is about, without itself; in its language alone."""
        return ()

    async def most_read(self, locale: str, limit: int = 6) -> tuple[SearchHit, ...]:  # noqa: ARG002 - on its way
        """Find the published articles that were read most of late, without a snippet."""
        return ()

    async def record_search(self, text: str, locale: str, *, found: int) -> str:  # noqa: ARG002 - on its way
        """Keep what a reader searched for, and return the id that `record_opened` wants.

        Args:
            found: how many articles.
        """
        return self._ids.new()

    async def record_opened(self, search_id: str, article_id: str) -> None:
        """Keep which article a reader chose; an id that is none changes nothing."""

    def count_read(self, article_id: str, locale: str) -> None:
        """Count one reading in memory; `keep_fresh` writes what was counted now and then."""

    async def keep_fresh(self) -> None:
        """Follow the articles, and write what was read, for ever; to be cancelled at the end."""

    async def flush(self) -> None:
        """Write what was read and is not written yet."""
