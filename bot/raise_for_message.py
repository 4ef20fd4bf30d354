"""What a customer writes to people may have their conversation served before others."""

from datetime import datetime

from bot.clocks.follow_change import change_with_clocks
from bot.log_event import log_event
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.routing import Ruling
from routing.urgency_rules import find_raise


def raise_for_message(
    tx: Transaction, tools: Tools, conversation: Conversation, ruling: Ruling, *, now: datetime
) -> Conversation:
    """Raise the priority for an urgent message or a complaint, and log why.

    What was promised stays promised, as where an escalation step raises it.

    Args:
        ruling: with what the message asks for in its trace.
    """
    found = find_raise(ruling, conversation.priority)
    if found is None:
        return conversation
    before = conversation.priority
    raised = change_with_clocks(
        tx, tools, conversation, now=now, keep_targets=True, priority=found.priority
    )
    text = f"Priority raised from {before.value} to {found.priority.value}: {found.why}"
    log_event(tx, tools, raised, text, event="raised", now=now)
    return raised
