"""What is noted of those who wait: that more people may take them by now, or that nobody can."""

from datetime import datetime

from sqlalchemy import bindparam, func, or_, select, update

from crm_store.schema import waiting, waiting_lines
from crm_store.transaction import Transaction
from crm_store.waiting import WaitingRow, read_waiting, select_waiting

_WIDEN = (
    update(waiting)
    .where(waiting.c.conversation_id == bindparam("id"), waiting.c.widened < bindparam("steps"))
    .values(widened=bindparam("steps"))
)
_MARK = (
    update(waiting)
    .where(waiting.c.conversation_id == bindparam("id"), waiting.c.unserved_since.is_(None))
    .values(unserved_since=bindparam("at", type_=waiting.c.unserved_since.type))
)


def list_to_widen(
    tx: Transaction, line_id: int, *, since: datetime, steps: int, limit: int
) -> tuple[WaitingRow, ...]:
    """List those of a line who have waited since an instant and of whom fewer steps are noted."""
    found = (
        select_waiting()
        .where(
            waiting.c.line_id == line_id,
            waiting.c.waiting_since <= since,
            waiting.c.widened < steps,
        )
        .order_by(waiting.c.waiting_since)
        .limit(limit)
    )
    return tuple(read_waiting(row) for row in tx.execute(found))


def note_widened(tx: Transaction, conversation_id: str, *, steps: int) -> bool:
    """Note how many overflow steps have come; False where that is noted already."""
    return tx.execute(_WIDEN, {"id": conversation_id, "steps": steps}).rowcount == 1


def list_unmarked(
    tx: Transaction,
    line_id: int,
    *,
    due_before: datetime | None = None,
    since: datetime | None = None,
    limit: int,
) -> tuple[WaitingRow, ...]:
    """List those of a line who are not marked as served by nobody, the longest waiting first.

    Args:
        due_before: only those who fall due before it, or are promised nothing and have waited since
            `since`; None for all.
    """
    found = select_waiting().where(waiting.c.line_id == line_id, waiting.c.unserved_since.is_(None))
    if due_before is not None:
        undue = waiting.c.due_at.is_(None) & (waiting.c.waiting_since <= since)
        found = found.where(or_(waiting.c.due_at <= due_before, undue))
    found = found.order_by(waiting.c.waiting_since).limit(limit)
    return tuple(read_waiting(row) for row in tx.execute(found))


def mark_unserved(tx: Transaction, conversation_id: str, *, now: datetime) -> bool:
    """Mark that nobody can take a conversation; False where it is marked or waits no more."""
    return tx.execute(_MARK, {"id": conversation_id, "at": now}).rowcount == 1


def clear_unserved(tx: Transaction, line_id: int) -> int:
    """Have a line be served again; tell for how many nobody was before."""
    marked = waiting.c.unserved_since.is_not(None)
    cleared = update(waiting).where(waiting.c.line_id == line_id, marked)
    return tx.execute(cleared.values(unserved_since=None)).rowcount


def list_occupied_lines(tx: Transaction) -> dict[int, tuple[int, bool]]:
    """Count by line who waits in it, and say whether any of them is marked as served by nobody."""
    counted = select(
        waiting.c.line_id,
        func.count().label("number"),
        func.count(waiting.c.unserved_since).label("marked"),
    ).group_by(waiting.c.line_id)
    return {row.line_id: (row.number, row.marked > 0) for row in tx.execute(counted)}


def list_unserved(tx: Transaction, *, limit: int = 100) -> tuple[WaitingRow, ...]:
    """List those whom nobody can take, for the longest time first."""
    found = (
        select_waiting()
        .where(waiting.c.unserved_since.is_not(None))
        .order_by(waiting.c.unserved_since, waiting.c.conversation_id)
        .limit(limit)
    )
    return tuple(read_waiting(row) for row in tx.execute(found))


def count_unserved(tx: Transaction) -> dict[str, int]:
    """Count by queue those whom nobody can take."""
    counted = (
        select(waiting_lines.c.queue, func.count().label("number"))
        .join(waiting, waiting.c.line_id == waiting_lines.c.id)
        .where(waiting.c.unserved_since.is_not(None))
        .group_by(waiting_lines.c.queue)
    )
    return {row.queue: row.number for row in tx.execute(counted)}
