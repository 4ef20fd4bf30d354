"""What became of a gesture goes on its complaint's record, and to those who decide."""

from datetime import datetime

from bot.complaints.log_case import BY_ITSELF, log_case, record_happened
from bot.tools import Tools
from complaints.gestures import tell_gesture
from crm_store.alerts import record_alert
from crm_store.figure_changes import note_figures
from crm_store.transaction import Transaction
from domain.alerts import SUPERVISORS
from domain.complaint_cases import Complaint, ComplaintEventKind
from domain.redress_cases import GestureCase
from domain.staff import StaffMember

ITSELF = BY_ITSELF


def record_gesture_event(
    tx: Transaction,
    complaint: Complaint,
    case: GestureCase,
    *,
    by: str,
    by_id: str | None = None,
    why: str = "",
    now: datetime,
) -> None:
    """Write what became of a gesture on its complaint's record."""
    gesture = case.gesture
    facts = {
        "gesture": case.id,
        "kind": gesture.kind.value,
        "cost": gesture.cost,
        "currency": gesture.currency,
        "words": tell_gesture(gesture),
    }
    record_happened(
        tx,
        complaint,
        ComplaintEventKind.GESTURE,
        at=now,
        by=by,
        by_id=by_id,
        to=case.state.value,
        why=why,
        facts=facts,
    )
    note_figures(tx, complaint.conversation_id)


def tell_decided(
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    case: GestureCase,
    *,
    by: StaffMember,
    why: str = "",
    now: datetime,
) -> None:
    """Write what somebody decided on a gesture on the record, and in the conversation's log.

    The conversation and the complaint are locked.
    """
    record_gesture_event(tx, complaint, case, by=by.name, by_id=by.id, why=why, now=now)
    because = f": {why}" if why else ""
    text = f"{complaint.number}: {tell_gesture(case.gesture)} is {case.state.value}{because}"
    log_case(tx, tools, complaint, text, by=by.name, by_id=by.id, now=now)


def ask_for_approval(
    tx: Transaction, tools: Tools, complaint: Complaint, case: GestureCase, *, now: datetime
) -> None:
    """Tell supervisors that a gesture waits for one of them."""
    words = tell_gesture(case.gesture)
    record_alert(
        tx,
        alert_id=tools.ids.new(),
        audience=SUPERVISORS,
        conversation_id=complaint.conversation_id,
        text=f"{complaint.number}: {words} waits for your approval.",
        now=now,
    )
