"""What came to people and how long they were at it: what a simulation of the desk is made of."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, and_, func, select

from crm_store.schema import clocks, conversations, customers, interactions, routings
from crm_store.transaction import Transaction
from domain.conversations import Author, Direction
from domain.routings import RoutingKind
from domain.service_levels import ClockKind
from domain.simulations import Handling, Handoff

_TAKEN: Final = (
    RoutingKind.PUSHED,
    RoutingKind.PULLED,
    RoutingKind.TAKEN,
    RoutingKind.ASSIGNED,
)


def list_handoffs(tx: Transaction, *, since: datetime, limit: int) -> tuple[Handoff, ...]:
    """List what came to people since then, each conversation once, the latest first."""
    first = (
        select(func.min(routings.c.position))
        .where(routings.c.kind == RoutingKind.QUEUED, routings.c.at >= since)
        .group_by(routings.c.conversation_id)
    )
    promised = (
        select(
            clocks.c.conversation_id,
            func.min(clocks.c.target_us).label("target_us"),
        )
        .where(clocks.c.kind == ClockKind.FIRST_RESPONSE, clocks.c.started_at >= since)
        .group_by(clocks.c.conversation_id)
        .subquery()
    )
    found = (
        select(
            routings.c.queue,
            routings.c.at,
            conversations.c.channel,
            conversations.c.priority,
            func.coalesce(conversations.c.language, customers.c.language, "").label("language"),
            customers.c.tier,
            promised.c.target_us,
        )
        .join(conversations, conversations.c.id == routings.c.conversation_id)
        .join(customers, customers.c.id == conversations.c.customer_id)
        .outerjoin(promised, promised.c.conversation_id == routings.c.conversation_id)
        .where(routings.c.position.in_(first), routings.c.queue.is_not(None))
        .order_by(routings.c.position.desc())
        .limit(limit)
    )
    return tuple(map(_to_handoff, tx.execute(found)))


def list_handlings(tx: Transaction, *, since: datetime, limit: int) -> tuple[Handling, ...]:
    """List what agents took since then and what they did with it, the latest first."""
    said = and_(
        interactions.c.conversation_id == routings.c.conversation_id,
        interactions.c.author == Author.AGENT,
        interactions.c.direction == Direction.OUT,
        interactions.c.author_id == routings.c.agent,
        interactions.c.at >= routings.c.at,
    )
    taken = (
        select(routings.c.position)
        .where(routings.c.kind.in_(_TAKEN), routings.c.at >= since, routings.c.agent.is_not(None))
        .order_by(routings.c.position.desc())
        .limit(limit)
    )
    found = (
        select(
            routings.c.position,
            routings.c.agent,
            func.coalesce(routings.c.queue, conversations.c.queue, "").label("queue"),
            routings.c.at,
            conversations.c.channel,
            conversations.c.resolved_at,
            func.min(interactions.c.at).label("first_reply"),
            func.max(interactions.c.at).label("last_reply"),
        )
        .join(conversations, conversations.c.id == routings.c.conversation_id)
        .outerjoin(interactions, said)
        .where(routings.c.position.in_(taken))
        .group_by(
            routings.c.position,
            routings.c.agent,
            routings.c.queue,
            conversations.c.queue,
            routings.c.at,
            conversations.c.channel,
            conversations.c.resolved_at,
        )
        .order_by(routings.c.position.desc())
    )
    return tuple(map(_to_handling, tx.execute(found)))


def _to_handoff(row: Row[Any]) -> Handoff:
    target = row.target_us
    return Handoff(
        queue=row.queue,
        channel=row.channel,
        language=row.language,
        tier=row.tier,
        priority=row.priority,
        at=row.at,
        target=None if target is None else timedelta(microseconds=target),
    )


def _to_handling(row: Row[Any]) -> Handling:
    return Handling(
        queue=row.queue,
        channel=row.channel,
        agent=row.agent,
        taken_at=row.at,
        first_reply=row.first_reply,
        last_reply=row.last_reply,
        resolved_at=row.resolved_at,
    )
