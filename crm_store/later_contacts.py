"""What else a customer came with after an instant, and how they felt as they did."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select

from crm_store.schema import complaints, conversations, decisions
from crm_store.transaction import Transaction
from domain.complaint_register import Outcome
from domain.complaints import ComplaintStage

_MOST: Final = 10
_JUDGED: Final = (Outcome.SETTLED, Outcome.DISAGREED)
_BEGUN = (
    select(
        conversations.c.id,
        conversations.c.created_at,
        conversations.c.complained_at,
        conversations.c.disposition,
    )
    .where(
        conversations.c.customer_id == bindparam("customer_id"),
        conversations.c.created_at > bindparam("since", type_=conversations.c.created_at.type),
        conversations.c.created_at < bindparam("until", type_=conversations.c.created_at.type),
    )
    .order_by(conversations.c.created_at)
    .limit(_MOST)
)
_FELT = (
    select(
        decisions.c.understanding["sentiment"].as_string().label("sentiment"),
        decisions.c.understanding["complaint"].as_float().label("complaint"),
    )
    .where(decisions.c.conversation_id == bindparam("conversation_id"))
    .order_by(decisions.c.at, decisions.c.id)
    .limit(1)
)
_UNTOLD = (
    select(complaints.c.id)
    .where(
        complaints.c.customer_id == bindparam("customer_id"),
        complaints.c.stage == ComplaintStage.CLOSED,
        complaints.c.outcome.in_(_JUDGED),
        complaints.c.recovery.is_(None),
        complaints.c.closed_at >= bindparam("since", type_=complaints.c.closed_at.type),
    )
    .order_by(complaints.c.received_at)
    .limit(_MOST)
)
_CLOSED_SINCE = (
    select(complaints.c.id)
    .where(
        complaints.c.customer_id == bindparam("customer_id"),
        complaints.c.closed_at >= bindparam("since", type_=complaints.c.closed_at.type),
    )
    .order_by(complaints.c.received_at.desc())
    .limit(_MOST)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterContact:
    """A conversation that a customer began later.

    Attributes:
        complained: whether it is marked as a complaint.
        sentiment: as its first message was read; None where it was not.
        complaint: how surely that was a complaint; None where it was not read.
    """

    conversation_id: str
    at: datetime
    complained: bool
    disposition: str | None
    sentiment: str | None
    complaint: float | None


def list_later_contacts(
    tx: Transaction,
    customer_id: str,
    *,
    since: datetime,
    until: datetime,
    beside: Collection[str],
) -> tuple[LaterContact, ...]:
    """List the first conversations that a customer began between two instants.

    Args:
        beside: ids of conversations that are left out.
    """
    found = tx.execute(_BEGUN, {"customer_id": customer_id, "since": since, "until": until}).all()
    listed = []
    for row in found:
        if row.id not in beside:
            felt = tx.find_row(_FELT, {"conversation_id": row.id})
            listed.append(
                LaterContact(
                    conversation_id=row.id,
                    at=row.created_at,
                    complained=row.complained_at is not None,
                    disposition=row.disposition,
                    sentiment=None if felt is None else felt.sentiment,
                    complaint=None if felt is None else felt.complaint,
                )
            )
    return tuple(listed)


def list_untold_complaints(
    tx: Transaction, customer_id: str, *, closed_since: datetime
) -> tuple[str, ...]:
    """List the ids of a customer's closed complaints of which nobody can tell how they ended."""
    found = tx.execute(_UNTOLD, {"customer_id": customer_id, "since": closed_since})
    return tuple(row.id for row in found)


def list_closed_complaints(
    tx: Transaction, customer_id: str, *, closed_since: datetime
) -> tuple[str, ...]:
    """List the ids of the complaints of a customer that were closed since an instant."""
    found = tx.execute(_CLOSED_SINCE, {"customer_id": customer_id, "since": closed_since})
    return tuple(row.id for row in found)
