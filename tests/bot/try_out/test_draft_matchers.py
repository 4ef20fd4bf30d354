"""A draft is joined to what is published in memory alone, and once."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.knowledge_index import KnowledgeIndex
from bot.try_out.draft_matchers import DraftMatchers, make_draft_article
from crm_store.store import Store, make_store
from domain.knowledge import Article, Knowledge, Matcher
from domain.knowledge_desk import ArticleContent
from tests.bot.held_trainer import HeldTrainer, Learnt
from tests.fakes import FakeClock

DELIVERY = Article(
    id="delivery", locale="en", title="Where is my parcel?", variants=("track it",), answer="Here."
)
HOURS = Article(
    id="hours", locale="en", title="Opening hours", variants=("when open",), answer="At nine."
)


class Bench:
    def __init__(self, store: Store) -> None:
        self.clock = FakeClock()
        self.trainer = HeldTrainer()
        self.index = KnowledgeIndex(store, self.trainer)
        self.publish(3, DELIVERY, HOURS)
        self.drafts = DraftMatchers(self.index, self.trainer, self.clock)

    def publish(self, version: int, *articles: Article) -> None:
        knowledge = Knowledge(version=version, articles=articles)
        self.index._serve(Learnt(version, articles, "full"), knowledge, "full")

    @property
    def joins(self) -> int:
        return len(self.trainer.joined)


@pytest.fixture
async def bench(sqlite_url: str) -> AsyncIterator[Bench]:
    store = make_store(sqlite_url)
    await store.open()
    yield Bench(store)
    await store.close()


def write(title: str, *variants: str, article_id: str = "delivery") -> Article:
    content = ArticleContent(title=title, variants=variants, answer="There.")
    return make_draft_article(article_id, "en", content, version=1)


def find(matcher: Matcher, text: str) -> str | None:
    found = matcher.explain(text).candidates
    return found[0].match.title if found else None


async def test_a_draft_takes_the_place_of_what_is_published(bench: Bench):
    matcher = await bench.drafts.join(write("Your parcel", "parcel please"))

    assert find(matcher, "parcel please") == "Your parcel"
    assert find(matcher, "track it") is None
    assert find(matcher, "when open") == "Opening hours"


async def test_a_new_article_stands_beside_what_is_published(bench: Bench):
    matcher = await bench.drafts.join(write("Gifts", "wrap it", article_id="gifts"))

    assert find(matcher, "wrap it") == "Gifts"
    assert find(matcher, "track it") == "Where is my parcel?"


async def test_nobody_else_is_answered_from_a_draft(bench: Bench):
    await bench.drafts.join(write("Your parcel", "parcel please"))

    assert find(bench.index.current(), "parcel please") is None
    assert find(bench.index.current(), "track it") == "Where is my parcel?"


async def test_the_same_draft_is_joined_once(bench: Bench):
    first = await bench.drafts.join(write("Your parcel", "parcel please"))
    again = await bench.drafts.join(write("Your parcel", "parcel please"))

    assert first is again
    assert bench.joins == 1


async def test_a_changed_draft_is_joined_anew(bench: Bench):
    await bench.drafts.join(write("Your parcel", "parcel please"))
    matcher = await bench.drafts.join(write("Your parcel", "the box please"))

    assert find(matcher, "the box please") == "Your parcel"
    assert find(matcher, "parcel please") is None


async def test_what_is_published_meanwhile_is_known_beside_the_draft(bench: Bench):
    draft = write("Your parcel", "parcel please")
    await bench.drafts.join(draft)
    bench.publish(4, DELIVERY)

    matcher = await bench.drafts.join(draft)

    assert find(matcher, "when open") is None
    assert bench.joins == 2


async def test_a_matcher_is_not_kept_for_long(bench: Bench):
    draft = write("Your parcel", "parcel please")
    await bench.drafts.join(draft)
    bench.clock.advance(timedelta(hours=1))
    await bench.drafts.join(draft)

    assert bench.joins == 2
