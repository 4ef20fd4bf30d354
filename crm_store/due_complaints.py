"""Complaints to which something is to happen by itself, by when that is."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from crm_store.schema import complaints
from crm_store.transaction import Transaction


def list_due_complaints(
    tx: Transaction, *, now: datetime, skipped: Collection[str], limit: int
) -> tuple[tuple[str, str], ...]:
    """List complaints that are due by now, as pairs of their and their conversation's id.

    What has waited longest comes first.

    Args:
        skipped: ids of complaints that are not wanted.
    """
    columns = (complaints.c.id, complaints.c.conversation_id)
    found = _order(select(*columns), skipped).where(complaints.c.next_at <= now)
    return tuple((row.id, row.conversation_id) for row in tx.execute(found.limit(limit)))


def find_next_complaint_at(tx: Transaction, *, skipped: Collection[str]) -> datetime | None:
    """Find the instant at which the next one is due, past ones included.

    Args:
        skipped: ids of complaints that do not matter.
    """
    found = _order(select(complaints.c.next_at), skipped).where(complaints.c.next_at.is_not(None))
    next_at: datetime | None = tx.execute(found.limit(1)).scalar_one_or_none()
    return next_at


def _order(found: Select[Any], skipped: Collection[str]) -> Select[Any]:
    ordered = found.order_by(complaints.c.next_at)
    return ordered.where(complaints.c.id.not_in(sorted(skipped))) if skipped else ordered
