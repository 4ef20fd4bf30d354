"""Agreements and calendars are changed: each change is a new version, and none is ever lost.

Whoever changes them waits for others who do (`lock_service_levels`), and says which version the
change was made from.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select, update

from crm_store.codecs import to_json
from crm_store.schema import calendar_versions, calendars, sla_policies, sla_policy_versions
from crm_store.service_levels import list_standing
from crm_store.transaction import Transaction
from domain.calendars import BusinessCalendar
from domain.errors import ConflictError, NotFoundError
from domain.service_levels import SlaPolicy

_LOCK: Final = "service_levels"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Who changes something, when, and from what.

    Attributes:
        based_on: id of the version that it was made from; None for what is new.
        by: who did it, by name; None for Frontdesk itself.
    """

    based_on: str | None
    by: str | None
    now: datetime


def lock_service_levels(tx: Transaction) -> None:
    """Keep others from changing any agreement or calendar until this transaction has ended."""
    tx.lock(_LOCK)
    tx.read_anew(list_standing)


def record_calendar(tx: Transaction, calendar: BusinessCalendar, change: Change) -> int:
    """Record a calendar as its next version; return the number of that.

    Raises:
        ConflictError: it was not made from the version that stands.
    """
    lock_service_levels(tx)
    check_calendar_base(tx, calendar.name, change)
    number = _record_version(tx, calendar_versions.c.calendar, calendar, change)
    _put_head(tx, calendars, {"name": calendar.name, "version_id": calendar.version})
    return number


def record_policy(tx: Transaction, policy: SlaPolicy, change: Change) -> int:
    """Record a policy as its next version, at its position; return the number of the version.

    Raises:
        ConflictError: it was not made from the version that stands.
    """
    lock_service_levels(tx)
    check_policy_base(tx, policy.name, change)
    number = _record_version(tx, sla_policy_versions.c.policy, policy, change)
    values = {
        "name": policy.name,
        "position": policy.position,
        "enabled": policy.enabled,
        "version_id": policy.version,
    }
    _put_head(tx, sla_policies, values)
    return number


def record_calendar_removal(tx: Transaction, calendar: BusinessCalendar, change: Change) -> None:
    """Take a calendar away; its versions stay, and the last of them tells who removed it.

    Args:
        calendar: as it stood, with the id of that last version.

    Raises:
        NotFoundError: there is none.
        ConflictError: there is a newer version than the one that was looked at.
    """
    _require(tx, calendars, "calendar", calendar.name)
    record_calendar(tx, calendar, change)
    _remove_head(tx, calendars, calendar.name, change)


def record_policy_removal(tx: Transaction, policy: SlaPolicy, change: Change) -> None:
    """Take a policy away, as `record_calendar_removal` does a calendar; those after it move up."""
    _require(tx, sla_policies, "policy", policy.name)
    record_policy(tx, policy, change)
    _remove_head(tx, sla_policies, policy.name, change)
    left = [name for what, name, *_ in list_standing(tx) if what == "policy"]
    record_order(tx, left)


def record_order(tx: Transaction, names: list[str]) -> None:
    """Put the policies that stand in an order, counted from 1."""
    lock_service_levels(tx)
    for position, name in enumerate(names, start=1):
        placed = update(sla_policies).where(sla_policies.c.name == name)
        tx.execute(placed.values(position=position))
    tx.read_anew(list_standing)


def check_calendar_base(tx: Transaction, name: str, change: Change) -> None:
    """Check that a change was made from the version of a calendar that stands.

    Raises:
        ConflictError: it was not.
    """
    _check_base(tx, calendars, "calendar", name, change)


def check_policy_base(tx: Transaction, name: str, change: Change) -> None:
    """Check the same of a policy.

    Raises:
        ConflictError: it was not.
    """
    _check_base(tx, sla_policies, "policy", name, change)


def _check_base(tx: Transaction, heads: Any, what: str, name: str, change: Change) -> None:
    standing = tx.find_row(
        select(heads.c.version_id).where(heads.c.name == name, heads.c.removed_at.is_(None))
    )
    version = None if standing is None else standing.version_id
    if version == change.based_on:
        return
    if version is None:
        raise ConflictError(f"the {what} {name!r} was removed meanwhile; make it anew if need be")
    if change.based_on is None:
        raise ConflictError(
            f"there is a {what} {name!r} already; change that one, and say from which version"
        )
    raise ConflictError(
        f"somebody changed the {what} {name!r} meanwhile; read it again and decide anew"
    )


def _record_version(
    tx: Transaction, named: Any, definition: BusinessCalendar | SlaPolicy, change: Change
) -> int:
    versions = named.table
    latest = select(func.max(versions.c.number)).where(named == definition.name)
    number = int(tx.execute(latest).scalar_one() or 0) + 1
    values = {
        "id": definition.version,
        named.name: definition.name,
        "number": number,
        "definition": to_json(definition),
        "created_at": change.now,
        "created_by": change.by,
    }
    tx.execute(versions.insert().values(values))
    return number


def _put_head(tx: Transaction, heads: Any, values: dict[str, Any]) -> None:
    values = {**values, "removed_at": None}
    insert = tx.insert(heads).values(values)
    tx.execute(insert.on_conflict_do_update(index_elements=["name"], set_=values))
    tx.read_anew(list_standing)


def _remove_head(tx: Transaction, heads: Any, name: str, change: Change) -> None:
    tx.execute(update(heads).where(heads.c.name == name).values(removed_at=change.now))
    tx.read_anew(list_standing)


def _require(tx: Transaction, heads: Any, what: str, name: str) -> None:
    standing = select(heads.c.name).where(heads.c.name == name, heads.c.removed_at.is_(None))
    if tx.find_row(standing) is None:
        raise NotFoundError(f"there is no {what} {name!r}")
