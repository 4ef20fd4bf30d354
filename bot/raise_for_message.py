"""What a customer writes to people may have their conversation served before others."""

from datetime import datetime

from bot.clocks.follow_change import change_with_clocks
from bot.log_event import log_event
from bot.mark_complaint import mark_complaint
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.routing import Ruling
from routing.urgency_rules import find_raise


def raise_for_message(
    tx: Transaction, tools: Tools, conversation: Conversation, ruling: Ruling, *, now: datetime
) -> Conversation:
    """Raise the priority for an urgent message or a complaint, mark that, and log why.

    What was promised stays promised, as where an escalation step raises it.

    Args:
        ruling: with what the message asks for in its trace.
    """
    found = find_raise(ruling, conversation.priority)
    if found is None:
        return conversation
    done, before = [], conversation
    if found.priority is not None:
        conversation = change_with_clocks(
            tx, tools, conversation, now=now, keep_targets=True, priority=found.priority
        )
        done.append(f"priority raised from {before.priority.value} to {found.priority.value}")
    if found.complaint and before.complained_at is None:
        conversation = mark_complaint(tx, conversation, now=now)
        done.append("marked as a complaint")
    if done:
        words = " and ".join(done)
        text = f"{words[:1].upper()}{words[1:]}: {found.why}"
        log_event(tx, tools, conversation, text, event="raised", now=now)
    return conversation
