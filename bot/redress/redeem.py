"""A voucher is redeemed, or looked at, by whoever holds its code."""

from dataclasses import dataclass
from datetime import datetime

from bot.redress.budget_keeping import spend
from bot.redress.tell import record_gesture_event
from complaints.voucher_codes import digest_code
from complaints.vouchers import apply_event, decide_redemption
from crm_store.complaints import get_complaint_by_id
from crm_store.gestures import change_gesture, lock_gesture
from crm_store.transaction import Transaction
from crm_store.vouchers import find_voucher_by_digest, get_voucher, record_voucher_event
from domain.redress import (
    Redemption,
    RedemptionAsked,
    VoucherEvent,
    VoucherEventKind,
    VoucherState,
)
from domain.redress_cases import GestureState, VoucherCase
from domain.staff import StaffMember


@dataclass(frozen=True, slots=True, kw_only=True)
class Redeemed:
    """What became of it.

    Attributes:
        voucher: as it stands then; None where there is none of this code.
    """

    redemption: Redemption
    voucher: VoucherCase | None

    @property
    def state(self) -> VoucherState | None:
        """What the voucher's events add up to."""
        return None if self.voucher is None else self.voucher.state


def redeem_voucher(
    tx: Transaction,
    code: str,
    asked: RedemptionAsked,
    *,
    by: StaffMember,
    now: datetime,
) -> Redeemed:
    """Redeem a voucher: once, whole, in time; of several at once one has it.

    Args:
        code: as `complaints.voucher_codes.parse_code` gives it.
        by: who holds the token that asks.
    """
    found = find_voucher_by_digest(tx, digest_code(code))
    if found is None:
        return Redeemed(redemption=decide_redemption(None, asked, now), voucher=None)
    # The gesture's lock is the voucher's; what was read before it may have changed.
    case = lock_gesture(tx, found.gesture_id)
    voucher = get_voucher(tx, found.id)
    redemption = decide_redemption(voucher.state, asked, now)
    if not redemption.redeemed or redemption.repeated:
        return Redeemed(redemption=redemption, voucher=voucher)
    event = VoucherEvent(kind=VoucherEventKind.REDEEMED, at=now, by=by.name, use=asked.use)
    record_voucher_event(tx, voucher, event, apply_event(voucher.state, event))
    changed = change_gesture(tx, case, state=GestureState.DONE, done_by=by.name, done_at=now)
    complaint = get_complaint_by_id(tx, case.complaint_id)
    record_gesture_event(tx, complaint, changed, by=by.name, why=f"for {asked.use}", now=now)
    spend(tx, case, by=by.name, now=now)
    return Redeemed(redemption=redemption, voucher=get_voucher(tx, found.id))


def check_voucher(tx: Transaction, code: str) -> VoucherCase | None:
    """Find the voucher of a code, and change nothing; None where there is none."""
    return find_voucher_by_digest(tx, digest_code(code))
