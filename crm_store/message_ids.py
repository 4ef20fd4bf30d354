"""Which conversation a message belongs to, by the ids that messages carry on their way."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import BindParameter, Text, bindparam, select

from crm_store.codecs import from_json
from crm_store.schema import conversations, message_ids, outbox
from crm_store.subaddresses import strip_detail
from crm_store.transaction import Transaction
from domain.messages import Address

# An index of PostgreSQL holds some 2,700 octets a row; no mail program makes ids near as long.
# Ids too long for an index are known by their digest, which nobody outside knows.
DIGEST_PREFIX: Final = "sha256:"
_LONGEST: Final = 500

_CHANNEL, _ACCOUNT = bindparam("on_channel", type_=Text()), bindparam("on_account", type_=Text())
_AMONG: BindParameter[Sequence[str]] = bindparam("among", expanding=True)
_RECEIVED = select(message_ids.c.message_id, message_ids.c.conversation_id).where(
    message_ids.c.channel == _CHANNEL,
    message_ids.c.account == _ACCOUNT,
    message_ids.c.message_id.in_(_AMONG),
)
_KEPT = select(message_ids.c.conversation_id, message_ids.c.interaction_id).where(
    message_ids.c.channel == _CHANNEL,
    message_ids.c.account == _ACCOUNT,
    message_ids.c.message_id == bindparam("known_as"),
)
_SENT = select(outbox.c.external_id, outbox.c.conversation_id, outbox.c.id).where(
    outbox.c.channel == _CHANNEL,
    outbox.c.account == _ACCOUNT,
    outbox.c.external_id.in_(_AMONG),
)
_OWN = select(outbox.c.conversation_id, outbox.c.id).where(
    outbox.c.channel == _CHANNEL, outbox.c.account == _ACCOUNT, outbox.c.id.in_(_AMONG)
)
_NAMED = select(conversations.c.id).where(
    conversations.c.channel == _CHANNEL,
    conversations.c.account == _ACCOUNT,
    conversations.c.reference == bindparam("named"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An account of a channel: ids mean something within one alone."""

    channel: str
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMessage:
    """A message on record under an id."""

    conversation_id: str
    interaction_id: str


def record_message_id(
    tx: Transaction, place: Place, message_id: str, *, conversation_id: str, interaction_id: str
) -> bool:
    """Record the id of a message that came in; False where another one has it already."""
    values = {
        "channel": place.channel,
        "account": place.account,
        "message_id": _shorten(message_id),
        "conversation_id": conversation_id,
        "interaction_id": interaction_id,
    }
    return tx.insert_once(message_ids, values)


def lock_message_id(tx: Transaction, place: Place, message_id: str) -> KeptMessage | None:
    """Find the message of an id; who asks at the same time waits until this is committed."""
    tx.lock(f"message-id:{place.channel}:{place.account}:{message_id}")
    values = {
        "on_channel": place.channel,
        "on_account": place.account,
        "known_as": _shorten(message_id),
    }
    row = tx.find_row(_KEPT, values)
    if row is None:
        return None
    return KeptMessage(conversation_id=row.conversation_id, interaction_id=row.interaction_id)


def find_conversation_of_ids(tx: Transaction, place: Place, ids: Sequence[str]) -> str | None:
    """Find the conversation of the first of some ids that is on record, ours or received.

    Ids that are blank name nothing.
    """
    wanted = [_shorten(each) for each in ids if each.strip()]
    if not wanted:
        return None
    values = _among(place, wanted)
    known = {row.external_id: row.conversation_id for row in tx.execute(_SENT, values)}
    known |= {row.message_id: row.conversation_id for row in tx.execute(_RECEIVED, values)}
    return next((known[each] for each in wanted if each in known), None)


def find_conversation_named(tx: Transaction, place: Place, reference: str) -> str | None:
    """Find the id of the conversation of that reference, where it belongs to the account."""
    row = tx.find_row(
        _NAMED, {"on_channel": place.channel, "on_account": place.account, "named": reference}
    )
    return None if row is None else str(row.id)


def find_sent(tx: Transaction, place: Place, outbound_id: str) -> tuple[str, str] | None:
    """Find a message of ours by its id, whose letters may have lost their case on the way.

    Returns:
        Its id as it stands in the outbox, and its conversation's.
    """
    row = tx.find_row(_OWN, _among(place, [outbound_id, _restore(outbound_id)]))
    return None if row is None else (row.id, row.conversation_id)


def find_sent_by_ids(tx: Transaction, place: Place, ids: Sequence[str]) -> str | None:
    """Find the outbox id of the message of ours that went out under the first of some ids."""
    wanted = [_shorten(each) for each in ids if each.strip()]
    if not wanted:
        return None
    sent: Mapping[str, str] = {
        row.external_id: row.id for row in tx.execute(_SENT, _among(place, wanted))
    }
    return next((sent[each] for each in wanted if each in sent), None)


def find_sent_to(tx: Transaction, conversation_id: str, addresses: Sequence[str]) -> str | None:
    """Find the outbox id of what a conversation last sent to one of some addresses."""
    mailboxes = {strip_detail(each) for each in addresses}
    found = (
        select(outbox.c.id, outbox.c.recipient)
        .where(outbox.c.conversation_id == conversation_id, outbox.c.address.in_(mailboxes))
        .order_by(outbox.c.created_at.desc(), outbox.c.id.desc())
    )
    rows = tx.execute(found)
    # The same mailbox under another detail is another address that a report may be about.
    return next(
        (str(row.id) for row in rows if from_json(Address, row.recipient).value in addresses), None
    )


def _among(place: Place, values: list[str]) -> dict[str, object]:
    return {"on_channel": place.channel, "on_account": place.account, "among": values}


def _restore(outbound_id: str) -> str:
    """Write an outbox id as it was made: `out-` and an id of capital letters."""
    head, dash, tail = outbound_id.partition("-")
    return f"{head}{dash}{tail.upper()}"


def _shorten(message_id: str) -> str:
    message_id = message_id.strip()
    if len(message_id) <= _LONGEST:
        return message_id
    return f"{DIGEST_PREFIX}{hashlib.sha256(message_id.encode()).hexdigest()}"
