"""What was said before, found again by the ids that its channel gave it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from crm_store.codecs import from_json
from crm_store.schema import conversations, interactions, outbox
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.conversations import Direction
from domain.messages import QuickReply


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierMessage:
    """What a customer said, or what is on record of their changing it."""

    conversation_id: str
    interaction_id: str
    text: str
    source_ids: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a message of ours offered to press, and when it was written."""

    replies: tuple[QuickReply, ...]
    at: datetime


def find_earlier_message(
    tx: Transaction, key: ThreadKey, external_id: str
) -> EarlierMessage | None:
    """Find the latest word on a customer's message of a thread."""
    found = (
        select(interactions)
        .join(conversations, conversations.c.id == interactions.c.conversation_id)
        .where(
            conversations.c.channel == key.channel,
            conversations.c.account == key.account,
            conversations.c.thread == key.thread,
            interactions.c.direction.in_((Direction.IN, Direction.EVENT)),
            interactions.c.external_id == external_id,
        )
        .order_by(interactions.c.position.desc())
        .limit(1)
    )
    row = tx.find_row(found)
    if row is None:
        return None
    return EarlierMessage(
        conversation_id=row.conversation_id,
        interaction_id=row.id,
        text=row.text,
        source_ids=row.source_ids,
    )


def find_offer(tx: Transaction, key: ThreadKey, external_id: str) -> Offer | None:
    """Find what a message of ours offered to press; None where there is no such message."""
    found = select(outbox.c.quick_replies, outbox.c.created_at).where(
        outbox.c.channel == key.channel,
        outbox.c.account == key.account,
        outbox.c.external_id == external_id,
    )
    row = tx.find_row(found.limit(1))
    if row is None:
        return None
    return Offer(replies=from_json(tuple[QuickReply, ...], row.quick_replies), at=row.created_at)
