"""Escalation step: the conversation is served before others, and what was promised stays."""

from typing import Final

from bot.clocks.escalation import Escalation, StepError
from bot.clocks.follow_change import change_with_clocks
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.conversations import Priority

_RANKS: Final = {priority: rank for rank, priority in enumerate(Priority)}


def raise_priority(tx: Transaction, tools: Tools, escalation: Escalation) -> str:
    """Raise the priority to the one that the step names; it is never lowered.

    Raises:
        StepError: there is no such priority.
    """
    conversation, wanted = escalation.conversation, _read(escalation.step.to)
    if _RANKS[conversation.priority] >= _RANKS[wanted]:
        return f"the priority is {conversation.priority.value} already"
    change_with_clocks(
        tx, tools, conversation, now=escalation.now, keep_targets=True, priority=wanted
    )
    return f"priority raised to {wanted.value}"


def _read(name: str) -> Priority:
    try:
        return Priority(name)
    except ValueError:
        known = ", ".join(Priority)
        raise StepError(f"there is no priority {name!r}; there are {known}") from None
