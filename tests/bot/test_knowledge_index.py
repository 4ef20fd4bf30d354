"""What is published is served at once, trained in full behind it, and nothing is ever lost."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.knowledge_index import MOST_JOINED, KnowledgeIndex
from bot.trainer import KeptIndex
from crm_store.articles import get_index_version, record_article
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.knowledge import Article, ArticleState, Knowledge
from tests.bot.held_trainer import HeldTrainer, Learnt
from tests.fakes import MONDAY_MORNING

DEADLINE = 30.0


def article(name: str, *variants: str) -> Article:
    return Article(
        id=name, locale="en", title=name, variants=variants or (f"about {name}",), answer="Yes."
    )


def put(tx: Transaction, article: Article) -> None:
    record_article(tx, article, author="kim", now=MONDAY_MORNING)


def put_draft(tx: Transaction) -> None:
    put(
        tx,
        Article(
            id="draft",
            locale="en",
            title="draft",
            variants=("about drafts",),
            answer="Not yet.",
            state=ArticleState.DRAFT,
        ),
    )


class Desk:
    """An index on a store, its trainer, and what was counted."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.trainer = HeldTrainer()
        self.counted: Counter[tuple[str, str]] = Counter()
        self.served: list[int] = []
        self.index = KnowledgeIndex(store, self.trainer, count=self._count, first_retry=0.01)
        self._stirred = asyncio.Event()

    def _count(self, event: str, **labels: str) -> None:
        assert event == "training"
        self.counted[labels["stage"], labels["outcome"]] += 1
        self.served.append(self.index.current().version)
        self._stirred.set()

    async def publish(self, *names: str) -> None:
        for name in names:
            await self.store.run(put, article(name))

    @property
    def stage(self) -> str | None:
        matcher = self.index.current()
        return matcher.stage if isinstance(matcher, Learnt) else None

    def finds(self, name: str) -> bool:
        return bool(self.index.current().explain(f"about {name}").candidates)

    async def until(self, stage: str, version: int) -> None:
        """Wait until an index of this stage and version is served."""
        async with asyncio.timeout(DEADLINE):
            while (self.index.current().version, self.stage) != (version, stage):
                self._stirred.clear()
                await self._stirred.wait()

    @asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        await self.index.refresh()
        task = asyncio.create_task(self.index.keep_fresh())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])


@pytest.fixture
async def desk(store: Store) -> Desk:
    desk = Desk(store)
    await desk.publish("bags")
    return desk


async def test_a_change_is_served_while_the_full_training_has_not_ended(desk: Desk):
    async with desk.following():
        before = desk.index.current()
        desk.trainer.let.clear()
        await desk.publish("pets")
        await desk.trainer.until_begun(2)
        assert before.version == 1
        assert not before.explain("about pets").candidates
        await desk.until("quick", 2)
        assert desk.finds("pets")
        desk.trainer.let.set()
        await desk.until("full", 2)
        assert desk.finds("pets")


async def test_changes_during_a_training_lead_to_one_more(desk: Desk):
    async with desk.following():
        desk.trainer.let.clear()
        await desk.publish("pets")
        await desk.trainer.until_begun(2)
        await desk.publish("meals", "seats", "wifi")
        await desk.until("quick", 5)
        desk.trainer.let.set()
        await desk.until("full", 5)
    assert desk.trainer.begun == [1, 2, 5]
    assert desk.counted["full", "failed"] == 0


async def test_what_was_published_during_a_training_does_not_vanish_at_its_end(desk: Desk):
    async with desk.following():
        desk.trainer.let.clear()
        await desk.publish("pets")
        await desk.trainer.until_begun(2)
        await desk.publish("meals")
        await desk.until("quick", 3)
        desk.trainer.let.set()
        await desk.until("full", 3)
    assert desk.served == sorted(desk.served)


async def test_a_training_that_fails_leaves_the_old_index_at_work_and_is_tried_again(desk: Desk):
    async with desk.following():
        desk.trainer.let.clear()
        desk.trainer.faults = [MemoryError(), RuntimeError("no")]
        await desk.publish("pets")
        await desk.until("quick", 2)
        desk.trainer.let.set()
        await desk.until("full", 2)
    assert desk.trainer.begun == [1, 2, 2, 2]
    assert desk.counted["full", "failed"] == 2


async def test_where_the_first_training_fails_the_next_one_serves(desk: Desk):
    desk.trainer.faults = [RuntimeError("no")]
    await desk.index.refresh()
    assert not desk.finds("bags")
    async with desk.following():
        await desk.trainer.until_begun(2)
        await desk.until("full", 1)
        assert desk.finds("bags")
    assert desk.counted["full", "failed"] == 1


async def test_what_customers_cannot_see_changes_the_version_and_trains_nothing(desk: Desk):
    async with desk.following():
        await desk.store.run(put_draft)
        await desk.until("quick", 2)
        await desk.publish("pets")
        await desk.until("full", 3)
    assert desk.trainer.begun == [1, 3]


async def test_a_new_category_changes_the_version_and_trains_nothing(desk: Desk):
    async with desk.following():
        await desk.store.run(put, replace(article("bags"), category="baggage", source_version=3))
        await desk.until("quick", 2)
        await desk.publish("pets")
        await desk.until("full", 3)
    assert desk.trainer.begun == [1, 3]


async def test_very_much_at_once_waits_for_the_full_training(desk: Desk):
    async with desk.following():
        many = tuple(f"question {number}" for number in range(MOST_JOINED))
        await desk.store.run(put, article("faq", *many))
        await desk.until("full", 2)
    assert desk.trainer.joined == []


async def test_a_little_after_very_much_does_not_join_all_of_it(desk: Desk):
    await desk.index.refresh()
    many = tuple(f"question {number}" for number in range(MOST_JOINED))
    await desk.store.run(put, article("faq", *many))
    await desk.index.refresh()
    await desk.publish("pets")
    await desk.index.refresh()
    assert desk.trainer.joined == []
    async with desk.following():
        await desk.until("full", 3)
        assert desk.finds("pets")


async def test_a_start_takes_up_what_was_kept_and_trains_nothing(desk: Desk):
    await desk.index.refresh()
    known = desk.index._trained
    after = Desk(desk.store)
    after.trainer.kept = KeptIndex(knowledge=known, matcher=Learnt(1, known.articles, "kept"))
    async with after.following():
        assert after.stage == "kept"
        assert after.finds("bags")
        await desk.publish("pets")
        await after.until("full", 2)
    assert after.trainer.begun == [2]


async def test_a_start_joins_what_has_changed_since_to_what_was_kept(desk: Desk):
    await desk.index.refresh()
    known = desk.index._trained
    await desk.publish("pets")
    after = Desk(desk.store)
    after.trainer.kept = KeptIndex(knowledge=known, matcher=Learnt(1, known.articles, "kept"))
    after.trainer.let.clear()
    async with after.following():
        assert after.stage == "quick"
        assert after.finds("pets")
        assert after.finds("bags")


async def test_a_kept_index_of_a_database_that_was_restored_is_not_taken_for_the_latest(desk: Desk):
    other = Knowledge(version=1, articles=(article("something else"),))
    desk.trainer.kept = KeptIndex(knowledge=other, matcher=Learnt(1, other.articles, "kept"))
    async with desk.following():
        assert await desk.store.read(get_index_version) == other.version
        assert desk.finds("bags")
        assert not desk.finds("something else")
