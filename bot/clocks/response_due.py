"""By when a person answers, as it stands."""

from datetime import datetime

from crm_store.clocks import list_running_clocks
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.service_levels import ClockKind


def find_response_due(tx: Transaction, conversation: Conversation) -> datetime | None:
    """Find when the next response falls due; None where none is promised, or it is held."""
    clocks = list_running_clocks(tx, conversation.id)
    due = [
        clock.state.due_at
        for clock in clocks
        if clock.kind is not ClockKind.RESOLUTION and clock.state.due_at is not None
    ]
    return min(due, default=None)
