"""The budget of a month: made at its first use, reserved from, spent, given back, limited anew."""

from datetime import datetime
from typing import Final

from bot.complaints.policy_at_work import get_complaint_policy
from complaints.budget import apply_event, decide_budget_event
from crm_store.budgets import (
    BudgetSums,
    find_budget,
    find_reserved,
    insert_budget,
    lock_budget,
    record_budget_event,
    to_state,
)
from crm_store.transaction import Transaction
from domain.errors import ConflictError
from domain.redress import BudgetEvent, BudgetEventKind, BudgetState
from domain.redress_cases import GestureCase

_ITSELF: Final = "Frontdesk"


def read_budget(tx: Transaction, period: str, currency: str) -> BudgetState:
    """Read what is left of a budget, and lock nothing; of one never used, what it begins with."""
    sums = find_budget(tx, period, currency)
    if sums is None:
        limit = get_complaint_policy(tx).budgets.get(currency, 0)
        sums = BudgetSums(period=period, currency=currency, limit=limit)
    return to_state(sums, "", None)


def open_budget(tx: Transaction, period: str, currency: str, *, now: datetime) -> BudgetSums:
    """Lock a budget; the first who uses one makes it, with the limit of the policy at work."""
    found = lock_budget(tx, period, currency)
    if found is None:
        made = insert_budget(tx, period, currency)
        found = lock_budget(tx, period, currency)
        if found is None:
            raise ConflictError(f"the budget of {period} in {currency} is gone; try again")
        if made:
            policy = get_complaint_policy(tx)
            by = f"complaint policy {policy.number}"
            limit = policy.budgets.get(currency, 0)
            return _happen(tx, found, BudgetEventKind.LIMITED, at=now, by=by, amount=limit)
    return found


def reserve(tx: Transaction, case: GestureCase, *, by: str, now: datetime) -> None:
    """Reserve what a gesture costs in the month that it names.

    Raises:
        ConflictError: there is not enough left.
    """
    sums = open_budget(tx, case.period, case.gesture.currency, now=now)
    kind, cost = BudgetEventKind.RESERVED, case.gesture.cost
    _happen(tx, sums, kind, at=now, by=by, amount=cost, gesture_id=case.id)


def spend(tx: Transaction, case: GestureCase, *, by: str, now: datetime) -> None:
    """Spend what was reserved for a gesture; of one that reserved nothing, nothing.

    Raises:
        ConflictError: nothing is reserved any more.
    """
    _end(tx, case, BudgetEventKind.SPENT, case.gesture.cost, by=by, now=now)


def release(tx: Transaction, case: GestureCase, *, by: str = _ITSELF, now: datetime) -> None:
    """Give back what was reserved for a gesture.

    Raises:
        ConflictError: nothing is reserved any more.
    """
    _end(tx, case, BudgetEventKind.RELEASED, 0, by=by, now=now)


def limit_budget(
    tx: Transaction, period: str, currency: str, limit: int, *, by: str, now: datetime
) -> BudgetSums:
    """Set the limit of a month's budget; what is reserved or spent already stays so."""
    sums = open_budget(tx, period, currency, now=now)
    return _happen(tx, sums, BudgetEventKind.LIMITED, at=now, by=by, amount=limit)


def _end(
    tx: Transaction,
    case: GestureCase,
    kind: BudgetEventKind,
    amount: int,
    *,
    by: str,
    now: datetime,
) -> None:
    if not case.period:
        return
    sums = open_budget(tx, case.period, case.gesture.currency, now=now)
    _happen(tx, sums, kind, at=now, by=by, amount=amount, gesture_id=case.id)


def _happen(
    tx: Transaction,
    sums: BudgetSums,
    kind: BudgetEventKind,
    *,
    at: datetime,
    by: str,
    amount: int,
    gesture_id: str = "",
) -> BudgetSums:
    event = BudgetEvent(kind=kind, at=at, by=by, amount=amount, complaint_id=gesture_id)
    held = None
    if gesture_id:
        held = find_reserved(tx, sums.period, sums.currency, gesture_id)
    state = to_state(sums, gesture_id, held)
    refusal = decide_budget_event(state, event)
    if refusal is not None:
        raise ConflictError(refusal)
    after = apply_event(state, event)
    record_budget_event(tx, sums, event, after)
    return BudgetSums(
        period=sums.period,
        currency=sums.currency,
        limit=after.limit,
        reserved=sum(after.reserved.values()),
        spent=after.spent,
    )
