"""Clocks put straight on record, for tests that are about something else."""

from datetime import datetime, timedelta

from crm_store.clocks import (
    get_clock,
    insert_clock,
    list_events_of_clocks,
    list_running_clocks,
    save_clock,
)
from crm_store.transaction import Transaction
from domain.calendars import ALWAYS, Hours
from domain.service_levels import ClockKind
from domain.sla_clocks import ClockEvent, ClockEventKind, ClockTerms, SlaClock
from service_levels.clock_fold import apply_event
from service_levels.opening_hours import make_hours


def always(_version: str) -> Hours:
    """Give hours that never close, whatever the version."""
    return make_hours(ALWAYS)


def list_clock_events(tx: Transaction, clock_id: str) -> tuple[ClockEvent, ...]:
    """List what happened to one clock, in the order in which it was recorded."""
    conversation_id = get_clock(tx, clock_id).conversation_id
    return list_events_of_clocks(tx, conversation_id).get(clock_id, ())


def put_clock(
    tx: Transaction,
    *,
    clock_id: str,
    conversation_id: str,
    kind: ClockKind = ClockKind.FIRST_RESPONSE,
    queue: str = "general",
    target_minutes: int = 60,
    calendar: str = ALWAYS.name,
    now: datetime,
) -> SlaClock:
    """Start a clock that counts round the clock by a queue's own promise.

    Args:
        calendar: whose it is said to be; it counts round the clock all the same.
    """
    terms = ClockTerms(
        policy=f"queue:{queue}",
        policy_version=f"queue:{queue}",
        calendar=calendar,
        calendar_version=ALWAYS.version,
        target=timedelta(minutes=target_minutes),
        priority="normal",
        queue=queue,
    )
    started = ClockEvent(kind=ClockEventKind.STARTED, at=now, terms=terms)
    state = apply_event(None, started, always)
    clock = SlaClock(
        id=clock_id, conversation_id=conversation_id, kind=kind, state=state, next_at=state.due_at
    )
    insert_clock(tx, clock, (started,))
    return clock


def meet_clocks(tx: Transaction, conversation_id: str, *, now: datetime) -> None:
    """Stop all clocks of a conversation: their promises were kept, in time or late."""
    met = ClockEvent(kind=ClockEventKind.MET, at=now, reason="agent")
    for clock in list_running_clocks(tx, conversation_id):
        state = apply_event(clock.state, met, always)
        stopped = SlaClock(
            id=clock.id,
            conversation_id=conversation_id,
            kind=clock.kind,
            state=state,
            seen=("breach",) if state.breached_at else (),
            stopped_by="agent",
        )
        save_clock(tx, stopped, (met,))
