"""Wrong answers, counted so that nobody can go on guessing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, select

from crm_store.schema import attempts
from crm_store.transaction import Transaction

# Nothing is counted for longer.
KEPT = timedelta(days=1)

_INSERT = attempts.insert()
_COUNTED = (
    select(attempts.c.position)
    .where(
        attempts.c.scope == bindparam("in_scope"),
        attempts.c.subject == bindparam("of_subject"),
        attempts.c.at > bindparam("since", type_=attempts.c.at.type),
    )
    .limit(bindparam("most"))
    .subquery()
)
_COUNT = select(func.count()).select_from(_COUNTED)
_FORGET = delete(attempts).where(attempts.c.at < bindparam("before", type_=attempts.c.at.type))


def count_attempts(tx: Transaction, scope: str, subject: str, *, since: datetime, most: int) -> int:
    """Count the attempts on a subject since an instant; it is not looked further than `most`."""
    values = {"in_scope": scope, "of_subject": subject, "since": since, "most": most}
    number: int = tx.execute(_COUNT, values).scalar_one()
    return number


def record_attempts(tx: Transaction, scope: str, subjects: Sequence[str], *, now: datetime) -> None:
    """Note one attempt for each of some subjects, and forget those of days gone by."""
    tx.execute(_FORGET, {"before": now - KEPT})
    rows = [{"scope": scope, "subject": subject, "at": now} for subject in subjects]
    tx.execute_for(_INSERT, rows)
