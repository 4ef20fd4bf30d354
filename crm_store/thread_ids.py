"""Ids that the messages of a conversation are known by outside: what an answer refers to."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Select, bindparam, literal, null, select, union_all

from crm_store.message_ids import DIGEST_PREFIX
from crm_store.participants import list_participants
from crm_store.schema import interactions, message_ids, outbox
from crm_store.transaction import Transaction
from domain.conversations import Role
from domain.messages import ThreadHint

# A chain of references is known by its ends (RFC 5322, 3.6.4); headers must not grow for ever.
_LATEST: Final = 19
# What machines and strangers sent lies in between.
_LOOKED_AT: Final = 3 * _LATEST

_IN = (
    select(
        message_ids.c.message_id,
        interactions.c.position,
        literal(1).label("incoming"),
        interactions.c.source_ids,
    )
    .join(interactions, interactions.c.id == message_ids.c.interaction_id)
    .where(
        message_ids.c.conversation_id == bindparam("conversation_id"),
        interactions.c.direction == "in",
    )
)
_OUT = (
    select(
        outbox.c.external_id.label("message_id"),
        interactions.c.position,
        literal(0).label("incoming"),
        interactions.c.source_ids,
    )
    .join(interactions, interactions.c.id == outbox.c.interaction_id)
    .where(
        outbox.c.conversation_id == bindparam("conversation_id"),
        outbox.c.external_id.is_not(null()),
    )
)
_BOTH = union_all(_IN, _OUT).subquery()
_NEWEST: Select[Any] = select(_BOTH).order_by(_BOTH.c.position.desc()).limit(_LOOKED_AT)
_OLDEST: Select[Any] = select(_BOTH).order_by(_BOTH.c.position).limit(1)


def read_thread_hint(tx: Transaction, conversation_id: str) -> ThreadHint:
    """Read what the next message of a conversation follows.

    It answers the last message that a person sent to all who get it. What machines sent, and
    strangers, is in nobody's thread but ours.
    """
    values = {"conversation_id": conversation_id}
    rows = tx.execute(_NEWEST, values).all()
    strangers = _list_strangers(tx, conversation_id) if len(rows) > 1 else set()
    first = rows[-1:] if len(rows) < _LOOKED_AT else tx.execute(_OLDEST, values).all()
    newest, oldest = _keep_shared(rows, strangers), _keep_shared(first, strangers)
    chain = dict.fromkeys(
        row.message_id for row in (*oldest, *reversed(newest[:_LATEST])) if row.message_id
    )
    return ThreadHint(
        in_reply_to=next((row.message_id for row in newest if row.incoming), None),
        references=tuple(chain),
    )


def _list_strangers(tx: Transaction, conversation_id: str) -> set[str]:
    """List the addresses of those who joined; nobody joins with the first message."""
    everybody = list_participants(tx, conversation_id)
    return {each.address.value for each in everybody if each.role is Role.JOINED}


def _keep_shared(rows: Iterable[Any], strangers: set[str]) -> list[Any]:
    return [
        row
        for row in rows
        if not (row.message_id or "").startswith(DIGEST_PREFIX)
        and not row.source_ids.get("automatic")
        and row.source_ids.get("from") not in strangers
    ]
