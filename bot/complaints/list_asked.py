"""What agents are asked of messages that may be complaints."""

from dataclasses import dataclass

from crm_store.complaint_questions import (
    find_open_complaint_question,
    list_open_complaint_questions,
)
from crm_store.conversations import get_conversation, get_conversation_by_id
from crm_store.known_complaints import map_words
from crm_store.transaction import Transaction
from domain.complaint_cases import ComplaintQuestion
from domain.conversations import Conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOfAgents:
    """A question with what it is about.

    Attributes:
        text: what the customer wrote.
    """

    question: ComplaintQuestion
    conversation: Conversation
    text: str


def list_asked(tx: Transaction, *, limit: int) -> tuple[AskedOfAgents, ...]:
    """List the questions that wait for an answer, oldest first."""
    asked = list_open_complaint_questions(tx, limit=limit)
    words = map_words(tx, [each.interaction_id for each in asked])
    return tuple(
        AskedOfAgents(
            question=each,
            conversation=get_conversation_by_id(tx, each.conversation_id),
            text=words.get(each.interaction_id, ""),
        )
        for each in asked
    )


def find_question(tx: Transaction, reference: str) -> ComplaintQuestion | None:
    """Find the question that waits for an answer in a conversation; None where there is none.

    Raises:
        NotFoundError: there is no such conversation.
    """
    return find_open_complaint_question(tx, get_conversation(tx, reference).id)
