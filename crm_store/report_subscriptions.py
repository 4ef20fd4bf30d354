"""Who gets which report by mail, and which were put on their way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from crm_store.schema import report_mails, report_subscriptions
from crm_store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A report that somebody wants by mail.

    Attributes:
        period: `daily` or `weekly`.
        changed_at: since when they want it.
    """

    staff_id: str
    period: str
    changed_at: datetime


def save_subscription(
    tx: Transaction, staff_id: str, period: str, *, enabled: bool, now: datetime
) -> bool:
    """Have somebody get a report by mail, or no more; False where it was so already."""
    if (period in find_subscriptions(tx, staff_id)) is enabled:
        return False
    values = {"enabled": enabled, "changed_at": now}
    insert = tx.insert(report_subscriptions).values(staff_id=staff_id, period=period, **values)
    keys = ["staff_id", "period"]
    tx.execute(insert.on_conflict_do_update(index_elements=keys, set_=values))
    return True


def find_subscriptions(tx: Transaction, staff_id: str) -> Mapping[str, datetime]:
    """Find which reports somebody wants, and since when."""
    c = report_subscriptions.c
    found = select(c.period, c.changed_at).where(c.staff_id == staff_id, c.enabled)
    return {row.period: row.changed_at for row in tx.execute(found)}


def list_subscriptions(tx: Transaction, period: str) -> tuple[Subscription, ...]:
    """List who wants a report."""
    c = report_subscriptions.c
    found = select(c.staff_id, c.period, c.changed_at).where(c.period == period, c.enabled)
    return tuple(
        Subscription(staff_id=row.staff_id, period=row.period, changed_at=row.changed_at)
        for row in tx.execute(found.order_by(c.staff_id))
    )


def claim_report_mail(
    tx: Transaction, staff_id: str, period: str, day: date, *, now: datetime
) -> bool:
    """Claim to send a report; False where somebody has, so that it goes out once."""
    values = {"staff_id": staff_id, "period": period, "day": day, "at": now}
    return tx.insert_once(report_mails, values)


def list_claimed(tx: Transaction, period: str, day: date) -> frozenset[str]:
    """List whose report of some days is on its way, or was."""
    c = report_mails.c
    found = select(c.staff_id).where(c.period == period, c.day == day)
    return frozenset(tx.execute(found).scalars())
