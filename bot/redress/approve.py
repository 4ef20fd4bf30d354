"""A second person decides on a gesture, on the figures of that moment (four eyes)."""

from datetime import datetime

from bot.redress.budget_keeping import reserve
from bot.redress.lock_gesture_case import lock_gesture_case, require_reason, require_state
from bot.redress.periods import find_period
from bot.redress.tell import tell_decided
from bot.redress.weigh import CONSIDERED_RULE, Asked, weigh_gesture
from bot.tools import Tools
from complaints.approvals import decide_approval
from crm_store.gestures import change_gesture
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.errors import AccessDeniedError, ConflictError
from domain.redress import GestureDecision, GestureKind
from domain.redress_cases import GestureCase, GestureState
from domain.staff import ROLE_PERMISSIONS, StaffMember


def approve_gesture(
    tx: Transaction,
    tools: Tools,
    gesture_id: str,
    *,
    by: StaffMember,
    version: int | None = None,
    now: datetime,
) -> GestureCase:
    """Agree to a gesture, which is reserved then.

    Args:
        version: of the gesture, as whoever decides has seen it; None for whatever stands.

    Raises:
        NotFoundError: there is no such gesture.
        AccessDeniedError: whoever decides proposed it, or is no supervisor.
        ConflictError: it was decided on already, or a rule refuses it by now.
    """
    complaint, case = lock_gesture_case(tx, gesture_id, version=version)
    require_state(case, GestureState.PROPOSED)
    if not complaint.open:
        raise ConflictError(f"{complaint.number} is closed; reopen it first")
    tx.lock(f"gestures:{complaint.customer_id}")
    decision = _weigh_again(tx, tools, complaint, case, now=now)
    if decision.refused:
        raise ConflictError(f"it cannot be given now: {decision.refused}")
    _require_second_person(decision, complaint, case, by)
    nothing = case.gesture.kind is GestureKind.NONE
    period = "" if nothing else find_period(tools, now)
    changed = change_gesture(
        tx,
        case,
        state=GestureState.RESERVED,
        tried=decision.tried,
        period=period,
        decided_by=by.id,
        decided_at=now,
    )
    if period:
        reserve(tx, changed, by=by.name, now=now)
    tell_decided(tx, tools, complaint, changed, by=by, now=now)
    return changed


def decline_gesture(
    tx: Transaction,
    tools: Tools,
    gesture_id: str,
    *,
    by: StaffMember,
    reason: str,
    version: int | None = None,
    now: datetime,
) -> GestureCase:
    """Decide against a gesture that waits; nobody outside ever hears of it.

    Raises:
        NotFoundError: there is no such gesture.
        InvalidInputError: no reason is given.
        ConflictError: it was decided on already.
    """
    why = require_reason(reason, "declined")
    complaint, case = lock_gesture_case(tx, gesture_id, version=version)
    require_state(case, GestureState.PROPOSED)
    changed = change_gesture(
        tx, case, state=GestureState.DECLINED, reason=why, decided_by=by.id, decided_at=now
    )
    tell_decided(tx, tools, complaint, changed, by=by, why=why, now=now)
    return changed


def _weigh_again(
    tx: Transaction, tools: Tools, complaint: Complaint, case: GestureCase, *, now: datetime
) -> GestureDecision:
    """Weigh what was proposed once more; what was let pass for a supervisor then, passes again."""
    words = next((each.words for each in case.tried if each.name == "asked"), "")
    considered = any(each.name == CONSIDERED_RULE for each in case.tried)
    asked = Asked(gesture=case.gesture, reason=case.reason or words, considered=considered)
    return weigh_gesture(tx, tools, complaint, asked, own=case.id, now=now)


def _require_second_person(
    decision: GestureDecision, complaint: Complaint, case: GestureCase, by: StaffMember
) -> None:
    raised = complaint.grade.overruled
    refusal = decide_approval(
        decision,
        proposer_id=case.proposed_by or complaint.owner or "",
        approver_id=by.id,
        permissions=ROLE_PERMISSIONS[by.role],
        raiser_id=raised.by_id if raised else "",
    )
    if refusal is not None:
        raise AccessDeniedError(refusal)
