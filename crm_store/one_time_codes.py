"""One-time codes: where each was sent and how often it was answered, never the code itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from crm_store.schema import action_runs, one_time_codes
from crm_store.transaction import Transaction
from domain.errors import NotFoundError
from domain.messages import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTimeCode:
    """A code that was sent for a run.

    Attributes:
        digest: of the code, keyed; the code is not on record.
        tries: wrong answers so far.
        used_at: when it was answered rightly.
    """

    id: str
    run_id: str
    to: Address
    digest: str
    created_at: datetime
    expires_at: datetime
    tries: int = 0
    used_at: datetime | None = None


def record_code(tx: Transaction, code: OneTimeCode) -> None:
    """Record a code that is to be sent."""
    values = {
        "id": code.id,
        "run_id": code.run_id,
        "kind": code.to.kind,
        "value": code.to.value,
        "digest": code.digest,
        "created_at": code.created_at,
        "expires_at": code.expires_at,
        "tries": code.tries,
        "used_at": code.used_at,
    }
    tx.execute(one_time_codes.insert(), values)


def get_code(tx: Transaction, code_id: str) -> OneTimeCode:
    """Read a code.

    Raises:
        NotFoundError: there is none.
    """
    row = tx.find_row(select(one_time_codes).where(one_time_codes.c.id == code_id))
    if row is None:
        raise NotFoundError(f"there is no one-time code {code_id!r}")
    return _to_code(row)


def lock_latest_code(tx: Transaction, run_id: str) -> OneTimeCode | None:
    """Read the latest code of a run, the only one that counts, and keep others from trying it."""
    of_run = select(one_time_codes).where(one_time_codes.c.run_id == run_id)
    latest = of_run.order_by(one_time_codes.c.created_at.desc(), one_time_codes.c.id.desc())
    row = tx.find_row(latest.limit(1).with_for_update())
    return None if row is None else _to_code(row)


def has_later_code(tx: Transaction, code: OneTimeCode) -> bool:
    """Say whether another one was made for the same run since, so that this one counts no more."""
    newest = (one_time_codes.c.created_at.desc(), one_time_codes.c.id.desc())
    of_run = select(one_time_codes.c.id).where(one_time_codes.c.run_id == code.run_id)
    row = tx.find_row(of_run.order_by(*newest).limit(1))
    return row is not None and row.id != code.id


def record_wrong_try(tx: Transaction, code: OneTimeCode) -> None:
    """Count a wrong answer to a code."""
    changed = update(one_time_codes).where(one_time_codes.c.id == code.id)
    tx.execute(changed.values(tries=one_time_codes.c.tries + 1))


def record_code_used(tx: Transaction, code: OneTimeCode, *, now: datetime) -> None:
    """Note that a code was answered rightly, so that it never is again."""
    changed = update(one_time_codes).where(one_time_codes.c.id == code.id)
    tx.execute(changed.values(used_at=now))


def count_codes_to(tx: Transaction, address: Address, *, since: datetime) -> int:
    """Count the codes that went to an address since an instant."""
    found = select(func.count()).where(
        one_time_codes.c.kind == address.kind,
        one_time_codes.c.value == address.value,
        one_time_codes.c.created_at > since,
    )
    number: int = tx.execute(found).scalar_one()
    return number


def count_codes_of(tx: Transaction, customer_id: str, *, since: datetime) -> int:
    """Count the codes that one customer had sent since an instant."""
    found = (
        select(func.count())
        .select_from(one_time_codes)
        .join(action_runs, action_runs.c.id == one_time_codes.c.run_id)
        .where(action_runs.c.customer_id == customer_id, one_time_codes.c.created_at > since)
    )
    number: int = tx.execute(found).scalar_one()
    return number


def _to_code(row: Any) -> OneTimeCode:
    return OneTimeCode(
        id=row.id,
        run_id=row.run_id,
        to=Address(kind=row.kind, value=row.value, verified=True),
        digest=row.digest,
        created_at=row.created_at,
        expires_at=row.expires_at,
        tries=row.tries,
        used_at=row.used_at,
    )
