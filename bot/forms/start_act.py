"""A job is recorded that works on a run."""

from datetime import datetime, timedelta

from bot.forms.heard import Heard
from bot.tools import Tools
from crm_store.jobs import record_job
from crm_store.transaction import Transaction
from domain.jobs import Job, JobKind
from domain.self_service import ActionRun

# Longer than a form and an action may take together: each has its own timeout.
ACT_LEASE = timedelta(seconds=60)


def start_act(tx: Transaction, tools: Tools, run: ActionRun, heard: Heard, *, now: datetime) -> Job:
    """Record a job for a run; those of one conversation run one after the other."""
    return record_job(
        tx,
        job_id=tools.ids.new(),
        kind=JobKind.ACT,
        ordering_key=f"act:{run.conversation_id}",
        subject=run.id,
        payload=heard.to_payload(),
        now=now,
        lease_until=now + ACT_LEASE if tools.room(JobKind.ACT) else None,
    )
