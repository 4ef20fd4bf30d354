"""Rules, macros and triggers as they stand, and every version that ever stood."""

from typing import Any

import structlog
from sqlalchemy import bindparam, select

from crm_store.codecs import from_json
from crm_store.schema import automation_versions, automations
from crm_store.transaction import Transaction
from domain.automations import Automation, AutomationKind, AutomationVersion
from domain.errors import NotFoundError

log = structlog.get_logger()
_STANDING = (
    select(
        automations.c.kind,
        automations.c.name,
        automations.c.position,
        automations.c.enabled,
        automations.c.version_id,
    )
    .where(automations.c.removed_at.is_(None))
    .order_by(automations.c.kind, automations.c.position, automations.c.name)
)
_VERSION = select(automation_versions).where(automation_versions.c.id == bindparam("id"))


def list_standing_ids(tx: Transaction) -> tuple[tuple[str, str, int, bool, str], ...]:
    """List what stands now: (kind, name, position, enabled, version's id), by kind and position."""
    return tuple(
        (row.kind, row.name, row.position, row.enabled, row.version_id)
        for row in tx.execute(_STANDING)
    )


def get_automation_version(tx: Transaction, version_id: str) -> Automation:
    """Read one version.

    Raises:
        NotFoundError: there is none.
        pydantic.ValidationError: what is on record cannot be read.
    """
    row = tx.find_row(_VERSION, {"id": version_id})
    if row is None:
        raise NotFoundError(f"there is no version {version_id!r} of a rule, macro or trigger")
    return from_json(Automation, row.definition)


def list_standing_automations(
    tx: Transaction, kind: AutomationKind
) -> tuple[AutomationVersion, ...]:
    """List the present versions of a kind in their order, each with the place that it has now."""
    found = (
        select(automation_versions, automations.c.kind)
        .join(automations, automations.c.version_id == automation_versions.c.id)
        .where(automations.c.removed_at.is_(None), automations.c.kind == kind)
        .order_by(automations.c.position, automations.c.name)
    )
    return tuple(_to_version(row, kind) for row in tx.execute(found))


def list_automation_versions(
    tx: Transaction, kind: AutomationKind, name: str, *, limit: int = 50
) -> tuple[AutomationVersion, ...]:
    """List the versions of a rule, macro or trigger, removed or not, the newest first."""
    found = (
        select(automation_versions)
        .where(automation_versions.c.automation == name)
        .order_by(automation_versions.c.number.desc())
        .limit(limit)
    )
    return tuple(_to_version(row, kind) for row in tx.execute(found))


def find_automation_version(
    tx: Transaction, kind: AutomationKind, name: str, number: int
) -> AutomationVersion | None:
    """Find a version by its number."""
    found = select(automation_versions).where(
        automation_versions.c.automation == name, automation_versions.c.number == number
    )
    row = tx.find_row(found)
    return None if row is None else _to_version(row, kind)


def _to_version(row: Any, kind: AutomationKind) -> AutomationVersion:
    readable = True
    try:
        automation = from_json(Automation, row.definition)
    except ValueError as error:
        readable = False
        log.error("automation_unreadable", version=row.id, error=type(error).__name__)
        automation = Automation(
            name=row.automation,
            title=f"{row.automation} (cannot be read)",
            kind=kind,
            version=row.id,
        )
    return AutomationVersion(
        number=row.number,
        automation=automation,
        created_at=row.created_at,
        created_by=row.created_by,
        readable=readable,
    )
