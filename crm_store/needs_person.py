"""What routing cannot see to by itself, so that a supervisor has to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from crm_store.routings import to_routing
from crm_store.schema import (
    agent_presence,
    conversations,
    customers,
    routings,
    staff,
    waiting,
    waiting_lines,
)
from crm_store.transaction import Transaction
from domain.assignment import Presence
from domain.conversations import ConversationStatus
from domain.routings import Routing, RoutingKind

_THERE = (Presence.AVAILABLE, Presence.WRAP_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnservedRow:
    """A conversation that nobody can take.

    Attributes:
        language: that it takes to serve it; empty where any will do.
        widened_to: a second queue whose people may take it as well, or None.
        routing: the last line of the log that says so and why, where there is one.
    """

    reference: str
    subject: str | None
    customer_name: str | None
    channel: str
    queue: str
    language: str
    widened_to: str | None
    waiting_since: datetime
    unserved_since: datetime
    routing: Routing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LongestWait:
    """Who has waited longest in a queue, of how many that nobody has taken."""

    queue: str
    number: int
    reference: str
    customer_name: str | None
    waiting_since: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentHolder:
    """Somebody who is not there and has work that is open.

    Attributes:
        presence: away or offline.
        since: when they went; None where they were never seen.
        active: whether they can log in at all.
        number: how many conversations of theirs are open; `waiting` counts those in which the
            customer waits.
        waiting_since: since when the first of those waits, or None.
        references: of the first few, those that wait before others.
    """

    staff_id: str
    name: str
    presence: Presence
    since: datetime | None
    active: bool
    number: int
    waiting: int
    waiting_since: datetime | None
    references: tuple[str, ...] = ()


def list_unserved(tx: Transaction, *, limit: int) -> tuple[UnservedRow, ...]:
    """List what nobody can take, the longest known first."""
    found = (
        select(
            waiting.c.conversation_id,
            waiting.c.waiting_since,
            waiting.c.unserved_since,
            waiting_lines.c.queue,
            waiting_lines.c.language,
            waiting_lines.c.channel,
            conversations.c.reference,
            conversations.c.subject,
            conversations.c.widened_to,
            customers.c.name,
        )
        .join(waiting_lines, waiting_lines.c.id == waiting.c.line_id)
        .join(conversations, conversations.c.id == waiting.c.conversation_id)
        .join(customers, customers.c.id == conversations.c.customer_id)
        .where(waiting.c.unserved_since.is_not(None))
        .order_by(waiting.c.unserved_since, waiting.c.conversation_id)
        .limit(limit)
    )
    rows = tx.execute(found).all()
    why = find_unserved_reasons(tx, [row.conversation_id for row in rows])
    return tuple(
        UnservedRow(
            reference=row.reference,
            subject=row.subject,
            customer_name=row.name,
            channel=row.channel,
            queue=row.queue,
            language=row.language,
            widened_to=row.widened_to,
            waiting_since=row.waiting_since,
            unserved_since=row.unserved_since,
            routing=why.get(row.conversation_id),
        )
        for row in rows
    )


def count_unserved(tx: Transaction) -> int:
    """Count what nobody can take."""
    counted = select(func.count()).where(waiting.c.unserved_since.is_not(None))
    return int(tx.execute(counted).scalar_one())


def list_longest_waits(tx: Transaction) -> tuple[LongestWait, ...]:
    """List who has waited longest in each queue, the longest first."""
    lines = tx.execute(
        select(
            waiting_lines.c.queue,
            waiting.c.line_id,
            func.count().label("number"),
            func.min(waiting.c.waiting_since).label("first"),
        )
        .join(waiting_lines, waiting_lines.c.id == waiting.c.line_id)
        .group_by(waiting_lines.c.queue, waiting.c.line_id)
    ).all()
    numbers: dict[str, int] = {}
    heads: dict[str, Any] = {}
    for line in sorted(lines, key=lambda each: each.first):
        numbers[line.queue] = numbers.get(line.queue, 0) + line.number
        heads.setdefault(line.queue, line)
    found = ((line.queue, tx.find_row(_select_head(line))) for line in heads.values())
    return tuple(
        LongestWait(
            queue=queue,
            number=numbers[queue],
            reference=row.reference,
            customer_name=row.name,
            waiting_since=row.waiting_since,
            due_at=row.due_at,
        )
        for queue, row in found
        if row is not None
    )


def list_absent_holders(
    tx: Transaction, *, limit: int, most_named: int = 5
) -> tuple[AbsentHolder, ...]:
    """List who is not there and has open work, those for whom customers wait first."""
    mine = and_(
        conversations.c.assignee == staff.c.id,
        conversations.c.status == ConversationStatus.OPEN,
        conversations.c.merged_into.is_(None),
    )
    presence = agent_presence.c.presence
    gone = or_(presence.is_(None), presence.not_in(_THERE), staff.c.active.is_(False))
    first = func.min(conversations.c.waiting_since)
    found = (
        select(
            staff.c.id,
            staff.c.name,
            staff.c.active,
            presence,
            agent_presence.c.since,
            func.count().label("number"),
            func.count(conversations.c.waiting_since).label("waiting"),
            first.label("first"),
        )
        .select_from(staff)
        .join(conversations, mine)
        .join(agent_presence, agent_presence.c.staff_id == staff.c.id, isouter=True)
        .where(gone)
        .group_by(staff.c.id, staff.c.name, staff.c.active, presence, agent_presence.c.since)
        .order_by(first.is_(None), first, staff.c.name)
        .limit(limit)
    )
    return tuple(_to_holder(tx, row, most_named) for row in tx.execute(found).all())


def _to_holder(tx: Transaction, row: Any, most_named: int) -> AbsentHolder:
    waits = conversations.c.waiting_since
    theirs = (
        select(conversations.c.reference)
        .where(
            conversations.c.assignee == row.id,
            conversations.c.status == ConversationStatus.OPEN,
            conversations.c.merged_into.is_(None),
        )
        .order_by(waits.is_(None), waits, conversations.c.id)
        .limit(most_named)
    )
    return AbsentHolder(
        staff_id=row.id,
        name=row.name,
        presence=Presence.OFFLINE if row.presence is None else Presence(row.presence),
        since=row.since,
        active=row.active,
        number=row.number,
        waiting=row.waiting,
        waiting_since=row.first,
        references=tuple(tx.execute(theirs).scalars()),
    )


def _select_head(line: Any) -> Select[Any]:
    return (
        select(
            conversations.c.reference,
            customers.c.name,
            waiting.c.waiting_since,
            waiting.c.due_at,
        )
        .join(conversations, conversations.c.id == waiting.c.conversation_id)
        .join(customers, customers.c.id == conversations.c.customer_id)
        .where(waiting.c.line_id == line.line_id)
        .order_by(waiting.c.waiting_since, waiting.c.conversation_id)
        .limit(1)
    )


def find_unserved_reasons(tx: Transaction, ids: Sequence[str]) -> dict[str, Routing]:
    """Find the last line of the log that says why nobody can take each of some conversations."""
    latest = (
        select(func.max(routings.c.position))
        .where(routings.c.conversation_id.in_(ids), routings.c.kind == RoutingKind.UNSERVED)
        .group_by(routings.c.conversation_id)
    )
    found = tx.execute(select(routings).where(routings.c.position.in_(latest)))
    return {row.conversation_id: to_routing(row) for row in found}
