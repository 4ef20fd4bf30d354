"""The append-only log of everything said, noted and done in a conversation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from crm_store.codecs import from_json, to_json
from crm_store.conversations import find_conversation_by_id, wake_followers
from crm_store.schema import conversations, interactions, outbox
from crm_store.transaction import Transaction
from domain.conversations import Author, Conversation, Direction, Interaction
from domain.errors import NotFoundError
from domain.messages import Attachment, DeliveryState, QuickReply

# Marks what tells a voucher's code, in `source_ids`: letter by letter, a search would find it out.
TELLS_CODE: Final = "tells_code"
_ATTACHMENTS = tuple[Attachment, ...]
_QUICK_REPLIES = tuple[QuickReply, ...]
_INSERT = interactions.insert().returning(interactions.c.position)

# A logged message together with what became of its delivery.
WITH_DELIVERY = select(
    interactions,
    outbox.c.state.label("delivery"),
    outbox.c.error.label("delivery_error"),
    outbox.c.seen_at,
).select_from(
    interactions.outerjoin(outbox, outbox.c.interaction_id == interactions.c.id),
)


# Only the end of a conversation is looked at, so that a long one costs no more than a short one.
_LATEST = (
    select(interactions.c.author, interactions.c.direction, interactions.c.at)
    .where(interactions.c.conversation_id == bindparam("conversation_id"))
    .order_by(interactions.c.position.desc())
    .limit(bindparam("latest"))
    .subquery()
)
_CONVERSATION_OF = select(interactions.c.conversation_id).where(
    interactions.c.id == bindparam("id")
)
_BOT_REPLIES = select(func.count()).where(
    _LATEST.c.direction == Direction.OUT,
    _LATEST.c.author == Author.BOT,
    _LATEST.c.at > bindparam("since", type_=interactions.c.at.type),
)


def record_interaction(
    tx: Transaction,
    conversation: Conversation,
    *,
    interaction_id: str,
    direction: Direction,
    author: Author,
    now: datetime,
    text: str,
    author_id: str | None = None,
    author_name: str | None = None,
    html: str | None = None,
    external_id: str | None = None,
    attachments: tuple[Attachment, ...] = (),
    quick_replies: tuple[QuickReply, ...] = (),
    source_ids: Mapping[str, Any] | None = None,
) -> int:
    """Log one interaction and return its position.

    The conversation must be locked (or new) in this transaction, so that positions within a
    conversation grow in order of commit; those of what its customer sees grow so along the thread.
    """
    if direction in {Direction.IN, Direction.OUT}:
        tx.lock(f"{conversation.channel}:{conversation.account}:{conversation.thread}")
    values = {
        "id": interaction_id,
        "conversation_id": conversation.id,
        "channel": conversation.channel,
        "direction": direction,
        "author": author,
        "author_id": author_id,
        "author_name": author_name,
        "at": now,
        "text": text,
        "html": html,
        "external_id": external_id,
        "attachments": to_json(attachments, _ATTACHMENTS),
        "quick_replies": to_json(quick_replies, _QUICK_REPLIES),
        "source_ids": dict(source_ids or {}),
    }
    position: int = tx.execute(_INSERT, values).scalar_one()
    return position


def record_event(
    tx: Transaction,
    conversation_id: str,
    *,
    interaction_id: str,
    text: str,
    now: datetime,
    source_ids: Mapping[str, Any],
) -> None:
    """Log something that happened to a conversation, with its lock taken first.

    Raises:
        NotFoundError: there is no such conversation.
    """
    conversation = find_conversation_by_id(tx, conversation_id)
    if conversation is None:
        raise NotFoundError(f"there is no conversation {conversation_id!r}")
    record_interaction(
        tx,
        conversation,
        interaction_id=interaction_id,
        direction=Direction.EVENT,
        author=Author.SYSTEM,
        now=now,
        text=text,
        source_ids=source_ids,
    )
    wake_followers(tx, conversation)


def count_bot_replies(
    tx: Transaction, conversation_id: str, *, since: datetime, latest: int
) -> int:
    """Count what the bot has said since an instant, among the latest entries of a conversation."""
    values = {"conversation_id": conversation_id, "since": since, "latest": latest}
    number: int = tx.execute(_BOT_REPLIES, values).scalar_one()
    return number


def has_interaction(
    tx: Transaction, conversation_id: str, *, direction: Direction, external_id: str
) -> bool:
    """Say whether something of that id was logged in a conversation already."""
    same = select(interactions.c.position).where(
        interactions.c.conversation_id == conversation_id,
        interactions.c.direction == direction,
        interactions.c.external_id == external_id,
    )
    return tx.find_row(same.limit(1)) is not None


def find_conversation_of(tx: Transaction, interaction_id: str) -> str | None:
    """Find in the log of which conversation something was said, by its id."""
    row = tx.find_row(_CONVERSATION_OF, {"id": interaction_id})
    return None if row is None else str(row.conversation_id)


def find_last_inbound(tx: Transaction, conversation_id: str) -> Interaction | None:
    """Find what was written last in a conversation by anybody but us."""
    found = WITH_DELIVERY.where(
        interactions.c.conversation_id == conversation_id,
        interactions.c.direction == Direction.IN,
    )
    row = tx.find_row(found.order_by(interactions.c.position.desc()).limit(1))
    return None if row is None else to_interaction(row)


def list_interactions(
    tx: Transaction, conversation_id: str, *, before: int | None = None, limit: int = 1000
) -> tuple[Interaction, ...]:
    """List what was said in a conversation, oldest first: the last `limit` where it is more.

    Args:
        before: the position to end before; None for the end of the log.
    """
    found = WITH_DELIVERY.where(interactions.c.conversation_id == conversation_id)
    if before is not None:
        found = found.where(interactions.c.position < before)
    latest = tx.execute(found.order_by(interactions.c.position.desc()).limit(limit)).all()
    return tuple(to_interaction(row) for row in reversed(latest))


def get_interaction(tx: Transaction, conversation_id: str, interaction_id: str) -> Interaction:
    """Get one thing that was said in a conversation.

    Raises:
        NotFoundError: there is none of that id in it.
    """
    found = WITH_DELIVERY.where(
        interactions.c.conversation_id == conversation_id, interactions.c.id == interaction_id
    )
    row = tx.find_row(found)
    if row is None:
        raise NotFoundError(f"nothing in this conversation has the id {interaction_id!r}")
    return to_interaction(row)


def list_customer_timeline(
    tx: Transaction, customer_id: str, *, before: int | None = None, limit: int = 50
) -> tuple[tuple[Interaction, str], ...]:
    """List all interactions of a customer, newest first, each with its conversation's reference."""
    found = (
        WITH_DELIVERY.add_columns(conversations.c.reference)
        .join(conversations, conversations.c.id == interactions.c.conversation_id)
        .where(conversations.c.customer_id == customer_id)
        .order_by(interactions.c.position.desc())
        .limit(limit)
    )
    if before is not None:
        found = found.where(interactions.c.position < before)
    return tuple((to_interaction(row), row.reference) for row in tx.execute(found))


def to_interaction(row: Any) -> Interaction:
    """Make an interaction of a row of `WITH_DELIVERY`."""
    return Interaction(
        position=row.position,
        id=row.id,
        conversation_id=row.conversation_id,
        channel=row.channel,
        direction=Direction(row.direction),
        author=Author(row.author),
        author_id=row.author_id,
        author_name=row.author_name,
        at=row.at,
        text=row.text,
        html=row.html,
        external_id=row.external_id,
        attachments=from_json(_ATTACHMENTS, row.attachments),
        quick_replies=from_json(_QUICK_REPLIES, row.quick_replies),
        source_ids=row.source_ids,
        delivery=DeliveryState(row.delivery) if row.delivery else None,
        delivery_error=row.delivery_error,
        seen_at=row.seen_at,
    )
