"""Who takes part in a conversation beside its customer, and how."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from crm_store.schema import participants
from crm_store.transaction import Transaction
from domain.conversations import Participant, Role
from domain.messages import Address

_LIST = (
    select(participants)
    .where(participants.c.conversation_id == bindparam("conversation_id"))
    .order_by(participants.c.since, participants.c.value)
)
_FIND = select(participants).where(
    participants.c.conversation_id == bindparam("conversation_id"),
    participants.c.kind == bindparam("kind"),
    participants.c.value == bindparam("value"),
)
_ONE = (
    participants.c.conversation_id == bindparam("in_conversation"),
    participants.c.kind == bindparam("of_kind"),
    participants.c.value == bindparam("of_value"),
)
_SET_ROLE = update(participants).where(*_ONE)
_FINISH = delete(participants).where(*_ONE)


def record_participant(
    tx: Transaction, conversation_id: str, address: Address, role: Role, *, now: datetime
) -> bool:
    """Note that somebody takes part; False where they did already, whose role stays as it is."""
    values = {
        "conversation_id": conversation_id,
        "kind": address.kind,
        "value": address.value,
        "name": address.name,
        "role": role,
        "since": now,
    }
    return tx.insert_once(participants, values)


def record_role(tx: Transaction, conversation_id: str, address: Address, role: Role) -> bool:
    """Change how somebody takes part; False where they do not."""
    values = {
        "in_conversation": conversation_id,
        "of_kind": address.kind,
        "of_value": address.value,
    }
    return tx.execute(_SET_ROLE.values(role=role), values).rowcount > 0


def finish_participation(tx: Transaction, conversation_id: str, address: Address) -> None:
    """Forget that somebody takes part; who writes again has joined."""
    values = {
        "in_conversation": conversation_id,
        "of_kind": address.kind,
        "of_value": address.value,
    }
    tx.execute(_FINISH, values)


def find_participant(tx: Transaction, conversation_id: str, address: Address) -> Participant | None:
    """Find how somebody takes part in a conversation; None where they do not."""
    values = {
        "conversation_id": conversation_id,
        "kind": address.kind,
        "value": address.value,
    }
    row = tx.find_row(_FIND, values)
    return None if row is None else _to_participant(row)


def list_participants(tx: Transaction, conversation_id: str) -> tuple[Participant, ...]:
    """List who takes part in a conversation, in the order in which they came."""
    rows = tx.execute(_LIST, {"conversation_id": conversation_id})
    return tuple(_to_participant(row) for row in rows)


def _to_participant(row: Any) -> Participant:
    address = Address(kind=row.kind, value=row.value, name=row.name)
    return Participant(address=address, role=Role(row.role), since=row.since)
