"""The time has come for an article to be published, or retired, by itself.

Whoever changed their mind meanwhile has changed what the job compares with: it does nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.knowledge_desk.publish_draft import record_publication
from bot.knowledge_desk.retire_article import find_redirect_fault, record_retirement
from bot.knowledge_desk.save_draft import collide_with_published
from bot.knowledge_desk.schedule import Task
from bot.knowledge_desk.standing import Standing, find_standing, lock_article
from bot.tools import Tools
from crm_store.article_drafts import record_draft
from crm_store.jobs import finish_job
from crm_store.transaction import Transaction
from domain.jobs import Job
from domain.knowledge import ArticleState
from knowledge_base.content_checks import find_content_errors


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTask:
    """What a job says.

    Attributes:
        by: the name of who wanted it.
        languages: the company's at that time, its own first.
    """

    task: Task
    article_id: str
    locale: str
    at: datetime
    by: str
    languages: tuple[str, ...]


async def run_schedule(tools: Tools, job: Job) -> tuple[Job, ...]:
    """Publish or retire one article at its time."""
    await tools.store.run(do_due, job, now=tools.clock.now())
    return ()


def do_due(tx: Transaction, job: Job, *, now: datetime) -> None:
    """Do what a job says, where it still stands."""
    due = read_task(job)
    lock_article(tx, due.article_id, due.locale)
    standing = find_standing(tx, due.article_id, due.locale)
    if standing is not None:
        if due.task is Task.PUBLISH:
            _publish(tx, standing, due, now=now)
        else:
            _retire(tx, standing, due, now=now)
    finish_job(tx, job)


def read_task(job: Job) -> DueTask:
    """Read what a job says."""
    payload = job.payload
    return DueTask(
        task=Task(payload["task"]),
        article_id=job.subject,
        locale=payload["locale"],
        at=datetime.fromisoformat(payload["at"]),
        by=payload["by"],
        languages=tuple(payload["languages"]),
    )


def _publish(tx: Transaction, standing: Standing, due: DueTask, *, now: datetime) -> None:
    draft = standing.draft
    if draft is None or draft.publish_at != due.at:
        return
    fault = _find_fault(tx, standing)
    if fault is None:
        record_publication(
            tx, due.languages, standing, draft, author=due.by, now=now, note="As scheduled"
        )
    else:
        note = f"Not published as scheduled: {fault}"
        record_draft(tx, replace(draft, publish_at=None, review_note=note))


def _find_fault(tx: Transaction, standing: Standing) -> str | None:
    collision = collide_with_published(tx, standing)
    if collision is not None:
        return f"{collision.theirs_by} published a newer version meanwhile; look at both"
    errors = find_content_errors(standing.content)
    return str(errors[0]) if errors else None


def _retire(tx: Transaction, standing: Standing, due: DueTask, *, now: datetime) -> None:
    article = standing.article
    if (
        article is None
        or article.state is not ArticleState.PUBLISHED
        or article.retire_at != due.at
    ):
        return
    redirect_to = article.redirect_to
    note = "As scheduled"
    if redirect_to is not None:
        fault = find_redirect_fault(tx, article, redirect_to)
        if fault is not None:
            redirect_to, note = None, f"As scheduled; without its redirect, as {fault}"
    record_retirement(tx, article, redirect_to=redirect_to, author=due.by, now=now, note=note)
