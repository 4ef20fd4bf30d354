"""How a company stands with a customer: who they are to it, what is open, what it broke of late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from crm_store.schema import clocks, conversations, customers
from crm_store.transaction import Transaction
from domain.conversations import ConversationStatus
from domain.errors import NotFoundError

MOST_LOOKED_AT: Final = 200
"""A customer's latest conversations; whoever has more is a machine or a travel agency."""

_LATEST = (
    select(conversations.c.id, conversations.c.status, conversations.c.merged_into)
    .where(conversations.c.customer_id == bindparam("customer_id"))
    .order_by(conversations.c.created_at.desc())
    .limit(MOST_LOOKED_AT)
    .cte("latest")
)
_OPEN = (
    select(func.count())
    .select_from(_LATEST)
    .where(
        _LATEST.c.status != ConversationStatus.RESOLVED,
        _LATEST.c.merged_into.is_(None),
        _LATEST.c.id != bindparam("conversation_id"),
    )
    .scalar_subquery()
)
_BROKEN = (
    select(func.max(clocks.c.breached_at))
    .select_from(clocks.join(_LATEST, clocks.c.conversation_id == _LATEST.c.id))
    .where(clocks.c.breached_at >= bindparam("since", type_=clocks.c.breached_at.type))
    .scalar_subquery()
)
_STANDING = select(
    customers.c.tier,
    customers.c.attributes,
    _OPEN.label("open"),
    _BROKEN.label("broken_at"),
).where(customers.c.id == bindparam("customer_id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerStanding:
    """How a company stands with a customer.

    Attributes:
        open_conversations: how many of theirs are not resolved, beside the one that is left out.
        broken_at: when a promise to them was broken last, since the instant that was asked for.
    """

    tier: str
    attributes: Mapping[str, Any]
    open_conversations: int
    broken_at: datetime | None


def get_standing(
    tx: Transaction, customer_id: str, *, beside: str, since: datetime
) -> CustomerStanding:
    """Read how the company stands with a customer, by one statement.

    Args:
        beside: id of the conversation that is not counted among the open ones.
        since: broken promises of before are left out.

    Raises:
        NotFoundError: there is no such customer.
    """
    values = {"customer_id": customer_id, "conversation_id": beside, "since": since}
    row = tx.find_row(_STANDING, values)
    if row is None:
        raise NotFoundError(f"there is no customer {customer_id!r}")
    return CustomerStanding(
        tier=row.tier,
        attributes=row.attributes or {},
        open_conversations=row.open,
        broken_at=row.broken_at,
    )
