"""The register of what people can be trained for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update

from crm_store.agent_profiles import lock_staffing, map_agent_profiles, record_agent_profile
from crm_store.schema import skills
from crm_store.staff import list_queues, record_queue
from crm_store.transaction import Transaction
from domain.errors import ConflictError, NotFoundError
from domain.staffing import Skill

_SKILLS: Final = select(skills).order_by(skills.c.name)


def list_skills(tx: Transaction) -> tuple[Skill, ...]:
    """List the skills by name, as they were when this transaction first asked."""
    return tx.read_once(_read_skills)


def get_skill(tx: Transaction, name: str) -> Skill:
    """Read a skill.

    Raises:
        NotFoundError: there is none of that name.
    """
    known = {skill.name: skill for skill in list_skills(tx)}
    if name not in known:
        names = ", ".join(known) or "none yet"
        raise NotFoundError(f"there is no skill {name!r}; there are {names}")
    return known[name]


def record_skill(tx: Transaction, skill: Skill) -> None:
    """Put a skill in the register, or give the one of that name another title."""
    lock_staffing(tx)
    values = {"name": skill.name, "title": skill.title, "created_at": skill.created_at}
    insert = tx.insert(skills).values(values)
    changed = {"title": skill.title}
    tx.execute(insert.on_conflict_do_update(index_elements=["name"], set_=changed))
    tx.read_anew(_read_skills)


def record_skill_name(tx: Transaction, old: str, new: str, *, now: datetime) -> None:
    """Call a skill by another name, in every profile and queue as well.

    Raises:
        NotFoundError: there is none of the old name.
        ConflictError: there is one of the new name.
    """
    lock_staffing(tx)
    get_skill(tx, old)
    if any(skill.name == new for skill in list_skills(tx)):
        raise ConflictError(f"there is a skill {new!r} already; choose another name")
    tx.execute(update(skills).where(skills.c.name == old).values(name=new))
    _record_in_profiles(tx, old, new, now)
    for queue in list_queues(tx):
        if old in queue.requires:
            record_queue(tx, replace(queue, requires=_rename(queue.requires, old, new)))
    tx.read_anew(_read_skills)


def remove_skill(tx: Transaction, name: str, *, now: datetime) -> None:
    """Take a skill out of the register, and off whoever has it.

    Raises:
        NotFoundError: there is none of that name.
        ConflictError: a queue requires it.
    """
    lock_staffing(tx)
    get_skill(tx, name)
    users = [queue.name for queue in list_queues(tx) if name in queue.requires]
    if users:
        raise ConflictError(
            f"the skill {name!r} is required by the queue{'s' * (len(users) > 1)} "
            f"{', '.join(users)}; change what they require first"
        )
    tx.execute(delete(skills).where(skills.c.name == name))
    _record_in_profiles(tx, name, None, now)
    tx.read_anew(_read_skills)


def _record_in_profiles(tx: Transaction, old: str, new: str | None, now: datetime) -> None:
    for profile in map_agent_profiles(tx).values():
        if old in profile.skills:
            levels = _rename(profile.skills, old, new)
            record_agent_profile(tx, replace(profile, skills=levels), now=now)


def _rename(levels: Mapping[str, int], old: str, new: str | None) -> dict[str, int]:
    kept = {name: level for name, level in levels.items() if name != old}
    return kept if new is None else {**kept, new: levels[old]}


def _read_skills(tx: Transaction) -> tuple[Skill, ...]:
    return tuple(
        Skill(name=row.name, title=row.title, created_at=row.created_at)
        for row in tx.execute(_SKILLS)
    )
