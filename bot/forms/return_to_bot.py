"""What a person had only to decide on goes back to the bot once it is decided."""

from datetime import datetime
from typing import Final

from bot.clocks.follow_change import change_with_clocks
from bot.log_event import log_event
from bot.tools import Tools
from crm_store.interactions import list_interactions
from crm_store.transaction import Transaction
from domain.conversations import (
    Author,
    Conversation,
    ConversationStatus,
    Direction,
    Interaction,
)
from domain.self_service import ActionRun

# Where so much was written since, it was no mere decision.
_LOOKED_AT: Final = 50


def return_to_bot(
    tx: Transaction, tools: Tools, conversation: Conversation, run: ActionRun, *, now: datetime
) -> Conversation:
    """Take a conversation out of its queue where it stood there for a decision alone.

    An agent who has taken it or written in it keeps it, and so does the queue where it was moved
    to another one, or where the customer has written something that nobody has answered.

    Args:
        run: that is over, and about which the customer is told.

    Returns:
        The conversation as it is now.
    """
    if "decided_by" not in run.facts or not _waits_for_nothing_else(tx, conversation):
        return conversation
    log_event(tx, tools, conversation, "Decided, so the bot goes on", event="give_back", now=now)
    return change_with_clocks(
        tx,
        tools,
        conversation,
        now=now,
        status=ConversationStatus.OPEN,
        queue=None,
        waiting_since=None,
        pending=None,
    )


def _waits_for_nothing_else(tx: Transaction, conversation: Conversation) -> bool:
    if not conversation.with_person or conversation.assignee is not None:
        return False
    entries = list_interactions(tx, conversation.id, limit=_LOOKED_AT)
    places = [place for place, entry in enumerate(entries) if _asks_for_decision(entry)]
    if not places or entries[places[-1]].source_ids.get("queue") != conversation.queue:
        return False
    return not any(_is_word(entry) for entry in entries[places[-1] :])


def _asks_for_decision(entry: Interaction) -> bool:
    sources = entry.source_ids
    return sources.get("event") == "handoff" and sources.get("reason") == "approval"


def _is_word(entry: Interaction) -> bool:
    """Say whether an entry is a message of the customer's or an agent's."""
    by_agent = entry.direction is Direction.OUT and entry.author is Author.AGENT
    return by_agent or entry.direction is Direction.IN
