"""Messages to customers: composed once, handed over at least once, never forgotten."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, select, update

from crm_store.codecs import from_json, to_json
from crm_store.conversations import conversation_topic
from crm_store.schema import consents, conversations, interactions, outbox, suppressions
from crm_store.subaddresses import strip_detail
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.errors import NotFoundError
from domain.messages import (
    Address,
    Attachment,
    DeliveryState,
    DeliveryUpdate,
    OutboundMessage,
    QuickReply,
    Receipt,
    ThreadHint,
)

# A state never goes back: word of an earlier one that comes late is dropped.
_LATER_THAN = {
    DeliveryState.SENT: ("queued", "sending", "unknown"),
    DeliveryState.DELIVERED: ("queued", "sending", "unknown", "sent"),
    DeliveryState.FAILED: ("queued", "sending", "unknown", "sent"),
}

_ADDRESSES = tuple[Address, ...]
_INSERT = outbox.insert()
_LOCK = select(outbox).where(outbox.c.id == bindparam("id")).with_for_update()
_CHANGE = update(outbox).where(outbox.c.id == bindparam("changed_id"))
_BEGIN_SENDING = _CHANGE.values(
    state=DeliveryState.SENDING, attempts=outbox.c.attempts + 1, updated_at=bindparam("now")
)
_RECIPIENT = outbox.c.recipient["value"].as_string()
_REFUSED = exists().where(
    consents.c.kind == outbox.c.recipient["kind"].as_string(),
    consents.c.value == _RECIPIENT,
    consents.c.channel == outbox.c.channel,
    ~consents.c.granted,
)
_DEAD = exists().where(
    suppressions.c.channel == outbox.c.channel, suppressions.c.address == _RECIPIENT
)
_BEGIN_PLAINLY = _BEGIN_SENDING.where(
    outbox.c.state == DeliveryState.QUEUED, ~_REFUSED, ~_DEAD
).returning(outbox)
_FINISH_SENDING = _CHANGE.where(outbox.c.state.in_(_LATER_THAN[DeliveryState.SENT]))
_CHANGE_ALL = update(outbox).where(outbox.c.id.in_(bindparam("changed_ids", expanding=True)))
_COLLECTABLE = (
    select(outbox.c.id, outbox.c.conversation_id)
    .join(interactions, interactions.c.id == outbox.c.interaction_id)
    .join(conversations, conversations.c.id == outbox.c.conversation_id)
    .where(
        conversations.c.channel == bindparam("channel"),
        conversations.c.account == bindparam("account"),
        conversations.c.thread == bindparam("thread"),
        interactions.c.position <= bindparam("upto"),
    )
)
_UNCOLLECTED = _COLLECTABLE.where(outbox.c.state == DeliveryState.QUEUED)
_UNSEEN = _COLLECTABLE.where(outbox.c.seen_at.is_(None))


def record_outbound(tx: Transaction, message: OutboundMessage, *, now: datetime) -> None:
    """Put a message into the outbox."""
    values = {
        "id": message.id,
        "interaction_id": message.interaction_id,
        "conversation_id": message.conversation_id,
        "reference": message.reference,
        "channel": message.channel,
        "account": message.account,
        "recipient": to_json(message.to),
        "address": strip_detail(message.to.value),
        "cc": to_json(message.cc, _ADDRESSES),
        "bcc": to_json(message.bcc, _ADDRESSES),
        "automatic": message.automatic,
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "quick_replies": to_json(message.quick_replies, tuple[QuickReply, ...]),
        "attachments": to_json(message.attachments, tuple[Attachment, ...]),
        "thread": to_json(message.thread),
        "state": message.state,
        "attempts": 0,
        "created_at": now,
        "updated_at": now,
    }
    tx.execute(_INSERT, values)


def get_outbound(tx: Transaction, outbound_id: str) -> OutboundMessage:
    """Read and lock a message of the outbox.

    Raises:
        NotFoundError: there is none.
    """
    row = tx.find_row(_LOCK, {"id": outbound_id})
    if row is None:
        raise NotFoundError(f"there is no message {outbound_id!r} in the outbox")
    return _to_outbound(row)


def begin_sending(tx: Transaction, outbound_id: str, *, now: datetime) -> OutboundMessage | None:
    """Mark a message as being sent, in one go, where nothing at all speaks against it.

    Returns:
        The message as it was before; None where it does not wait to be sent, or its address ever
        refused messages or is dead. Nothing is marked then.
    """
    row = tx.find_row(_BEGIN_PLAINLY, {"changed_id": outbound_id, "now": now})
    if row is None:
        return None
    before = {"state": DeliveryState.QUEUED, "attempts": row.attempts - 1}
    return replace(_to_outbound(row), **before)


def record_sending(tx: Transaction, outbound_id: str, *, now: datetime) -> None:
    """Mark that a message is about to be handed over; a crash from here on leaves it so."""
    tx.execute(_BEGIN_SENDING, {"changed_id": outbound_id, "now": now})


def record_receipt(
    tx: Transaction, message: OutboundMessage, receipt: Receipt, *, now: datetime
) -> None:
    """Record that a channel took a message over, unless word of more has come already."""
    named = {"external_id": receipt.external_id or message.external_id}
    values = {**named, "state": receipt.state, "updated_at": now, "error": None}
    if tx.execute(_FINISH_SENDING, {"changed_id": message.id, **values}).rowcount:
        tx.wake(conversation_topic(message.conversation_id))
    else:
        tx.execute(_CHANGE, {"changed_id": message.id, **named})


def record_not_sent(
    tx: Transaction, message: OutboundMessage, *, state: DeliveryState, error: str, now: datetime
) -> None:
    """Record that a message is queued again, failed, or of unknown fate, and why."""
    _record_state(tx, message, now, state=state, error=error)


def has_ended(tx: Transaction, message: OutboundMessage) -> bool:
    """Say whether word of a message's fate came before what the one who sent it has to say."""
    return get_outbound(tx, message.id).state not in _LATER_THAN[DeliveryState.SENT]


def record_delivery_update(tx: Transaction, word: DeliveryUpdate) -> OutboundMessage | None:
    """Record later word from a provider.

    Returns:
        The message as it was before; None where no such message went out.
    """
    ours = outbox.c.external_id == word.external_id
    if word.outbound_id is not None:
        ours = outbox.c.id == word.outbound_id
    found = select(outbox).where(
        outbox.c.channel == word.channel, outbox.c.account == word.account, ours
    )
    row = tx.find_row(found.with_for_update())
    if row is None:
        return None
    before = _to_outbound(row)
    if row.state in _LATER_THAN.get(word.state, ()):
        _record_state(
            tx,
            before,
            word.at,
            state=word.state,
            error=word.error,
            external_id=word.external_id,
        )
    return before


def record_collected(
    tx: Transaction, key: ThreadKey, *, upto: int, seen: bool, now: datetime
) -> None:
    """Record that the customer's page has taken (and shown, with `seen`) all up to a position."""
    waiting = _UNSEEN if seen else _UNCOLLECTED
    values = {"channel": key.channel, "account": key.account, "thread": key.thread, "upto": upto}
    rows = tx.execute(waiting, values).all()
    if not rows:
        return
    changes: dict[str, Any] = {"state": DeliveryState.DELIVERED, "updated_at": now}
    if seen:
        changes["seen_at"] = now
    tx.execute(_CHANGE_ALL, {"changed_ids": [row.id for row in rows], **changes})
    for conversation_id in {row.conversation_id for row in rows}:
        tx.wake(conversation_topic(conversation_id))


def _record_state(
    tx: Transaction,
    message: OutboundMessage,
    now: datetime,
    *,
    state: DeliveryState,
    error: str | None = None,
    external_id: str | None = None,
) -> None:
    values: dict[str, Any] = {"state": state, "updated_at": now, "error": error}
    if external_id is not None:
        values["external_id"] = external_id
    tx.execute(_CHANGE, {"changed_id": message.id, **values})
    tx.wake(conversation_topic(message.conversation_id))


def _to_outbound(row: Any) -> OutboundMessage:
    return OutboundMessage(
        id=row.id,
        interaction_id=row.interaction_id,
        conversation_id=row.conversation_id,
        reference=row.reference,
        channel=row.channel,
        account=row.account,
        to=from_json(Address, row.recipient),
        subject=row.subject,
        text=row.text,
        html=row.html,
        quick_replies=from_json(tuple[QuickReply, ...], row.quick_replies),
        attachments=from_json(tuple[Attachment, ...], row.attachments),
        thread=from_json(ThreadHint, row.thread),
        state=DeliveryState(row.state),
        attempts=row.attempts,
        external_id=row.external_id,
        composed_at=row.created_at,
        cc=from_json(_ADDRESSES, row.cc),
        bcc=from_json(_ADDRESSES, row.bcc),
        automatic=row.automatic,
    )
