"""Complaints follow what was said: linked to where it is seen to, and back once that is undone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from bot.complaints.log_case import BY_ITSELF, record_happened
from bot.mark_complaint import mark_complaint
from crm_store.complaint_events import list_case_events
from crm_store.complaints import (
    change_complaint,
    link_conversation,
    list_complaints_of,
    lock_complaint_by_id,
    unlink_conversation,
)
from crm_store.figure_changes import note_figures_of
from crm_store.known_complaints import INTERACTION
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint, ComplaintEventKind, LinkedConversation
from domain.conversations import Conversation

COMPLAINTS: Final = "complaints"
_NOTHING: Final[Mapping[str, Sequence[str]]] = {"linked": (), "moved": ()}


def carry_complaints(
    tx: Transaction, source: Conversation, target: Conversation, *, why: str, now: datetime
) -> dict[str, Any]:
    """Link a conversation's complaints to another, where they are answered from now on.

    Both are locked. The source keeps its links: there they were made.

    Returns:
        What it takes to undo it.
    """
    linked, moved = [], []
    for found in list_complaints_of(tx, source.id):
        complaint = lock_complaint_by_id(tx, found.id)
        if _link(tx, complaint, target, why, now):
            linked.append(complaint.id)
        if complaint.conversation_id == source.id:
            change_complaint(tx, complaint, conversation_id=target.id)
            moved.append(complaint.id)
    if linked or moved:
        note_figures_of(tx, (source.id, target.id))
    return {"linked": linked, "moved": moved}


def return_complaints(
    tx: Transaction,
    source: Conversation,
    target: Conversation,
    facts: Mapping[str, Any],
    *,
    now: datetime,
) -> None:
    """Take from a conversation what a merge had brought; what was linked since stays."""
    carried = facts.get(COMPLAINTS, _NOTHING)
    for complaint_id in sorted({*carried["linked"], *carried["moved"]}):
        complaint = lock_complaint_by_id(tx, complaint_id)
        if complaint_id in carried["moved"] and complaint.conversation_id == target.id:
            complaint = change_complaint(tx, complaint, conversation_id=source.id)
        if complaint_id in carried["linked"] and complaint.conversation_id != target.id:
            _unlink(tx, complaint, target, f"{source.reference} stands by itself again", now)
    if carried["linked"] or carried["moved"]:
        note_figures_of(tx, (source.id, target.id))


def split_complaints(
    tx: Transaction,
    source: Conversation,
    begun: Conversation,
    interactions: Sequence[str],
    *,
    now: datetime,
) -> Conversation:
    """Have a complaint be answered where the message went that it was opened for.

    Returns:
        The conversation that begun, as it is now.
    """
    gone = set(interactions)
    for found in list_complaints_of(tx, source.id):
        said = _list_said(tx, found)
        if not said & gone:
            continue
        complaint = lock_complaint_by_id(tx, found.id)
        why = f"what was said of it was split off from {source.reference}"
        _link(tx, complaint, begun, why, now)
        if complaint.conversation_id == source.id and complaint.interaction_id in gone:
            change_complaint(tx, complaint, conversation_id=begun.id)
        begun = mark_complaint(tx, begun, now=now)
        note_figures_of(tx, (source.id, begun.id))
    return begun


def _list_said(tx: Transaction, complaint: Complaint) -> set[str]:
    """List the messages that a complaint was opened and linked for."""
    told = {
        each.facts[INTERACTION]
        for each in list_case_events(tx, complaint.id)
        if each.kind is ComplaintEventKind.LINKED and INTERACTION in each.facts
    }
    return told | ({complaint.interaction_id} if complaint.interaction_id else set())


def _link(
    tx: Transaction, complaint: Complaint, conversation: Conversation, why: str, now: datetime
) -> bool:
    link = LinkedConversation(
        complaint_id=complaint.id, conversation_id=conversation.id, at=now, by=None, why=why
    )
    if not link_conversation(tx, link):
        return False
    kind, to = ComplaintEventKind.LINKED, conversation.reference
    record_happened(tx, complaint, kind, at=now, by=BY_ITSELF, to=to, why=why)
    return True


def _unlink(
    tx: Transaction, complaint: Complaint, conversation: Conversation, why: str, now: datetime
) -> None:
    if unlink_conversation(tx, complaint.id, conversation.id):
        kind, to = ComplaintEventKind.UNLINKED, conversation.reference
        record_happened(tx, complaint, kind, at=now, by=BY_ITSELF, to=to, why=why)
