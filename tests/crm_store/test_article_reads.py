"""Readings are counted by day, and what was read most is known."""

from datetime import date

from crm_store.article_reads import forget_reads, list_most_read, record_reads
from crm_store.articles import record_article
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.knowledge import Article, ArticleState
from tests.fakes import MONDAY_MORNING

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def publish(tx: Transaction, *ids: str, state: ArticleState = ArticleState.PUBLISHED) -> None:
    for article_id in ids:
        article = Article(
            id=article_id, locale="en", title=article_id, variants=(), answer="", state=state
        )
        record_article(tx, article, author="kim", now=MONDAY_MORNING)


async def test_readings_add_up_within_a_day_and_over_days(store: Store):
    await store.run(publish, "bags", "pets")
    await store.run(record_reads, {("bags", "en"): 2, ("pets", "en"): 4}, day=MONDAY)
    await store.run(record_reads, {("bags", "en"): 3}, day=MONDAY)
    await store.run(record_reads, {("bags", "en"): 1}, day=TUESDAY)
    ranked = await store.read(list_most_read, "en", since=MONDAY, limit=5)
    assert ranked == (("bags", 6), ("pets", 4))
    assert await store.read(list_most_read, "en", since=TUESDAY, limit=5) == (("bags", 1),)


async def test_what_is_not_published_is_not_among_the_most_read(store: Store):
    await store.run(publish, "bags")
    await store.run(publish, "old", state=ArticleState.RETIRED)
    reads = {("old", "en"): 9, ("gone", "en"): 9, ("bags", "en"): 1, ("bags", "de"): 9}
    await store.run(record_reads, reads, day=MONDAY)
    assert await store.read(list_most_read, "en", since=MONDAY, limit=5) == (("bags", 1),)


async def test_nothing_read_writes_nothing(store: Store):
    await store.run(record_reads, {}, day=MONDAY)
    assert await store.read(list_most_read, "en", since=MONDAY, limit=5) == ()


async def test_days_long_ago_are_forgotten(store: Store):
    await store.run(publish, "bags")
    await store.run(record_reads, {("bags", "en"): 2}, day=MONDAY)
    await store.run(record_reads, {("bags", "en"): 1}, day=TUESDAY)
    assert await store.run(forget_reads, before=TUESDAY) == 1
    assert await store.read(list_most_read, "en", since=MONDAY, limit=5) == (("bags", 1),)
