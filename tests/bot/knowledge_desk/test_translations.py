"""Articles in several languages: who is behind, and what nobody has translated yet."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.knowledge_desk.desk import KnowledgeDesk
from bot.knowledge_desk.refusals import ContentErrors
from bot.knowledge_desk.workbench import Saved
from crm_store.article_list import ArticleFilter
from domain.errors import ConflictError
from tests.bot.knowledge_desk.conftest import ANN
from tests.bot.knowledge_desk.stories import BAGS, BAGS_GERMAN, publish
from tests.fakes import FakeClock


async def translate(desk: KnowledgeDesk) -> None:
    draft = await desk.begin_translation("bags", "de", by=ANN)
    assert draft.content == replace(BAGS, source_version=1)
    german = replace(BAGS_GERMAN, source_version=draft.content.source_version)
    saved = await desk.save("bags", "de", german, revision=draft.revision, by=ANN)
    assert isinstance(saved, Saved)
    await desk.publish("bags", "de", by=ANN, revision=saved.draft.revision)


async def list_behind(desk: KnowledgeDesk) -> list[str]:
    page = await desk.list_articles(ArticleFilter(attention="behind"))
    opened = await desk.open("bags", "en")
    behind = [state.locale for state in opened.locales if state.behind]
    assert [row.locale for row in page.rows] == behind
    assert page.counts["behind"] == len(behind)
    return behind


async def test_a_translation_is_behind_once_its_original_says_something_else(desk: KnowledgeDesk):
    await publish(desk)
    await translate(desk)
    assert await list_behind(desk) == []
    await publish(desk, replace(BAGS, answer="One bag of 9 kg.", source_version=None))
    assert await list_behind(desk) == ["de"]
    await publish(desk, replace(BAGS_GERMAN, source_version=2), locale="de")
    assert await list_behind(desk) == []


async def test_a_translation_is_not_behind_for_a_new_category_of_its_original(desk: KnowledgeDesk):
    await publish(desk)
    await translate(desk)
    await publish(desk, replace(BAGS, category="baggage"))
    assert await list_behind(desk) == []


async def test_where_nobody_said_what_a_translation_is_of_the_older_one_is_behind(
    desk: KnowledgeDesk, clock: FakeClock
):
    await publish(desk)
    await publish(desk, BAGS_GERMAN, locale="de")
    assert await list_behind(desk) == []
    clock.advance(timedelta(days=1))
    await publish(desk, replace(BAGS, answer="One bag of 9 kg."))
    assert await list_behind(desk) == ["de"]


async def test_what_nobody_has_translated_is_not_published(desk: KnowledgeDesk):
    original = replace(BAGS, answer="One bag of 8 kg goes with you into the cabin.\n\nMore costs.")
    await publish(desk, original)
    draft = await desk.begin_translation("bags", "de", by=ANN)
    with pytest.raises(ContentErrors, match="what the original says"):
        await desk.publish("bags", "de", by=ANN, revision=draft.revision)
    half = replace(original, title=BAGS_GERMAN.title, answer=original.answer + "\n\nMehr kostet.")
    await desk.save("bags", "de", half, revision=draft.revision, by=ANN)
    warnings = (await desk.open("bags", "de")).warnings
    assert any("One paragraph is the same as in the original" in each for each in warnings)
    assert any("One variant is the original's" in each for each in warnings)
    with pytest.raises(ConflictError, match="already"):
        await desk.begin_translation("bags", "de", by=ANN)


async def test_a_variant_that_leads_to_two_articles_is_told(desk: KnowledgeDesk):
    await publish(desk)
    other = replace(BAGS, title="Fees?", variants=("Luggage weight",))
    await publish(desk, other, article_id="fees")
    warnings = (await desk.open("fees", "en")).warnings
    assert any("also leads to the article bags" in each for each in warnings)
