"""Signs that a machine is at the other end: how often it was written to, and what it repeats."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, bindparam, func, literal, select

from crm_store.consents import LAST_GRANTED
from crm_store.message_ids import Place
from crm_store.schema import conversations, interactions, outbox
from crm_store.subaddresses import strip_detail
from crm_store.transaction import Transaction
from domain.conversations import Direction
from domain.messages import Address

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

_TIME = outbox.c.created_at.type
_SENT = select(func.count()).where(
    outbox.c.channel == bindparam("channel"),
    outbox.c.address == bindparam("address"),
    outbox.c.automatic,
)
_SENT_SINCE = _SENT.where(outbox.c.created_at >= bindparam("since", type_=_TIME))
_SENT_BY_ACCOUNT = (
    select(literal(1))
    .where(
        outbox.c.channel == bindparam("channel"),
        outbox.c.account == bindparam("account"),
        outbox.c.automatic,
        outbox.c.created_at >= bindparam("hour_ago", type_=_TIME),
    )
    .limit(bindparam("most", type_=Integer()))
    .subquery()
)
# All at once: each statement costs more than what it counts.
_SIGNS = select(
    LAST_GRANTED.scalar_subquery().label("granted"),
    _SENT.where(outbox.c.created_at >= bindparam("hour_ago", type_=_TIME))
    .scalar_subquery()
    .label("within_hour"),
    _SENT.where(outbox.c.created_at >= bindparam("day_ago", type_=_TIME))
    .scalar_subquery()
    .label("within_day"),
    select(func.count()).select_from(_SENT_BY_ACCOUNT).scalar_subquery().label("by_account"),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopSigns:
    """What was written to an address, and by an account, lately and without anybody's doing.

    Attributes:
        opted_out: the last word of the sender's address was that it wants no more.
        within_hour: to the address, as `within_day`.
        by_account: to anybody within the hour, counted no further than was asked for.
    """

    opted_out: bool
    within_hour: int
    within_day: int
    by_account: int


def read_loop_signs(
    tx: Transaction, place: Place, sender: Address, address: str, *, now: datetime, most: int
) -> LoopSigns:
    """Read what is known of whom a letter is from, and of the address that replies to it go to.

    Whatever the address's detail: or else whoever forges `victim+1@`, `victim+2@` and so on would
    have each of them answered, all in one mailbox.

    Args:
        most: where the counting of what the account wrote stops; it may be many.
    """
    values = {
        "kind": sender.kind,
        "value": sender.value,
        "channel": place.channel,
        "account": place.account,
        "address": strip_detail(address),
        "hour_ago": now - HOUR,
        "day_ago": now - DAY,
        "most": most,
    }
    row = tx.execute(_SIGNS, values).one()
    return LoopSigns(
        opted_out=row.granted is False,
        within_hour=row.within_hour,
        within_day=row.within_day,
        by_account=row.by_account,
    )


def count_automatic_messages(
    tx: Transaction, channel: str, address: str, *, since: datetime
) -> int:
    """Count what was written to an address since an instant without anybody's doing.

    Whatever its detail, as `read_loop_signs` does.
    """
    values = {"channel": channel, "address": strip_detail(address), "since": since}
    number: int = tx.execute(_SENT_SINCE, values).scalar_one()
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
