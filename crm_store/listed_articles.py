"""Articles and drafts side by side, and what may be amiss with them, as parts of statements."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, null, or_, select
from sqlalchemy.sql.selectable import CTE

from crm_store.schema import (
    answer_days,
    article_drafts,
    article_ratings,
    article_reads,
    articles,
)
from domain.knowledge import ArticleState
from domain.knowledge_report import AnswerUse

USED_WITHIN = timedelta(days=30)
RATED_BADLY_FROM = 2
"""Readers whom an article did not help, before that says anything."""

_PUBLISHED = ArticleState.PUBLISHED


def list_beside() -> CTE:
    """Give a row for each article in each language, with its draft, and each draft without one."""
    one, draft = articles, article_drafts
    same = and_(one.c.id == draft.c.id, one.c.locale == draft.c.locale)
    drafted = (draft.c.state.label("draft_state"), draft.c.publish_at)
    published = select(
        one.c.id,
        one.c.locale,
        one.c.title,
        one.c.state,
        one.c.category,
        one.c.version,
        one.c.source_version,
        one.c.updated_at.label("published_at"),
        func.coalesce(draft.c.updated_at, one.c.updated_at).label("updated_at"),
        draft.c.updated_by,
        *drafted,
    ).select_from(one.outerjoin(draft, same))
    alone = select(
        draft.c.id,
        draft.c.locale,
        draft.c.title,
        null().label("state"),
        draft.c.content["category"].as_string().label("category"),
        literal(0).label("version"),
        null().label("source_version"),
        null().label("published_at"),
        draft.c.updated_at,
        draft.c.updated_by,
        *drafted,
    ).where(~exists().where(same).correlate(draft))
    return published.union_all(alone).cte("listed")


def is_in_state(row: Any, state: str) -> ColumnElement[bool]:
    """Say whether a row is listed under a state; a draft beside what is published is as well."""
    scheduled = row.publish_at.is_not(None)
    states: dict[str, ColumnElement[bool]] = {
        "published": row.state == _PUBLISHED,
        "retired": row.state == ArticleState.RETIRED,
        "draft": and_(row.draft_state == ArticleState.DRAFT, ~scheduled),
        "in_review": and_(row.draft_state == ArticleState.IN_REVIEW, ~scheduled),
        "scheduled": scheduled,
    }
    return states[state]


def needs_attention(
    row: Any, reason: str, *, languages: Sequence[str], stale_before: datetime, now: datetime
) -> ColumnElement[bool]:
    """Say whether somebody should look at what is published, for a reason of `ArticleFilter`."""
    reasons = {
        "stale": row.published_at < stale_before,
        "unused": and_(row.published_at < now - USED_WITHIN, ~_is_used(row, now)),
        "behind": is_behind(row, languages),
        "badly_rated": _is_badly_rated(row),
    }
    return and_(row.state == _PUBLISHED, reasons[reason])


def is_behind(row: Any, languages: Sequence[str]) -> ColumnElement[bool]:
    """Say whether a translation is of an earlier version of the original; see `bot`'s originals."""
    original, earlier = articles.alias("original"), articles.alias("earlier")
    no_earlier = ~exists().where(
        earlier.c.id == original.c.id,
        _as_text(earlier.c.state) == _PUBLISHED,
        _rank(earlier.c.locale, languages) < _rank(original.c.locale, languages),
    )
    unsaid = and_(row.source_version.is_(None), row.published_at < original.c.updated_at)
    return exists().where(
        original.c.id == row.id,
        original.c.locale != row.locale,
        _as_text(original.c.state) == _PUBLISHED,
        or_(row.source_version < original.c.version, unsaid),
        no_earlier,
    )


def _as_text(state: ColumnElement[Any]) -> ColumnElement[Any]:
    """Give a state as a term that is in no index; see `crm_store.articles.plain_state`."""
    return state + ""


def _rank(locale: Any, languages: Sequence[str]) -> ColumnElement[str]:
    """Order languages as the company has them, any others behind by their codes."""
    places = {each: f"{place:03}" for place, each in enumerate(languages)}
    rank: ColumnElement[str] = case(places, value=locale, else_="999") + locale
    return rank


def _is_used(row: Any, now: datetime) -> ColumnElement[bool]:
    first = (now - USED_WITHIN).date()
    read, sent = article_reads, answer_days
    return or_(
        exists().where(
            read.c.article_id == row.id, read.c.locale == row.locale, read.c.day >= first
        ),
        exists().where(
            sent.c.article_id == row.id,
            sent.c.locale == row.locale,
            sent.c.day >= first,
            sent.c.use != AnswerUse.OFFERED,
        ),
    )


def _is_badly_rated(row: Any) -> ColumnElement[bool]:
    told = article_ratings
    helpful = func.sum(case((told.c.helpful, 1), else_=0))
    failed = func.count() - helpful
    bad = (
        select(told.c.article_id, told.c.locale)
        .group_by(told.c.article_id, told.c.locale)
        .having(failed >= RATED_BADLY_FROM, failed > helpful)
        .subquery("badly_rated")
    )
    return exists().where(bad.c.article_id == row.id, bad.c.locale == row.locale)
