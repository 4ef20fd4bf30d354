"""What readers said of articles is counted once each, and what they missed waits for somebody."""

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_store.article_ratings import (
    find_rating,
    list_comments,
    list_rated,
    record_comment_handled,
    record_rating,
)
from crm_store.articles import record_article
from crm_store.store import Store
from domain.errors import NotFoundError
from domain.knowledge import Article
from domain.knowledge_desk import ArticleRating
from tests.fakes import MONDAY_MORNING as NOW

BAGS = Article(id="bags", locale="en", title="Bags?", variants=(), answer="One.")
NO = ArticleRating(
    article_id="bags", locale="en", visitor="ann", version=1, helpful=False, comment="Two?", at=NOW
)


@pytest.fixture(autouse=True)
async def _article(store: Store) -> None:
    await store.run(record_article, BAGS, author="Kim", now=NOW)


async def test_a_readers_latest_word_counts(store: Store):
    await store.run(record_rating, NO)
    await store.run(record_rating, replace(NO, helpful=True, comment=None, version=2))

    assert await store.read(find_rating, "bags", "en", "ann") == replace(
        NO, helpful=True, comment=None, version=2
    )
    (rated,) = await store.read(list_rated, NOW)
    assert (rated.title, rated.helpful, rated.not_helpful, rated.share) == ("Bags?", 1, 0, 1.0)


async def test_what_helped_least_comes_first_and_what_is_gone_by_its_id(store: Store):
    for number in range(3):
        await store.run(record_rating, replace(NO, visitor=f"v{number}", article_id="gone"))
    await store.run(record_rating, NO)
    await store.run(record_rating, replace(NO, visitor="bob", helpful=True, comment=None))

    first, second = await store.read(list_rated, NOW)

    assert (first.title, first.not_helpful) == ("gone", 3)
    assert (second.title, second.helpful, second.not_helpful) == ("Bags?", 1, 1)


async def test_what_was_said_before_is_not_counted(store: Store):
    await store.run(record_rating, NO)
    assert await store.read(list_rated, NOW + timedelta(seconds=1)) == ()


async def test_comments_wait_newest_first_until_somebody_saw_to_them(store: Store):
    later = NOW + timedelta(minutes=1)
    await store.run(record_rating, NO)
    await store.run(record_rating, replace(NO, visitor="bob", comment="Three?", at=later))
    await store.run(record_rating, replace(NO, visitor="cem", comment=None))
    assert [each.rating.comment for each in await store.read(list_comments)] == ["Three?", "Two?"]

    await store.run(record_comment_handled, "bags", "en", "bob", now=later)

    assert [each.rating.visitor for each in await store.read(list_comments)] == ["ann"]
    (seen,) = await store.read(list_comments, handled=True)
    assert (seen.rating.handled_at, seen.title) == (later, "Bags?")


async def test_only_a_comment_can_be_seen_to(store: Store):
    await store.run(record_rating, replace(NO, comment=None))
    for visitor in ("ann", "nobody"):
        with pytest.raises(NotFoundError, match="took it back"):
            await store.run(record_comment_handled, "bags", "en", visitor, now=NOW)
