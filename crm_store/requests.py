"""A customer's own requests: conversations that people have, or had."""

from sqlalchemy import select

from crm_store.conversations import to_conversation
from crm_store.schema import conversations
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus


def find_request(tx: Transaction, reference: str) -> Conversation | None:
    """Find a conversation by its reference, without locking it."""
    row = tx.find_row(select(conversations).where(conversations.c.reference == reference))
    return None if row is None else to_conversation(row)


def find_latest_request(
    tx: Transaction, customer_id: str, *, other_than: str
) -> Conversation | None:
    """Find the latest conversation of a customer that waits for people or is with them.

    Args:
        other_than: the id of the conversation in which is asked.
    """
    found = select(conversations).where(
        conversations.c.customer_id == customer_id,
        conversations.c.id != other_than,
        conversations.c.queue.is_not(None),
        conversations.c.status != ConversationStatus.RESOLVED,
    )
    latest = found.order_by(conversations.c.created_at.desc(), conversations.c.id.desc())
    row = tx.find_row(latest.limit(1))
    return None if row is None else to_conversation(row)
