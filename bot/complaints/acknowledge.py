"""A customer was told that their complaint is taken down: it is acknowledged with that."""

from datetime import datetime

from bot.complaints.intake import TakenDown
from bot.complaints.log_case import BY_ITSELF, record_happened
from bot.complaints.move_stage import move_complaint
from bot.tools import Tools
from crm_store.complaints import lock_complaint_by_id
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint, ComplaintEventKind
from domain.complaint_register import ComplaintEvent
from domain.complaints import ComplaintStage
from domain.staff import StaffMember


def acknowledge(
    tx: Transaction,
    tools: Tools,
    taken: TakenDown,
    *,
    now: datetime,
    agent: StaffMember | None = None,
) -> Complaint:
    """Note that the customer was told, and what they were asked.

    Args:
        agent: who had them told; None where it went by itself.
    """
    complaint = lock_complaint_by_id(tx, taken.complaint.id)
    by = BY_ITSELF if agent is None else agent.name
    by_id = None if agent is None else agent.id
    if taken.ask:
        kind = ComplaintEventKind.ASKED
        record_happened(tx, complaint, kind, at=now, by=by, by_id=by_id, to=taken.ask)
    if complaint.stage is not ComplaintStage.RECEIVED:
        return complaint
    move = ComplaintEvent(to=ComplaintStage.ACKNOWLEDGED, at=now, by=by)
    return move_complaint(tx, tools, complaint, move, by_id=by_id, now=now)
