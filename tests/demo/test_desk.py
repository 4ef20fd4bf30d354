"""The demo's knowledge desk has something of everything, and weeks for the report to show."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.report_weeks import list_latest_weeks, list_weeks_before
from crm_store.article_files import find_public_file
from crm_store.article_list import ArticleFilter, ArticlePage, list_article_rows
from crm_store.article_ratings import list_comments
from crm_store.articles import find_article
from crm_store.categories import list_categories
from crm_store.knowledge_report import read_knowledge_report
from crm_store.store import Store
from crm_store.version_list import list_version_facts
from demo.desk_files import load_desk
from demo.story_files import load_story
from domain.knowledge import Article, ArticleState
from domain.knowledge_figures import KnowledgeReport, ReportFilter
from tests.fakes import FakeClock

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


async def list_rows(store: Store, clock: FakeClock, wanted: ArticleFilter) -> ArticlePage:
    now = clock.now()
    return await store.read(
        list_article_rows,
        wanted,
        languages=("en", "de"),
        stale_before=now - timedelta(days=180),
        now=now,
        after=None,
        limit=100,
    )


async def read_report(store: Store, clock: FakeClock) -> KnowledgeReport:
    weeks = list_latest_weeks(12, OSLO, now=clock.now())
    before = list_weeks_before(weeks, OSLO)
    return await store.read(
        read_knowledge_report, weeks=weeks, before=before, wanted=ReportFilter()
    )


def test_every_article_stands_on_one_shelf(articles: tuple[Article, ...]) -> None:
    shelved = [each for category in load_desk().categories for each in category.articles]
    assert len(shelved) == len(set(shelved))
    assert set(shelved) == {article.id for article in articles}


async def test_categories_have_names_in_both_languages(seeded: Store) -> None:
    categories = await seeded.read(list_categories)
    assert len(categories) >= 8
    assert all(set(each.titles) == {"en", "de"} for each in categories)


@pytest.mark.parametrize("state", ["draft", "in_review", "scheduled", "retired"])
async def test_there_is_an_article_in_every_state(
    seeded: Store, clock: FakeClock, state: str
) -> None:
    assert (await list_rows(seeded, clock, ArticleFilter(state=state))).rows


@pytest.mark.parametrize("attention", ["stale", "unused", "behind", "badly_rated"])
async def test_something_needs_attention_for_every_reason(
    seeded: Store, clock: FakeClock, attention: str
) -> None:
    assert (await list_rows(seeded, clock, ArticleFilter(attention=attention))).rows


async def test_what_is_published_is_what_the_files_say(
    seeded: Store, articles: tuple[Article, ...]
) -> None:
    for article in articles:
        there = await seeded.read(find_article, article.id, article.locale)
        assert there is not None
        assert there.answer == article.answer
        assert there.state is ArticleState.PUBLISHED
    assert len(await seeded.read(list_version_facts, "excess-baggage", "en", limit=10)) == 2


async def test_the_picture_of_an_article_is_public(seeded: Store) -> None:
    assert await seeded.read(find_public_file, "demo-cabin-bag") is not None


async def test_readers_left_comments_that_wait(seeded: Store) -> None:
    assert len(await seeded.read(list_comments)) >= 3


async def test_the_report_has_weeks_to_show_and_some_to_compare_with(
    seeded: Store, clock: FakeClock
) -> None:
    report = await read_report(seeded, clock)
    assert all(week.figures.questions for week in report.weeks)
    assert report.total.questions > report.total_before.questions > 10
    assert 0.5 < (report.total.coverage.value or 0) < 0.95
    assert 0.4 < (report.total.containment.value or 0) < 0.95
    assert 0.5 < (report.total.precision.value or 0) < 0.95
    assert report.total.asking_success.part > 3
    assert report.help.reads > 1000
    assert report.help.fruitless.part > 10
    assert set(report.channels) == {"sms", "web_chat", "web_form", "email"}


def test_nobody_of_the_past_has_two_matters_at_once_on_a_channel() -> None:
    latest: dict[tuple[str, str], int] = {}
    told = [each for each in load_story().conversations if "." in each.customer]
    assert len(told) > 100
    for each in sorted(told, key=lambda one: -one.days_ago):
        place = each.customer, each.channel
        assert latest.get(place, 1000) - each.days_ago > 3
        latest[place] = each.days_ago
