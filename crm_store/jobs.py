"""Jobs: born in the commit that needs them, finished in the commit that is their effect.

Jobs that share an ordering key run one after the other, in order of birth. A worker holds a job
by a lease; `attempts` fences it, so that a worker that lost its lease cannot finish anything.
`failures` counts what went wrong with the job itself, and never that a process ended over it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    null,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.engine import Row
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate

from crm_store.schema import jobs
from crm_store.transaction import Transaction
from domain.errors import LeaseLostError, NotFoundError
from domain.jobs import Job, JobKind, JobState

# Whoever works on jobs of any kind follows it; see `jobs_topic`.
TOPIC = "jobs"

_INSERT = jobs.insert().returning(jobs.c.position)
_INSERT_IN_ORDER = jobs.insert().returning(jobs.c.position, sort_by_parameter_order=True)
_BUSY_KEYS = (
    select(jobs.c.ordering_key)
    .where(
        jobs.c.ordering_key.in_(bindparam("keys", expanding=True)),
        jobs.c.state == JobState.READY,
    )
    .distinct()
)


def _make_insert_leased() -> ReturningInsert[Any]:
    """Insert a job with the lease that it is given, unless another of its ordering key is left."""
    before = jobs.alias("before")
    given: dict[str, ColumnElement[Any]] = {
        column.name: bindparam(column.name, type_=column.type)
        for column in jobs.c
        if column.name not in {"position", "last_error"}
    }
    busy = exists().where(
        before.c.ordering_key == given["ordering_key"], before.c.state == JobState.READY
    )
    given |= {
        "lease_until": case((busy, null()), else_=given["lease_until"]),
        "attempts": case((busy, 0), else_=given["attempts"]),
    }
    row = select(*given.values())
    return jobs.insert().from_select(list(given), row).returning(jobs)


_INSERT_LEASED = _make_insert_leased()
# In one order everywhere, so that two who lock several never wait for each other.
_LOCK = text(
    "SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) "
    "FROM (SELECT unnest(CAST(:keys AS text[])) AS key ORDER BY 1) AS sorted"
)
_HELD = and_(
    jobs.c.id == bindparam("held_id"),
    jobs.c.attempts == bindparam("held_attempts"),
    jobs.c.state == JobState.READY,
    jobs.c.lease_until.is_not(None),
)
_OTHERS = jobs.alias("others")
_FINISH = (
    delete(jobs)
    .where(_HELD)
    .returning(
        exists()
        .where(
            _OTHERS.c.ordering_key == bindparam("held_key"),
            _OTHERS.c.state == JobState.READY,
            _OTHERS.c.id != bindparam("held_id"),
        )
        .label("others")
    )
)
_GIVE_UP = update(jobs).where(_HELD).values(lease_until=None)
_EXTEND = update(jobs).where(_HELD).values(lease_until=bindparam("until"))


def _make_claim() -> ReturningUpdate[Any]:
    """Take the first job of each ordering key, those that wait longest first."""
    earlier = jobs.alias("earlier")
    now = bindparam("now", type_=jobs.c.available_at.type)
    first_of_key = ~exists().where(
        earlier.c.ordering_key == jobs.c.ordering_key,
        earlier.c.state == JobState.READY,
        earlier.c.position != jobs.c.position,
        # One that is under way counts as well: a replayed job is older than what followed it.
        or_(earlier.c.position < jobs.c.position, earlier.c.lease_until > now),
    )
    turn = (
        select(jobs.c.position)
        .where(
            jobs.c.state == JobState.READY,
            jobs.c.available_at <= now,
            jobs.c.kind.in_(bindparam("kinds", expanding=True)),
            or_(jobs.c.lease_until.is_(None), jobs.c.lease_until <= now),
            first_of_key,
        )
        .order_by(jobs.c.available_at, jobs.c.position)
        .limit(bindparam("room"))
        .with_for_update(skip_locked=True)
        .cte("turn")
    )
    return (
        update(jobs)
        .where(jobs.c.position.in_(select(turn.c.position)))
        .values(lease_until=bindparam("until"), attempts=jobs.c.attempts + 1)
        .returning(jobs)
    )


_CLAIM = _make_claim()


def jobs_topic(kind: JobKind) -> str:
    """Name what whoever works on jobs of a kind follows, besides `TOPIC`."""
    return f"{TOPIC}:{kind}"


def record_job(
    tx: Transaction,
    *,
    job_id: str,
    kind: JobKind,
    ordering_key: str,
    subject: str,
    now: datetime,
    available_at: datetime | None = None,
    lease_until: datetime | None = None,
    payload: Mapping[str, Any] | None = None,
    alone: bool = False,
) -> Job:
    """Record a job.

    Args:
        alone: no other job ever has this ordering key, so that there is no order to keep.
        lease_until: make the job born leased, so that the one who records it works on it at once;
            granted only where no earlier job of its ordering key is left.
        available_at: not before then; now where it is not given.
    """
    if not alone:
        _lock_ordering_keys(tx, (ordering_key,))
    new = NewJob(id=job_id, kind=kind, ordering_key=ordering_key, subject=subject)
    values = _to_new_row(new, now, lease_until)
    values |= {"payload": dict(payload or {}), "available_at": available_at or now}
    job = _insert(tx, values)
    if job.lease_until is None:
        tx.wake(jobs_topic(kind))
    return job


def _insert(tx: Transaction, values: Mapping[str, Any]) -> Job:
    if values["lease_until"] is not None:
        return _to_job(tx.execute(_INSERT_LEASED, values).one())
    return Job(**values, position=tx.execute(_INSERT, values).scalar_one())


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A job that is to be recorded with others; see `domain.jobs.Job`."""

    id: str
    kind: JobKind
    ordering_key: str
    subject: str


def record_jobs(
    tx: Transaction, new: Sequence[NewJob], *, now: datetime, lease_until: datetime, room: int
) -> tuple[Job, ...]:
    """Record several jobs in their order.

    Args:
        room: how many of them may be born leased, the first ones; of each ordering key only the
            first that is left, as in `record_job`.
    """
    if not new:
        return ()
    keys = {job.ordering_key for job in new}
    _lock_ordering_keys(tx, keys)
    busy = set(tx.execute(_BUSY_KEYS, {"keys": list(keys)}).scalars())
    rows = []
    for job in new:
        leased = room > 0 and job.ordering_key not in busy
        room -= leased
        busy.add(job.ordering_key)
        rows.append(_to_new_row(job, now, lease_until if leased else None))
    for row in rows:
        if row["lease_until"] is None:
            tx.wake(jobs_topic(row["kind"]))
    statement = _INSERT if len(rows) == 1 else _INSERT_IN_ORDER
    positions = tx.execute_for(statement, rows).scalars()
    return tuple(
        Job(**row, position=position) for row, position in zip(rows, positions, strict=True)
    )


def _to_new_row(job: NewJob, now: datetime, lease_until: datetime | None) -> dict[str, Any]:
    return {
        "id": job.id,
        "kind": job.kind,
        "ordering_key": job.ordering_key,
        "subject": job.subject,
        "payload": {},
        "available_at": now,
        "attempts": 0 if lease_until is None else 1,
        "failures": 0,
        "lease_until": lease_until,
        "state": JobState.READY,
        "created_at": now,
    }


def claim_jobs(
    tx: Transaction,
    *,
    now: datetime,
    lease_until: datetime,
    limit: int,
    kinds: Sequence[JobKind] = tuple(JobKind),
) -> tuple[Job, ...]:
    """Take up to `limit` jobs of some kinds whose turn it is, until `lease_until`."""
    values = {"now": now, "until": lease_until, "room": limit, "kinds": list(kinds)}
    claimed = [_to_job(row) for row in tx.execute(_CLAIM, values)]
    return tuple(sorted(claimed, key=lambda job: job.position))


def extend_lease(tx: Transaction, job: Job, *, until: datetime) -> None:
    """Keep a job that takes longer than its lease.

    Raises:
        LeaseLostError: another worker has it.
    """
    _require_lease(tx.execute(_EXTEND, {"until": until, **_held(job)}).rowcount, job)


def finish_job(tx: Transaction, job: Job) -> None:
    """Take a job off the list, in the same commit as its effect.

    Raises:
        LeaseLostError: another worker has it; nothing of this transaction may stay.
    """
    gone = tx.find_row(_FINISH, {**_held(job), "held_key": job.ordering_key})
    _require_lease(int(gone is not None), job)
    if gone is not None and gone.others:
        # What shares an ordering key is of one kind.
        tx.wake(jobs_topic(job.kind))


def retry_job(tx: Transaction, job: Job, *, available_at: datetime, error: str) -> None:
    """Give a job back to be tried again; what comes after it in its order waits with it.

    Raises:
        LeaseLostError: another worker has it.
    """
    values = {"available_at": available_at, "last_error": error, "failures": job.failures + 1}
    changed = tx.execute(_GIVE_UP, values | _held(job))
    _require_lease(changed.rowcount, job)
    tx.wake(jobs_topic(job.kind))


def shunt_job(tx: Transaction, job: Job, *, error: str) -> None:
    """Put a job that cannot be done out of the order, visible and replayable.

    Raises:
        LeaseLostError: another worker has it.
    """
    values = {"state": JobState.SHUNTED, "last_error": error, "failures": job.failures + 1}
    changed = tx.execute(_GIVE_UP, values | _held(job))
    _require_lease(changed.rowcount, job)
    tx.wake(jobs_topic(job.kind))


def release_jobs(tx: Transaction, jobs_held: Iterable[Job]) -> None:
    """Give jobs back that nothing was done about; what another has meanwhile stays with it."""
    for job in jobs_held:
        tx.execute(_GIVE_UP, _held(job))
        tx.wake(jobs_topic(job.kind))


def release_leases(tx: Transaction) -> int:
    """Take back all leases and return their number; only where no other process can hold one."""
    held = update(jobs).where(jobs.c.lease_until.is_not(None), jobs.c.state == JobState.READY)
    return tx.execute(held.values(lease_until=None)).rowcount


def replay_job(tx: Transaction, job_id: str, *, now: datetime) -> Job:
    """Give a shunted job its turn again, with all its attempts.

    Raises:
        NotFoundError: there is no such shunted job.
    """
    row = tx.execute(
        update(jobs)
        .where(jobs.c.id == job_id, jobs.c.state == JobState.SHUNTED)
        .values(state=JobState.READY, available_at=now, attempts=0, failures=0, lease_until=None)
        .returning(jobs)
    ).first()
    if row is None:
        raise NotFoundError(f"there is no shunted job {job_id!r}")
    job = _to_job(row)
    tx.wake(jobs_topic(job.kind))
    return job


def list_shunted(tx: Transaction, *, limit: int = 100) -> tuple[Job, ...]:
    """List what was put out of the order, oldest first."""
    found = select(jobs).where(jobs.c.state == JobState.SHUNTED).order_by(jobs.c.position)
    return tuple(_to_job(row) for row in tx.execute(found.limit(limit)))


def count_jobs(tx: Transaction) -> dict[tuple[str, str], int]:
    """Count jobs by (kind, state)."""
    counted = select(jobs.c.kind, jobs.c.state, func.count().label("number")).group_by(
        jobs.c.kind, jobs.c.state
    )
    return {(row.kind, row.state): row.number for row in tx.execute(counted)}


def _held(job: Job) -> dict[str, Any]:
    return {"held_id": job.id, "held_attempts": job.attempts}


def _require_lease(rows: int, job: Job) -> None:
    if rows != 1:
        raise LeaseLostError(f"job {job.id} belongs to another worker now")


def _lock_ordering_keys(tx: Transaction, ordering_keys: Iterable[str]) -> None:
    """Let jobs of one key be born one after the other, so that position is order of commit."""
    if tx.on_postgres:
        tx.execute(_LOCK, {"keys": list(ordering_keys)})


def _to_job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        position=row.position,
        kind=JobKind(row.kind),
        ordering_key=row.ordering_key,
        subject=row.subject,
        payload=row.payload,
        available_at=row.available_at,
        attempts=row.attempts,
        failures=row.failures,
        lease_until=row.lease_until,
        state=JobState(row.state),
        last_error=row.last_error,
        created_at=row.created_at,
    )
