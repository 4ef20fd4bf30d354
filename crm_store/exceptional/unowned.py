"""Conversations that wait in a queue and that nobody has, or can have."""

from typing import Any, Final

from sqlalchemy import Select, or_, select

from crm_store.exceptional.look import Look
from crm_store.exceptional.source import Source
from crm_store.schema import waiting
from crm_store.transaction import Transaction
from domain.exceptions import ExceptionKind


def select_unowned(_tx: Transaction, look: Look) -> Select[Any]:
    """Select those who wait too long, and those whom nobody can take however long they wait."""
    return select(
        waiting.c.conversation_id.label("key"),
        waiting.c.conversation_id,
        waiting.c.waiting_since.label("since"),
        waiting.c.conversation_id.label("subject"),
        waiting.c.unserved_since,
    ).where(
        or_(
            waiting.c.waiting_since <= look.now - look.policy.unowned_after,
            waiting.c.unserved_since.is_not(None),
        )
    )


UNOWNED: Final = Source(kind=ExceptionKind.UNOWNED, name="waiting", select=select_unowned)
