"""An article is to be published, or retired, by itself at a time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from bot.knowledge_desk.desk_rules import DeskRules
from bot.knowledge_desk.publish_draft import require_draft, require_publishable
from bot.knowledge_desk.retire_article import check_redirect, refuse_linked
from bot.knowledge_desk.standing import get_standing, lock_article
from bot.tools import Tools
from crm_store.article_drafts import get_draft, record_draft
from crm_store.articles import plan_article_retirement
from crm_store.jobs import record_job
from crm_store.transaction import Transaction
from domain.errors import ConflictError, InvalidInputError
from domain.jobs import JobKind
from domain.knowledge import Article, ArticleState
from domain.knowledge_desk import ArticleDraft
from domain.staff import StaffMember


class Task(StrEnum):
    """What is done at the time."""

    PUBLISH = "publish"
    RETIRE = "retire"


def schedule_draft(
    tx: Transaction,
    tools: Tools,
    rules: DeskRules,
    article_id: str,
    locale: str,
    *,
    at: datetime,
    by: StaffMember,
    now: datetime,
) -> ArticleDraft:
    """Have a draft published by itself, as it is now; see `KnowledgeDesk.schedule`."""
    at = check_time(at, now)
    lock_article(tx, article_id, locale)
    standing = get_standing(tx, article_id, locale)
    draft = require_draft(standing)
    require_publishable(tx, rules, standing, by=by)
    place = draft.article_id, locale
    _record_task(tx, tools, Task.PUBLISH, place, languages=rules.languages, at=at, by=by, now=now)
    return record_draft(tx, replace(draft, publish_at=at, review_note=None))


def unschedule_draft(
    tx: Transaction,
    _tools: Tools,
    article_id: str,
    locale: str,
    *,
    by: StaffMember,  # noqa: ARG001 - whoever it is
    now: datetime,  # noqa: ARG001 - what is written is as old as it was
) -> ArticleDraft:
    """Have a draft published by nobody until somebody does; its job will find nothing to do.

    Raises:
        NotFoundError: there is no such draft.
    """
    lock_article(tx, article_id, locale)
    return record_draft(tx, replace(get_draft(tx, article_id, locale), publish_at=None))


def plan_retirement(
    tx: Transaction,
    tools: Tools,
    rules: DeskRules,
    article_id: str,
    locale: str,
    *,
    at: datetime | None,
    redirect_to: str | None,
    anyway: bool,
    by: StaffMember,
    now: datetime,
) -> Article:
    """Have an article retired by itself, or no longer; see `KnowledgeDesk.plan_retirement`."""
    lock_article(tx, article_id, locale)
    standing = get_standing(tx, article_id, locale)
    article = standing.article
    if article is None or article.state is not ArticleState.PUBLISHED:
        raise ConflictError("only what is published can be retired")
    if at is None:
        return plan_article_retirement(tx, article, at=None, redirect_to=None)
    at = check_time(at, now)
    if redirect_to is not None:
        check_redirect(tx, article, redirect_to)
    if not anyway:
        refuse_linked(tx, article)
    place = article_id, locale
    _record_task(tx, tools, Task.RETIRE, place, languages=rules.languages, at=at, by=by, now=now)
    return plan_article_retirement(tx, article, at=at, redirect_to=redirect_to)


def check_time(at: datetime, now: datetime) -> datetime:
    """Return a time that is still to come.

    Raises:
        InvalidInputError: it is past, or in no time zone.
    """
    if at.tzinfo is None:
        raise InvalidInputError("needs a time zone", field="at")
    if at <= now:
        raise InvalidInputError("is past; choose a time that is still to come", field="at")
    return at


def _record_task(
    tx: Transaction,
    tools: Tools,
    task: Task,
    place: tuple[str, str],
    *,
    languages: Sequence[str],
    at: datetime,
    by: StaffMember,
    now: datetime,
) -> None:
    """Record the job; each time has one of its own, so that none waits behind a later one."""
    article_id, locale = place
    job_id = tools.ids.new()
    record_job(
        tx,
        job_id=job_id,
        kind=JobKind.ARTICLE,
        ordering_key=f"article:{job_id}",
        subject=article_id,
        now=now,
        available_at=at,
        payload={
            "task": task,
            "locale": locale,
            "at": at.isoformat(),
            "by": by.name,
            "languages": list(languages),
        },
        alone=True,
    )
