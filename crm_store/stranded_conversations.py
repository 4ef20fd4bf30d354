"""Conversations whose customer waits for somebody who is not there."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select

from crm_store.inbox import WAITS
from crm_store.schema import agent_presence, conversations, staff
from crm_store.transaction import Transaction
from domain.assignment import Presence
from domain.staff import Permission, Role, has_permission

_WORKING = tuple(role for role in Role if has_permission(role, Permission.WORK))


def list_stranded(
    tx: Transaction, *, away_since: datetime, skipped: Collection[str] = (), limit: int
) -> tuple[str, ...]:
    """List the ids of conversations that are to be handed on, whose customer waits longest first.

    Whoever has one is offline, was never there, has been away since `away_since` or longer, or
    works here no more.

    Args:
        skipped: ids of some that are not wanted.
    """
    found = (
        select(conversations.c.id)
        .where(
            conversations.c.assignee.in_(_select_absent(away_since)),
            conversations.c.merged_into.is_(None),
            WAITS,
        )
        .order_by(conversations.c.waiting_since, conversations.c.id)
        .limit(limit)
    )
    if skipped:
        found = found.where(conversations.c.id.not_in(sorted(skipped)))
    return tuple(tx.execute(found).scalars())


def _select_absent(away_since: datetime) -> Any:
    presence = agent_presence.c.presence
    absent = or_(
        staff.c.active.is_(False),
        staff.c.role.not_in(_WORKING),
        presence.is_(None),
        presence == Presence.OFFLINE,
        and_(presence == Presence.AWAY, agent_presence.c.since <= away_since),
    )
    joined = select(staff.c.id).outerjoin(agent_presence, agent_presence.c.staff_id == staff.c.id)
    return joined.where(absent)
