"""The customer has an answer of the bot and is to say whether more is wanted."""

from datetime import datetime

from crm_store.conversations import change_conversation
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus


def mark_answered(tx: Transaction, conversation: Conversation, *, now: datetime) -> Conversation:
    """Have the conversation wait for the customer; the first answer stands as first response."""
    return change_conversation(
        tx,
        conversation,
        now=now,
        pending=None,
        status=ConversationStatus.PENDING,
        first_response_at=conversation.first_response_at or now,
    )
