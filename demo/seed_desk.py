"""The knowledge desk of Aurora Airways: each change runs the use case that it stands for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.articles import import_articles
from bot.knowledge_desk.begin_article import begin_article
from bot.knowledge_desk.desk_rules import DeskRules
from bot.knowledge_desk.publish_draft import publish_draft
from bot.knowledge_desk.retire_article import retire_article
from bot.knowledge_desk.review_draft import submit_draft
from bot.knowledge_desk.save_draft import save_draft
from bot.knowledge_desk.schedule import schedule_draft
from bot.knowledge_desk.standing import get_standing
from bot.tools import Tools
from crm_store.article_files import record_article_file
from crm_store.categories import record_category
from crm_store.transaction import Transaction
from demo.desk_files import PICTURES, ToldDesk, ToldDraft, ToldRevision
from domain.knowledge import Article
from domain.knowledge_desk import ArticleContent, ArticleFile, Category
from domain.staff import StaffMember

LANGUAGES: Final = ("en", "de")
# So much before the others, and so longer ago than `knowledge.stale_after_days` usually is.
_EARLIER: Final = timedelta(days=60)
_RULES: Final = DeskRules(
    languages=LANGUAGES, review_required=False, stale_after=timedelta(days=180)
)
_AUTHOR: Final = "Demo data"


def record_knowledge(
    tx: Transaction, desk: ToldDesk, articles: Sequence[Article], *, founded: datetime
) -> None:
    """Record categories, pictures and articles, as they were at first."""
    for position, told in enumerate(desk.categories):
        category = Category(
            id=told.id,
            parent=told.parent,
            position=position,
            titles=told.titles,
            descriptions=told.descriptions,
        )
        record_category(tx, category)
    shelved = [*_shelve(desk, articles), *_list_retired(desk)]
    old = [article for article in shelved if article.id in desk.stale]
    import_articles(tx, old, author=_AUTHOR, now=founded - _EARLIER)
    import_articles(
        tx,
        [article for article in shelved if article.id not in desk.stale],
        author=_AUTHOR,
        now=founded,
    )
    _record_files(tx, desk, founded)


def record_desk_work(
    tx: Transaction, desk: ToldDesk, tools: Tools, *, by: StaffMember, now: datetime
) -> None:
    """Record what was changed, retired and drafted since then."""
    for gone in desk.retired:
        retire_article(
            tx,
            tools,
            gone.id,
            gone.locale,
            redirect_to=gone.redirect_to,
            anyway=False,
            by=by,
            now=now - timedelta(days=gone.days_ago),
        )
    for revision in sorted(desk.revised, key=lambda each: -each.days_ago):
        _revise(tx, tools, revision, by=by, now=now)
    for draft in desk.drafts:
        _draft(tx, tools, draft, by=by, now=now)


def _shelve(desk: ToldDesk, articles: Sequence[Article]) -> list[Article]:
    """Give the articles their categories, and those revised since the words of then."""
    shelf = {each: told.id for told in desk.categories for each in told.articles}
    revised = {(told.article, told.locale): told for told in desk.revised}
    shelved = []
    for article in articles:
        told = revised.get((article.id, article.locale))
        answer = article.answer if told is None else _go_back(article.answer, told)
        translated = article.locale != LANGUAGES[0]
        shelved.append(
            replace(
                article,
                answer=answer,
                category=shelf.get(article.id),
                source_version=1 if translated else None,
            )
        )
    return shelved


def _go_back(answer: str, told: ToldRevision) -> str:
    if told.after not in answer:
        raise ValueError(f"{told.article}/{told.locale} does not say {told.after!r}")
    return answer.replace(told.after, told.before)


def _list_retired(desk: ToldDesk) -> list[Article]:
    return [
        Article(
            id=told.id,
            locale=told.locale,
            title=told.title,
            variants=told.variants,
            answer=told.answer,
            tags=told.tags,
            category=told.category,
        )
        for told in desk.retired
    ]


def _record_files(tx: Transaction, desk: ToldDesk, now: datetime) -> None:
    for told in desk.files:
        content = (PICTURES / told.name).read_bytes()
        file = ArticleFile(
            id=told.id,
            article_id=told.article,
            filename=told.name,
            media_type="image/png",
            size=len(content),
            width=told.width,
            height=told.height,
            created_at=now,
        )
        record_article_file(tx, file, content)


def _revise(
    tx: Transaction, tools: Tools, told: ToldRevision, *, by: StaffMember, now: datetime
) -> None:
    at = now - timedelta(days=told.days_ago)
    place = (told.article, told.locale)
    standing = get_standing(tx, *place)
    answer = standing.content.answer
    changed = answer.replace(told.before, told.after) if told.before else answer + told.after
    source = None
    if told.locale != LANGUAGES[0]:
        source = get_standing(tx, told.article, LANGUAGES[0]).version
    content = replace(standing.content, answer=changed, source_version=source)
    save_draft(
        tx,
        tools,
        *place,
        content,
        revision=standing.revision,
        base_version=None,
        by=by,
        now=at - timedelta(hours=2),
    )
    saved = get_standing(tx, *place).revision
    publish_draft(tx, tools, _RULES, *place, revision=saved, by=by, now=at)


def _draft(
    tx: Transaction, tools: Tools, told: ToldDraft, *, by: StaffMember, now: datetime
) -> None:
    at = now - timedelta(days=told.days_ago, hours=1)
    place = _change(tx, tools, told, by=by, at=at) if told.article else None
    if place is None:
        content = ArticleContent(
            title=told.title,
            variants=told.variants,
            answer=told.answer.strip("\n"),
            tags=told.tags,
            category=told.category,
        )
        begun = begin_article(
            tx, tools, told.title, told.locale, content=content, article_id=None, by=by, now=at
        )
        place = (begun.article_id, told.locale)
    if told.state == "in_review":
        submit_draft(tx, tools, _RULES, *place, by=by, now=at)
    if told.state == "scheduled":
        due = (now + timedelta(days=told.in_days)).replace(minute=0, second=0, microsecond=0)
        schedule_draft(tx, tools, _RULES, *place, at=due, by=by, now=at)


def _change(
    tx: Transaction, tools: Tools, told: ToldDraft, *, by: StaffMember, at: datetime
) -> tuple[str, str]:
    place = (told.article or "", told.locale)
    standing = get_standing(tx, *place)
    answer = standing.content.answer.replace(told.before, told.after)
    save_draft(
        tx,
        tools,
        *place,
        replace(standing.content, answer=answer),
        revision=standing.revision,
        base_version=None,
        by=by,
        now=at,
    )
    return place
