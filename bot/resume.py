"""What was put off or held is gone on with."""

from datetime import datetime

from bot.lock_with_people import lock_with_people
from bot.log_event import change_and_log
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.errors import ConflictError
from domain.staff import StaffMember


def record_resumption(
    tx: Transaction, tools: Tools, reference: str, agent: StaffMember, *, now: datetime
) -> Conversation:
    """Open a conversation again that is snoozed, on hold or pending; somebody is to see to it.

    Raises:
        ConflictError: it is resolved, the bot has it, or it is open.
    """
    conversation = lock_with_people(tx, tools, reference, now=now)
    if conversation.status is ConversationStatus.OPEN:
        raise ConflictError(f"{reference} is open already")
    return change_and_log(
        tx,
        tools,
        conversation,
        agent=agent,
        text=f"Gone on with by {agent.name}",
        event="resume",
        now=now,
        status=ConversationStatus.OPEN,
        waiting_since=conversation.waiting_since or now,
    )
