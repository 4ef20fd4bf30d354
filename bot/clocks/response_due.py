"""The response that a customer waits for."""

from datetime import UTC, datetime

from crm_store.clocks import list_running_clocks
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.service_levels import ClockKind
from domain.sla_clocks import SlaClock

_NEVER = datetime.max.replace(tzinfo=UTC)


def find_response_clock(tx: Transaction, conversation: Conversation) -> SlaClock | None:
    """Find the clock of the response that falls due next; None where none is promised.

    One that is held for nobody knows how long comes last.
    """
    clocks = list_running_clocks(tx, conversation.id)
    responses = (clock for clock in clocks if clock.kind is not ClockKind.RESOLUTION)
    return min(responses, key=lambda clock: clock.state.due_at or _NEVER, default=None)
