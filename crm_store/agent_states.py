"""The agents and queues as they stand now, as whoever gives out work needs them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Row, bindparam, func, select

from crm_store.agent_profiles import to_profile
from crm_store.schema import agent_presence, agent_profiles, conversations, staff
from crm_store.staff import list_queues
from crm_store.transaction import Transaction
from domain.assignment import AgentState, Presence, StaffedQueue
from domain.conversations import ConversationStatus
from domain.shifts import find_shift_end
from domain.staffing import AgentProfile, Taking

# Told to whoever gives out work as work or people change.
ROUTING_TOPIC: Final = "routing"
_NOTHING: Final[Mapping[str, int]] = MappingProxyType({})
_AGENTS = (
    select(
        agent_profiles,
        staff.c.id.label("of"),
        staff.c.role,
        agent_presence.c.presence,
        agent_presence.c.seen_at,
    )
    .join_from(staff, agent_profiles, agent_profiles.c.staff_id == staff.c.id, isouter=True)
    .join(agent_presence, agent_presence.c.staff_id == staff.c.id, isouter=True)
    .where(staff.c.active, staff.c.password_hash != "")
    .order_by(staff.c.id)
)
_AGENT = _AGENTS.where(staff.c.id == bindparam("id"))
_LOADS = (
    select(conversations.c.assignee, conversations.c.channel, func.count().label("number"))
    .where(
        conversations.c.assignee.in_(bindparam("agents", expanding=True)),
        conversations.c.status == ConversationStatus.OPEN,
        conversations.c.merged_into.is_(None),
    )
    .group_by(conversations.c.assignee, conversations.c.channel)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorAgent:
    """An agent as they stand, and how they come by work.

    Attributes:
        on_shift: whether one of their shifts runs now; true of who has none.
        seen_at: when their console last gave a sign of itself; None where it never did.
    """

    state: AgentState
    taking: Taking
    on_shift: bool
    seen_at: datetime | None = None

    @property
    def pushable(self) -> bool:
        """Whether they may be given work without asking for it, room and presence aside."""
        return self.taking is Taking.PUSH and self.on_shift

    def is_there(self, *, since: datetime) -> bool:
        """Whether they are available.

        Args:
            since: whose console gave no sign later than that is gone, although nobody has looked
                yet, such as after a time in which no process ran.
        """
        is_silent = self.seen_at is None or self.seen_at <= since
        return self.state.presence is Presence.AVAILABLE and not is_silent

    def can_be_given(self, *, since: datetime) -> bool:
        """Whether they may be given work and are there, as in `is_there`, room aside."""
        return self.pushable and self.is_there(since=since)

    @property
    def pullable(self) -> bool:
        """Whether they may ask for work; outside of their shifts too, since they are there."""
        return self.taking is not Taking.NONE


def list_floor(tx: Transaction, *, now: datetime, time_zone: str) -> tuple[FloorAgent, ...]:
    """List everybody who takes part in the queues' work, present or not, by id.

    They are active members of staff whose `Taking` is not `none`.

    Args:
        time_zone: of the company, by whose clocks shifts are.
    """
    everybody = list_everybody(tx, now=now, time_zone=time_zone)
    return tuple(each for each in everybody if each.pullable)


def list_everybody(tx: Transaction, *, now: datetime, time_zone: str) -> tuple[FloorAgent, ...]:
    """List all active members of staff who can log in, whatever their `Taking` is, by id."""
    rows = tx.execute(_AGENTS).all()
    loads = _count_loads(tx, [row.of for row in rows])
    return tuple(
        _stand(row, to_profile(row), loads.get(row.of, _NOTHING), now, time_zone) for row in rows
    )


def list_agent_states(tx: Transaction, *, now: datetime, time_zone: str) -> tuple[AgentState, ...]:
    """List the states of all of `list_floor`."""
    return tuple(each.state for each in list_floor(tx, now=now, time_zone=time_zone))


def find_floor_agent(
    tx: Transaction, staff_id: str, *, now: datetime, time_zone: str
) -> FloorAgent | None:
    """Find one active member of staff, whatever their `Taking` is; None where there is none."""
    row = tx.find_row(_AGENT, {"id": staff_id})
    if row is None:
        return None
    load = _count_loads(tx, [staff_id]).get(staff_id, _NOTHING)
    return _stand(row, to_profile(row), load, now, time_zone)


def find_agent_state(
    tx: Transaction, staff_id: str, *, now: datetime, time_zone: str
) -> AgentState | None:
    """Find the state of one agent; None where they take part in no queue's work."""
    found = find_floor_agent(tx, staff_id, now=now, time_zone=time_zone)
    return found.state if found is not None and found.pullable else None


def map_staffed_queues(tx: Transaction) -> Mapping[str, StaffedQueue]:
    """Map by name what the queues ask of those who serve them."""
    return {
        each.name: StaffedQueue(name=each.name, requires=each.requires, overflow=each.overflow)
        for each in list_queues(tx)
    }


def _count_loads(tx: Transaction, agents: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """Count by agent and channel what is open and theirs."""
    loads: dict[str, dict[str, int]] = {}
    if agents:
        for row in tx.execute(_LOADS, {"agents": list(agents)}):
            loads.setdefault(row.assignee, {})[row.channel] = row.number
    return loads


def _stand(
    row: Row[Any], profile: AgentProfile, load: Mapping[str, int], now: datetime, time_zone: str
) -> FloorAgent:
    until = find_shift_end(profile.shifts, now, time_zone)
    state = AgentState(
        id=row.of,
        skills=profile.skills,
        capacity=profile.capacity,
        load=load,
        presence=Presence(row.presence) if row.presence else Presence.OFFLINE,
        until=until,
    )
    on_shift = until is not None or not profile.shifts
    return FloorAgent(state=state, taking=profile.taking, on_shift=on_shift, seen_at=row.seen_at)
