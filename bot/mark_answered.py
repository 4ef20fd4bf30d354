"""The customer has an answer of the bot and is to say whether more is wanted."""

from datetime import datetime

from bot.clocks.follow_change import change_with_clocks
from bot.clocks.start_clocks import record_answered_at_once
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus


def mark_answered(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    *,
    now: datetime,
    since: datetime | None = None,
) -> Conversation:
    """Have the conversation wait for the customer; the first answer stands as first response.

    Args:
        since: when what is answered arrived; None where it changed the conversation last.
    """
    asked_at = since or conversation.updated_at
    record_answered_at_once(tx, tools, conversation, since=asked_at, now=now)
    return change_with_clocks(
        tx,
        tools,
        conversation,
        now=now,
        pending=None,
        status=ConversationStatus.PENDING,
        first_response_at=conversation.first_response_at or now,
    )
