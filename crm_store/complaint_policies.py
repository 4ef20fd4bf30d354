"""Versions of what complaints are decided by: numbered from 1, never changed; the last holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from crm_store.schema import complaint_policy_versions
from crm_store.transaction import Transaction
from domain.errors import ConflictError, NotFoundError

_TABLE = complaint_policy_versions
_LAST = select(func.coalesce(func.max(_TABLE.c.number), 0))
_BY_NUMBER = select(_TABLE).where(_TABLE.c.number == bindparam("number"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion:
    """One version of the policy.

    Attributes:
        definition: as people write it; see `complaints.policy_definition`.
        created_by: who made it, by name; None where nobody is known.
    """

    number: int
    definition: Mapping[str, Any]
    created_at: datetime
    created_by: str | None


def find_last_number(tx: Transaction) -> int:
    """Find the number of the version that holds; 0 where it is what is shipped."""
    number: int = tx.execute(_LAST).scalar_one()
    return number


def get_policy_version(tx: Transaction, number: int) -> PolicyVersion:
    """Read a version.

    Raises:
        NotFoundError: there is none of this number.
    """
    row = tx.find_row(_BY_NUMBER, {"number": number})
    if row is None:
        raise NotFoundError(f"there is no version {number} of the complaint policy")
    return _to_version(row)


def insert_policy_version(tx: Transaction, version: PolicyVersion) -> None:
    """Write a new version.

    Raises:
        ConflictError: somebody else made one of this number first.
    """
    row = {
        "number": version.number,
        "definition": dict(version.definition),
        "created_at": version.created_at,
        "created_by": version.created_by,
    }
    if not tx.insert_once(_TABLE, row):
        raise ConflictError("somebody else changed the complaint policy meanwhile; look again")


def list_policy_versions(tx: Transaction, *, limit: int = 100) -> tuple[PolicyVersion, ...]:
    """List versions, the latest first."""
    found = select(_TABLE).order_by(_TABLE.c.number.desc()).limit(limit)
    return tuple(_to_version(row) for row in tx.execute(found))


def _to_version(row: Any) -> PolicyVersion:
    return PolicyVersion(
        number=row.number,
        definition=row.definition,
        created_at=row.created_at,
        created_by=row.created_by,
    )
