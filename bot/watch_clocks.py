"""A clock falls due: the breach is recorded at its instant and everybody who looks on is told."""

from datetime import datetime

from bot.tools import Tools
from crm_store.clocks import find_due_clock, record_breach
from crm_store.interactions import record_event
from crm_store.jobs import finish_job
from crm_store.transaction import Transaction
from domain.jobs import Job

_PROMISES = {
    "first_response": "first response",
    "next_response": "next response",
    "resolution": "resolution",
}


async def watch_clock(tools: Tools, job: Job) -> tuple[Job, ...]:
    """Look at one clock at the instant it falls due."""
    await tools.store.run(record_due, tools, job, now=tools.clock.now())
    return ()


def record_due(tx: Transaction, tools: Tools, job: Job, *, now: datetime) -> None:
    """Record the breach of a clock that still runs; a promise kept in time needs nothing."""
    clock = find_due_clock(tx, job.subject, now=now)
    if clock is not None:
        record_breach(tx, clock)
        record_event(
            tx,
            clock.conversation_id,
            interaction_id=tools.ids.new(),
            text=f"The {_PROMISES[clock.kind]} was due and is late",
            now=clock.due_at,
            source_ids={"event": "breach", "clock": clock.id},
        )
    finish_job(tx, job)
