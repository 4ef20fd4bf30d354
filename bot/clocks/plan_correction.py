"""What a customer was told will not be kept: planned here, told by `bot.clocks.correct_promise`.

A job is planned in the transaction that shows it, and looks again when it runs: where the clock was
met meanwhile, or something else was told, it does nothing.
"""

from datetime import datetime, timedelta
from typing import Final

from bot.tools import Tools
from crm_store.jobs import record_job
from crm_store.transaction import Transaction
from domain.jobs import JobKind
from domain.service_levels import ClockKind, PauseReason
from domain.sla_clocks import SlaClock

# So long before what was told last passes, a customer who still waits hears of it.
LEAD: Final = timedelta(minutes=5)
# The customer, or the bot that talks to them, has the next word: nobody keeps them waiting.
THEIR_TURN: Final = frozenset({PauseReason.CUSTOMER, PauseReason.BOT})
PROMISED_AT: Final = "promised_at"


def plan_correction(
    tx: Transaction, tools: Tools, clock: SlaClock, *, now: datetime, breached: bool = False
) -> None:
    """Have the customer told in time where what they were told will not be kept.

    To be called at the breach, and wherever the instant changed at which a clock falls due; where
    nothing was told, or it can still be kept, nothing is planned.

    Args:
        breached: at the breach itself, of which the customer hears at once.
    """
    at = now if breached else find_occasion(clock, now)
    if at is not None and is_promised(clock):
        record_look(tx, tools, clock, at=max(at, now), now=now)


def is_promised(clock: SlaClock) -> bool:
    """Say whether a customer waits for what they were told of."""
    told = clock.promised_at is not None and clock.kind is not ClockKind.RESOLUTION
    return told and clock.running


def find_occasion(clock: SlaClock, now: datetime) -> datetime | None:
    """Find when a customer is to hear that what they were told will not be kept.

    Returns:
        None where it can be kept, as far as is known; whoever sees to the breach looks then.
    """
    state, promised_at = clock.state, clock.promised_at
    if promised_at is None or state.paused in THEIR_TURN:
        return None
    held = state.paused is not None and state.paused_until is None
    if held or state.due_at is None or state.due_at > promised_at:
        return now
    if state.due_at <= now:
        return promised_at - LEAD
    # A breach is seen to once; of a target that was moved on since, somebody has to look.
    return None if state.breached_at is None else state.due_at


def record_look(
    tx: Transaction, tools: Tools, clock: SlaClock, *, at: datetime, now: datetime
) -> None:
    """Have somebody look, at an instant, whether what was told last still stands."""
    job_id = tools.ids.new()
    promised_at = "" if clock.promised_at is None else clock.promised_at.isoformat()
    record_job(
        tx,
        job_id=job_id,
        kind=JobKind.CORRECT,
        ordering_key=f"correct:{job_id}",
        subject=clock.id,
        payload={PROMISED_AT: promised_at},
        now=now,
        available_at=at,
        alone=True,
    )
