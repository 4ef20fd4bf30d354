"""Messages of which nobody has said whether they are complaints."""

from typing import Any, Final

from sqlalchemy import Select, select

from crm_store.exceptional.look import Look
from crm_store.exceptional.source import Source
from crm_store.schema import complaint_questions
from crm_store.transaction import Transaction
from domain.exceptions import ExceptionKind


def select_asked(_tx: Transaction, _look: Look) -> Select[Any]:
    """Select questions by when they were asked."""
    return select(
        complaint_questions.c.conversation_id.label("key"),
        complaint_questions.c.conversation_id,
        complaint_questions.c.at.label("since"),
        complaint_questions.c.id.label("subject"),
        complaint_questions.c.probability,
        complaint_questions.c.why,
    ).where(complaint_questions.c.answered_at.is_(None))


ASKED: Final = Source(kind=ExceptionKind.ASKED, name="question", select=select_asked)
