"""What was given is done: a refund was paid, an upgrade booked, points were credited."""

from datetime import datetime

from bot.redress.budget_keeping import spend
from bot.redress.lock_gesture_case import lock_gesture_case, require_reason, require_state
from bot.redress.tell import tell_decided
from bot.tools import Tools
from crm_store.gestures import change_gesture
from crm_store.transaction import Transaction
from domain.errors import ConflictError
from domain.redress import GestureKind
from domain.redress_cases import GestureCase, GestureState
from domain.staff import StaffMember


def finish_gesture(
    tx: Transaction,
    tools: Tools,
    gesture_id: str,
    *,
    by: StaffMember,
    note: str,
    version: int | None = None,
    now: datetime,
) -> GestureCase:
    """Say that a gesture was carried out; its cost is spent.

    Args:
        note: how: such as the payment's number.

    Raises:
        NotFoundError: there is no such gesture.
        InvalidInputError: there is no note.
        ConflictError: it was not told to the customer, is done already, or is a voucher.
    """
    how = require_reason(note, "done, by what payment or booking")
    complaint, case = lock_gesture_case(tx, gesture_id, version=version)
    if case.gesture.kind is GestureKind.VOUCHER:
        raise ConflictError("a voucher is done as it is redeemed; its holder does that")
    require_state(case, GestureState.GIVEN)
    spend(tx, case, by=by.name, now=now)
    changed = change_gesture(
        tx, case, state=GestureState.DONE, done_by=f"{by.name}: {how}", done_at=now
    )
    tell_decided(tx, tools, complaint, changed, by=by, why=how, now=now)
    return changed
