"""The questions of a gap as they were asked, with what an agent replied."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, select

from crm_store.schema import conversations, gap_questions, help_searches, interactions
from crm_store.transaction import Transaction
from domain.conversations import Author, Direction
from domain.knowledge_desk import GapQuestion, QuestionSource


def list_gap_questions(
    tx: Transaction, gap_id: str, *, offset: int = 0, limit: int = 50
) -> tuple[GapQuestion, ...]:
    """List questions of a gap, the most typical first; what is gone from the record is left out.

    An agent's reply is the first in the conversation after the question.
    """
    page = (
        select(gap_questions)
        .where(gap_questions.c.gap_id == gap_id)
        .order_by(gap_questions.c.rank, gap_questions.c.source, gap_questions.c.question_id)
        .offset(offset)
        .limit(limit)
    )
    rows = tx.execute(page).all()
    messages = _read_messages(tx, _take(rows, QuestionSource.MESSAGE))
    searches = _read_searches(tx, _take(rows, QuestionSource.SEARCH))
    asked = {QuestionSource.MESSAGE: messages, QuestionSource.SEARCH: searches}
    found = (asked[QuestionSource(row.source)].get(row.question_id) for row in rows)
    return tuple(each for each in found if each is not None)


def count_queues(tx: Transaction, gap_id: str) -> dict[str, int]:
    """Count to which staff queues a gap's messages went, the commonest first."""
    counted = (
        select(conversations.c.queue, func.count().label("number"))
        .select_from(gap_questions)
        .join(interactions, interactions.c.id == gap_questions.c.question_id)
        .join(conversations, conversations.c.id == interactions.c.conversation_id)
        .where(
            gap_questions.c.gap_id == gap_id,
            gap_questions.c.source == QuestionSource.MESSAGE,
            conversations.c.queue.is_not(None),
        )
        .group_by(conversations.c.queue)
        .order_by(func.count().desc(), conversations.c.queue)
    )
    return {row.queue: row.number for row in tx.execute(counted)}


def _take(rows: Sequence[Any], source: QuestionSource) -> list[str]:
    return [row.question_id for row in rows if row.source == source]


def _read_messages(tx: Transaction, ids: Sequence[str]) -> dict[str, GapQuestion]:
    if not ids:
        return {}
    later = interactions.alias("later")
    reply = (
        select(later.c.text)
        .where(
            and_(
                later.c.conversation_id == interactions.c.conversation_id,
                later.c.position > interactions.c.position,
                later.c.direction == Direction.OUT,
                later.c.author == Author.AGENT,
            )
        )
        .order_by(later.c.position)
        .limit(1)
        .scalar_subquery()
    )
    found = (
        select(
            interactions.c.id,
            interactions.c.text,
            interactions.c.at,
            conversations.c.language,
            conversations.c.reference,
            reply.label("reply"),
        )
        .join(conversations, conversations.c.id == interactions.c.conversation_id)
        .where(interactions.c.id.in_(ids))
    )
    return {
        row.id: GapQuestion(
            id=row.id,
            source=QuestionSource.MESSAGE,
            text=row.text,
            locale=row.language or "",
            at=row.at,
            reference=row.reference,
            reply=row.reply,
        )
        for row in tx.execute(found)
    }


def _read_searches(tx: Transaction, ids: Sequence[str]) -> dict[str, GapQuestion]:
    if not ids:
        return {}
    found = select(help_searches).where(help_searches.c.id.in_(ids))
    return {
        row.id: GapQuestion(
            id=row.id,
            source=QuestionSource.SEARCH,
            text=row.text,
            locale=row.locale,
            at=row.at,
        )
        for row in tx.execute(found)
    }
