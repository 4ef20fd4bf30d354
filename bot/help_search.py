"""The help centre's search, and what its readers look for and read."""

import asyncio

import structlog

from bot.count_reads import ReadCounts
from bot.knowledge_index import POLL_SECONDS, KnowledgeIndex
from bot.read_published import follow_changes, read_search_index
from crm_store.articles import TOPIC, get_index_version
from crm_store.help_searches import is_unopened, record_help_search, record_opened
from crm_store.store import Store
from domain.clock import Clock, Ids
from domain.help_search import SearchHit, SearchResults
from domain.knowledge import Matcher
from domain.routing import AnswerPolicy
from knowledge_base.search.entries import Entry
from knowledge_base.search.search_index import SearchIndex

# Articles whose relations are remembered until anything is published.
MOST_RELATED = 5_000
log = structlog.get_logger()


class HelpSearch:
    """Finds published articles by word and by meaning.

    The articles are followed apart from the matcher, which takes longer to learn what is new: that
    is found by its words at once, and by its meaning as soon as the matcher has it.

    Args:
        store: where the articles are.
        index: the matcher in use.
    """

    def __init__(self, store: Store, index: KnowledgeIndex, *, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._matchers = index
        self._clock = clock
        self._ids = ids
        self._reads = ReadCounts(store, clock)
        self._index: SearchIndex | None = None
        self._version = -1
        self._changing = asyncio.Lock()
        self._worn = asyncio.Event()
        self._sure = AnswerPolicy().answer
        self._related: dict[tuple[str, str, int], tuple[SearchHit, ...]] = {}
        self._related_by: tuple[SearchIndex, Matcher] | None = None

    async def search(self, text: str, locale: str, limit: int = 10) -> SearchResults:
        """Find articles for what a reader typed, of whatever length; nothing for nothing."""
        index, matcher = await self.search_index(), self._matchers.current()
        return await asyncio.to_thread(
            index.search, matcher, text, locale, limit=limit, sure=self._sure
        )

    async def related(self, article_id: str, locale: str, limit: int = 3) -> tuple[SearchHit, ...]:
        """Find articles about what an article is about, in its language alone, without snippets."""
        index, matcher = await self.search_index(), self._matchers.current()
        made_by = self._related_by
        is_of_now = made_by and made_by[0] is index and made_by[1] is matcher
        if not is_of_now or len(self._related) >= MOST_RELATED:
            self._related, self._related_by = {}, (index, matcher)
        # Those of this index and matcher, whatever takes their place meanwhile.
        known, key = self._related, (article_id, locale, limit)
        if key not in known:
            known[key] = await asyncio.to_thread(
                index.relate, matcher, article_id, locale, limit=limit
            )
        return known[key]

    async def most_read(self, locale: str, limit: int = 6) -> tuple[SearchHit, ...]:
        """Find the published articles that were read most of late, without a snippet."""
        index = await self.search_index()
        if locale not in index.locales:
            return ()
        ranked = await self._reads.rank(locale)
        found = ((index.find(key, locale), reads) for key, reads in ranked)
        return tuple(_name(entry, reads) for entry, reads in found if entry)[:limit]

    async def record_search(self, text: str, locale: str, *, found: int) -> str:
        """Keep what a reader searched for, and return the id that `record_opened` wants.

        Args:
            found: how many articles.
        """
        search_id, now = self._ids.new(), self._clock.now()
        await self._store.run(
            record_help_search, search_id=search_id, text=text, locale=locale, found=found, now=now
        )
        return search_id

    async def record_opened(self, search_id: str, article_id: str) -> None:
        """Keep which article a reader chose; an id that is none changes nothing."""
        # Anybody can put an id into an address: most of them are read for, and not written.
        if await self._store.read(is_unopened, search_id):
            await self._store.run(record_opened, search_id, article_id)

    def count_read(self, article_id: str, locale: str) -> None:
        """Count one reading in memory; `keep_fresh` writes what was counted now and then."""
        self._reads.count(article_id, locale)

    async def flush(self) -> None:
        """Write what was read and is not written yet."""
        await self._reads.flush()

    async def forget(self) -> None:
        """Forget what was read and searched for more than a year ago, as `keep_fresh` does."""
        await self._reads.forget()

    async def keep_fresh(self) -> None:
        """Follow the articles, and write what was read, for ever; to be cancelled at the end."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow())
            group.create_task(self._keep_compact())
            group.create_task(self._reads.keep_writing())

    async def refresh(self) -> None:
        """Take in what has been published, changed and retired."""
        async with self._changing:
            version = await self._store.read(get_index_version)
            if version == self._version:
                return
            if self._index is None:
                self._index = await read_search_index(self._store)
            else:
                self._index = await follow_changes(self._store, self._index)
            # What was published meanwhile has another version, and is taken in next time.
            self._version = version
            if self._index.worn:
                self._worn.set()
        log.debug("help_search_fresh", version=version)

    async def search_index(self) -> SearchIndex:
        """Return the index in use; whoever comes before there is one waits for it."""
        if self._index is None:
            await self.refresh()
        assert self._index is not None  # noqa: S101 - `refresh` makes it or raises
        return self._index

    async def _follow(self) -> None:
        async with self._store.follow(TOPIC) as follower:
            while True:
                try:
                    await self.refresh()
                except Exception as error:  # noqa: BLE001 - what is held goes on being searched
                    log.error("help_search_not_refreshed", error=type(error).__name__)
                await follower.next(POLL_SECONDS)

    async def _keep_compact(self) -> None:
        """Index all anew whenever very much has changed; what is published meanwhile is followed.

        It takes seconds where the articles are very many, and nobody waits for it.
        """
        while True:
            await self._worn.wait()
            self._worn.clear()
            try:
                anew = await read_search_index(self._store)
                async with self._changing:
                    self._index = await follow_changes(self._store, anew)
            except Exception as error:  # noqa: BLE001 - what is held goes on being searched
                log.error("help_search_not_compacted", error=type(error).__name__)


def _name(entry: Entry, reads: int) -> SearchHit:
    return SearchHit(
        article_id=entry.article_id,
        locale=entry.locale,
        title=entry.title,
        category=entry.category,
        score=float(reads),
    )
