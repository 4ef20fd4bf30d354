"""Conversations whose customer waits for somebody who is not there."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, or_, select

from crm_store.inbox import WAITS
from crm_store.schema import agent_presence, conversations, routings, staff
from crm_store.transaction import Transaction
from domain.assignment import Presence
from domain.conversations import ConversationStatus
from domain.routings import RoutingKind
from domain.staff import Permission, Role, has_permission

_UNRESOLVED = tuple(each for each in ConversationStatus if each is not ConversationStatus.RESOLVED)
_WORKING = tuple(role for role in Role if has_permission(role, Permission.WORK))


def list_stranded(
    tx: Transaction, *, away_since: datetime, skipped: Collection[str] = (), limit: int
) -> tuple[str, ...]:
    """List the ids of conversations that are to be handed on, whose customer waits longest first.

    Whoever has one is offline, has been away since `away_since` or longer, or works here no more.
    Of somebody who was never there it cannot be told that they are not: they may work by the API
    alone.

    Args:
        away_since: what somebody was given later than that, while they were not there, was meant
            for them and is theirs for a while.
        skipped: ids of some that are not wanted.
    """
    absent = tx.execute(_select_absent(away_since)).scalars().all()
    if not absent:
        return ()
    found = (
        select(conversations.c.id)
        .where(
            # Named one by one, so that an index finds what few of all conversations are theirs.
            conversations.c.assignee.in_(absent),
            conversations.c.status.in_(_UNRESOLVED),
            ~_given_since(away_since),
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
        presence == Presence.OFFLINE,
        and_(presence == Presence.AWAY, agent_presence.c.since <= away_since),
    )
    # Who works here no more is found whether they were ever there or not.
    joined = select(staff.c.id).outerjoin(agent_presence, agent_presence.c.staff_id == staff.c.id)
    return joined.where(absent)


def _given_since(instant: datetime) -> Any:
    """Tell what a colleague gave to somebody who was gone already, and knew to be."""
    return exists().where(
        routings.c.conversation_id == conversations.c.id,
        routings.c.kind == RoutingKind.ASSIGNED,
        routings.c.agent == conversations.c.assignee,
        routings.c.at > instant,
        agent_presence.c.staff_id == conversations.c.assignee,
        agent_presence.c.since <= routings.c.at,
    )
