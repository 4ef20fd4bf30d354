"""A complaint is graded anew as what it is graded by has changed."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.complaints.grade import find_felt, grade_complaint, list_conversation_ids
from bot.complaints.log_case import BY_ITSELF, log_case, record_happened
from bot.complaints.plan_next import list_plan_changes, plan_stage
from bot.tools import Tools
from crm_store.complaints import change_complaint, list_complaints_of, lock_complaint_by_id
from crm_store.figure_changes import note_figures
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint, ComplaintEventKind
from domain.complaint_register import SeverityGrade


def regrade_complaint(
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    *,
    why: str,
    now: datetime,
    log_in: str | None = None,
) -> Complaint:
    """Grade a locked complaint anew; what somebody overruled stays overruled.

    Nothing is written where the sum and its addends are what they were.

    Args:
        why: what changed, in words.
        log_in: id of the locked conversation whose log has it if the severity is another one
            now; None for the main one.
    """
    graded = grade_complaint(
        tx,
        tools,
        conversation_ids=list_conversation_ids(tx, complaint),
        customer_id=complaint.customer_id,
        category=complaint.category,
        felt=find_felt(tx, complaint),
        now=now,
    )
    kept = replace(graded, overruled=complaint.grade.overruled)
    if kept == complaint.grade:
        return complaint
    return set_grade(tx, tools, complaint, kept, why=why, now=now, log_in=log_in)


def set_grade(
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    graded: SeverityGrade,
    *,
    why: str,
    now: datetime,
    by: str = BY_ITSELF,
    by_id: str | None = None,
    log_in: str | None = None,
) -> Complaint:
    """Write how grave a complaint is, what became of its limit, and what it was before."""
    planned = plan_stage(
        tx, tools, replace(complaint, grade=graded, severity=graded.severity), now=now
    )
    changed = change_complaint(
        tx, complaint, grade=graded, severity=graded.severity, **list_plan_changes(planned)
    )
    before = complaint.grade
    record_happened(
        tx,
        changed,
        ComplaintEventKind.GRADED,
        at=now,
        by=by,
        by_id=by_id,
        to=graded.severity.value,
        why=why,
        facts={
            "before": before.severity.value,
            "points_before": before.points,
            "points": graded.points,
            "computed": graded.computed.value,
            "overruled": graded.overruled is not None,
        },
    )
    if graded.severity is not before.severity:
        text = (
            f"Complaint {changed.number} is {graded.severity.value} now, "
            f"not {before.severity.value} any more: {why}"
        )
        log_case(tx, tools, changed, text, by=by, by_id=by_id, now=now, conversation_id=log_in)
    note_figures(tx, changed.conversation_id)
    return changed


def regrade_later(
    tx: Transaction,
    tools: Tools,
    conversation_id: str,
    *,
    now: datetime,
    why: str = "a promise was broken or kept",
) -> None:
    """Have the open complaints of a conversation graded anew, right before the commit.

    Args:
        conversation_id: of one that is locked: whose clock broke or stopped, or which was linked.
        why: what changed, in words.
    """
    work = partial(_regrade_open, tools=tools, conversation_id=conversation_id, now=now, why=why)
    tx.do_last(f"regrade:{conversation_id}", work)


def _regrade_open(
    tx: Transaction, *, tools: Tools, conversation_id: str, now: datetime, why: str
) -> None:
    for seen in list_complaints_of(tx, conversation_id):
        complaint = lock_complaint_by_id(tx, seen.id) if seen.open else seen
        if complaint.open:
            regrade_complaint(
                tx,
                tools,
                complaint,
                why=why,
                now=now,
                log_in=conversation_id,
            )
