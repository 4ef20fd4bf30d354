"""A gesture is proposed: the policy's own, or another that somebody asks for with a reason."""

from datetime import datetime

from bot.complaints.lock_case import lock_case
from bot.complaints.log_case import log_case
from bot.redress.budget_keeping import release
from bot.redress.lock_gesture_case import require_reason
from bot.redress.put_forward import put_forward
from bot.redress.tell import tell_decided
from bot.redress.weigh import Asked
from bot.tools import Tools
from complaints.gestures import tell_gesture
from crm_store.gestures import change_gesture, find_counting_gesture, lock_gesture
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.errors import ConflictError
from domain.redress import Gesture
from domain.redress_cases import GestureCase, GestureState
from domain.staff import Permission, StaffMember, has_permission


def propose_gesture(
    tx: Transaction,
    tools: Tools,
    number: str,
    *,
    by: StaffMember,
    gesture: Gesture | None = None,
    reason: str = "",
    now: datetime,
) -> GestureCase | None:
    """Put a gesture forward for a complaint; what a rule refuses is on record with its reason.

    Args:
        gesture: what is asked for in place of the table's, which always needs a second person, and
            takes the place of one that is proposed or reserved; None for the table's own.
        reason: why it is asked for.

    Returns:
        The gesture as it stands then; None where the table gives nothing.

    Raises:
        NotFoundError: there is no such complaint.
        ConflictError: it is closed, or has its gesture already.
        InvalidInputError: another gesture is asked for without a reason.
    """
    _, complaint = lock_case(tx, number)
    if not complaint.open:
        raise ConflictError(f"{complaint.number} is closed; reopen it first")
    asked = None
    if gesture is not None:
        why = require_reason(reason, "not what the table gives")
        supervises = has_permission(by.role, Permission.SUPERVISE)
        asked = Asked(gesture=gesture, reason=why, considered=supervises)
    _make_room(tx, tools, complaint, asked, by=by, now=now)
    case = put_forward(tx, tools, complaint, by=by, asked=asked, now=now)
    if case is not None:
        words = f"{complaint.number}: {tell_gesture(case.gesture)} is {case.state.value}"
        because = f": {case.reason}" if case.reason else ""
        log_case(tx, tools, complaint, words + because, by=by.name, by_id=by.id, now=now)
    return case


def _make_room(
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    asked: Asked | None,
    *,
    by: StaffMember,
    now: datetime,
) -> None:
    """Take back what nobody outside has heard of, where another is asked for in its place."""
    standing = find_counting_gesture(tx, complaint.id)
    if standing is None:
        return
    case = lock_gesture(tx, standing.id)
    untold = case.state in {GestureState.PROPOSED, GestureState.RESERVED}
    if asked is None or not untold:
        raise ConflictError(f"{complaint.number} has its gesture already: it is {case.state.value}")
    if case.state is GestureState.RESERVED:
        release(tx, case, by=by.name, now=now)
    why = f"{tell_gesture(asked.gesture)} was asked for in its place"
    changed = change_gesture(
        tx, case, state=GestureState.DECLINED, reason=why, decided_by=by.id, decided_at=now
    )
    tell_decided(tx, tools, complaint, changed, by=by, why=why, now=now)
