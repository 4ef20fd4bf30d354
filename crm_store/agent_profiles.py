"""What agents are trained for, how much they take, and when they work."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, Final

from sqlalchemy import select, update

from crm_store.schema import agent_profiles, staff
from crm_store.transaction import Transaction
from domain.errors import ConflictError
from domain.staff import Role
from domain.staffing import USUAL_CAPACITY, AgentProfile, Shift, Taking

# Who changes skills, profiles or what queues require waits for the others who do.
_LOCK: Final = "staffing"
_PROFILES = select(agent_profiles, staff.c.id.label("of"), staff.c.role).join_from(
    staff, agent_profiles, agent_profiles.c.staff_id == staff.c.id, isouter=True
)


def lock_staffing(tx: Transaction) -> None:
    """Keep others from changing skills, profiles and queues until this transaction has ended."""
    tx.lock(_LOCK)


def get_agent_profile(tx: Transaction, staff_id: str) -> AgentProfile:
    """Read the profile of a member of staff; the usual one where nobody wrote any."""
    row = tx.find_row(_PROFILES.where(staff.c.id == staff_id))
    return AgentProfile(staff_id=staff_id, taking=Taking.NONE) if row is None else to_profile(row)


def map_agent_profiles(tx: Transaction) -> Mapping[str, AgentProfile]:
    """Map the profiles of all members of staff by their ids."""
    return {row.of: to_profile(row) for row in tx.execute(_PROFILES)}


def record_agent_profile(tx: Transaction, profile: AgentProfile, *, now: datetime) -> AgentProfile:
    """Write a profile as its next version; return it as it stands then.

    Args:
        profile: its `version` is the one it was made from, 0 for none.

    Raises:
        ConflictError: somebody else changed it.
    """
    lock_staffing(tx)
    values = {
        "staff_id": profile.staff_id,
        "skills": dict(profile.skills),
        "capacity": dict(profile.capacity),
        "shifts": [_write_shift(shift) for shift in profile.shifts],
        "taking": profile.taking.value,
        "version": profile.version + 1,
        "updated_at": now,
    }
    if not _write(tx, profile, values):
        raise ConflictError(
            "somebody changed this agent's profile meanwhile; read it again and decide anew"
        )
    return get_agent_profile(tx, profile.staff_id)


def to_profile(row: Any) -> AgentProfile:
    """Read a profile from a row of staff, with its `role`, and of profiles, which may be empty."""
    if row.staff_id is None:
        return make_usual_profile(row.of, Role(row.role))
    return AgentProfile(
        staff_id=row.staff_id,
        skills=row.skills,
        capacity=row.capacity,
        shifts=tuple(_read_shift(shift) for shift in row.shifts),
        taking=Taking(row.taking),
        version=row.version,
        updated_at=row.updated_at,
    )


def make_usual_profile(staff_id: str, role: Role) -> AgentProfile:
    """Make the profile of somebody for whom none was written: agents ask for work."""
    taking = Taking.PULL if role is Role.AGENT else Taking.NONE
    return AgentProfile(staff_id=staff_id, capacity=USUAL_CAPACITY, taking=taking)


def _write(tx: Transaction, profile: AgentProfile, values: dict[str, Any]) -> bool:
    if profile.version == 0:
        return tx.insert_once(agent_profiles, values)
    standing = update(agent_profiles).where(
        agent_profiles.c.staff_id == profile.staff_id, agent_profiles.c.version == profile.version
    )
    return tx.execute(standing.values(values)).rowcount == 1


def _write_shift(shift: Shift) -> list[Any]:
    return [shift.weekday, f"{shift.starts:%H:%M}", f"{shift.ends:%H:%M}"]


def _read_shift(value: Any) -> Shift:
    weekday, starts, ends = value
    return Shift(weekday=weekday, starts=time.fromisoformat(starts), ends=time.fromisoformat(ends))
