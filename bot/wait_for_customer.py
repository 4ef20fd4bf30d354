"""It is the customer's turn, although no reply says so."""

from datetime import datetime

from bot.lock_with_people import lock_with_people
from bot.log_event import change_and_log
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.errors import ConflictError
from domain.staff import StaffMember


def record_waiting_for_customer(
    tx: Transaction, tools: Tools, reference: str, agent: StaffMember, *, now: datetime
) -> Conversation:
    """Have a conversation wait for its customer, who was asked on the telephone, say.

    No response is on record, so the clocks of responses go on unless the agreement holds them.

    Raises:
        ConflictError: it is resolved, the bot has it, or it waits for the customer already.
    """
    conversation = lock_with_people(tx, tools, reference, now=now)
    if conversation.status is ConversationStatus.PENDING:
        raise ConflictError(f"{reference} waits for the customer already")
    return change_and_log(
        tx,
        tools,
        conversation,
        agent=agent,
        text=f"Waiting for the customer, says {agent.name}",
        event="wait",
        now=now,
        status=ConversationStatus.PENDING,
        waiting_since=None,
        pending=None,
    )
