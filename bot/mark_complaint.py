"""A conversation is marked as a complaint, whoever found that it is one."""

from datetime import datetime

from crm_store.conversations import change_conversation
from crm_store.transaction import Transaction
from domain.conversations import Conversation


def mark_complaint(tx: Transaction, conversation: Conversation, *, now: datetime) -> Conversation:
    """Mark a conversation as a complaint, as of the first time that it was one."""
    if conversation.complained_at is not None:
        return conversation
    return change_conversation(tx, conversation, now=now, complained_at=now)
