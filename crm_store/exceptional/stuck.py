"""Conversations that somebody has and in which nothing happens."""

from typing import Any, Final

from sqlalchemy import Select, literal_column, select

from crm_store.exceptional.look import Look
from crm_store.exceptional.source import Source
from crm_store.schema import conversations
from crm_store.transaction import Transaction
from domain.exceptions import ExceptionKind


def select_stuck(_tx: Transaction, look: Look) -> Select[Any]:
    """Select those that are to be gone on with, by when anything was said or changed last."""
    return select(
        conversations.c.id.label("key"),
        conversations.c.id.label("conversation_id"),
        conversations.c.updated_at.label("since"),
        conversations.c.id.label("subject"),
    ).where(
        # Word for word as the condition of `ix_conversations_held` has it, so that it is used.
        conversations.c.status == literal_column("'open'"),
        conversations.c.assignee.is_not(None),
        conversations.c.merged_into.is_(None),
        conversations.c.updated_at <= look.now - look.policy.stuck_after,
    )


STUCK: Final = Source(kind=ExceptionKind.STUCK, name="conversation", select=select_stuck)
