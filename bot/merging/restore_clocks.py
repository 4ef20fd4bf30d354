"""Clocks stand again as though what is undone had never been."""

from collections.abc import Iterable
from datetime import datetime

from bot.clocks.follow_change import list_holds
from bot.clocks.happen import happen
from bot.clocks.plan_correction import plan_correction
from bot.clocks.stop_clocks import stop_at_resolution
from bot.merging.join_clocks import give_way
from bot.tools import Tools
from crm_store.clocks import get_clock, list_running_clocks, move_clock
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.service_levels import ClockKind
from domain.sla_clocks import ClockEvent, ClockEventKind, SlaClock


def restore_clocks(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    clock_ids: Iterable[str],
    *,
    reason: str,
    answered_at: datetime | None,
    now: datetime,
) -> None:
    """Have clocks be a conversation's and go on from where they stopped.

    The time since counts: its customer waited through it, and it was our doing and not theirs. A
    clock of a response is met by what an agent replied there meanwhile, when they did.

    Args:
        conversation: as it stands now; where it is resolved, nothing goes on.
        answered_at: when an agent first replied in its own log meanwhile.
    """
    for clock_id in clock_ids:
        clock = get_clock(tx, clock_id)
        if clock.conversation_id != conversation.id:
            clock = move_clock(tx, clock, conversation.id)
        if conversation.status is not ConversationStatus.RESOLVED:
            _restore(tx, tools, clock, conversation, reason, answered_at, now)
    if conversation.status is ConversationStatus.RESOLVED:
        stop_at_resolution(tx, tools, conversation.id, now=now)


def stop_unowed(
    tx: Transaction, tools: Tools, conversation: Conversation, *, reason: str, now: datetime
) -> list[str]:
    """Cancel the clocks of responses where nothing waits for one any more; return their ids."""
    return [
        give_way(tx, tools, clock, reason=reason, now=now)
        for clock in list_running_clocks(tx, conversation.id)
        if clock.kind is not ClockKind.RESOLUTION
    ]


def _restore(  # noqa: PLR0917 - seven things of their own types, which nobody mixes up
    tx: Transaction,
    tools: Tools,
    clock: SlaClock,
    conversation: Conversation,
    reason: str,
    answered_at: datetime | None,
    now: datetime,
) -> None:
    met_by = None if clock.kind is ClockKind.RESOLUTION else answered_at
    stopped_at = clock.state.met_at or clock.state.cancelled_at
    if stopped_at is not None:
        if met_by is not None and clock.state.met_at == met_by:
            return
        reopened = ClockEvent(kind=ClockEventKind.REOPENED, at=stopped_at, reason=reason)
        clock = happen(tx, tools, clock, reopened)
    if met_by is not None:
        happen(tx, tools, clock, ClockEvent(kind=ClockEventKind.MET, at=met_by, reason="agent"))
        return
    # What holds it has held it through.
    holds = list_holds(tx, tools, clock, conversation, at=stopped_at or now)
    plan_correction(tx, tools, happen(tx, tools, clock, *holds), now=now)
