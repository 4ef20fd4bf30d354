"""A message comes in: keep it and the job to work on it, before the sender is told."""

from datetime import datetime

from bot.tools import PROCESS_LEASE, Tools
from crm_store.jobs import record_job
from crm_store.raw_messages import KeptRaw, record_raw
from crm_store.transaction import Transaction
from domain.jobs import Job, JobKind
from domain.messages import RawMessage


async def receive(tools: Tools, raw: RawMessage) -> tuple[KeptRaw, Job | None]:
    """Commit a raw message with its job.

    Returns:
        What is on record, and the job where it is this process's to work on at once.
    """
    kept, job = await tools.store.run(
        record_received, tools, raw, now=tools.clock.now(), at_once=tools.has_room()
    )
    tools.count("received", channel=raw.channel, duplicate=str(kept.duplicate).lower())
    return kept, job if job is not None and job.lease_until is not None else None


def record_received(
    tx: Transaction, tools: Tools, raw: RawMessage, *, now: datetime, at_once: bool
) -> tuple[KeptRaw, Job | None]:
    """Record a raw message once, and its job with it."""
    kept = record_raw(tx, raw, raw_id=tools.ids.new(), reference=tools.ids.reference())
    if kept.duplicate:
        return kept, None
    job = record_job(
        tx,
        job_id=tools.ids.new(),
        kind=JobKind.PROCESS,
        ordering_key=f"in:{raw.channel}:{raw.account}:{raw.source}",
        subject=kept.id,
        now=now,
        lease_until=now + PROCESS_LEASE if at_once else None,
    )
    return kept, job
