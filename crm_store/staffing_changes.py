"""Who changed which skill, agent or queue, and what it was before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from crm_store.schema import staffing_changes
from crm_store.transaction import Transaction

MOST_CHANGES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingChange:
    """One line of the log of changes.

    Attributes:
        what: `skill`, `agent` or `queue`.
        name: the skill's or queue's name, or the agent's email address.
        before: what there was, as JSON values; None where there was nothing.
        after: what there is since; None where it was removed.
        by: who did it, by name; None for Frontdesk itself.
    """

    what: str
    name: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    by: str | None
    at: datetime


def record_staffing_change(tx: Transaction, change: StaffingChange) -> None:
    """Add a line; none is ever changed or removed."""
    values = {
        "what": change.what,
        "name": change.name,
        "before": change.before,
        "after": change.after,
        "by": change.by,
        "at": change.at,
    }
    tx.execute(staffing_changes.insert().values(values))


def list_staffing_changes(
    tx: Transaction, what: str | None = None, name: str | None = None
) -> tuple[StaffingChange, ...]:
    """List the last changes, the latest first, of everything or of one thing."""
    latest = select(staffing_changes).order_by(staffing_changes.c.position.desc())
    if what is not None:
        latest = latest.where(staffing_changes.c.what == what)
    if name is not None:
        latest = latest.where(staffing_changes.c.name == name)
    return tuple(
        StaffingChange(
            what=row.what, name=row.name, before=row.before, after=row.after, by=row.by, at=row.at
        )
        for row in tx.execute(latest.limit(MOST_CHANGES))
    )
