"""What a customer was told stands, whichever clock goes on counting for it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from bot.clocks.happen import happen
from bot.clocks.plan_correction import is_promised, plan_correction
from bot.tools import Tools
from crm_store.clocks import get_clock, list_running_clocks
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.service_levels import ClockKind
from domain.sla_clocks import SlaClock

_LENT: Final = "lent"


def take_over(clock: SlaClock, stopped: SlaClock) -> SlaClock:
    """Have a clock keep what was told of one that gives way to it; the earlier time governs.

    Times that were corrected count together: nobody hears of more of them than of one clock.
    """
    told = stopped.promised_at
    if told is None or ClockKind.RESOLUTION in {clock.kind, stopped.kind}:
        return clock
    if clock.promised_at is not None and clock.promised_at <= told:
        return clock
    corrections = max(clock.corrections, stopped.corrections)
    return replace(clock, promised_at=told, told_at=stopped.told_at, corrections=corrections)


def keep_told(before: SlaClock, after: SlaClock) -> dict[str, Any]:
    """Write down what it takes to have a clock's own promise stand again."""
    return {
        _LENT: _to_text(after.promised_at),
        "promised_at": _to_text(before.promised_at),
        "told_at": _to_text(before.told_at),
        "corrections": before.corrections,
    }


def return_promises(tx: Transaction, tools: Tools, kept: Mapping[str, Any]) -> None:
    """Have clocks stand by what was told of themselves; what was told since stays told.

    Args:
        kept: by the clocks' ids, as `keep_told` has it.
    """
    for clock_id, told in kept.items():
        clock = get_clock(tx, clock_id)
        if _to_text(clock.promised_at) == told[_LENT]:
            own = replace(
                clock,
                promised_at=_from_text(told["promised_at"]),
                told_at=_from_text(told["told_at"]),
                corrections=told["corrections"],
            )
            happen(tx, tools, own)


def hand_over_promises(
    tx: Transaction,
    tools: Tools,
    stopped: Iterable[str],
    conversation: Conversation,
    *,
    now: datetime,
) -> None:
    """Have the clock of a conversation's response keep what was told of those that stopped for it.

    They keep it no more, for it may be corrected before they go on.

    Args:
        stopped: ids of clocks.
    """
    heirs = [each for each in list_running_clocks(tx, conversation.id) if _is_response(each)]
    for clock in (get_clock(tx, clock_id) for clock_id in stopped):
        if heirs and clock.promised_at is not None and _is_response(clock):
            heirs[0] = happen(tx, tools, take_over(heirs[0], clock))
            happen(tx, tools, replace(clock, promised_at=None, told_at=None, corrections=0))
    for heir in heirs:
        if is_promised(heir):
            plan_correction(tx, tools, heir, now=now)


def _is_response(clock: SlaClock) -> bool:
    return clock.kind is not ClockKind.RESOLUTION


def _to_text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
