"""How well the knowledge serves: week by week, by channel, and by article.

One week at a time, each from sums by day or by an index, so that a report of a year reads no
conversation and no decision.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from sqlalchemy import Date, Select, bindparam, case, func, select

from crm_store.decision_sums import get_counted_until
from crm_store.feedback import IS_ON_WHAT_WAS_SENT
from crm_store.judged_articles import is_overruled
from crm_store.schema import (
    answer_feedback,
    article_ratings,
    article_reads,
    conversations,
    help_searches,
    question_days,
)
from crm_store.schema.base import UtcTime
from crm_store.transaction import Transaction
from domain.knowledge_figures import (
    Figures,
    HelpFigures,
    KnowledgeReport,
    ReportFilter,
    Week,
    WeekFigures,
)
from domain.knowledge_report import QuestionOutcome

SETTLED = ("answered", "solved")
"""The dispositions of conversations in which somebody wanted something and had it."""

_START, _END = bindparam("start", type_=UtcTime()), bindparam("end", type_=UtcTime())
_FIRST, _LAST = bindparam("first", type_=Date()), bindparam("last", type_=Date())


def _count_where(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


# A conversation keeps the queue it was handed to, whoever settled it.
_NEVER_WITH_PEOPLE = conversations.c.queue.is_(None)
_RESOLVED = (
    select(
        conversations.c.channel,
        func.count().label("number"),
        _count_where(_NEVER_WITH_PEOPLE).label("contained"),
    )
    .where(
        conversations.c.resolved_at >= _START,
        conversations.c.resolved_at < _END,
        conversations.c.disposition.in_(SETTLED),
    )
    .group_by(conversations.c.channel)
)
_QUESTIONS = (
    select(
        question_days.c.channel,
        question_days.c.outcome,
        func.sum(question_days.c.number).label("number"),
    )
    .where(question_days.c.day.between(_FIRST, _LAST))
    .group_by(question_days.c.channel, question_days.c.outcome)
)
_VERDICTS = (
    select(conversations.c.channel, answer_feedback.c.verdict, func.count().label("number"))
    .join(conversations, conversations.c.id == answer_feedback.c.conversation_id)
    .where(
        answer_feedback.c.at >= _START,
        answer_feedback.c.at < _END,
        IS_ON_WHAT_WAS_SENT,
        ~is_overruled(),
    )
    .group_by(conversations.c.channel, answer_feedback.c.verdict)
)
_READS = select(func.coalesce(func.sum(article_reads.c.reads), 0).label("reads")).where(
    article_reads.c.day.between(_FIRST, _LAST)
)
_SEARCHES = select(
    func.count().label("searches"),
    _count_where(help_searches.c.found == 0).label("without_result"),
    func.count(help_searches.c.opened).label("opened"),
).where(help_searches.c.at >= _START, help_searches.c.at < _END)
_RATINGS = select(
    _count_where(article_ratings.c.helpful).label("helpful"),
    _count_where(~article_ratings.c.helpful).label("not_helpful"),
).where(article_ratings.c.at >= _START, article_ratings.c.at < _END)


def read_knowledge_report(
    tx: Transaction,
    *,
    weeks: Iterable[Week],
    before: Iterable[Week],
    wanted: ReportFilter,
) -> KnowledgeReport:
    """Read the figures of some weeks, and of those to compare them with.

    The help centre has no channels: its figures are told whatever channel is wanted.
    """
    return KnowledgeReport(
        weeks=tuple(read_week(tx, week, wanted) for week in weeks),
        before=tuple(read_week(tx, week, wanted) for week in before),
        counted_until=get_counted_until(tx),
    )


def read_week(tx: Transaction, week: Week, wanted: ReportFilter) -> WeekFigures:
    """Read the figures of one week."""
    span = {
        "start": week.start,
        "end": week.end,
        "first": week.monday,
        "last": week.last_day,
    }
    channels: dict[str, Figures] = {}
    for channel, figures in (
        *_read_resolved(tx, span, wanted),
        *_read_questions(tx, span, wanted),
        *_read_verdicts(tx, span, wanted),
    ):
        # An engine that knew of the wanted channel might read all of it, whatever the week.
        if wanted.channel in {None, channel}:
            channels[channel] = channels.get(channel, Figures()) + figures
    return WeekFigures(week=week, channels=channels, help=_read_help(tx, span, wanted))


_Found: TypeAlias = list[tuple[str, Figures]]


def _read_resolved(tx: Transaction, span: Mapping[str, Any], wanted: ReportFilter) -> _Found:
    asked = _narrow(_RESOLVED, conversations.c.language, wanted)
    return [
        (row.channel, Figures(resolved=row.number, contained=int(row.contained)))
        for row in tx.execute(asked, span)
    ]


def _read_questions(tx: Transaction, span: Mapping[str, Any], wanted: ReportFilter) -> _Found:
    asked = _narrow(_QUESTIONS, question_days.c.language, wanted)
    return [
        (row.channel, Figures(outcomes={QuestionOutcome(row.outcome): int(row.number)}))
        for row in tx.execute(asked, span)
    ]


def _read_verdicts(tx: Transaction, span: Mapping[str, Any], wanted: ReportFilter) -> _Found:
    asked = _narrow(_VERDICTS, answer_feedback.c.locale, wanted)
    return [
        (row.channel, Figures(**{str(row.verdict): row.number})) for row in tx.execute(asked, span)
    ]


def _read_help(tx: Transaction, span: Mapping[str, Any], wanted: ReportFilter) -> HelpFigures:
    counts: dict[str, int] = {}
    for statement, table in (
        (_READS, article_reads),
        (_SEARCHES, help_searches),
        (_RATINGS, article_ratings),
    ):
        (row,) = tx.execute(_narrow(statement, table.c.locale, wanted), span).mappings()
        counts |= {name: int(number) for name, number in row.items()}
    return HelpFigures(**counts)


def _narrow(statement: Select[Any], locale: Any, wanted: ReportFilter) -> Select[Any]:
    return statement if wanted.locale is None else statement.where(locale == wanted.locale)
