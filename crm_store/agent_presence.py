"""Who is there: what each agent's presence is, and when it is to be looked at again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, select

from crm_store.agent_states import ROUTING_TOPIC
from crm_store.schema import agent_presence, conversations, staff
from crm_store.transaction import Transaction
from domain.assignment import Presence
from domain.conversations import ConversationStatus
from domain.staff import Role
from domain.staffing import AgentPresence

# What the topics begin with under which somebody's pages hear of their presence.
PRESENCE: Final = "presence:"
_ONE = select(agent_presence).where(agent_presence.c.staff_id == bindparam("staff_id"))
_LOCK = _ONE.with_for_update()
_LOCK_IF_FREE = _ONE.with_for_update(skip_locked=True)


_EVERYBODY = (
    select(agent_presence, staff.c.id, staff.c.name, staff.c.email, staff.c.role)
    .outerjoin_from(staff, agent_presence, agent_presence.c.staff_id == staff.c.id)
    .where(staff.c.active, staff.c.password_hash != "")
    .order_by(staff.c.name, staff.c.id)
)
_LOADS = (
    select(conversations.c.assignee, conversations.c.channel, func.count().label("number"))
    .where(
        conversations.c.assignee.is_not(None),
        conversations.c.status == ConversationStatus.OPEN,
        conversations.c.merged_into.is_(None),
    )
    .group_by(conversations.c.assignee, conversations.c.channel)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPresence:
    """Somebody who can log in, and whether they are there.

    Attributes:
        presence: as it counts.
        chosen: what they chose last; None where they were never there, as with `since`.
        since: when `presence` became what it is.
        wrap_up_until: until when they finish what they resolved last, or None.
        load: how many of each channel's conversations they have with something to do.
    """

    staff_id: str
    name: str
    email: str
    role: Role
    presence: Presence
    chosen: Presence | None
    since: datetime | None
    wrap_up_until: datetime | None
    load: Mapping[str, int]


def presence_topic(staff_id: str) -> str:
    """The topic under which somebody's own pages hear of their presence."""
    return f"{PRESENCE}{staff_id}"


def find_presence(tx: Transaction, staff_id: str) -> AgentPresence | None:
    """Find somebody's presence as it was counted last; None where they were never there."""
    return _find(tx, _ONE, staff_id)


def lock_presence(tx: Transaction, staff_id: str) -> AgentPresence | None:
    """Find somebody's presence, and keep others from changing it until the commit."""
    return _find(tx, _LOCK, staff_id)


def find_unlocked_presence(tx: Transaction, staff_id: str) -> AgentPresence | None:
    """Lock somebody's presence; None where there is none or another has it."""
    return _find(tx, _LOCK_IF_FREE, staff_id)


def record_presence(tx: Transaction, presence: AgentPresence) -> None:
    """Keep somebody's presence."""
    values = {
        "staff_id": presence.staff_id,
        "presence": presence.presence,
        "chosen": presence.chosen,
        "since": presence.since,
        "seen_at": presence.seen_at,
        "active_at": presence.active_at,
        "wrap_up_until": presence.wrap_up_until,
        "gone_at": presence.gone_at,
        "due_at": presence.due_at,
    }
    insert = tx.insert(agent_presence).values(values)
    changed = {key: value for key, value in values.items() if key != "staff_id"}
    tx.execute(insert.on_conflict_do_update(index_elements=["staff_id"], set_=changed))


def finish_presence(tx: Transaction, staff_id: str, *, now: datetime) -> None:
    """Have somebody be offline who may not come back, and those who give out work know it."""
    known = lock_presence(tx, staff_id)
    if known is not None and known.presence is not Presence.OFFLINE:
        gone = replace(known, presence=Presence.OFFLINE, since=now, gone_at=now, due_at=None)
        record_presence(tx, gone)
    tx.wake(ROUTING_TOPIC)


def list_due_presences(
    tx: Transaction, *, now: datetime, skipped: Collection[str] = (), limit: int
) -> tuple[str, ...]:
    """List the staff ids of those whose presence is to be looked at, the longest due first.

    Args:
        skipped: staff ids of some that are not wanted.
    """
    due = _order(select(agent_presence.c.staff_id), skipped)
    due = due.where(agent_presence.c.due_at <= now)
    return tuple(tx.execute(due.limit(limit)).scalars())


def find_next_presence_at(tx: Transaction, *, skipped: Collection[str] = ()) -> datetime | None:
    """Find when the next presence is to be looked at, past instants included.

    Args:
        skipped: staff ids of those that do not matter.
    """
    ends = _order(select(agent_presence.c.due_at), skipped)
    found: datetime | None = tx.execute(
        ends.where(agent_presence.c.due_at.is_not(None)).limit(1)
    ).scalar_one_or_none()
    return found


def list_presence(tx: Transaction) -> tuple[StaffPresence, ...]:
    """List everybody who can log in, by name, with whether they are there and what they have."""
    loads: dict[str, dict[str, int]] = {}
    for row in tx.execute(_LOADS):
        loads.setdefault(row.assignee, {})[row.channel] = row.number
    return tuple(_to_staff_presence(row, loads.get(row.id, {})) for row in tx.execute(_EVERYBODY))


def _to_staff_presence(row: Any, load: Mapping[str, int]) -> StaffPresence:
    known = row.staff_id is not None
    return StaffPresence(
        staff_id=row.id,
        name=row.name,
        email=row.email,
        role=Role(row.role),
        presence=Presence(row.presence) if known else Presence.OFFLINE,
        chosen=Presence(row.chosen) if known else None,
        since=row.since,
        wrap_up_until=row.wrap_up_until,
        load=load,
    )


def to_presence(row: Any) -> AgentPresence:
    """Make somebody's presence of a row of its table."""
    return AgentPresence(
        staff_id=row.staff_id,
        presence=Presence(row.presence),
        chosen=Presence(row.chosen),
        since=row.since,
        seen_at=row.seen_at,
        active_at=row.active_at,
        wrap_up_until=row.wrap_up_until,
        gone_at=row.gone_at,
        due_at=row.due_at,
    )


def _find(tx: Transaction, statement: Any, staff_id: str) -> AgentPresence | None:
    row = tx.find_row(statement, {"staff_id": staff_id})
    return None if row is None else to_presence(row)


def _order(found: Select[Any], skipped: Collection[str]) -> Select[Any]:
    ordered = found.order_by(agent_presence.c.due_at)
    return ordered.where(agent_presence.c.staff_id.not_in(sorted(skipped))) if skipped else ordered
