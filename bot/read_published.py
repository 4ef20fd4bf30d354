"""The published articles as the search holds them: read whole at first, then change by change."""

import asyncio
from collections.abc import Iterable, Mapping

from crm_store.articles import find_article, list_articles
from crm_store.published_versions import Place, list_published_versions
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.knowledge import Article, ArticleState
from knowledge_base.search.entries import Wording, read_wording
from knowledge_base.search.search_index import SearchIndex
from knowledge_base.search.segment import SegmentBuilder
from knowledge_base.search.word_index import WordIndex, index_words, lay_out

# Some milliseconds of the store, and of the threads that others wait for.
PAGE = 100
# Articles that are read one by one; more are read with all others.
MOST_SINGLE = 500


async def read_search_index(store: Store) -> SearchIndex:
    """Index all published articles; seconds where they are ten thousand, in small steps."""
    builders: dict[str, SegmentBuilder] = {}
    after = ""
    while True:
        page = await store.read(
            list_articles, state=ArticleState.PUBLISHED, after=after, limit=PAGE
        )
        await asyncio.to_thread(_take_in, page, builders)
        if len(page) < PAGE:
            break
        after = f"{page[-1].id}/{page[-1].locale}"
    return SearchIndex(
        {
            locale: await asyncio.to_thread(_lay_out, builders.pop(locale))
            for locale in sorted(builders)
        }
    )


def _take_in(articles: Iterable[Article], builders: dict[str, SegmentBuilder]) -> None:
    for article in articles:
        builders.setdefault(article.locale, SegmentBuilder()).add(read_wording(article))


def _lay_out(builder: SegmentBuilder) -> WordIndex:
    return lay_out(builder.build())


async def follow_changes(store: Store, index: SearchIndex) -> SearchIndex:
    """Return the index with what has been published, changed and retired since."""
    published = await store.read(list_published_versions)
    held = index.versions()
    changed = [place for place, version in published.items() if held.get(place) != version]
    gone = [place for place in held if place not in published]
    if not changed and not gone:
        return index
    if len(changed) > MOST_SINGLE:
        return await read_search_index(store)
    wordings = await _read_changed(store, changed)
    return await asyncio.to_thread(_join, index, wordings, gone)


async def _read_changed(store: Store, places: list[Place]) -> dict[Place, Wording]:
    found: dict[Place, Wording] = {}
    for start in range(0, len(places), PAGE):
        page = await store.read(_find_published, places[start : start + PAGE])
        for wording in await asyncio.to_thread(_read_wordings, page):
            found[wording.entry.article_id, wording.entry.locale] = wording
    return found


def _find_published(tx: Transaction, places: list[Place]) -> tuple[Article, ...]:
    found = (find_article(tx, *place) for place in places)
    return tuple(each for each in found if each and each.state is ArticleState.PUBLISHED)


def _read_wordings(articles: Iterable[Article]) -> list[Wording]:
    return [read_wording(article) for article in articles]


def _join(index: SearchIndex, changed: Mapping[Place, Wording], gone: list[Place]) -> SearchIndex:
    """Join what changed to the locales it is in."""
    locales: dict[str, WordIndex] = dict(index.locales)
    for locale in {locale for _, locale in (*changed, *gone)}:
        added = {key: wording for (key, there), wording in changed.items() if there == locale}
        left = [key for key, there in gone if there == locale]
        before = locales.get(locale)
        locales[locale] = before.change(added, left) if before else index_words(added.values())
    return SearchIndex({locale: found for locale, found in locales.items() if found.size})
