"""A conversation that people are to see to, locked for one of them to change."""

from datetime import datetime

from bot.end_snooze import end_snooze
from bot.tools import Tools
from crm_store.conversations import lock_conversation
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.errors import ConflictError


def lock_with_people(
    tx: Transaction, tools: Tools, reference: str, *, now: datetime
) -> Conversation:
    """Lock a conversation that is neither resolved nor the bot's.

    A snooze whose end has passed unseen is ended first, as of its instant.

    Raises:
        ConflictError: it is resolved, or the bot has it.
        NotFoundError: there is none of that reference.
    """
    conversation = lock_conversation(tx, reference)
    if conversation.status is ConversationStatus.RESOLVED:
        raise ConflictError(f"{reference} is resolved; open it again first")
    if conversation.queue is None:
        raise ConflictError(f"the bot has {reference}; take it or assign it first")
    return end_snooze(tx, tools, conversation, now=now)
