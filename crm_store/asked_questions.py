"""What customers asked that an article answered, nearly answered, or did not answer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from crm_store.schema import (
    answer_feedback,
    conversations,
    gap_questions,
    gaps,
    help_searches,
    interactions,
)
from crm_store.transaction import Transaction
from domain.feedback import FeedbackSource, Verdict
from domain.knowledge_desk import QuestionSource


class Outcome(StrEnum):
    """What became of a question, as far as one article is concerned.

    `right`: it was the answer, and somebody said so. `chosen`: the bot asked back, and the
    customer chose it. `inserted`: an agent answered with it. `opened`: a reader searched for it
    and opened it. `gap`: it was written for this question. `answered`: it was the answer, and
    nobody said anything of that. `missed`: it came nearest, and a person had to answer. `wrong`:
    it was the answer, and somebody said that it was the wrong one.
    """

    RIGHT = "right"
    CHOSEN = "chosen"
    INSERTED = "inserted"
    OPENED = "opened"
    GAP = "gap"
    ANSWERED = "answered"
    MISSED = "missed"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked:
    """A question of a customer, or a search of a reader.

    Attributes:
        id: of the customer's message, or of the search.
        text: as it was written.
        locale: its language.
        reference: of the conversation; None for a search.
        confidence: how sure the matcher was of the article, or None.
    """

    id: str
    text: str
    locale: str
    outcome: Outcome
    at: datetime
    reference: str | None = None
    confidence: float | None = None


def list_judged_questions(
    tx: Transaction, article_id: str, *, since: datetime, limit: int
) -> tuple[QuestionAsked, ...]:
    """List the questions for which somebody judged the article, or an agent chose it.

    The latest `limit` verdicts count; of several on one question, that of who is believed most.
    """
    told = answer_feedback
    columns = (told.c.interaction_id, told.c.verdict, told.c.source, told.c.at, told.c.confidence)
    found = (
        select(*columns, interactions.c.text, conversations.c.reference, conversations.c.language)
        .join(interactions, interactions.c.id == told.c.interaction_id)
        .join(conversations, conversations.c.id == told.c.conversation_id)
        .where(told.c.article_id == article_id, told.c.at >= since)
        .order_by(told.c.at.desc())
        .limit(limit)
    )
    believed = list(FeedbackSource)
    rows: dict[str, Any] = {}
    for row in tx.execute(found):
        before = rows.get(row.interaction_id)
        if before is None or believed.index(row.source) < believed.index(before.source):
            rows[row.interaction_id] = row
    return tuple(
        QuestionAsked(
            id=row.interaction_id,
            text=row.text,
            locale=row.language or "",
            outcome=_judge(row),
            at=row.at,
            reference=row.reference,
            confidence=row.confidence,
        )
        for row in rows.values()
    )


def _judge(row: Any) -> Outcome:
    if row.source == FeedbackSource.SUGGESTION:
        return Outcome.INSERTED
    return Outcome.RIGHT if row.verdict == Verdict.RIGHT else Outcome.WRONG


def list_searches_for(
    tx: Transaction, article_id: str, locale: str, *, since: datetime, limit: int
) -> tuple[QuestionAsked, ...]:
    """List what readers searched for before they opened the article, the latest first."""
    return _list_searches(tx, help_searches.c.opened == article_id, locale, since, limit)


def list_fruitless_searches(
    tx: Transaction, locale: str, *, since: datetime, limit: int
) -> tuple[QuestionAsked, ...]:
    """List what readers searched for without opening anything, the latest first."""
    return _list_searches(tx, help_searches.c.opened.is_(None), locale, since, limit)


def _list_searches(
    tx: Transaction, wanted: Any, locale: str, since: datetime, limit: int
) -> tuple[QuestionAsked, ...]:
    found = (
        select(help_searches)
        .where(wanted, help_searches.c.locale == locale, help_searches.c.at >= since)
        .order_by(help_searches.c.at.desc())
        .limit(limit)
    )
    return tuple(
        QuestionAsked(
            id=row.id,
            text=row.text,
            locale=row.locale,
            outcome=Outcome.OPENED if row.opened else Outcome.MISSED,
            at=row.at,
        )
        for row in tx.execute(found)
    )


def list_gap_questions_for(
    tx: Transaction, article_id: str, locale: str, *, limit: int
) -> tuple[QuestionAsked, ...]:
    """List the questions of the gaps that the article was written for."""
    asked = (
        select(
            gap_questions.c.question_id.label("id"),
            interactions.c.text,
            interactions.c.at,
            conversations.c.reference,
        )
        .join(gaps, gaps.c.id == gap_questions.c.gap_id)
        .join(interactions, interactions.c.id == gap_questions.c.question_id)
        .join(conversations, conversations.c.id == interactions.c.conversation_id)
        .where(
            gaps.c.article_id == article_id,
            gaps.c.locale == locale,
            gap_questions.c.source == QuestionSource.MESSAGE,
        )
        .order_by(gap_questions.c.rank, gap_questions.c.question_id)
        .limit(limit)
    )
    return tuple(
        QuestionAsked(
            id=row.id,
            text=row.text,
            locale=locale,
            outcome=Outcome.GAP,
            at=row.at,
            reference=row.reference,
        )
        for row in tx.execute(asked)
    )
