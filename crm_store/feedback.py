"""What people said of the bot's answers, each source once on each answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, select, tuple_

from crm_store.articles import bump_index_version
from crm_store.schema import answer_feedback, counters
from crm_store.transaction import Transaction
from domain.feedback import ON_WHAT_WAS_SENT, AnswerFeedback, FeedbackSource, Verdict

# More would not tell more; the latest count.
MOST_FEEDBACK = 20_000
_KEY = ("interaction_id", "article_id", "source")
_ORDER = ("at", *_KEY)
_LEARNT = "feedback_learnt"
IS_ON_WHAT_WAS_SENT = answer_feedback.c.source.in_(ON_WHAT_WAS_SENT)


def record_feedback(tx: Transaction, feedback: AnswerFeedback) -> None:
    """Keep a verdict; a later one of the same source on the same answer takes its place."""
    values = {column.name: getattr(feedback, column.name) for column in answer_feedback.columns}
    insert = tx.insert(answer_feedback).values(values)
    changed = {name: value for name, value in values.items() if name not in _KEY}
    tx.execute(insert.on_conflict_do_update(index_elements=_KEY, set_=changed))


def erase_feedback(
    tx: Transaction, *, interaction_id: str, article_id: str, source: FeedbackSource
) -> None:
    """Take a verdict back; where there is none, nothing is done."""
    tx.execute(
        answer_feedback.delete().where(
            answer_feedback.c.interaction_id == interaction_id,
            answer_feedback.c.article_id == article_id,
            answer_feedback.c.source == source,
        )
    )


def list_feedback(
    tx: Transaction, *, before: AnswerFeedback | None = None, limit: int = MOST_FEEDBACK
) -> tuple[AnswerFeedback, ...]:
    """List verdicts on what was sent, oldest first: the last `limit` where there are more.

    Args:
        before: a verdict before which they end; None for the latest.
    """
    place = tuple_(*(answer_feedback.c[name] for name in _ORDER))
    found = select(answer_feedback).where(IS_ON_WHAT_WAS_SENT)
    found = found.order_by(*(answer_feedback.c[name].desc() for name in _ORDER))
    if before is not None:
        there = (literal(getattr(before, name), answer_feedback.c[name].type) for name in _ORDER)
        found = found.where(place < tuple_(*there))
    rows = tx.execute(found.limit(limit)).all()
    return tuple(_to_feedback(row) for row in reversed(rows))


def list_feedback_in(tx: Transaction, conversation_id: str) -> tuple[AnswerFeedback, ...]:
    """List what was said of the answers in one conversation, oldest first."""
    found = select(answer_feedback).where(answer_feedback.c.conversation_id == conversation_id)
    return tuple(_to_feedback(row) for row in tx.execute(found.order_by(answer_feedback.c.at)))


def take_in_feedback(tx: Transaction) -> bool:
    """Have every process learn anew where feedback came or went since this was last called.

    Returns:
        Whether it did.
    """
    held = select(func.count().label("number"), func.max(answer_feedback.c.at).label("latest"))
    row = tx.execute(held.select_from(answer_feedback).where(IS_ON_WHAT_WAS_SENT)).one()
    mark = row.number + _count_microseconds(row.latest)
    known = tx.find_row(select(counters.c.value).where(counters.c.name == _LEARNT))
    if mark == (0 if known is None else known.value):
        return False
    insert = tx.insert(counters).values(name=_LEARNT, value=mark)
    tx.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"value": mark}))
    bump_index_version(tx)
    return True


def _count_microseconds(instant: datetime | None) -> int:
    return 0 if instant is None else int(instant.timestamp() * 1_000_000)


def _to_feedback(row: Any) -> AnswerFeedback:
    return AnswerFeedback(
        conversation_id=row.conversation_id,
        interaction_id=row.interaction_id,
        article_id=row.article_id,
        locale=row.locale,
        article_version=row.article_version,
        index_version=row.index_version,
        confidence=row.confidence,
        verdict=Verdict(row.verdict),
        source=FeedbackSource(row.source),
        at=row.at,
        by=row.by,
    )
