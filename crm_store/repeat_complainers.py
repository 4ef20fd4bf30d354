"""Customers who complained several times within some days."""

from datetime import datetime

from sqlalchemy import bindparam, case, func, or_, select

from crm_store.schema import complaints, customers
from crm_store.transaction import Transaction
from domain.complaint_register import Outcome
from domain.complaints import ComplaintStage
from domain.risk import RepeatComplainer

# What turned out to be no complaint of its own.
_NONE = (Outcome.NO_COMPLAINT, Outcome.WITHDRAWN, Outcome.JOINED)
_COUNT = func.count()
_OPEN = func.sum(case((complaints.c.stage != ComplaintStage.CLOSED, 1), else_=0))
_LAST = func.max(complaints.c.received_at)
_REPEATED = (
    select(
        complaints.c.customer_id,
        _COUNT.label("n"),
        _OPEN.label("still_open"),
        func.min(complaints.c.received_at).label("first_at"),
        _LAST.label("last_at"),
    )
    .where(
        complaints.c.received_at >= bindparam("since", type_=complaints.c.received_at.type),
        complaints.c.anonymous.is_(False),
        or_(complaints.c.outcome.is_(None), complaints.c.outcome.not_in(_NONE)),
    )
    .group_by(complaints.c.customer_id)
    .having(bindparam("least") <= _COUNT)
    .order_by(_COUNT.desc(), _LAST.desc(), complaints.c.customer_id)
    .limit(bindparam("limit"))
    .subquery()
)
_NAMED = (
    select(_REPEATED, customers.c.name, customers.c.tier)
    .join(customers, customers.c.id == _REPEATED.c.customer_id)
    .order_by(_REPEATED.c.n.desc(), _REPEATED.c.last_at.desc(), _REPEATED.c.customer_id)
)


def list_repeat_complainers(
    tx: Transaction, *, since: datetime, least: int, limit: int
) -> tuple[RepeatComplainer, ...]:
    """List who complained so often since an instant, whoever did most first."""
    found = tx.execute(_NAMED, {"since": since, "least": least, "limit": limit})
    return tuple(
        RepeatComplainer(
            customer_id=row.customer_id,
            name=row.name,
            tier=row.tier,
            count=row.n,
            open=int(row.still_open),
            first_at=row.first_at,
            last_at=row.last_at,
        )
        for row in found
    )
