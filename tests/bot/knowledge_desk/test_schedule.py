"""Articles are published and retired by themselves, once, as somebody wanted it at the time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.knowledge_desk.desk import KnowledgeDesk
from bot.knowledge_desk.refusals import LinkedArticlesError
from bot.knowledge_desk.run_schedule import run_schedule
from bot.knowledge_desk.workbench import Saved
from bot.tools import Tools
from crm_store.articles import find_article, find_published_article
from crm_store.store import Store
from domain.errors import InvalidInputError, LeaseLostError
from domain.knowledge import ArticleState
from tests.bot.knowledge_desk.conftest import ANN, BEN
from tests.bot.knowledge_desk.stories import BAGS, import_newer, publish, run_due, write
from tests.fakes import FakeClock

DAY = timedelta(days=1)


async def test_a_scheduled_draft_is_published_at_its_time_and_not_before(
    desk: KnowledgeDesk, tools: Tools, store: Store, clock: FakeClock
):
    await write(desk, BAGS)
    await desk.schedule("bags", "en", clock.now() + DAY, by=ANN)
    page = await desk.list_articles()
    assert [row.state for row in page.rows] == ["scheduled"]
    assert await run_due(tools) == ()
    clock.advance(DAY)
    (job,) = await run_due(tools)
    article = await store.read(find_published_article, "bags", "en")
    assert article is not None
    assert article.version == 1
    with pytest.raises(LeaseLostError):
        await run_schedule(tools, job)
    assert await store.read(find_article, "bags", "en") == article


async def test_a_draft_that_changed_since_is_not_published(
    desk: KnowledgeDesk, tools: Tools, store: Store, clock: FakeClock
):
    draft = (await write(desk, BAGS)).draft
    await desk.schedule("bags", "en", clock.now() + DAY, by=ANN)
    changed = replace(BAGS, answer="Not finished")
    saved = await desk.save("bags", "en", changed, revision=draft.revision, by=BEN)
    assert isinstance(saved, Saved)
    assert saved.unscheduled
    clock.advance(DAY)
    assert len(await run_due(tools)) == 1
    assert await store.read(find_published_article, "bags", "en") is None


async def test_who_changed_their_mind_is_obeyed(
    desk: KnowledgeDesk, tools: Tools, store: Store, clock: FakeClock
):
    await write(desk, BAGS)
    await desk.schedule("bags", "en", clock.now() + DAY, by=ANN)
    await desk.unschedule("bags", "en", by=ANN)
    await desk.schedule("bags", "en", clock.now() + 2 * DAY, by=ANN)
    clock.advance(DAY)
    await run_due(tools)
    assert await store.read(find_published_article, "bags", "en") is None
    clock.advance(DAY)
    await run_due(tools)
    assert await store.read(find_published_article, "bags", "en") is not None


async def test_a_schedule_does_not_undo_what_was_published_meanwhile(
    desk: KnowledgeDesk, tools: Tools, store: Store, clock: FakeClock
):
    await publish(desk)
    await write(desk, replace(BAGS, answer="One bag of 9 kg."))
    await desk.schedule("bags", "en", clock.now() + DAY, by=ANN)
    await import_newer(store)
    clock.advance(DAY)
    await run_due(tools)
    draft = (await desk.open("bags", "en")).draft
    assert draft is not None
    assert draft.review_note is not None
    assert "command line published a newer version" in draft.review_note


async def test_what_is_past_cannot_be_scheduled(desk: KnowledgeDesk, clock: FakeClock):
    await publish(desk)
    await write(desk, replace(BAGS, answer="One bag of 9 kg."))
    for attempt in (
        desk.schedule("bags", "en", clock.now(), by=ANN),
        desk.plan_retirement("bags", "en", clock.now(), by=ANN),
    ):
        with pytest.raises(InvalidInputError, match="is past"):
            await attempt


async def test_who_plans_to_retire_what_others_link_to_is_told_so(
    desk: KnowledgeDesk, store: Store, clock: FakeClock
):
    await publish(desk)
    linking = replace(BAGS, title="Fees?", answer="See [bags](article:bags).")
    await publish(desk, linking, article_id="fees")
    with pytest.raises(LinkedArticlesError, match="one article links"):
        await desk.plan_retirement("bags", "en", clock.now() + DAY, by=ANN)
    article = await store.read(find_article, "bags", "en")
    assert article is not None
    assert article.retire_at is None
    planned = await desk.plan_retirement("bags", "en", clock.now() + DAY, by=ANN, anyway=True)
    assert planned.retire_at == clock.now() + DAY


async def test_a_planned_retirement_outlives_a_new_version(
    desk: KnowledgeDesk, tools: Tools, store: Store, clock: FakeClock
):
    await publish(desk, article_id="fees")
    await publish(desk)
    await desk.plan_retirement("bags", "en", clock.now() + DAY, redirect_to="fees", by=ANN)
    await publish(desk, replace(BAGS, answer="One bag of 9 kg."))
    clock.advance(DAY)
    await run_due(tools)
    article = await store.read(find_article, "bags", "en")
    assert article is not None
    assert (article.state, article.redirect_to) == (ArticleState.RETIRED, "fees")


async def test_a_retirement_that_is_no_longer_planned_does_not_happen(
    desk: KnowledgeDesk, tools: Tools, store: Store, clock: FakeClock
):
    await publish(desk)
    await desk.plan_retirement("bags", "en", clock.now() + DAY, by=ANN)
    await desk.plan_retirement("bags", "en", None, by=ANN)
    clock.advance(DAY)
    await run_due(tools)
    assert await store.read(find_published_article, "bags", "en") is not None
