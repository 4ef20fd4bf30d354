"""A stage of a complaint has lasted longer than it may: staff are told, once for each time."""

from dataclasses import replace
from datetime import datetime

from bot.complaints.assign_owner import can_own
from bot.complaints.log_case import log_case, record_happened
from bot.complaints.plan_next import plan_next
from bot.tools import Tools
from complaints.stage_moves import name_stage
from crm_store.alerts import record_alert
from crm_store.complaints import change_complaint
from crm_store.figure_changes import note_figures
from crm_store.transaction import Transaction
from domain.alerts import SUPERVISORS, address_staff
from domain.complaint_cases import Complaint, ComplaintEventKind


def is_late_unseen(complaint: Complaint, now: datetime) -> bool:
    """Tell whether a stage is late and nobody was told."""
    due_at = complaint.stage_due_at
    return due_at is not None and due_at <= now and complaint.late_seen_at is None


def tell_late(tx: Transaction, tools: Tools, complaint: Complaint, *, now: datetime) -> Complaint:
    """Record that the stage of a locked complaint is late, as of the instant it was due.

    Supervisors are told, and whoever has it.
    """
    at = complaint.stage_due_at or now
    stage = name_stage(complaint.stage)
    changes = {"late_seen_at": now, "next_at": plan_next(replace(complaint, late_seen_at=now))}
    changed = change_complaint(tx, complaint, **changes)
    record_happened(tx, changed, ComplaintEventKind.LATE, at=at, to=changed.stage.value)
    text = f"Complaint {changed.number} ({changed.severity.value}) is late: it is still {stage}"
    log_case(tx, tools, changed, text, now=at)
    for audience in _list_audiences(tx, changed):
        record_alert(
            tx,
            alert_id=tools.ids.new(),
            audience=audience,
            conversation_id=changed.conversation_id,
            text=text,
            now=now,
        )
    note_figures(tx, changed.conversation_id)
    return changed


def _list_audiences(tx: Transaction, complaint: Complaint) -> tuple[str, ...]:
    if complaint.owner is not None and can_own(tx, complaint.owner):
        return (SUPERVISORS, address_staff(complaint.owner))
    return (SUPERVISORS,)
