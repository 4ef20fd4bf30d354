"""Agreements and calendars as they stand, and every version that ever stood."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

import structlog
from sqlalchemy import bindparam, literal, null, select, union_all

from crm_store.codecs import from_json
from crm_store.schema import calendar_versions, calendars, sla_policies, sla_policy_versions
from crm_store.transaction import Transaction
from domain.calendars import ALWAYS, BusinessCalendar
from domain.errors import NotFoundError
from domain.service_levels import SlaPolicy

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(Generic[T]):
    """One version of a calendar or policy.

    Attributes:
        number: counted from 1 for each name.
        by: who made it, by name; None for Frontdesk itself.
        readable: False where what is on record cannot be read; the definition then only stands in
            for it, so that it can be seen, replaced or removed.
    """

    number: int
    definition: T
    at: datetime
    by: str | None
    readable: bool = True


log = structlog.get_logger()
_STANDING = union_all(
    select(
        literal("calendar").label("what"),
        calendars.c.name,
        null().label("position"),
        null().label("enabled"),
        calendars.c.version_id,
    ).where(calendars.c.removed_at.is_(None)),
    select(
        literal("policy"),
        sla_policies.c.name,
        sla_policies.c.position,
        sla_policies.c.enabled,
        sla_policies.c.version_id,
    ).where(sla_policies.c.removed_at.is_(None)),
).order_by("what", "position", "name")
_CALENDAR = select(calendar_versions).where(calendar_versions.c.id == bindparam("id"))
_POLICY = select(sla_policy_versions).where(sla_policy_versions.c.id == bindparam("id"))


def list_standing(tx: Transaction) -> tuple[tuple[str, str, int | None, bool | None, str], ...]:
    """List what stands now: (`calendar` or `policy`, name, position, enabled, version's id)."""
    return tuple(
        (row.what, row.name, row.position, row.enabled, row.version_id)
        for row in tx.execute(_STANDING)
    )


def get_calendar_version(tx: Transaction, version_id: str) -> BusinessCalendar:
    """Read one version of a calendar.

    Raises:
        NotFoundError: there is none.
    """
    row = _get(tx, _CALENDAR, version_id, "calendar")
    return from_json(BusinessCalendar, row.definition)


def get_calendar_changed_at(tx: Transaction, version_id: str) -> datetime:
    """Read when a version of a calendar was made.

    Raises:
        NotFoundError: there is none.
    """
    made_at: datetime = _get(tx, _CALENDAR, version_id, "calendar").created_at
    return made_at


def get_policy_version(tx: Transaction, version_id: str) -> SlaPolicy:
    """Read one version of a policy.

    Raises:
        NotFoundError: there is none.
    """
    row = _get(tx, _POLICY, version_id, "policy")
    return from_json(SlaPolicy, row.definition)


def list_standing_calendars(tx: Transaction) -> tuple[Version[BusinessCalendar], ...]:
    """List the present versions of all calendars, by name."""
    versions = calendar_versions
    found = (
        select(versions)
        .join(calendars, calendars.c.version_id == versions.c.id)
        .where(calendars.c.removed_at.is_(None))
        .order_by(calendars.c.name)
    )
    return tuple(_to_calendar(row) for row in tx.execute(found))


def list_standing_policies(tx: Transaction) -> tuple[Version[SlaPolicy], ...]:
    """List the present versions of all policies, in the order in which they are tried."""
    versions = sla_policy_versions
    found = (
        select(versions)
        .join(sla_policies, sla_policies.c.version_id == versions.c.id)
        .where(sla_policies.c.removed_at.is_(None))
        .order_by(sla_policies.c.position, sla_policies.c.name)
    )
    return tuple(_to_policy(row) for row in tx.execute(found))


def list_calendar_versions(
    tx: Transaction, name: str, *, limit: int = 50
) -> tuple[Version[BusinessCalendar], ...]:
    """List the versions of a calendar, removed or not, the newest first."""
    return _list_versions(tx, calendar_versions.c.calendar, name, _to_calendar, limit)


def list_policy_versions(
    tx: Transaction, name: str, *, limit: int = 50
) -> tuple[Version[SlaPolicy], ...]:
    """List the versions of a policy, removed or not, the newest first."""
    return _list_versions(tx, sla_policy_versions.c.policy, name, _to_policy, limit)


def _list_versions(
    tx: Transaction, named: Any, name: str, read: Callable[[Any], Version[T]], limit: int
) -> tuple[Version[T], ...]:
    versions = named.table
    found = select(versions).where(named == name).order_by(versions.c.number.desc()).limit(limit)
    return tuple(read(row) for row in tx.execute(found))


def _to_calendar(row: Any) -> Version[BusinessCalendar]:
    # What cannot be read counts as always open.
    instead = replace(ALWAYS, name=row.calendar, title=_tell(row.calendar), version=row.id)
    return _to_version(row, BusinessCalendar, instead)


def _to_policy(row: Any) -> Version[SlaPolicy]:
    name = row.policy
    instead = SlaPolicy(
        name=name, title=_tell(name), version=row.id, position=0, enabled=False, targets={}
    )
    return _to_version(row, SlaPolicy, instead)


def _tell(name: str) -> str:
    return f"{name} (cannot be read)"


def _to_version(row: Any, kind: type[T], instead: T) -> Version[T]:
    definition, readable = instead, True
    try:
        definition = from_json(kind, row.definition)
    except ValueError as error:
        readable = False
        log.error("version_unreadable", version=row.id, error=type(error).__name__)
    return Version(
        number=row.number,
        definition=definition,
        at=row.created_at,
        by=row.created_by,
        readable=readable,
    )


def _get(tx: Transaction, statement: Any, version_id: str, what: str) -> Any:
    row = tx.find_row(statement, {"id": version_id})
    if row is None:
        raise NotFoundError(f"there is no version {version_id!r} of a {what}")
    return row
