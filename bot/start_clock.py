"""A promise begins to count, and somebody will look when it falls due."""

from datetime import datetime

from bot.tools import Tools
from crm_store.clocks import get_running_clock, record_clock
from crm_store.jobs import record_job
from crm_store.transaction import Transaction
from domain.jobs import JobKind
from domain.service_levels import ClockKind, SlaClock
from domain.staff import Queue


def start_clock(
    tx: Transaction,
    tools: Tools,
    conversation_id: str,
    kind: ClockKind,
    queue: Queue,
    *,
    now: datetime,
) -> SlaClock:
    """Start a clock with the queue's target; one of its kind that runs already goes on."""
    clock = record_clock(
        tx,
        clock_id=tools.ids.new(),
        conversation_id=conversation_id,
        kind=kind,
        policy=queue.name,
        target_minutes=queue.first_response_minutes,
        now=now,
    )
    if clock is None:
        return get_running_clock(tx, conversation_id, kind)
    record_job(
        tx,
        job_id=tools.ids.new(),
        kind=JobKind.CLOCK,
        ordering_key=f"clock:{clock.id}",
        subject=clock.id,
        now=now,
        available_at=clock.due_at,
        alone=True,
    )
    return clock
