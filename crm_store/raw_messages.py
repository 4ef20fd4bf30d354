"""What came in, byte for byte, kept before anybody looks into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from crm_store.schema import raw_messages
from crm_store.transaction import Transaction
from domain.errors import NotFoundError
from domain.messages import RawMessage

_BY_DELIVERY = select(raw_messages.c.id, raw_messages.c.reference).where(
    raw_messages.c.channel == bindparam("channel"),
    raw_messages.c.account == bindparam("account"),
    raw_messages.c.delivery_id == bindparam("delivery_id"),
)
_BY_ID = select(raw_messages).where(raw_messages.c.id == bindparam("id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRaw:
    """A raw message on record.

    Attributes:
        reference: the reference of a conversation that it may begin.
        duplicate: it was on record before; nothing was written.
    """

    id: str
    reference: str
    duplicate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A raw message, and what it is to be known by where it was not on record before."""

    raw: RawMessage
    raw_id: str
    reference: str


def record_raws(tx: Transaction, arrivals: Sequence[Arrival]) -> tuple[KeptRaw, ...]:
    """Keep raw messages, each once per (channel, account, delivery id)."""
    new = tx.insert_each_once(raw_messages, [_to_row(arrival) for arrival in arrivals])
    return tuple(
        KeptRaw(id=arrival.raw_id, reference=arrival.reference, duplicate=False)
        if arrival.raw_id in new
        else _get_duplicate(tx, arrival.raw)
        for arrival in arrivals
    )


def _get_duplicate(tx: Transaction, raw: RawMessage) -> KeptRaw:
    row = tx.execute(
        _BY_DELIVERY,
        {"channel": raw.channel, "account": raw.account, "delivery_id": raw.delivery_id},
    ).one()
    return KeptRaw(id=row.id, reference=row.reference, duplicate=True)


def get_raw(tx: Transaction, raw_id: str) -> tuple[RawMessage, str]:
    """Read a raw message and the reference it may begin a conversation with.

    Raises:
        NotFoundError: there is none.
    """
    row = tx.find_row(_BY_ID, {"id": raw_id})
    if row is None:
        raise NotFoundError(f"there is no raw message {raw_id!r}")
    return _to_raw(row), row.reference


def _to_row(arrival: Arrival) -> dict[str, Any]:
    raw = arrival.raw
    return {
        "id": arrival.raw_id,
        "reference": arrival.reference,
        "channel": raw.channel,
        "account": raw.account,
        "delivery_id": raw.delivery_id,
        "source": raw.source,
        "body": raw.body,
        "headers": dict(raw.headers),
        "received_at": raw.received_at,
    }


def _to_raw(row: Any) -> RawMessage:
    return RawMessage(
        channel=row.channel,
        account=row.account,
        delivery_id=row.delivery_id,
        source=row.source,
        body=row.body,
        headers=row.headers,
        received_at=row.received_at,
    )
