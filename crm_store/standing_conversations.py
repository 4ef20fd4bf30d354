"""Conversations as they stand, in pages, for whoever looks through all of them by and by."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, or_, select

from crm_store.conversations import to_conversation
from crm_store.schema import conversations
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus


def list_quiet_since(
    tx: Transaction,
    *,
    statuses: Collection[ConversationStatus],
    until: datetime,
    after: tuple[datetime, str] | None,
    limit: int,
) -> tuple[Conversation, ...]:
    """List conversations in which nothing has happened since an instant, the quietest first.

    What was merged into another one is left out.

    Args:
        after: when the last one already seen changed, and its id; None for the first page.
    """
    changed, own = conversations.c.updated_at, conversations.c.id
    found = select(conversations).where(
        conversations.c.status.in_(statuses),
        conversations.c.merged_into.is_(None),
        changed <= until,
    )
    if after is not None:
        found = found.where(or_(changed > after[0], and_(changed == after[0], own > after[1])))
    return tuple(
        to_conversation(row) for row in tx.execute(found.order_by(changed, own).limit(limit))
    )
