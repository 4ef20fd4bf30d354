"""What customers asked and the bot did not answer, or not well; read in pages, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, and_, literal, or_, select

from crm_store.schema import (
    answer_feedback,
    decisions,
    help_searches,
    interactions,
)
from crm_store.transaction import Transaction
from domain.decisions import Answer
from domain.feedback import FeedbackSource, Verdict
from domain.knowledge_desk import QuestionSource

# The rules of the decision table after which the bot had no answer, or only an offer.
ASKED_BACK: Final = "half_known"
UNKNOWN: Final = ("unknown", "questions_partly_known", ASKED_BACK)
LONGEST_TEXT: Final = 1_000
"""Characters of a question that are looked at; what it is about is said before that."""

_QUESTION: Final = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredQuestion:
    """A question as it was asked.

    Attributes:
        id: of the customer's interaction, or of the search.
        locale: the language it was taken to be in.
        channel: the kind of channel, or `search`.
        judged: whether it was answered, and somebody called that wrong.
    """

    id: str
    source: QuestionSource
    text: str
    locale: str
    channel: str
    at: datetime
    judged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of the questions.

    Attributes:
        next: what to go on after; None where these were the last.
    """

    questions: tuple[UnansweredQuestion, ...]
    next: tuple[datetime, str] | None


def list_unknown(
    tx: Transaction, *, since: datetime, after: tuple[datetime, str] | None, limit: int
) -> Page:
    """List messages that the bot had no answer to, or asked back about in vain.

    It asked in vain where what came next in the conversation did not lead to an answer.
    """
    rows = tx.execute(_select_unknown(since, after, limit)).all()
    asked = (
        row
        for row in rows
        if row.intent == _QUESTION
        and row.follows is None
        and not (row.rule == ASKED_BACK and row.came_next == Answer.__name__)
    )
    questions = tuple(_to_question(row, QuestionSource.MESSAGE) for row in asked)
    return Page(questions=questions, next=_find_next(rows, limit))


def _select_unknown(since: datetime, after: tuple[datetime, str] | None, limit: int) -> Select[Any]:
    later = decisions.alias("later")
    came_next = (
        select(later.c.decision["kind"].as_string())
        .where(later.c.conversation_id == decisions.c.conversation_id, later.c.id > decisions.c.id)
        .order_by(later.c.id)
        .limit(1)
        .scalar_subquery()
    )
    found = (
        select(
            decisions.c.id.label("place"),
            decisions.c.at,
            decisions.c.rule,
            decisions.c.understanding["language"].as_string().label("locale"),
            decisions.c.understanding["intent"].as_string().label("intent"),
            decisions.c.understanding["follows"].as_string().label("follows"),
            came_next.label("came_next"),
            interactions.c.id,
            interactions.c.text,
            interactions.c.channel,
        )
        .join(interactions, interactions.c.id == decisions.c.interaction_id)
        .where(decisions.c.at >= since, decisions.c.rule.in_(UNKNOWN))
    )
    return _page(found, decisions.c.at, decisions.c.id, after, limit)


def list_wrongly_answered(
    tx: Transaction, *, since: datetime, after: tuple[datetime, str] | None, limit: int
) -> Page:
    """List messages whose answer an agent or the customer called wrong.

    To call for a person right after an answer counts as that. What an agent called right is right,
    whoever else said something else.
    """
    told, other = answer_feedback, answer_feedback.alias("other")
    overruled = (
        select(other.c.interaction_id)
        .where(
            other.c.interaction_id == told.c.interaction_id,
            other.c.article_id == told.c.article_id,
            other.c.source == FeedbackSource.AGENT,
            other.c.verdict == Verdict.RIGHT,
        )
        .exists()
    )
    sources = (FeedbackSource.AGENT, FeedbackSource.CUSTOMER, FeedbackSource.HANDOFF)
    found = (
        select(
            told.c.interaction_id.label("place"),
            told.c.at,
            told.c.locale,
            interactions.c.id,
            interactions.c.text,
            interactions.c.channel,
        )
        .join(interactions, interactions.c.id == told.c.interaction_id)
        .where(
            told.c.at >= since,
            told.c.verdict == Verdict.WRONG,
            told.c.source.in_(sources),
            ~overruled,
        )
    )
    rows = tx.execute(_page(found, told.c.at, told.c.interaction_id, after, limit)).all()
    asked = (_to_question(row, QuestionSource.MESSAGE) for row in rows)
    questions = tuple(replace(each, judged=True) for each in asked)
    return Page(questions=questions, next=_find_next(rows, limit))


def list_vain_searches(
    tx: Transaction, *, since: datetime, after: tuple[datetime, str] | None, limit: int
) -> Page:
    """List what readers of the help centre searched for and opened nothing."""
    found = select(
        help_searches.c.id.label("place"),
        help_searches.c.at,
        help_searches.c.locale,
        help_searches.c.id,
        help_searches.c.text,
        literal(QuestionSource.SEARCH.value).label("channel"),
    ).where(help_searches.c.at >= since, help_searches.c.opened.is_(None))
    rows = tx.execute(_page(found, help_searches.c.at, help_searches.c.id, after, limit)).all()
    questions = tuple(_to_question(row, QuestionSource.SEARCH) for row in rows)
    return Page(questions=questions, next=_find_next(rows, limit))


def _page(
    found: Select[Any], at: Any, place: Any, after: tuple[datetime, str] | None, limit: int
) -> Select[Any]:
    if after is not None:
        found = found.where(or_(at < after[0], and_(at == after[0], place < after[1])))
    return found.order_by(at.desc(), place.desc()).limit(limit)


def _find_next(rows: Sequence[Any], limit: int) -> tuple[datetime, str] | None:
    return (rows[-1].at, rows[-1].place) if len(rows) == limit else None


def _to_question(row: Any, source: QuestionSource) -> UnansweredQuestion:
    return UnansweredQuestion(
        id=row.id,
        source=source,
        text=row.text[:LONGEST_TEXT],
        locale=row.locale or "",
        channel=row.channel,
        at=row.at,
    )
