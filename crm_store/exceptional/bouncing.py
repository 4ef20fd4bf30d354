"""Conversations that went from queue to queue, and back perhaps, instead of being seen to."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, func, select

from crm_store.exceptional.look import Look
from crm_store.exceptional.source import Source
from crm_store.schema import conversations, queue_moves
from crm_store.transaction import Transaction
from domain.conversations import ConversationStatus
from domain.exceptions import ExceptionKind


def select_bouncing(_tx: Transaction, look: Look) -> Select[Any]:
    """Select those that were moved often lately, by when the first of these moves was."""
    moved = (
        select(
            queue_moves.c.conversation_id,
            func.min(queue_moves.c.at).label("since"),
            func.count().label("moves"),
        )
        .where(queue_moves.c.at > look.now - look.policy.bouncing_within)
        .group_by(queue_moves.c.conversation_id)
        .having(func.count() >= look.policy.bouncing_moves)
        .subquery()
    )
    return (
        select(
            moved.c.conversation_id.label("key"),
            moved.c.conversation_id,
            moved.c.since,
            moved.c.conversation_id.label("subject"),
            moved.c.moves,
        )
        .join(conversations, conversations.c.id == moved.c.conversation_id)
        .where(
            conversations.c.status != ConversationStatus.RESOLVED,
            conversations.c.merged_into.is_(None),
            conversations.c.queue.is_not(None),
        )
    )


def map_ways(
    tx: Transaction, look: Look, conversation_ids: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Map conversations to the queues that they went through lately, the first one included."""
    found = (
        select(queue_moves)
        .where(
            queue_moves.c.conversation_id.in_(list(conversation_ids)),
            queue_moves.c.at > look.now - look.policy.bouncing_within,
        )
        .order_by(queue_moves.c.position)
    )
    ways: dict[str, list[str]] = {}
    for row in tx.execute(found):
        ways.setdefault(row.conversation_id, [row.before]).append(row.after)
    return {conversation_id: tuple(way) for conversation_id, way in ways.items()}


BOUNCING: Final = Source(kind=ExceptionKind.BOUNCING, name="moves", select=select_bouncing)
