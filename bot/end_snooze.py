"""A snooze ends at its instant, whoever looks and whenever they do."""

from datetime import datetime

from bot.clocks.follow_change import change_with_clocks
from bot.log_event import log_event
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus


def is_snooze_over(conversation: Conversation, *, now: datetime) -> bool:
    """Say whether a conversation is snoozed until an instant that has come."""
    until = conversation.snoozed_until
    snoozed = conversation.status is ConversationStatus.SNOOZED
    return snoozed and until is not None and until <= now


def end_snooze(
    tx: Transaction, tools: Tools, conversation: Conversation, *, now: datetime
) -> Conversation:
    """Open a conversation whose snooze is over, as of the instant at which it was.

    It waits for somebody from that instant on, or since when its customer does. Clocks have gone on
    by themselves, so that ending it late changes nothing of them.

    Args:
        conversation: locked; any other is left as it is.
    """
    until = conversation.snoozed_until
    if until is None or not is_snooze_over(conversation, now=now):
        return conversation
    opened = change_with_clocks(
        tx,
        tools,
        conversation,
        # Something may have been noted since; what changed last is not to look older for this.
        now=max(until, conversation.updated_at),
        status=ConversationStatus.OPEN,
        waiting_since=conversation.waiting_since or until,
    )
    log_event(tx, tools, opened, "The snooze is over", event="wake", now=until)
    return opened
