"""Clocks that run by a calendar are to be counted by its present version."""

from datetime import datetime

from crm_store.jobs import record_job
from crm_store.transaction import Transaction
from domain.jobs import Job, JobKind


def plan_recount(
    tx: Transaction,
    calendar: str,
    *,
    job_id: str,
    now: datetime,
    later: datetime | None = None,
) -> Job:
    """Record the job that does it, after any other one of the same calendar.

    Args:
        later: do it then, as a second look; it holds up none that is recorded meanwhile.
    """
    return record_job(
        tx,
        job_id=job_id,
        kind=JobKind.RECOUNT,
        ordering_key=f"recount:{calendar}" if later is None else f"recount:{job_id}",
        subject=calendar,
        now=now,
        available_at=later,
        alone=later is not None,
    )
