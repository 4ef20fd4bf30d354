"""A gesture is put on record as what was decided: reserved, waiting for approval, or refused."""

from datetime import datetime

from bot.complaints.policy_at_work import get_complaint_policy
from bot.redress.budget_keeping import reserve
from bot.redress.periods import find_period
from bot.redress.tell import ITSELF, ask_for_approval, record_gesture_event
from bot.redress.weigh import Asked, weigh_gesture
from bot.tools import Tools
from complaints.gestures import find_gesture
from crm_store.gestures import insert_gesture, list_gestures_of
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.redress import Gesture, GestureDecision, GestureKind
from domain.redress_cases import GestureCase, GestureState
from domain.staff import StaffMember


def put_forward(
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    *,
    by: StaffMember | None,
    asked: Asked | None = None,
    now: datetime,
) -> GestureCase | None:
    """Decide on a gesture and put it on record; the complaint is locked.

    Args:
        by: who proposes it; None where it goes by itself.
        asked: what is wanted in place of the table's.

    Returns:
        The gesture, refused ones too; None where the table gives nothing.
    """
    tx.lock(f"gestures:{complaint.customer_id}")
    decision = weigh_gesture(tx, tools, complaint, asked, now=now)
    gives = decision.gesture
    if asked is None and gives is not None and gives.kind is GestureKind.NONE:
        return None
    case = _make_case(tx, tools, complaint, decision, by=by, asked=asked, now=now)
    if case.state is GestureState.REFUSED and _is_known(tx, complaint, case):
        return case
    if case.period:
        reserve(tx, case, by=by.name if by else ITSELF, now=now)
    insert_gesture(tx, case)
    _tell(tx, tools, complaint, case, by=by, now=now)
    return case


def _make_case(
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    decision: GestureDecision,
    *,
    by: StaffMember | None,
    asked: Asked | None,
    now: datetime,
) -> GestureCase:
    gesture = decision.gesture or _find_wanted(tx, complaint, asked)
    state = GestureState.PROPOSED if decision.needs_approval else GestureState.RESERVED
    reason = decision.refused or ("" if asked is None else asked.reason)
    if decision.refused:
        state = GestureState.REFUSED
    return GestureCase(
        id=tools.ids.new(),
        complaint_id=complaint.id,
        customer_id=complaint.customer_id,
        gesture=gesture,
        state=state,
        tried=decision.tried,
        proposed_at=now,
        reason=reason,
        period=find_period(tools, now) if state is GestureState.RESERVED else "",
        proposed_by=None if by is None else by.id,
    )


def _find_wanted(tx: Transaction, complaint: Complaint, asked: Asked | None) -> Gesture:
    if asked is not None:
        return asked.gesture
    policy = get_complaint_policy(tx).gestures
    return find_gesture(policy, complaint.severity, complaint.category)[0]


def _is_known(tx: Transaction, complaint: Complaint, case: GestureCase) -> bool:
    """Tell whether the very same was refused for the same reason right before."""
    before = list_gestures_of(tx, complaint.id)
    return bool(before) and (before[-1].state, before[-1].gesture, before[-1].reason) == (
        case.state,
        case.gesture,
        case.reason,
    )


def _tell(
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    case: GestureCase,
    *,
    by: StaffMember | None,
    now: datetime,
) -> None:
    name, by_id = (by.name, by.id) if by else (ITSELF, None)
    record_gesture_event(tx, complaint, case, by=name, by_id=by_id, why=case.reason, now=now)
    if case.state is GestureState.PROPOSED:
        ask_for_approval(tx, tools, complaint, case, now=now)
