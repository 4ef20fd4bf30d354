"""How many conversations are exceptions in each queue, and how many complaints are open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, literal_column, select

from crm_store.exceptional.look import Look
from crm_store.exceptional.source import Source
from crm_store.schema import complaints, conversations
from crm_store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenComplaints:
    """How many complaints are open, and in how many of them the limit of the stage has passed."""

    number: int
    late: int


def count_by_queue(
    tx: Transaction, sources: Iterable[Source], look: Look, *, most: int
) -> dict[str | None, int]:
    """Count the conversations that some sources find, by the queue that has them.

    Args:
        most: how many a source is read up to; what is more is not counted.
    """
    queues: dict[str, str | None] = {}
    for source in sources:
        rows = source.select(tx, look).limit(most).subquery()
        found = select(rows.c.key, conversations.c.queue).join(
            conversations, conversations.c.id == rows.c.conversation_id
        )
        queues |= {row.key: row.queue for row in tx.execute(found)}
    counts: dict[str | None, int] = {}
    for queue in queues.values():
        counts[queue] = counts.get(queue, 0) + 1
    return counts


def count_open_complaints(tx: Transaction, *, now: datetime) -> OpenComplaints:
    """Count the complaints that are open."""
    late = func.sum(case((complaints.c.stage_due_at <= now, 1), else_=0))
    row = tx.execute(
        select(func.count().label("number"), late.label("late")).where(
            complaints.c.stage != literal_column("'closed'")
        )
    ).one()
    return OpenComplaints(number=row.number, late=int(row.late or 0))
