"""What was learned from complaints, and what months may give: what reports tell beside figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from crm_store.schema import budgets, complaints, conversations
from crm_store.transaction import Transaction
from domain.figures import FigureQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What was written down so that it does not happen again."""

    number: str
    received_at: datetime
    category: str
    product: str
    root_cause: str
    severity: str
    lessons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintNamed:
    """A complaint that is answered in a conversation."""

    number: str
    conversation_id: str
    category: str
    severity: str
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthBudget:
    """The budget of a month, in minor units of one currency.

    Attributes:
        month: as `2026-11`.
    """

    month: str
    currency: str
    limit: int
    reserved: int
    spent: int


def list_lessons(
    tx: Transaction, query: FigureQuery, *, since: datetime, until: datetime, limit: int
) -> tuple[Lesson, ...]:
    """List the lessons of complaints that were received in some time, the latest first.

    Args:
        query: of which queue and channel; its days are not looked at.
        until: the first instant that is not meant any more.
    """
    c = complaints.c
    found = select(
        *(c.number, c.received_at, c.category, c.product, c.root_cause, c.severity, c.lessons)
    ).where(c.received_at >= since, c.received_at < until, c.lessons.is_not(None), c.lessons != "")
    found = _narrow(found, query).order_by(c.received_at.desc()).limit(limit)
    return tuple(
        Lesson(
            number=row.number,
            received_at=row.received_at,
            category=row.category,
            product=row.product or "",
            root_cause=row.root_cause or "",
            severity=row.severity,
            lessons=row.lessons,
        )
        for row in tx.execute(found)
    )


def list_complaints_behind(
    tx: Transaction, conversation_ids: Sequence[str]
) -> tuple[ComplaintNamed, ...]:
    """List the complaints that are answered in some conversations, the latest first."""
    c = complaints.c
    found = (
        select(c.number, c.conversation_id, c.category, c.severity, c.stage)
        .where(c.conversation_id.in_(list(conversation_ids)))
        .order_by(c.received_at.desc(), c.number)
    )
    return tuple(
        ComplaintNamed(
            number=row.number,
            conversation_id=row.conversation_id,
            category=row.category,
            severity=row.severity,
            stage=row.stage,
        )
        for row in tx.execute(found)
    )


def list_month_budgets(tx: Transaction, first: date, last: date) -> tuple[MonthBudget, ...]:
    """List what could be given in the months that some days are of, oldest first."""
    c = budgets.c
    found = (
        select(c.period, c.currency, c.limit, c.reserved, c.spent)
        .where(c.period >= f"{first:%Y-%m}", c.period <= f"{last:%Y-%m}")
        .order_by(c.period, c.currency)
    )
    return tuple(
        MonthBudget(
            month=row.period,
            currency=row.currency,
            limit=int(row.limit),
            reserved=int(row.reserved),
            spent=int(row.spent),
        )
        for row in tx.execute(found)
    )


def _narrow(found: Select[Any], query: FigureQuery) -> Select[Any]:
    if query.channel is not None:
        found = found.where(complaints.c.channel == query.channel)
    if query.queue is None:
        return found
    queue = query.queue or None
    joined = found.join(conversations, conversations.c.id == complaints.c.conversation_id)
    return joined.where(conversations.c.queue.is_not_distinct_from(queue))
