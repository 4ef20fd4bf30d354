"""When gaps are looked for: one job, which is always there, waits for the night or for a button."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select, update

from crm_store.jobs import jobs_topic, record_job
from crm_store.schema import counters, jobs
from crm_store.transaction import Transaction
from domain.jobs import JobKind, JobState

SUBJECT: Final = "gaps"
_LOOKED: Final = "gaps_looked_at"
_NUMBER: Final = "gaps_looked_through"
_WAITING = (jobs.c.kind == JobKind.GAPS, jobs.c.state == JobState.READY)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSearch:
    """How it stands with the search for gaps.

    Attributes:
        running: whether it is under way, or about to be.
        next_at: when it is next; None where none is planned.
        looked_at: when the last one was done, or None.
        looked_through: how many questions that one looked at.
    """

    running: bool
    next_at: datetime | None
    looked_at: datetime | None
    looked_through: int


def find_gap_search(tx: Transaction, *, now: datetime) -> GapSearch:
    """Tell how it stands."""
    row = tx.find_row(select(jobs.c.available_at, jobs.c.lease_until).where(*_WAITING))
    known = select(counters).where(counters.c.name.in_((_LOOKED, _NUMBER)))
    kept = {each.name: each.value for each in tx.execute(known)}
    looked = kept.get(_LOOKED)
    leased = row is not None and row.lease_until is not None and row.lease_until > now
    return GapSearch(
        running=leased or (row is not None and row.available_at <= now),
        next_at=None if row is None else row.available_at,
        looked_at=None if looked is None else datetime.fromtimestamp(looked, tz=now.tzinfo),
        looked_through=kept.get(_NUMBER, 0),
    )


def plan_gap_search(tx: Transaction, *, job_id: str, at: datetime, now: datetime) -> bool:
    """Plan the next search where none is planned; say whether it was."""
    tx.lock(SUBJECT)
    if tx.find_row(select(jobs.c.id).where(*_WAITING)) is not None:
        return False
    _record(tx, job_id, at, now)
    return True


def hasten_gap_search(tx: Transaction, *, job_id: str, now: datetime) -> None:
    """Have gaps looked for at once, unless that is under way."""
    if plan_gap_search(tx, job_id=job_id, at=now, now=now):
        return
    waiting = update(jobs).where(*_WAITING, jobs.c.available_at > now)
    idle = (jobs.c.lease_until.is_(None)) | (jobs.c.lease_until <= now)
    if tx.execute(waiting.where(idle).values(available_at=now)).rowcount:
        tx.wake(jobs_topic(JobKind.GAPS))


def plan_next_gap_search(tx: Transaction, *, job_id: str, at: datetime, now: datetime) -> None:
    """Plan the search after the one under way, which is about to be put aside."""
    _record(tx, job_id, at, now)


def record_looked(tx: Transaction, *, number: int, now: datetime) -> None:
    """Keep when gaps were looked for, and among how many questions."""
    for name, value in ((_LOOKED, int(now.timestamp())), (_NUMBER, number)):
        insert = tx.insert(counters).values(name=name, value=value)
        tx.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def _record(tx: Transaction, job_id: str, at: datetime, now: datetime) -> None:
    record_job(
        tx,
        job_id=job_id,
        kind=JobKind.GAPS,
        ordering_key=SUBJECT,
        subject=SUBJECT,
        now=now,
        available_at=at,
    )
