"""Skills are made, renamed and removed; whoever has or requires one keeps up."""

from bot.staffing.floor_tools import SKILL, Doing, log_change
from crm_store.agent_profiles import lock_staffing
from crm_store.skills import (
    get_skill,
    list_skills,
    record_skill,
    record_skill_name,
    remove_skill,
)
from crm_store.transaction import Transaction
from domain.errors import ConflictError, InvalidInputError
from domain.staffing import Skill
from routing.floor.skill_checks import check_new_name, parse_skill_name, parse_title

MOST_SKILLS = 500


def create_skill(tx: Transaction, name: str, title: str, doing: Doing) -> Skill:
    """Make a skill; see `FloorDesk.create_skill`."""
    lock_staffing(tx)
    skill = Skill(name=parse_skill_name(name), title=parse_title(title), created_at=doing.now)
    known = list_skills(tx)
    if any(each.name == skill.name for each in known):
        raise ConflictError(f"there is a skill {skill.name!r} already")
    if len(known) >= MOST_SKILLS:
        raise InvalidInputError(f"there are {MOST_SKILLS} skills already; remove one first")
    record_skill(tx, skill)
    log_change(tx, SKILL, skill.name, doing, before=None, after=_write(skill))
    return skill


def rename_skill(
    tx: Transaction, name: str, *, to: str | None, title: str | None, doing: Doing
) -> Skill:
    """Give a skill another name or title; see `FloorDesk.rename_skill`."""
    lock_staffing(tx)
    old = get_skill(tx, name)
    new = old.name if to is None else parse_skill_name(to)
    check_new_name(old.name, new)
    if new != old.name:
        record_skill_name(tx, old.name, new, now=doing.now)
    if title is not None:
        record_skill(tx, Skill(name=new, title=parse_title(title), created_at=old.created_at))
    changed = get_skill(tx, new)
    if changed != old:
        log_change(tx, SKILL, new, doing, before=_write(old), after=_write(changed))
    return changed


def discard_skill(tx: Transaction, name: str, doing: Doing) -> None:
    """Remove a skill; see `FloorDesk.remove_skill`."""
    lock_staffing(tx)
    old = get_skill(tx, name)
    remove_skill(tx, name, now=doing.now)
    log_change(tx, SKILL, name, doing, before=_write(old), after=None)


def _write(skill: Skill) -> dict[str, object]:
    return {"name": skill.name, "title": skill.title}
