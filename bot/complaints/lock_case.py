"""A complaint is locked to be changed, its conversation first."""

from crm_store.complaints import get_complaint, lock_complaint_by_id
from crm_store.conversations import find_conversation_by_id
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.conversations import Conversation
from domain.errors import ConflictError, NotFoundError


def lock_case(
    tx: Transaction, number: str, *, version: int | None = None
) -> tuple[Conversation, Complaint]:
    """Lock a complaint and the conversation in which it is answered.

    Args:
        number: in any case, with or without spaces around it.
        version: the one that whoever changes it has seen; None for whatever stands.

    Raises:
        NotFoundError: there is no such complaint.
        ConflictError: somebody else changed it since that version.
    """
    seen = get_complaint(tx, parse_number(number))
    conversation = find_conversation_by_id(tx, seen.conversation_id)
    if conversation is None:
        raise NotFoundError(f"there is no conversation {seen.conversation_id!r}")
    complaint = lock_complaint_by_id(tx, seen.id)
    moved = complaint.conversation_id != conversation.id
    if moved or (version is not None and version != complaint.version):
        raise ConflictError(f"somebody else changed {complaint.number} meanwhile; look again")
    return conversation, complaint


def parse_number(text: str) -> str:
    """Read the number of a complaint as somebody typed it."""
    return text.strip().upper()
