"""What is published is found at once, what is retired is not, and what is read is counted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.help_search import HelpSearch
from bot.knowledge_index import KnowledgeIndex
from bot.read_published import follow_changes, read_search_index
from crm_store.article_reads import list_most_read
from crm_store.articles import record_article
from crm_store.schema import help_searches
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.knowledge import Article, ArticleState
from knowledge_base.search.word_index import MOST_FRESH
from tests.bot.held_trainer import HeldTrainer
from tests.fakes import MONDAY_MORNING, FakeClock, SequentialIds

DEADLINE = 30.0


def put(tx: Transaction, *articles: Article) -> None:
    for article in articles:
        record_article(tx, article, author="kim", now=MONDAY_MORNING)


def article(
    article_id: str,
    title: str,
    *,
    locale: str = "en",
    state: ArticleState = ArticleState.PUBLISHED,
) -> Article:
    return Article(
        id=article_id, locale=locale, title=title, variants=(), answer="Yes.", state=state
    )


class Desk:
    """A help centre on a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = FakeClock()
        index = KnowledgeIndex(store, HeldTrainer())
        self.search = HelpSearch(store, index, clock=self.clock, ids=SequentialIds())

    async def publish(self, *articles: Article) -> None:
        await self.store.run(put, *articles)

    async def find(self, text: str, locale: str = "en") -> list[str]:
        return [hit.article_id for hit in (await self.search.search(text, locale)).hits]

    async def until_found(self, text: str, *ids: str) -> None:
        async with asyncio.timeout(DEADLINE):
            while await self.find(text) != [*ids]:  # noqa: ASYNC110 - the search follows by itself
                await asyncio.sleep(0.01)

    @asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.search.keep_fresh())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])


@pytest.fixture
async def desk(store: Store) -> Desk:
    desk = Desk(store)
    await desk.publish(article("bags", "Cabin baggage"), article("pets", "Dogs on board"))
    return desk


async def test_whoever_searches_first_waits_for_the_articles(desk: Desk):
    assert await desk.find("baggage") == ["bags"]
    assert await desk.find("🧳") == []


async def test_what_is_published_changed_and_retired_is_followed(desk: Desk):
    async with desk.following():
        await desk.until_found("baggage", "bags")
        await desk.publish(article("whales", "Whales on board"))
        await desk.until_found("whales", "whales")
        await desk.publish(article("whales", "Dolphins welcome"))
        await desk.until_found("dolphins", "whales")
        assert await desk.find("whales") == []
        await desk.publish(article("whales", "Dolphins welcome", state=ArticleState.RETIRED))
        await desk.until_found("dolphins")


async def test_what_is_not_published_is_never_found(desk: Desk):
    for state in (ArticleState.DRAFT, ArticleState.IN_REVIEW, ArticleState.RETIRED):
        await desk.publish(article(f"secret-{state}", "Secret plans", state=state))
    assert await desk.find("secret plans") == []


async def test_a_new_language_is_followed_too_and_an_empty_one_goes(desk: Desk):
    await desk.search.refresh()
    await desk.publish(article("hund", "Hunde an Bord", locale="de"))
    await desk.search.refresh()
    assert await desk.find("Hunde", "de") == ["hund"]
    retired = article("hund", "Hunde an Bord", locale="de", state=ArticleState.RETIRED)
    await desk.publish(retired)
    await desk.search.refresh()
    assert await desk.find("Hunde", "de") == []
    assert await desk.search.most_read("de") == ()


@pytest.mark.parametrize("number", [MOST_FRESH, MOST_FRESH + 1, 501])
async def test_many_changes_at_once_are_all_found(desk: Desk, number: int):
    before = await read_search_index(desk.store)
    await desk.publish(*(article(f"a{n}", f"Matter {n}") for n in range(number)))
    index = await follow_changes(desk.store, before)
    assert index.locales["en"].size == number + 2
    assert index.versions() == (await read_search_index(desk.store)).versions()
    assert await follow_changes(desk.store, index) is index


async def test_very_many_changes_are_laid_together_behind_the_scenes(desk: Desk):
    async with desk.following():
        await desk.until_found("baggage", "bags")
        await desk.publish(*(article(f"a{n}", f"Matter {n}") for n in range(MOST_FRESH + 1)))
        async with asyncio.timeout(DEADLINE):
            while not await is_compact(desk, MOST_FRESH + 3):  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
        assert await desk.find("baggage") == ["bags"]


async def is_compact(desk: Desk, size: int) -> bool:
    index = (await desk.search.search_index()).locales["en"]
    return index.size == size == len(index.base.entries)


async def test_a_change_that_readers_cannot_see_changes_nothing(desk: Desk):
    index = await read_search_index(desk.store)
    await desk.publish(article("draft", "Draft", state=ArticleState.DRAFT))
    assert await follow_changes(desk.store, index) is index


async def test_readings_are_written_together_and_the_most_read_is_known(desk: Desk):
    for article_id in ("pets", "bags", "pets"):
        desk.search.count_read(article_id, "en")
    await desk.search.flush()
    await desk.search.flush()
    counts = await desk.store.read(list_most_read, "en", since=date(2026, 3, 2), limit=9)
    assert counts == (("pets", 2), ("bags", 1))
    (first, second) = await desk.search.most_read("en")
    assert (first.article_id, first.title) == ("pets", "Dogs on board")
    assert second.article_id == "bags"
    assert len(await desk.search.most_read("en", 1)) == 1


async def test_readings_are_not_lost_where_the_store_is_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    desk.search.count_read("pets", "en")
    with monkeypatch.context() as away:
        away.setattr(desk.store, "run", refuse)
        with pytest.raises(OSError, match="away"):
            await desk.search.flush()
    desk.search.count_read("pets", "en")
    await desk.search.flush()
    counts = await desk.store.read(list_most_read, "en", since=date(2026, 3, 2), limit=9)
    assert counts == (("pets", 2),)


async def refuse(*_: object, **__: object) -> None:
    raise OSError("away")


async def test_a_search_is_kept_with_what_was_opened_and_forgotten_after_a_year(desk: Desk):
    search_id = await desk.search.record_search("baggage", "en", found=1)
    await desk.search.record_opened(search_id, "bags")
    await desk.search.record_opened("forged", "bags")
    (row,) = await desk.store.read(lambda tx: list(tx.execute(select(help_searches))))
    assert (row.id, row.text, row.found, row.opened) == (search_id, "baggage", 1, "bags")
    desk.clock.advance(timedelta(days=364))
    await desk.search.forget()
    assert await desk.store.read(lambda tx: len(list(tx.execute(select(help_searches))))) == 1
    desk.clock.advance(timedelta(days=2))
    await desk.search.forget()
    assert await desk.store.read(lambda tx: len(list(tx.execute(select(help_searches))))) == 0


async def test_related_articles_follow_what_is_published(desk: Desk):
    await desk.publish(article("more", "Cabin baggage for children"))
    (hit,) = await desk.search.related("bags", "en", 1)
    assert hit.article_id == "more"
    await desk.publish(article("more", "Cabin baggage", state=ArticleState.RETIRED))
    await desk.search.refresh()
    assert await desk.search.related("bags", "en", 1) == ()
