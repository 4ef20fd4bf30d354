"""Who sees to a complaint."""

from datetime import datetime

from bot.complaints.lock_case import lock_case
from bot.complaints.log_case import log_case, record_happened
from bot.tools import Tools
from crm_store.complaints import change_complaint
from crm_store.figure_changes import note_figures
from crm_store.staff import get_staff_member
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint, ComplaintEventKind
from domain.conversations import Conversation
from domain.errors import InvalidInputError, NotFoundError
from domain.staff import Permission, StaffMember, has_permission


def record_owner(
    tx: Transaction,
    tools: Tools,
    number: str,
    *,
    agent: StaffMember,
    owner: str | None,
    version: int | None,
    now: datetime,
) -> Complaint:
    """Give a complaint to somebody, or take it back; who has it already keeps it.

    Args:
        owner: id of who is to have it; None for nobody.

    Raises:
        InvalidInputError: nobody who works on complaints has this id.
        ConflictError: somebody else changed the complaint.
        NotFoundError: there is no such complaint.
    """
    _, complaint = lock_case(tx, number, version=version)
    if owner is not None and not can_own(tx, owner):
        raise InvalidInputError("nobody who can see to it has this id", field="owner")
    return set_owner(tx, tools, complaint, owner, by=agent, now=now)


def set_owner(
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    owner: str | None,
    *,
    by: StaffMember,
    now: datetime,
) -> Complaint:
    """Write who has a locked complaint, and log it; nothing where they have it already."""
    if owner == complaint.owner:
        return complaint
    before = complaint.owner
    changed = change_complaint(tx, complaint, owner=owner)
    record_happened(
        tx,
        changed,
        ComplaintEventKind.ASSIGNED,
        at=now,
        by=by.name,
        by_id=by.id,
        to=owner or "",
        facts={"before": before or "", "name": find_owner_name(tx, owner) or ""},
    )
    name = find_owner_name(tx, owner) or "nobody"
    text = f"Complaint {changed.number} is seen to by {name}"
    log_case(tx, tools, changed, text, by=by.name, by_id=by.id, now=now)
    note_figures(tx, changed.conversation_id)
    return changed


def choose_owner(tx: Transaction, conversation: Conversation, agent: StaffMember) -> str | None:
    """Choose who has a complaint that is first investigated and has nobody as yet.

    Returns:
        The agent who has its conversation, or else the one who begins; None for neither.
    """
    for each in (conversation.assignee, agent.id):
        if each is not None and can_own(tx, each):
            return each
    return None


def can_own(tx: Transaction, staff_id: str) -> bool:
    """Tell whether somebody may have complaints: a person who works here."""
    try:
        member = get_staff_member(tx, staff_id)
    except NotFoundError:
        return False
    return member.active and member.can_log_in and has_permission(member.role, Permission.WORK)


def find_owner_name(tx: Transaction, owner: str | None) -> str | None:
    """Find the name of who has a complaint; None where nobody has it."""
    if owner is None:
        return None
    try:
        return get_staff_member(tx, owner).name
    except NotFoundError:
        return "somebody who is gone"
