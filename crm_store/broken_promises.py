"""What else was promised to a customer of late and not kept."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, or_, select

from crm_store.clocks import SET_ASIDE
from crm_store.schema import clocks, conversations
from crm_store.transaction import Transaction

# Whoever has more conversations is a machine or a travel agency.
_MOST_LOOKED_AT = 200
_LATEST = (
    select(conversations.c.id)
    .where(
        conversations.c.customer_id == bindparam("customer_id"),
        conversations.c.id.not_in(bindparam("beside", expanding=True)),
    )
    .order_by(conversations.c.created_at.desc())
    .limit(_MOST_LOOKED_AT)
    .cte("latest")
)
_BREACHES = (
    select(clocks.c.breached_at)
    .join(_LATEST, clocks.c.conversation_id == _LATEST.c.id)
    .where(
        clocks.c.breached_at >= bindparam("since", type_=clocks.c.breached_at.type),
        or_(clocks.c.stopped_by.is_(None), clocks.c.stopped_by.not_in(SET_ASIDE)),
    )
    .order_by(clocks.c.breached_at)
)


def list_other_breaches(
    tx: Transaction, customer_id: str, *, beside: Collection[str], since: datetime
) -> tuple[datetime, ...]:
    """List when promises to a customer were broken, since an instant, in its order.

    Clocks that gave way when conversations were merged or split are left out.

    Args:
        beside: ids of conversations that are left out.
    """
    values = {"customer_id": customer_id, "beside": sorted(beside), "since": since}
    return tuple(row.breached_at for row in tx.execute(_BREACHES, values))
