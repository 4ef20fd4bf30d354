"""How much a conversation matters, as an agent sees it."""

from datetime import datetime

from bot.lock_with_people import lock_with_people
from bot.log_event import change_and_log
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.conversations import Conversation, Priority
from domain.staff import StaffMember


def record_priority(
    tx: Transaction,
    tools: Tools,
    reference: str,
    agent: StaffMember,
    *,
    priority: Priority,
    now: datetime,
) -> Conversation:
    """Give a conversation another priority; what it has already is no change.

    Running clocks take the target that their agreement has for it, and keep what they counted.

    Raises:
        ConflictError: it is resolved, or the bot has it.
    """
    conversation = lock_with_people(tx, tools, reference, now=now)
    if conversation.priority is priority:
        return conversation
    before = conversation.priority.value
    return change_and_log(
        tx,
        tools,
        conversation,
        agent=agent,
        text=f"Priority changed from {before} to {priority.value} by {agent.name}",
        event="priority",
        now=now,
        priority=priority,
    )
