"""The list of articles: found by state, by words, by what is amiss, and a page at a time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.knowledge_desk.desk import KnowledgeDesk
from crm_store.article_list import ArticleFilter, ArticlePage
from crm_store.article_ratings import record_rating
from crm_store.article_reads import record_reads
from crm_store.store import Store
from domain.errors import InvalidInputError
from domain.knowledge_desk import ArticleRating
from tests.bot.knowledge_desk.conftest import ANN, BEN
from tests.bot.knowledge_desk.stories import BAGS, BAGS_GERMAN, publish, write
from tests.fakes import FakeClock

DAY = timedelta(days=1)


def names(page: ArticlePage) -> list[str]:
    return [f"{row.id}/{row.locale}" for row in page.rows]


async def test_each_state_lists_its_own_and_the_counts_say_how_many(
    desk: KnowledgeDesk, clock: FakeClock
):
    await publish(desk, article_id="plain")
    await publish(desk, article_id="changing")
    await write(desk, replace(BAGS, answer="Changed."), article_id="changing", by=BEN)
    await write(desk, BAGS, article_id="new")
    await write(desk, BAGS, article_id="asked")
    await desk.submit("asked", "en", by=ANN)
    await write(desk, BAGS, article_id="timed")
    await desk.schedule("timed", "en", clock.now() + DAY, by=ANN)
    await publish(desk, article_id="old")
    await desk.retire("old", "en", by=ANN)
    listed = {
        state: set(names(await desk.list_articles(ArticleFilter(state=state))))
        for state in ("published", "draft", "in_review", "scheduled", "retired")
    }
    assert listed == {
        "published": {"plain/en", "changing/en"},
        "draft": {"changing/en", "new/en"},
        "in_review": {"asked/en"},
        "scheduled": {"timed/en"},
        "retired": {"old/en"},
    }
    page = await desk.list_articles()
    assert {state: page.counts[state] for state in (*listed, "all")} == {
        **{state: len(found) for state, found in listed.items()},
        "all": 6,
    }
    changing = next(row for row in page.rows if row.id == "changing")
    assert (changing.state, changing.has_changes, changing.updated_by) == ("published", True, "Ben")
    plain = next(row for row in page.rows if row.id == "plain")
    assert (plain.draft_state, plain.updated_by) == (None, "Ann")


async def test_pages_follow_each_other_without_a_gap(desk: KnowledgeDesk, clock: FakeClock):
    for number in range(7):
        await write(desk, BAGS, article_id=f"a{number}")
        if number % 2:
            clock.advance(timedelta(minutes=1))
    seen: list[str] = []
    after = None
    while True:
        page = await desk.list_articles(after=after, limit=2)
        seen += names(page)
        if page.next is None:
            break
        after = page.next
    assert sorted(seen) == [f"a{number}/en" for number in range(7)]
    assert seen[0] == "a6/en"
    with pytest.raises(InvalidInputError, match="begin anew"):
        await desk.list_articles(after="yesterday")


async def test_words_language_and_category_narrow_the_list(desk: KnowledgeDesk):
    await publish(desk, replace(BAGS, category="baggage"))
    await publish(desk, replace(BAGS_GERMAN, title="Über 100 % schwer?"), locale="de")
    wanted = {
        ArticleFilter(text="HEAVY"): ["bags/en"],
        ArticleFilter(text="über"): ["bags/de"],
        ArticleFilter(text="100 %"): ["bags/de"],
        ArticleFilter(text="%"): ["bags/de"],
        ArticleFilter(text="bags", locale="en"): ["bags/en"],
        ArticleFilter(category="baggage"): ["bags/en"],
        ArticleFilter(text="nothing"): [],
    }
    for narrowed, found in wanted.items():
        page = await desk.list_articles(narrowed)
        assert names(page) == found
        assert page.counts["all"] == len(found)
    with pytest.raises(InvalidInputError, match="must be one of"):
        await desk.list_articles(ArticleFilter(state="lost"))


async def test_what_needs_attention_is_found(desk: KnowledgeDesk, store: Store, clock: FakeClock):
    await publish(desk, article_id="read")
    await publish(desk, article_id="unread")
    clock.advance(200 * DAY)
    await publish(desk, article_id="new")
    day = clock.now().date()
    await store.run(record_reads, {("read", "en"): 3}, day=day)
    for visitor in ("one", "two"):
        rating = ArticleRating(
            article_id="new",
            locale="en",
            visitor=visitor,
            version=1,
            helpful=False,
            at=clock.now(),
        )
        await store.run(record_rating, rating)
    found = {
        reason: sorted(names(await desk.list_articles(ArticleFilter(attention=reason))))
        for reason in ("stale", "unused", "badly_rated", "behind")
    }
    assert found == {
        "stale": ["read/en", "unread/en"],
        "unused": ["unread/en"],
        "badly_rated": ["new/en"],
        "behind": [],
    }
    rows = {row.id: row for row in (await desk.list_articles()).rows}
    assert (rows["read"].reads, rows["read"].stale, rows["new"].not_helpful) == (3, True, 2)
