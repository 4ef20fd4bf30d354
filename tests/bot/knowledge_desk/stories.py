"""What several stories begin with."""

from dataclasses import replace

from bot.articles import import_articles
from bot.knowledge_desk.desk import KnowledgeDesk
from bot.knowledge_desk.run_schedule import run_schedule
from bot.knowledge_desk.workbench import Saved
from bot.tools import Tools
from crm_store.articles import find_published_article
from crm_store.jobs import claim_jobs
from crm_store.store import Store
from domain.jobs import Job, JobKind
from domain.knowledge import Article
from domain.knowledge_desk import ArticleContent
from domain.staff import StaffMember
from tests.bot.knowledge_desk.conftest import ANN
from tests.fakes import MONDAY_MORNING

BAGS = ArticleContent(
    title="How heavy may my bag be?",
    variants=("luggage weight",),
    answer="One bag of 8 kg.\n\nMore costs 20 euros.",
    tags=("baggage",),
)
BAGS_GERMAN = ArticleContent(
    title="Wie schwer darf meine Tasche sein?",
    variants=("Gewicht vom Gepäck",),
    answer="Eine Tasche von 8 kg.\n\nMehr kostet 20 Euro.",
    tags=("baggage",),
)


async def publish(
    desk: KnowledgeDesk,
    content: ArticleContent = BAGS,
    *,
    article_id: str = "bags",
    locale: str = "en",
    by: StaffMember = ANN,
) -> Article:
    """Publish an article, new or changed."""
    draft = await write(desk, content, article_id=article_id, locale=locale, by=by)
    return await desk.publish(article_id, locale, by=by, revision=draft.draft.revision)


async def write(
    desk: KnowledgeDesk,
    content: ArticleContent,
    *,
    article_id: str = "bags",
    locale: str = "en",
    by: StaffMember = ANN,
) -> Saved:
    """Save a draft of an article, new or changed."""
    page = await desk.list_articles()
    if (article_id, locale) not in {(row.id, row.locale) for row in page.rows}:
        draft = await desk.begin(
            content.title, locale, content=content, article_id=article_id, by=by
        )
        return Saved(draft=draft)
    opened = await desk.open(article_id, locale)
    saved = await desk.save(article_id, locale, content, revision=opened.revision, by=by)
    assert isinstance(saved, Saved)
    return saved


async def run_due(tools: Tools) -> tuple[Job, ...]:
    """Do what is due by the clock, and return it."""
    now = tools.clock.now()
    jobs = await tools.store.run(
        claim_jobs, now=now, lease_until=now, limit=10, kinds=(JobKind.ARTICLE,)
    )
    for job in jobs:
        await run_schedule(tools, job)
    return jobs


async def import_newer(store: Store) -> None:
    """Have somebody else publish a new version beside the desk."""
    article = await store.read(find_published_article, "bags", "en")
    assert article is not None
    newer = replace(article, answer="One bag of 8 kg.\n\nMore costs 30 euros.")
    await store.run(import_articles, [newer], author="command line", now=MONDAY_MORNING)
