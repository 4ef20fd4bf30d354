"""An article is published while customers ask: nobody waits, and soon it answers them."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from crm_store.articles import get_index_version, record_article
from crm_store.transaction import Transaction
from domain.conversations import Direction
from domain.decisions import Answer
from domain.knowledge import Knowledge
from tests.bot.held_trainer import HeldTrainer, Learnt
from tests.fakes import MONDAY_MORNING
from tests.stories.story_desk import StoryDesk
from tests.stories.world import ARTICLES, KNOWN, KNOWN_ANSWER, article

NEW = article(
    "lounge",
    "on_board",
    "May I use the lounge?",
    "who may enter the lounge",
    answer="With a business ticket.",
)
NEW_QUESTION = "who may enter the lounge"
DEADLINE = 30.0


def publish(tx: Transaction) -> None:
    record_article(tx, NEW, author="kim", now=MONDAY_MORNING)


@pytest.fixture
async def trainer(desk: StoryDesk) -> AsyncIterator[HeldTrainer]:
    """The desk's own, while the desk follows what is published."""
    trainer = HeldTrainer()
    index = desk.system.index
    index._trainer = trainer
    version = await desk.system.store.read(get_index_version)
    index._read = index._trained = Knowledge(version=version, articles=ARTICLES)
    index._current = Learnt(version, ARTICLES, "full")
    following = asyncio.create_task(index.keep_fresh())
    yield trainer
    following.cancel()
    await asyncio.wait([following])


async def until_serving(desk: StoryDesk, stage: str, *, after: int) -> None:
    """Wait until an index of this stage and a later version than `after` is served."""
    async with asyncio.timeout(DEADLINE):
        while True:
            current = desk.system.index.current()
            assert isinstance(current, Learnt)
            if current.version > after and current.stage == stage:
                return
            await asyncio.sleep(0.005)


async def test_answers_go_on_while_a_new_article_is_learnt(desk: StoryDesk, trainer: HeldTrainer):
    before = desk.system.index.current().version
    trainer.let.clear()
    trainer.let_join.clear()
    await desk.system.store.run(publish)
    async with asyncio.timeout(DEADLINE):
        await trainer.joining.wait()
    # The old index serves.
    for visitor in range(10):
        await desk.visitor_writes(f"early-{visitor}", KNOWN)
        assert await desk.said(f"early-{visitor}") == [f"in {KNOWN}", f"out {KNOWN_ANSWER}"]
    record = await desk.last_decision("early-9")
    assert record.understanding.index_version == before

    # The new article is found while the full training has not ended.
    trainer.let_join.set()
    await until_serving(desk, "quick", after=before)
    await trainer.until_begun(1)
    for visitor in range(10):
        await desk.visitor_writes(f"late-{visitor}", NEW_QUESTION)
        assert (await desk.said(f"late-{visitor}"))[-1] == "out With a business ticket."

    # After it, too; and no question was left without an answer.
    trainer.let.set()
    await until_serving(desk, "full", after=before)
    await desk.visitor_writes("last", NEW_QUESTION)
    assert (await desk.said("last"))[-1] == "out With a business ticket."
    assert await desk.shunted() == ()


async def test_each_answer_says_by_which_knowledge_it_was_given(
    desk: StoryDesk, trainer: HeldTrainer
):
    before = desk.system.index.current().version
    await desk.system.store.run(publish)
    await until_serving(desk, "full", after=before)
    await desk.visitor_writes("vera", NEW_QUESTION)
    record = await desk.last_decision("vera")
    assert record.understanding.index_version == before + 1
    assert isinstance(record.decision, Answer)
    assert record.decision.article is not None
    assert record.decision.article.article_id == "lounge"
    assert record.decision.article.version == 1
    assert [each.author for each in await desk.log("vera", Direction.OUT)] == ["bot"]


async def test_where_learning_fails_the_old_answers_stay(desk: StoryDesk, trainer: HeldTrainer):
    before = desk.system.index.current().version
    trainer.faults = [RuntimeError("out of memory")]
    trainer.let.clear()
    await desk.system.store.run(publish)
    await until_serving(desk, "quick", after=before)
    trainer.let.set()
    async with asyncio.timeout(DEADLINE):
        await trainer.failed.wait()
    await desk.visitor_writes("vera", KNOWN)
    assert (await desk.said("vera"))[-1] == f"out {KNOWN_ANSWER}"
    counted = desk.system.metrics.registry.get_sample_value(
        "frontdesk_training_total", {"stage": "full", "outcome": "failed"}
    )
    assert counted == 1
