"""Budgets of redress: what happened to each month's, and the running sums of that.

Whoever changes a budget has locked its row first; it is the last thing that a transaction locks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import bindparam, select, update

from crm_store.schema import budget_events, budgets
from crm_store.transaction import Transaction
from domain.redress import BudgetEvent, BudgetEventKind, BudgetState

BUDGETS_TOPIC: Final = "budgets"
_ROW = select(budgets).where(
    budgets.c.period == bindparam("period"), budgets.c.currency == bindparam("currency")
)
_OF_GESTURE = (
    select(budget_events)
    .where(
        budget_events.c.period == bindparam("of_period"),
        budget_events.c.currency == bindparam("of_currency"),
        budget_events.c.gesture_id == bindparam("gesture_id"),
    )
    .order_by(budget_events.c.position)
)
_EVENTS = (
    select(budget_events)
    .where(
        budget_events.c.period == bindparam("of_period"),
        budget_events.c.currency == bindparam("of_currency"),
    )
    .order_by(budget_events.c.position)
)
_CHANGE = update(budgets).where(
    budgets.c.period == bindparam("of_period"), budgets.c.currency == bindparam("of_currency")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetSums:
    """A month's budget in one currency, in minor units.

    Attributes:
        period: as `2026-11`, in the company's time zone.
    """

    period: str
    currency: str
    limit: int = 0
    reserved: int = 0
    spent: int = 0

    @property
    def available(self) -> int:
        """What can still be reserved."""
        return max(self.limit - self.reserved - self.spent, 0)


def lock_budget(tx: Transaction, period: str, currency: str) -> BudgetSums | None:
    """Read a budget and keep others from changing it until the commit; None where there is none."""
    row = tx.find_row(_ROW.with_for_update(), {"period": period, "currency": currency})
    return None if row is None else _to_sums(row)


def find_budget(tx: Transaction, period: str, currency: str) -> BudgetSums | None:
    """Find a budget, and lock nothing."""
    row = tx.find_row(_ROW, {"period": period, "currency": currency})
    return None if row is None else _to_sums(row)


def insert_budget(tx: Transaction, period: str, currency: str) -> bool:
    """Write a budget of nothing; False, and nothing done, where there is one."""
    row = {"period": period, "currency": currency, "limit": 0, "reserved": 0, "spent": 0}
    return tx.insert_once(budgets, row)


def find_reserved(tx: Transaction, period: str, currency: str, gesture_id: str) -> int | None:
    """Find what is reserved for a gesture; None where nothing is."""
    held: int | None = None
    values = {"of_period": period, "of_currency": currency, "gesture_id": gesture_id}
    for row in tx.execute(_OF_GESTURE, values):
        held = row.amount if row.kind == BudgetEventKind.RESERVED else None
    return held


def record_budget_event(
    tx: Transaction, sums: BudgetSums, event: BudgetEvent, after: BudgetState
) -> None:
    """Write what happened to a budget, which is locked, and what it adds up to now."""
    tx.execute(
        budget_events.insert(),
        {
            "period": sums.period,
            "currency": sums.currency,
            "kind": event.kind,
            "at": event.at,
            "by": event.by,
            "amount": event.amount,
            "gesture_id": event.complaint_id,
        },
    )
    tx.execute(
        _CHANGE.values(limit=after.limit, reserved=sum(after.reserved.values()), spent=after.spent),
        {"of_period": sums.period, "of_currency": sums.currency},
    )
    tx.wake(BUDGETS_TOPIC)


def list_budgets(tx: Transaction, *, limit: int = 120) -> tuple[BudgetSums, ...]:
    """List budgets, the latest month first."""
    found = select(budgets).order_by(budgets.c.period.desc(), budgets.c.currency).limit(limit)
    return tuple(_to_sums(row) for row in tx.execute(found))


def list_budget_events(tx: Transaction, period: str, currency: str) -> tuple[BudgetEvent, ...]:
    """List what happened to a budget, in its order; what it is for is the id of a gesture."""
    values = {"of_period": period, "of_currency": currency}
    return tuple(
        BudgetEvent(
            kind=BudgetEventKind(row.kind),
            at=row.at,
            by=row.by,
            amount=row.amount,
            complaint_id=row.gesture_id,
        )
        for row in tx.execute(_EVENTS, values)
    )


def to_state(sums: BudgetSums, gesture_id: str, held: int | None) -> BudgetState:
    """Tell a budget as it is to one gesture: what that has reserved, and all others together."""
    others = sums.reserved - (held or 0)
    reserved: Mapping[str, int] = {"": others} if held is None else {"": others, gesture_id: held}
    return BudgetState(
        currency=sums.currency,
        limit=sums.limit,
        reserved=MappingProxyType(dict(reserved)),
        spent=sums.spent,
    )


def _to_sums(row: Any) -> BudgetSums:
    return BudgetSums(
        period=row.period,
        currency=row.currency,
        limit=row.limit,
        reserved=row.reserved,
        spent=row.spent,
    )
