"""What became of each article in some time: answers, verdicts, reads and readers' words."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.sql.schema import Table

from crm_store.feedback import IS_ON_WHAT_WAS_SENT
from crm_store.judged_articles import is_overruled
from crm_store.schema import (
    answer_days,
    answer_feedback,
    article_ratings,
    article_reads,
    articles,
    conversations,
)
from crm_store.transaction import Transaction
from domain.feedback import FeedbackSource, Verdict
from domain.knowledge import ArticleState
from domain.knowledge_figures import ArticleFigures, ReportFilter, Week
from domain.knowledge_report import AnswerUse, Place

_PLACE = ("article_id", "locale")


def list_article_figures(
    tx: Transaction, *, weeks: tuple[Week, ...], wanted: ReportFilter
) -> tuple[ArticleFigures, ...]:
    """List the figures of all published articles, and of others that were used, by place.

    Reads and readers' words are of all channels, whichever is wanted: they are the help centre's.

    Args:
        weeks: oldest first, without a gap.
    """
    found = _list_titles(tx, wanted)
    known = {article_id: (article_id, locale) for article_id, locale in sorted(found)}
    for statement in _count_all(weeks, wanted):
        for row in tx.execute(statement).mappings():
            place = _settle_place((row["article_id"], row["locale"]), found, known, wanted)
            counts = {name: int(row[name] or 0) for name in row if name not in _PLACE}
            before = found.get(place) or ArticleFigures(
                article_id=place[0], locale=place[1], title=place[0], published=False
            )
            grown = {name: getattr(before, name) + more for name, more in counts.items()}
            found[place] = replace(before, **grown)
    return tuple(found[place] for place in sorted(found))


def _settle_place(
    place: Place,
    found: dict[Place, ArticleFigures],
    known: dict[str, Place],
    wanted: ReportFilter,
) -> Place:
    """Count a choice made in a language that the article lacks with the language it was sent in."""
    if place in found or wanted.locale is not None:
        return place
    return known.get(place[0], place)


def _list_titles(tx: Transaction, wanted: ReportFilter) -> dict[Place, ArticleFigures]:
    listed = select(articles.c.id, articles.c.locale, articles.c.title, articles.c.state)
    if wanted.locale is not None:
        listed = listed.where(articles.c.locale == wanted.locale)
    rows = (
        ArticleFigures(
            article_id=row.id,
            locale=row.locale,
            title=row.title,
            published=row.state == ArticleState.PUBLISHED,
        )
        for row in tx.execute(listed)
    )
    return {one.place: one for one in rows}


def _count_all(weeks: tuple[Week, ...], wanted: ReportFilter) -> Iterable[Select[Any]]:
    first, last = weeks[0].monday, weeks[-1].last_day
    start, end = weeks[0].start, weeks[-1].end
    uses, reads, ratings = answer_days, article_reads, article_ratings
    yield _narrow(_count_uses().where(uses.c.day.between(first, last)), uses, wanted)
    yield _narrow(
        _group(reads, reads=func.sum(reads.c.reads)).where(reads.c.day.between(first, last)),
        reads,
        wanted,
    )
    yield _narrow(
        _count_ratings().where(ratings.c.at >= start, ratings.c.at < end), ratings, wanted
    )
    told = answer_feedback
    yield _narrow(_count_verdicts().where(told.c.at >= start, told.c.at < end), told, wanted)
    yield _narrow(_count_suggested().where(told.c.at >= start, told.c.at < end), told, wanted)


def _narrow(statement: Select[Any], table: Table, wanted: ReportFilter) -> Select[Any]:
    if wanted.locale is not None:
        statement = statement.where(table.c.locale == wanted.locale)
    if wanted.channel is None:
        return statement
    if table is answer_days:
        return statement.where(table.c.channel == wanted.channel)
    if table is answer_feedback:
        # As a function's value, or an engine might read all of the channel, whatever the weeks.
        channel = func.coalesce(conversations.c.channel, "")
        there = conversations.c.id == table.c.conversation_id
        return statement.join(conversations, there).where(channel == wanted.channel)
    return statement


def _group(table: Table, **counts: Any) -> Select[Any]:
    place = table.c.article_id, table.c.locale
    named = (count.label(name) for name, count in counts.items())
    return select(*place, *named).select_from(table).group_by(*place)


def _count_uses() -> Select[Any]:
    def add(*uses: AnswerUse) -> Any:
        return func.sum(case((answer_days.c.use.in_(uses), answer_days.c.number), else_=0))

    return _group(
        answer_days,
        answered=add(AnswerUse.SENT, AnswerUse.CHOSEN),
        offered=add(AnswerUse.OFFERED),
        chosen=add(AnswerUse.CHOSEN),
    )


def _count_ratings() -> Select[Any]:
    helpful = func.sum(case((article_ratings.c.helpful, 1), else_=0))
    return _group(article_ratings, helpful=helpful, not_helpful=func.count() - helpful)


def _count_verdicts() -> Select[Any]:
    def add(verdict: Verdict) -> Any:
        return func.sum(case((answer_feedback.c.verdict == verdict, 1), else_=0))

    counted = _group(answer_feedback, right=add(Verdict.RIGHT), wrong=add(Verdict.WRONG))
    return counted.where(IS_ON_WHAT_WAS_SENT, ~is_overruled())


def _count_suggested() -> Select[Any]:
    told = answer_feedback
    used = told.c.source == FeedbackSource.SUGGESTION, told.c.verdict == Verdict.RIGHT
    return _group(told, suggested=func.count()).where(*used)
