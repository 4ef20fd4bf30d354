"""What nobody was told of is given up as a complaint is closed, and its money goes back."""

from datetime import datetime

from bot.redress.budget_keeping import release
from bot.redress.tell import record_gesture_event
from complaints.gestures import tell_gesture
from crm_store.gestures import change_gesture, find_counting_gesture, lock_gesture
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.redress_cases import GestureState

# What was told stays; what waits is declined, and what is reserved is taken back.
_BECOMES = {
    GestureState.PROPOSED: GestureState.DECLINED,
    GestureState.RESERVED: GestureState.REVOKED,
}


def let_go_of_gesture(
    tx: Transaction,
    complaint: Complaint,
    *,
    by: str,
    by_id: str | None,
    why: str,
    now: datetime,
) -> str:
    """Give up the gesture of a complaint that cannot be given as it was decided any more.

    The complaint is locked. What its customer was told of stays as it is.

    Args:
        why: what changed, in words.

    Returns:
        What was given up, in words for staff; empty where nothing was.
    """
    standing = find_counting_gesture(tx, complaint.id)
    if standing is None or standing.state not in _BECOMES:
        return ""
    case = lock_gesture(tx, standing.id)
    if case.state is GestureState.RESERVED:
        release(tx, case, by=by, now=now)
    changed = change_gesture(
        tx, case, state=_BECOMES[case.state], reason=why, decided_by=by_id, decided_at=now
    )
    record_gesture_event(tx, complaint, changed, by=by, by_id=by_id, why=why, now=now)
    return f"{tell_gesture(case.gesture)} is {changed.state.value}, as nobody was told of it"
