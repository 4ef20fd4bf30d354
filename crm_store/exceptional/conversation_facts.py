"""What is told of the conversations that exceptions are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from crm_store.schema import clocks, conversations, customers
from crm_store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationFacts:
    """A conversation as a list of exceptions tells of it.

    Attributes:
        thread: the channel's; by it a customer without a name is told.
        created_at: when it began; its age counts from then.
        due_at: when the nearest of its promises that count falls due, or fell.
    """

    id: str
    reference: str
    customer_id: str
    customer_name: str | None
    subject: str | None
    topic: str | None
    channel: str
    thread: str
    status: str
    queue: str | None
    widened_to: str | None
    assignee: str | None
    priority: str
    created_at: datetime
    waiting_since: datetime | None
    due_at: datetime | None


def map_conversation_facts(tx: Transaction, ids: Sequence[str]) -> dict[str, ConversationFacts]:
    """Tell of conversations, by their id."""
    due = (
        select(clocks.c.conversation_id, func.min(clocks.c.due_at).label("due_at"))
        .where(
            clocks.c.conversation_id.in_(list(ids)),
            clocks.c.met_at.is_(None),
            clocks.c.cancelled_at.is_(None),
        )
        .group_by(clocks.c.conversation_id)
    )
    due_at = {row.conversation_id: row.due_at for row in tx.execute(due)}
    found = (
        select(conversations, customers.c.name.label("customer_name"))
        .join(customers, customers.c.id == conversations.c.customer_id)
        .where(conversations.c.id.in_(list(ids)))
    )
    return {
        row.id: ConversationFacts(
            due_at=due_at.get(row.id),
            **{
                name: getattr(row, name)
                for name in ConversationFacts.__dataclass_fields__
                if name != "due_at"
            },
        )
        for row in tx.execute(found)
    }
