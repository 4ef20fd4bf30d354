"""Rules, macros and triggers are changed: each change is a new version, and none is ever lost.

Whoever changes them waits for others who do (`lock_automations`), and says which version the change
was made from.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import func, select, update

from crm_store.automations import list_standing_ids
from crm_store.codecs import to_json
from crm_store.schema import automation_versions, automations
from crm_store.service_level_changes import Change
from crm_store.transaction import Transaction
from domain.automations import Automation, AutomationKind
from domain.errors import ConflictError, NotFoundError

_LOCK: Final = "automations"


def lock_automations(tx: Transaction) -> None:
    """Keep others from changing any rule, macro or trigger until this transaction has ended."""
    tx.lock(_LOCK)
    tx.read_anew(list_standing_ids)


def record_automation(tx: Transaction, automation: Automation, change: Change) -> int:
    """Record a rule, macro or trigger as its next version, at its position; return its number.

    Raises:
        ConflictError: it was not made from the version that stands, or another kind has its name.
    """
    lock_automations(tx)
    check_automation_base(tx, automation.kind, automation.name, change)
    number = _record_version(tx, automation, change)
    values: dict[str, Any] = {
        "name": automation.name,
        "kind": automation.kind,
        "position": automation.position,
        "enabled": automation.enabled,
        "version_id": automation.version,
        "removed_at": None,
    }
    insert = tx.insert(automations).values(values)
    tx.execute(insert.on_conflict_do_update(index_elements=["name"], set_=values))
    tx.read_anew(list_standing_ids)
    return number


def record_automation_removal(tx: Transaction, automation: Automation, change: Change) -> None:
    """Take a rule, macro or trigger away; those after it move up.

    Its versions stay, and the last of them tells who removed it.

    Args:
        automation: as it stood, with the id of that last version.

    Raises:
        NotFoundError: there is none.
        ConflictError: there is a newer version than the one that was looked at.
    """
    if _find_head(tx, automation.name) is None:
        raise NotFoundError(f"there is no {automation.kind.value} {automation.name!r}")
    record_automation(tx, automation, change)
    removed = update(automations).where(automations.c.name == automation.name)
    tx.execute(removed.values(removed_at=change.now))
    tx.read_anew(list_standing_ids)
    left = [name for kind, name, *_ in list_standing_ids(tx) if kind == automation.kind]
    record_automation_order(tx, automation.kind, left)


def record_automation_order(tx: Transaction, kind: AutomationKind, names: Sequence[str]) -> None:
    """Put what stands of a kind in an order, counted from 1."""
    lock_automations(tx)
    for position, name in enumerate(names, start=1):
        placed = update(automations).where(automations.c.name == name, automations.c.kind == kind)
        tx.execute(placed.values(position=position))
    tx.read_anew(list_standing_ids)


def check_automation_base(tx: Transaction, kind: AutomationKind, name: str, change: Change) -> None:
    """Check that a change was made from the version that stands.

    Raises:
        ConflictError: it was not, or another kind has this name.
    """
    standing = _find_head(tx, name)
    what = f"{kind.value} {name!r}"
    if standing is not None and standing.kind != kind:
        raise ConflictError(f"there is a {standing.kind} {name!r}; choose another name")
    version = None if standing is None else standing.version_id
    if version == change.based_on:
        return
    if version is None:
        raise ConflictError(f"the {what} was removed meanwhile; make it anew if need be")
    if change.based_on is None:
        raise ConflictError(
            f"there is a {what} already; change that one, and say from which version"
        )
    raise ConflictError(f"somebody changed the {what} meanwhile; read it again and decide anew")


def _find_head(tx: Transaction, name: str) -> Any:
    return tx.find_row(
        select(automations).where(automations.c.name == name, automations.c.removed_at.is_(None))
    )


def _record_version(tx: Transaction, automation: Automation, change: Change) -> int:
    versions = automation_versions
    latest = select(func.max(versions.c.number)).where(versions.c.automation == automation.name)
    number = int(tx.execute(latest).scalar_one() or 0) + 1
    values = {
        "id": automation.version,
        "automation": automation.name,
        "number": number,
        "definition": to_json(_open_texts(automation)),
        "created_at": change.now,
        "created_by": change.by,
    }
    tx.execute(versions.insert().values(values))
    return number


def _open_texts(automation: Automation) -> Automation:
    """Give texts as a mapping that can be written down."""
    actions = (replace(each, texts=dict(each.texts)) for each in automation.actions)
    return replace(automation, actions=tuple(actions))
