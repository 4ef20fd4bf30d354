"""What comes in from files leaves alone what only the desk knows."""

from dataclasses import replace
from datetime import timedelta

from bot.articles import ImportOutcome, import_articles
from crm_store.articles import find_article, plan_article_retirement, record_article
from crm_store.store import Store
from domain.knowledge import Article, ArticleState
from tests.fakes import MONDAY_MORNING as NOW

FILE = Article(id="bags", locale="de", title="Tasche?", variants=("Koffer",), answer="Eine.")
PLACED = replace(FILE, category="baggage", source_version=3)


async def import_file(store: Store, article: Article = FILE) -> ImportOutcome:
    return await store.run(import_articles, [article], author="command line", now=NOW)


async def test_the_same_file_again_changes_nothing_that_the_desk_added(store: Store):
    await store.run(record_article, PLACED, author="Ann", now=NOW)
    assert (await import_file(store)).unchanged == ("bags/de",)


async def test_a_changed_file_keeps_category_translation_and_planned_retirement(store: Store):
    written = await store.run(record_article, PLACED, author="Ann", now=NOW)
    at = NOW + timedelta(days=1)
    await store.run(plan_article_retirement, written, at=at, redirect_to="fees")
    assert (await import_file(store, replace(FILE, answer="Zwei."))).changed == ("bags/de",)
    after = await store.read(find_article, "bags", "de")
    assert after is not None
    assert (after.answer, after.category, after.source_version) == ("Zwei.", "baggage", 3)
    assert (after.retire_at, after.redirect_to) == (at, "fees")


async def test_a_retired_article_stays_so_until_it_comes_in_other_words(store: Store):
    retired = replace(PLACED, state=ArticleState.RETIRED, redirect_to="fees")
    before = await store.run(record_article, retired, author="Ann", now=NOW)
    assert (await import_file(store)).unchanged == ("bags/de",)
    assert await store.read(find_article, "bags", "de") == before
    assert (await import_file(store, replace(FILE, answer="Zwei."))).changed == ("bags/de",)
    after = await store.read(find_article, "bags", "de")
    assert after is not None
    assert (after.state, after.redirect_to) == (ArticleState.PUBLISHED, None)
