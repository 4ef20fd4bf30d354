"""An agent is asked whether a message is a complaint."""

from datetime import datetime

from bot.log_event import log_event
from bot.tools import Tools
from crm_store.complaint_questions import (
    find_open_complaint_question,
    insert_complaint_question,
)
from crm_store.transaction import Transaction
from domain.complaint_cases import ComplaintQuestion
from domain.conversations import Conversation


def ask_agent(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    *,
    interaction_id: str,
    probability: float,
    why: str,
    now: datetime,
) -> None:
    """Ask of a message, once: a conversation, which is locked, has one open question at a time."""
    if find_open_complaint_question(tx, conversation.id) is not None:
        return
    question = ComplaintQuestion(
        id=tools.ids.new(),
        conversation_id=conversation.id,
        interaction_id=interaction_id,
        probability=probability,
        why=why,
        at=now,
    )
    insert_complaint_question(tx, conversation, question)
    text = f"Is it a complaint? {why[:1].upper()}{why[1:]}"
    log_event(tx, tools, conversation, text, event="complaint_asked", now=now)
