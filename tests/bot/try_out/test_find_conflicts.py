"""Conflicts of a whole knowledge base are looked for once, and nobody has to wait for them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import pytest

from bot.knowledge_index import KnowledgeIndex
from bot.try_out.draft_matchers import DraftMatchers
from bot.try_out.find_conflicts import ConflictSearch
from crm_store.store import make_store
from domain.knowledge import Article, Knowledge
from knowledge_base.matcher import train_matcher
from tests.bot.held_trainer import HeldTrainer
from tests.fakes import FakeClock
from tests.knowledge_base.phone_shop import ARTICLES, write_article

T = TypeVar("T")
TWIN = write_article("post", "Where is my post?", "track my delivery", "has my post been sent")
DEADLINE = 30.0


class SlowTrainer(HeldTrainer):
    """Computes when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.computed = 0
        self.let_compute = asyncio.Event()

    async def compute(self, work: Callable[[], T]) -> T:
        await self.let_compute.wait()
        self.computed += 1
        return work()


class Bench:
    def __init__(self, index: KnowledgeIndex, trainer: SlowTrainer) -> None:
        self.index, self.trainer = index, trainer
        self.search = ConflictSearch(index, trainer, DraftMatchers(index, trainer, FakeClock()))

    def publish(self, version: int, *articles: Article) -> None:
        knowledge = Knowledge(version=version, articles=articles)
        self.index._serve(train_matcher(knowledge), knowledge, "full")


@pytest.fixture
async def bench(sqlite_url: str) -> AsyncIterator[Bench]:
    store = make_store(sqlite_url)
    await store.open()
    trainer = SlowTrainer()
    bench = Bench(KnowledgeIndex(store, trainer), trainer)
    bench.publish(1, *ARTICLES, TWIN)
    yield bench
    await store.close()


async def test_who_looks_too_early_is_told_so_and_finds_it_later(bench: Bench):
    assert await bench.search.of_all("en", within=0) is None
    assert await bench.search.of_all("en", within=0) is None

    bench.trainer.let_compute.set()
    found = await bench.search.of_all("en", within=DEADLINE)

    assert found is not None
    assert {"delivery", "post"} in [{each.first.id, each.second.id} for each in found.found]
    assert bench.trainer.computed == 1


async def test_what_was_found_is_kept_until_anything_is_published(bench: Bench):
    bench.trainer.let_compute.set()
    first = await bench.search.of_all("en", within=DEADLINE)
    assert await bench.search.of_all("en", within=DEADLINE) is first

    bench.publish(2, *ARTICLES)
    after = await bench.search.of_all("en", within=DEADLINE)

    assert after is not None
    assert all("post" not in {each.first.id, each.second.id} for each in after.found)
    assert bench.trainer.computed == 2
