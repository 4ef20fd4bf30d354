"""An article is written, saved by two people at once, and published."""

import asyncio
from dataclasses import replace

import pytest

from bot.knowledge_desk.desk import KnowledgeDesk
from bot.knowledge_desk.refusals import ContentErrors
from bot.knowledge_desk.workbench import Collision, Saved
from crm_store.articles import find_published_article, list_articles
from crm_store.store import Store
from domain.knowledge_desk import ArticleContent
from tests.bot.knowledge_desk.conftest import ANN, BEN

BAGS = ArticleContent(
    title="How heavy may my bag be?",
    variants=("luggage weight",),
    answer="One bag of 8 kg.\n\nMore costs 20 euros.",
    tags=("baggage",),
)


async def test_what_is_written_is_seen_by_customers_once_it_is_published(
    desk: KnowledgeDesk, store: Store
):
    draft = await desk.begin(BAGS.title, "en", by=ANN)
    saved = await desk.save(draft.article_id, "en", BAGS, revision=draft.revision, by=ANN)
    assert isinstance(saved, Saved)
    assert await store.read(list_articles) == ()
    article = await desk.publish(draft.article_id, "en", by=ANN, revision=saved.draft.revision)
    assert (article.id, article.version, article.answer) == (
        "how-heavy-may-my-bag-be",
        1,
        BAGS.answer,
    )
    assert await store.read(find_published_article, article.id, "en") == article
    opened = await desk.open(article.id, "en")
    assert (opened.draft, opened.content) == (None, BAGS)


async def begin_published(desk: KnowledgeDesk, content: ArticleContent = BAGS) -> str:
    draft = await desk.begin(content.title, "en", content=content, by=ANN)
    await desk.publish(draft.article_id, "en", by=ANN, revision=draft.revision)
    return draft.article_id


async def test_the_changes_of_two_people_in_different_places_are_both_kept(desk: KnowledgeDesk):
    article_id = await begin_published(desk)
    opened = await desk.open(article_id, "en")
    ann = replace(BAGS, answer="One bag of 10 kg.\n\nMore costs 20 euros.")
    ben = replace(BAGS, answer="One bag of 8 kg.\n\nMore costs 30 euros.", variants=("kg",))
    await desk.save(article_id, "en", ann, revision=opened.revision, by=ANN)
    saved = await desk.save(article_id, "en", ben, revision=opened.revision, by=BEN)
    assert isinstance(saved, Saved)
    assert saved.merged_with == "Ann"
    assert saved.draft.content.answer == "One bag of 10 kg.\n\nMore costs 30 euros."
    assert saved.draft.content.variants == ("kg",)


async def test_who_changes_the_same_line_second_is_shown_both_and_nothing_is_written(
    desk: KnowledgeDesk,
):
    article_id = await begin_published(desk)
    opened = await desk.open(article_id, "en")
    ann = replace(BAGS, answer="One bag of 10 kg.\n\nMore costs 20 euros.")
    ben = replace(BAGS, answer="One bag of 12 kg.\n\nMore costs 20 euros.")
    await desk.save(article_id, "en", ann, revision=opened.revision, by=ANN)
    collision = await desk.save(article_id, "en", ben, revision=opened.revision, by=BEN)
    assert isinstance(collision, Collision)
    assert (collision.theirs, collision.theirs_by) == (ann, "Ann")
    assert collision.overlaps == ("answer",)
    assert "10 kg" in collision.merged.answer
    assert "12 kg" in collision.merged.answer
    assert (await desk.open(article_id, "en")).content == ann
    decided = replace(ben, answer="One bag of 12 kg.\n\nMore costs 20 euros.")
    saved = await desk.save(article_id, "en", decided, revision=collision.revision, by=BEN)
    assert isinstance(saved, Saved)
    assert (await desk.open(article_id, "en")).content == decided


async def test_articles_of_one_title_get_ids_of_their_own_even_at_once(desk: KnowledgeDesk):
    begun = await asyncio.gather(*(desk.begin("Bags?", "en", by=ANN) for _ in range(4)))
    ids = {draft.article_id for draft in begun}
    assert ids == {"bags", "bags-2", "bags-3", "bags-4"}


async def test_of_two_saves_at_the_same_moment_neither_is_lost(desk: KnowledgeDesk):
    article_id = await begin_published(desk)
    opened = await desk.open(article_id, "en")
    changes = [replace(BAGS, variants=(*BAGS.variants, f"variant {n}")) for n in range(6)]
    saves = [
        desk.save(article_id, "en", changed, revision=opened.revision, by=ANN)
        for changed in changes
    ]
    assert all(isinstance(saved, Saved) for saved in await asyncio.gather(*saves))
    content = (await desk.open(article_id, "en")).content
    assert set(content.variants) == {*BAGS.variants, *(f"variant {n}" for n in range(6))}


async def test_what_is_too_long_is_named_with_its_field(desk: KnowledgeDesk):
    draft = await desk.begin("Bags?", "en", by=ANN)
    bad = ArticleContent(title="x" * 2_001, answer="y", precision=0.2, variants=("z" * 2_001,))
    with pytest.raises(ContentErrors) as refused:
        await desk.save(draft.article_id, "en", bad, revision=draft.revision, by=ANN)
    fields = [error.field for error in refused.value.errors]
    assert fields == ["title", "variants.0", "precision"]


@pytest.mark.parametrize(
    ("title", "article_id"),
    [
        ("Как вернуть билет?", "как-вернуть-билет"),
        ("Größe & Gewicht", "grosse-gewicht"),
        ("x" * 100, "x" * 60),
    ],
)
async def test_an_id_is_made_of_the_titles_words_in_any_script(
    desk: KnowledgeDesk, title: str, article_id: str
):
    assert (await desk.begin(title, "en", by=ANN)).article_id == article_id
