"""An agent links a conversation to a complaint, or takes it off."""

from datetime import datetime

from bot.complaints.link import link_to, unmark
from bot.complaints.lock_case import lock_case, parse_number
from bot.complaints.log_case import log_case, record_happened
from bot.complaints.regrade import regrade_later
from bot.tools import Tools
from crm_store.complaints import change_complaint, get_complaint, unlink_conversation
from crm_store.conversations import get_conversation, lock_conversations
from crm_store.figure_changes import note_figures_of
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint, ComplaintEventKind
from domain.conversations import Conversation
from domain.errors import ConflictError, InvalidInputError
from domain.staff import StaffMember


def link_by_hand(
    tx: Transaction,
    tools: Tools,
    number: str,
    *,
    reference: str,
    agent: StaffMember,
    why: str,
    version: int | None = None,
    now: datetime,
) -> Complaint:
    """Link a conversation to a complaint, as an agent knows that it is about it.

    Raises:
        InvalidInputError: no reason is given.
        ConflictError: it is linked already, is another customer's, or somebody changed the
            complaint.
        NotFoundError: there is no such complaint or conversation.
    """
    _require_reason(why)
    conversation, complaint = _lock(tx, number, reference, version)
    if conversation.customer_id != complaint.customer_id and not complaint.anonymous:
        raise ConflictError(
            f"{complaint.number} is another customer's than {reference}; what one customer says is "
            "not told to another"
        )
    _, linked = link_to(tx, tools, complaint, conversation, why=why.strip(), now=now, agent=agent)
    if not linked:
        raise ConflictError(f"{reference} is linked to {complaint.number} already")
    last_at = max(complaint.last_at, conversation.created_at)
    return change_complaint(tx, complaint, last_at=last_at)


def unlink_by_hand(
    tx: Transaction,
    tools: Tools,
    number: str,
    *,
    reference: str,
    agent: StaffMember,
    why: str,
    version: int | None = None,
    now: datetime,
) -> Complaint:
    """Take a conversation off a complaint, which it turns out not to be about.

    Raises:
        InvalidInputError: no reason is given.
        ConflictError: it is not linked, is where the complaint is answered, or somebody changed the
            complaint.
        NotFoundError: there is no such complaint or conversation.
    """
    _require_reason(why)
    conversation, complaint = _lock(tx, number, reference, version)
    if conversation.id == complaint.conversation_id:
        raise ConflictError(
            f"{complaint.number} is answered in {reference}; close it as no complaint instead"
        )
    if not unlink_conversation(tx, complaint.id, conversation.id):
        raise ConflictError(f"{reference} is not linked to {complaint.number}")
    record_happened(
        tx,
        complaint,
        ComplaintEventKind.UNLINKED,
        at=now,
        by=agent.name,
        by_id=agent.id,
        to=conversation.reference,
        why=why.strip(),
    )
    text = f"Taken off complaint {complaint.number}: {why.strip()}"
    log_case(
        tx,
        tools,
        complaint,
        text,
        by=agent.name,
        by_id=agent.id,
        now=now,
        conversation_id=conversation.id,
    )
    unmark(tx, conversation, now=now)
    why = "a conversation was taken off"
    regrade_later(tx, tools, complaint.conversation_id, now=now, why=why)
    note_figures_of(tx, (conversation.id, complaint.conversation_id))
    return change_complaint(tx, complaint, last_at=complaint.last_at)


def _lock(
    tx: Transaction, number: str, reference: str, version: int | None
) -> tuple[Conversation, Complaint]:
    """Lock the conversation, where the complaint is answered, and the complaint, in that order."""
    found = get_conversation(tx, reference)
    if found.merged_into is not None:
        raise ConflictError(f"{reference} was merged into another conversation; link that one")
    main = get_complaint(tx, parse_number(number)).conversation_id
    locked = lock_conversations(tx, (found.id, main))
    _, complaint = lock_case(tx, number, version=version)
    return locked[found.id], complaint


def _require_reason(why: str) -> None:
    if not why.strip():
        raise InvalidInputError("say why", field="why")
