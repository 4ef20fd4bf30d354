"""What was promised was done, or nobody waits for it any more."""

from datetime import datetime

from bot.clocks.happen import happen
from bot.tools import Tools
from crm_store.clocks import list_running_clocks
from crm_store.transaction import Transaction
from domain.service_levels import ClockKind
from domain.sla_clocks import ClockEvent, ClockEventKind


def meet_responses(
    tx: Transaction, tools: Tools, conversation_id: str, *, by: str, now: datetime
) -> None:
    """Stop the clocks of responses: the customer has one.

    Args:
        by: `agent` or `bot`.
    """
    for clock in list_running_clocks(tx, conversation_id):
        if clock.kind is not ClockKind.RESOLUTION:
            happen(tx, tools, clock, ClockEvent(kind=ClockEventKind.MET, at=now, reason=by))


def stop_at_resolution(
    tx: Transaction, tools: Tools, conversation_id: str, *, now: datetime
) -> None:
    """Stop all clocks: the matter is settled, and a response nobody gave is owed no more."""
    for clock in list_running_clocks(tx, conversation_id):
        resolved = clock.kind is ClockKind.RESOLUTION
        kind = ClockEventKind.MET if resolved else ClockEventKind.CANCELLED
        happen(tx, tools, clock, ClockEvent(kind=kind, at=now, reason="resolved"))
