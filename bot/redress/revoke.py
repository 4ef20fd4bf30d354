"""A gesture is taken back, and what it had reserved goes back to the budget."""

from datetime import datetime

from bot.redress.budget_keeping import release
from bot.redress.lock_gesture_case import lock_gesture_case, require_reason, require_state
from bot.redress.tell import tell_decided
from bot.tools import Tools
from complaints.vouchers import apply_event
from crm_store.gestures import change_gesture
from crm_store.transaction import Transaction
from crm_store.vouchers import get_voucher, record_voucher_event
from domain.errors import ConflictError, InvalidInputError
from domain.redress import VoucherEvent, VoucherEventKind
from domain.redress_cases import GestureCase, GestureState
from domain.staff import StaffMember


def revoke_gesture(
    tx: Transaction,
    tools: Tools,
    gesture_id: str,
    *,
    by: StaffMember,
    reason: str,
    version: int | None = None,
    now: datetime,
) -> GestureCase:
    """Take a gesture back; a voucher redeems nothing from then on.

    The customer is not told by this; whoever wants them to know writes to them.

    Raises:
        NotFoundError: there is no such gesture.
        InvalidInputError: no reason is given.
        ConflictError: it was redeemed, paid, declined or taken back already, or has expired.
    """
    why = require_reason(reason, "revoked")
    complaint, case = lock_gesture_case(tx, gesture_id, version=version)
    require_state(case, GestureState.RESERVED, GestureState.GIVEN)
    if case.voucher_id is not None:
        _revoke_voucher(tx, case.voucher_id, by=by, why=why, now=now)
    release(tx, case, by=by.name, now=now)
    changed = change_gesture(
        tx, case, state=GestureState.REVOKED, reason=why, decided_by=by.id, decided_at=now
    )
    tell_decided(tx, tools, complaint, changed, by=by, why=why, now=now)
    return changed


def _revoke_voucher(
    tx: Transaction, voucher_id: str, *, by: StaffMember, why: str, now: datetime
) -> None:
    voucher = get_voucher(tx, voucher_id)
    event = VoucherEvent(kind=VoucherEventKind.REVOKED, at=now, by=by.name, reason=why)
    try:
        after = apply_event(voucher.state, event)
    except InvalidInputError as error:
        raise ConflictError(error.reason) from error
    record_voucher_event(tx, voucher, event, after)
