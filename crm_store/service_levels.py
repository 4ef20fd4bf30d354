"""Agreements and calendars as they stand, and every version that ever stood."""

from typing import Any

from sqlalchemy import bindparam, literal, null, select, union_all

from crm_store.codecs import from_json
from crm_store.schema import calendar_versions, calendars, sla_policies, sla_policy_versions
from crm_store.transaction import Transaction
from domain.calendars import BusinessCalendar
from domain.errors import NotFoundError
from domain.service_levels import SlaPolicy

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


def get_policy_version(tx: Transaction, version_id: str) -> SlaPolicy:
    """Read one version of a policy.

    Raises:
        NotFoundError: there is none.
    """
    row = _get(tx, _POLICY, version_id, "policy")
    return from_json(SlaPolicy, row.definition)


def _get(tx: Transaction, statement: Any, version_id: str, what: str) -> Any:
    row = tx.find_row(statement, {"id": version_id})
    if row is None:
        raise NotFoundError(f"there is no version {version_id!r} of a {what}")
    return row
