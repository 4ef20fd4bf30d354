"""What an agent is trained for, how much they take and when they work is written anew."""

from dataclasses import replace

from bot.staffing.floor_tools import AGENT, Doing, FloorTools, log_change
from crm_store.agent_profiles import get_agent_profile, lock_staffing, record_agent_profile
from crm_store.skills import list_skills
from crm_store.staff import get_staff_member
from crm_store.transaction import Transaction
from domain.errors import InvalidInputError
from domain.staffing import AgentProfile
from routing.floor.profile_checks import check_profile
from routing.floor.shift_words import render_shift


def save_profile(
    tx: Transaction, tools: FloorTools, profile: AgentProfile, doing: Doing
) -> AgentProfile:
    """Write a profile; see `FloorDesk.save_profile`."""
    lock_staffing(tx)
    member = get_staff_member(tx, profile.staff_id)
    if not member.can_log_in:
        raise InvalidInputError(f"{member.name} is a key, which never has a conversation")
    check_profile(
        profile,
        skills={skill.name for skill in list_skills(tx)},
        channels=tools.known_channels,
    )
    ordered = sorted(profile.shifts, key=lambda each: (each.weekday, each.starts))
    standing = get_agent_profile(tx, profile.staff_id)
    saved = record_agent_profile(tx, replace(profile, shifts=tuple(ordered)), now=doing.now)
    log_change(tx, AGENT, member.email, doing, before=_write(standing), after=_write(saved))
    return saved


def _write(profile: AgentProfile) -> dict[str, object]:
    return {
        "skills": dict(profile.skills),
        "capacity": dict(profile.capacity),
        "shifts": [render_shift(each) for each in profile.shifts],
        "taking": profile.taking.value,
    }
