"""Signs that a machine is at the other end: how often it was written to, and what it repeats."""

from datetime import datetime

from sqlalchemy import bindparam, func, literal, select

from crm_store.message_ids import Place
from crm_store.schema import conversations, interactions, outbox
from crm_store.subaddresses import strip_detail
from crm_store.transaction import Transaction
from domain.conversations import Direction

_SENT_SINCE = select(func.count()).where(
    outbox.c.channel == bindparam("channel"),
    outbox.c.address == bindparam("address"),
    outbox.c.created_at >= bindparam("since", type_=outbox.c.created_at.type),
    outbox.c.automatic,
)
_SAID_SINCE = (
    select(interactions.c.at)
    .join(conversations, conversations.c.id == interactions.c.conversation_id)
    .where(
        conversations.c.customer_id == bindparam("customer_id"),
        conversations.c.channel == bindparam("channel"),
        conversations.c.account == bindparam("account"),
        conversations.c.updated_at >= bindparam("since", type_=conversations.c.updated_at.type),
        interactions.c.direction == Direction.IN,
        interactions.c.at >= bindparam("since", type_=interactions.c.at.type),
        interactions.c.text == bindparam("text"),
    )
    .order_by(interactions.c.position)
    .limit(1)
)


def count_automatic_messages(
    tx: Transaction, channel: str, address: str, *, since: datetime
) -> int:
    """Count what was written to an address since an instant without anybody's doing.

    Whatever its detail: or else whoever forges `victim+1@`, `victim+2@` and so on would have each
    of them answered, all in one mailbox.
    """
    values = {"channel": channel, "address": strip_detail(address), "since": since}
    number: int = tx.execute(_SENT_SINCE, values).scalar_one()
    return number


def count_automatic_of_account(tx: Transaction, place: Place, *, since: datetime, most: int) -> int:
    """Count what an account wrote to anybody since an instant without anybody's doing.

    Args:
        most: where counting stops; it may be many.
    """
    written = (
        select(literal(1))
        .where(
            outbox.c.channel == place.channel,
            outbox.c.account == place.account,
            outbox.c.automatic,
            outbox.c.created_at >= since,
        )
        .limit(most)
    )
    number: int = tx.execute(select(func.count()).select_from(written.subquery())).scalar_one()
    return number


def find_same_words(
    tx: Transaction, place: Place, customer_id: str, text: str, *, since: datetime
) -> datetime | None:
    """Find when a customer first wrote the very same since an instant."""
    values = {
        "channel": place.channel,
        "account": place.account,
        "customer_id": customer_id,
        "text": text,
        "since": since,
    }
    row = tx.find_row(_SAID_SINCE, values)
    return None if row is None else row.at
