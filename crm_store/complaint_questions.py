"""Messages of which an agent is asked whether they are complaints."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select, update

from crm_store.complaints import COMPLAINTS_TOPIC
from crm_store.conversations import wake_followers
from crm_store.schema import complaint_questions
from crm_store.transaction import Transaction
from domain.complaint_cases import ComplaintQuestion
from domain.conversations import Conversation
from domain.errors import NotFoundError

_INSERT: Final = complaint_questions.insert()
_BY_ID: Final = select(complaint_questions).where(complaint_questions.c.id == bindparam("id"))
_OF_CONVERSATION: Final = (
    select(complaint_questions)
    .where(complaint_questions.c.conversation_id == bindparam("conversation_id"))
    .order_by(complaint_questions.c.at, complaint_questions.c.id)
)
_OPEN: Final = (
    select(complaint_questions)
    .where(complaint_questions.c.answered_at.is_(None))
    .order_by(complaint_questions.c.at, complaint_questions.c.id)
    .limit(bindparam("limit"))
)


def insert_complaint_question(
    tx: Transaction, conversation: Conversation, question: ComplaintQuestion
) -> None:
    """Ask of a message of a conversation, which is locked, whether it is a complaint."""
    values = {name: getattr(question, name) for name in question.__dataclass_fields__}
    tx.execute(_INSERT, values)
    _wake(tx, conversation)


def get_complaint_question(tx: Transaction, question_id: str) -> ComplaintQuestion:
    """Read a question.

    Raises:
        NotFoundError: there is none.
    """
    row = tx.find_row(_BY_ID, {"id": question_id})
    if row is None:
        raise NotFoundError(f"there is no question {question_id!r} about a complaint")
    return _to_question(row)


def list_complaint_questions(
    tx: Transaction, conversation_id: str
) -> tuple[ComplaintQuestion, ...]:
    """List what was asked of a conversation's messages, oldest first."""
    found = tx.execute(_OF_CONVERSATION, {"conversation_id": conversation_id})
    return tuple(_to_question(row) for row in found)


def find_open_complaint_question(tx: Transaction, conversation_id: str) -> ComplaintQuestion | None:
    """Find the question that waits for an answer; a conversation has one at a time."""
    asked = list_complaint_questions(tx, conversation_id)
    return next((each for each in asked if each.answered_at is None), None)


def list_open_complaint_questions(
    tx: Transaction, *, limit: int = 50
) -> tuple[ComplaintQuestion, ...]:
    """List the questions that wait for an answer, oldest first."""
    return tuple(_to_question(row) for row in tx.execute(_OPEN, {"limit": limit}))


def record_question_answered(
    tx: Transaction,
    conversation: Conversation,
    question_id: str,
    *,
    by: str | None,
    complaint_id: str | None,
    now: datetime,
) -> bool:
    """Write down what a message was found to be; False where somebody else did before.

    Args:
        by: id of whoever said so; None where it answered itself.
        complaint_id: None where it is no complaint.
    """
    answered = (
        update(complaint_questions)
        .where(complaint_questions.c.id == question_id, complaint_questions.c.answered_at.is_(None))
        .values(answered_at=now, answered_by=by, complaint_id=complaint_id)
    )
    _wake(tx, conversation)
    return tx.execute(answered).rowcount == 1


def _wake(tx: Transaction, conversation: Conversation) -> None:
    tx.wake(COMPLAINTS_TOPIC)
    wake_followers(tx, conversation)


def _to_question(row: Any) -> ComplaintQuestion:
    return ComplaintQuestion(**row._mapping)  # noqa: SLF001 - its name
