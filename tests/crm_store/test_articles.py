"""Every version of an article is kept, with whoever wrote it."""

from dataclasses import replace

from crm_store.articles import (
    find_article,
    find_article_version,
    get_index_version,
    record_article,
)
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.knowledge import Article, ArticleVersion
from tests.fakes import MONDAY_MORNING as NOW

BAGS = Article(id="bags", locale="en", title="Bags?", variants=("luggage",), answer="One.")


def read_versions(tx: Transaction, *versions: int) -> list[ArticleVersion | None]:
    return [find_article_version(tx, "bags", "en", version) for version in versions]


async def test_a_changed_article_keeps_what_it_said_before(store: Store):
    await store.run(record_article, BAGS, author="Ann", now=NOW)
    await store.run(record_article, replace(BAGS, answer="Two."), author="Ben", now=NOW)
    versions = await store.read(read_versions, 1, 2, 3)
    assert [
        each and (each.article.version, each.article.answer, each.author) for each in versions
    ] == [
        (1, "One.", "Ann"),
        (2, "Two.", "Ben"),
        None,
    ]
    latest = await store.read(find_article, "bags", "en")
    assert latest is not None
    assert (latest.version, latest.answer) == (2, "Two.")


async def test_each_change_counts_the_knowledge_up_and_wakes_who_learns_it(store: Store):
    before = await store.read(get_index_version)
    async with store.follow("articles") as follower:
        await store.run(record_article, BAGS, author="Ann", now=NOW)
        assert await follower.next(5) is not None
    assert await store.read(get_index_version) == before + 1


async def test_what_an_article_asks_of_the_bot_is_kept_with_each_version(store: Store):
    guarded = replace(BAGS, sensitive=True, precision=0.98)
    await store.run(record_article, BAGS, author="Ann", now=NOW)
    await store.run(record_article, guarded, author="Ben", now=NOW)
    versions = await store.read(read_versions, 1, 2)
    kept = [each and (each.article.sensitive, each.article.precision) for each in versions]
    assert kept == [(False, None), (True, 0.98)]
