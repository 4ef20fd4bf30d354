"""A job that failed is tried again later, or put aside where people see it."""

from datetime import datetime, timedelta

import structlog

from bot.backoff import find_delay
from bot.tools import Tools
from crm_store.jobs import retry_job, shunt_job
from crm_store.transaction import Transaction
from domain.error_words import describe_error
from domain.errors import FrontdeskError, LeaseLostError, MalformedMessage, NotFoundError
from domain.jobs import Job, JobKind

# What fails is counted as a failure; only processes that die over a job bring it so far.
MOST_TAKEN_UP = 20
_LONGEST_REASON = 1000
log = structlog.get_logger()


class RepeatedCrashError(FrontdeskError):
    """A job was taken up again and again, and no process lived to see its end."""


def check_taken_up(job: Job) -> None:
    """Let nobody die over a job for ever.

    Raises:
        RepeatedCrashError: it was taken up too often without an end.
    """
    without_end = count_taken_up(job)
    if without_end > MOST_TAKEN_UP:
        raise RepeatedCrashError(f"taken up {without_end} times without an end")


def count_taken_up(job: Job) -> int:
    """Count how often a job was taken up and neither done nor failed, this time included."""
    return job.attempts - job.failures


def decide_delay(job: Job, error: Exception) -> timedelta | None:
    """Return how long a job that just failed waits for its next try; None to put it aside."""
    if isinstance(error, MalformedMessage | RepeatedCrashError):
        return None
    # Only people can put it right where something is not there, so they are to see it soon.
    kind = JobKind.PROCESS if isinstance(error, NotFoundError) else job.kind
    return find_delay(kind, job.failures + 1)


async def give_back(tools: Tools, job: Job, error: Exception) -> None:
    """Record that a job failed; where not even that can be done, its lease runs out."""
    reason = describe_error(error)[:_LONGEST_REASON]
    delay = decide_delay(job, error)
    outcome = "shunted" if delay is None else "retried"
    log.warning("job_failed", job=job.id, kind=job.kind, outcome=outcome, error=reason)
    tools.count("job", kind=job.kind, outcome=outcome)
    try:
        now = tools.clock.now()
        await tools.store.run(record_failure, job, reason=reason, delay=delay, now=now)
    except LeaseLostError:
        log.warning("lease_lost", job=job.id, kind=job.kind)
    except Exception as failure:  # noqa: BLE001 - its lease runs out, and another takes it up
        log.error("job_not_given_back", job=job.id, error=describe_error(failure))


def record_failure(
    tx: Transaction, job: Job, *, reason: str, delay: timedelta | None, now: datetime
) -> None:
    """Record a failure: the job's next try is after `delay`, or nobody's where that is None."""
    if delay is None:
        shunt_job(tx, job, error=reason)
    else:
        retry_job(tx, job, available_at=now + delay, error=reason)
