"""What became of a gesture goes on its complaint's record, and to those who decide."""

from datetime import datetime
from typing import Final

from bot.log_event import log_agent_event
from bot.tools import Tools
from complaints.gestures import tell_gesture
from crm_store.alerts import record_alert
from crm_store.complaint_events import record_case_event
from crm_store.conversations import lock_conversations
from crm_store.figure_changes import note_figures
from crm_store.transaction import Transaction
from domain.alerts import SUPERVISORS
from domain.complaint_cases import CaseEvent, Complaint, ComplaintEventKind
from domain.redress_cases import GestureCase
from domain.staff import StaffMember

ITSELF: Final = "Frontdesk"


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
    record_case_event(
        tx,
        CaseEvent(
            complaint_id=complaint.id,
            kind=ComplaintEventKind.GESTURE,
            at=now,
            by=by,
            by_id=by_id,
            to=case.state.value,
            why=why,
            facts=facts,
        ),
    )
    note_figures(tx, complaint.conversation_id)


def log_gesture(
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    by: StaffMember,
    text: str,
    *,
    now: datetime,
) -> None:
    """Say in the log of a complaint's conversation, which is locked, what somebody decided."""
    conversation = lock_conversations(tx, [complaint.conversation_id])[complaint.conversation_id]
    facts = {"complaint": complaint.number}
    log_agent_event(tx, tools, conversation, by, text, event="gesture", now=now, **facts)


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
