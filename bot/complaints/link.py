"""Conversations in which a complaint is spoken about."""

from datetime import datetime
from typing import Any

from bot.complaints.log_case import BY_ITSELF, log_case, record_happened
from bot.complaints.regrade import regrade_later
from bot.mark_complaint import mark_complaint
from bot.tools import Tools
from crm_store.complaints import link_conversation
from crm_store.conversations import change_conversation
from crm_store.figure_changes import note_figures_of
from crm_store.known_complaints import INTERACTION, list_complaint_ids_in
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint, ComplaintEventKind, LinkedConversation
from domain.conversations import Conversation
from domain.staff import StaffMember


def link_to(
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    conversation: Conversation,
    *,
    why: str,
    now: datetime,
    interaction_id: str | None = None,
    agent: StaffMember | None = None,
) -> tuple[Conversation, bool]:
    """Link a conversation to a complaint, both locked, and mark that.

    Args:
        interaction_id: of the message for which it is linked.
        agent: who links it; None where that was read.

    Returns:
        The conversation as it is now, and False where it was linked already.
    """
    by_id = None if agent is None else agent.id
    link = LinkedConversation(
        complaint_id=complaint.id, conversation_id=conversation.id, at=now, by=by_id, why=why
    )
    if not link_conversation(tx, link):
        return conversation, False
    facts: dict[str, Any] = {} if interaction_id is None else {INTERACTION: interaction_id}
    by = BY_ITSELF if agent is None else agent.name
    record_happened(
        tx,
        complaint,
        ComplaintEventKind.LINKED,
        at=now,
        by=by,
        by_id=by_id,
        to=conversation.reference,
        why=why,
        facts=facts,
    )
    marked = mark_complaint(tx, conversation, now=now)
    text = f"Linked to complaint {complaint.number}: {why}"
    log_case(
        tx, tools, complaint, text, by=by, by_id=by_id, now=now, conversation_id=conversation.id
    )
    regrade_later(tx, tools, conversation.id, now=now, why="another conversation was linked")
    note_figures_of(tx, (conversation.id, complaint.conversation_id))
    return marked, True


def unmark(tx: Transaction, conversation: Conversation, *, now: datetime) -> Conversation:
    """Take the mark of a complaint off a conversation in which none is spoken about any more."""
    if conversation.complained_at is None or list_complaint_ids_in(tx, conversation.id):
        return conversation
    return change_conversation(tx, conversation, now=now, complained_at=None)
