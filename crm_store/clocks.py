"""The clocks that keep count of what customers were promised."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update

from crm_store.schema import clocks
from crm_store.transaction import Transaction
from domain.errors import NotFoundError
from domain.service_levels import ClockKind, SlaClock

_RUNNING = select(clocks).where(
    clocks.c.conversation_id == bindparam("conversation_id"),
    clocks.c.kind == bindparam("kind"),
    clocks.c.met_at.is_(None),
)
_GIVEN = (
    clocks.c.id,
    clocks.c.conversation_id,
    clocks.c.kind,
    clocks.c.policy,
    clocks.c.target_minutes,
    clocks.c.started_at,
    clocks.c.due_at,
)
_INSERT = clocks.insert().from_select(
    _GIVEN,
    select(*(bindparam(column.name, type_=column.type) for column in _GIVEN)).where(
        ~_RUNNING.exists()
    ),
)


def record_clock(
    tx: Transaction,
    *,
    clock_id: str,
    conversation_id: str,
    kind: ClockKind,
    policy: str,
    target_minutes: int,
    now: datetime,
) -> SlaClock | None:
    """Start a clock with its target frozen in; None where one of its kind runs already."""
    clock = SlaClock(
        id=clock_id,
        conversation_id=conversation_id,
        kind=kind,
        policy=policy,
        target_minutes=target_minutes,
        started_at=now,
        due_at=now + timedelta(minutes=target_minutes),
    )
    values = {
        "id": clock.id,
        "conversation_id": conversation_id,
        "kind": kind,
        "policy": policy,
        "target_minutes": target_minutes,
        "started_at": now,
        "due_at": clock.due_at,
    }
    return clock if tx.execute(_INSERT, values).rowcount else None


def record_clocks_met(
    tx: Transaction, conversation_id: str, kinds: tuple[ClockKind, ...], *, now: datetime
) -> None:
    """Stop the running clocks of these kinds; one that is overdue keeps its instant of breach."""
    running = (
        clocks.c.conversation_id == conversation_id,
        clocks.c.kind.in_(kinds),
        clocks.c.met_at.is_(None),
    )
    late = update(clocks).where(*running, clocks.c.due_at <= now)
    tx.execute(late.values(breached_at=clocks.c.due_at))
    tx.execute(update(clocks).where(*running).values(met_at=now))


def find_running_clock(tx: Transaction, conversation_id: str, kind: ClockKind) -> SlaClock | None:
    """Find the clock of a kind that still runs."""
    row = tx.find_row(_RUNNING, {"conversation_id": conversation_id, "kind": kind})
    return None if row is None else _to_clock(row)


def get_running_clock(tx: Transaction, conversation_id: str, kind: ClockKind) -> SlaClock:
    """Read the clock of a kind that still runs.

    Raises:
        NotFoundError: none does.
    """
    running = find_running_clock(tx, conversation_id, kind)
    if running is None:
        raise NotFoundError(f"no {kind} clock runs in this conversation")
    return running


def find_due_clock(tx: Transaction, clock_id: str, *, now: datetime) -> SlaClock | None:
    """Find a clock where it still runs, is overdue, and nobody has noted it yet."""
    found = select(clocks).where(
        clocks.c.id == clock_id,
        clocks.c.met_at.is_(None),
        clocks.c.breached_at.is_(None),
        clocks.c.due_at <= now,
    )
    row = tx.find_row(found)
    return None if row is None else _to_clock(row)


def record_breach(tx: Transaction, clock: SlaClock) -> None:
    """Note that a promise was not kept, as of the instant it fell due."""
    tx.execute(update(clocks).where(clocks.c.id == clock.id).values(breached_at=clock.due_at))


def list_clocks(tx: Transaction, conversation_id: str) -> tuple[SlaClock, ...]:
    """List the clocks of a conversation, oldest first."""
    found = select(clocks).where(clocks.c.conversation_id == conversation_id)
    return tuple(_to_clock(row) for row in tx.execute(found.order_by(clocks.c.started_at)))


def _to_clock(row: Any) -> SlaClock:
    return SlaClock(
        id=row.id,
        conversation_id=row.conversation_id,
        kind=ClockKind(row.kind),
        policy=row.policy,
        target_minutes=row.target_minutes,
        started_at=row.started_at,
        due_at=row.due_at,
        paused_at=row.paused_at,
        met_at=row.met_at,
        breached_at=row.breached_at,
    )
