"""What happened to a complaint, on its own record and in the log of its conversation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.tools import Tools
from crm_store.complaint_events import record_case_event
from crm_store.conversations import get_conversation_by_id, wake_followers
from crm_store.interactions import record_interaction
from crm_store.transaction import Transaction
from domain.complaint_cases import CaseEvent, Complaint, ComplaintEventKind
from domain.conversations import Author, Direction

BY_ITSELF: Final = "Frontdesk"


def log_case(
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    text: str,
    *,
    by: str = BY_ITSELF,
    by_id: str | None = None,
    now: datetime,
    conversation_id: str | None = None,
) -> None:
    """Log what happened to a complaint in its main conversation, which is locked.

    Args:
        text: a sentence without its full stop, for staff.
        by: who did it, as shown to staff.
        by_id: of the member of staff, or None.
        conversation_id: of another one, which is locked, that is to have the line instead.
    """
    conversation = get_conversation_by_id(tx, conversation_id or complaint.conversation_id)
    record_interaction(
        tx,
        conversation,
        interaction_id=tools.ids.new(),
        direction=Direction.EVENT,
        author=Author.SYSTEM if by_id is None else Author.AGENT,
        author_id=by_id,
        author_name=None if by_id is None else by,
        now=now,
        text=text,
        source_ids={"event": "complaint", "complaint": complaint.number},
    )
    wake_followers(tx, conversation)


def record_happened(
    tx: Transaction,
    complaint: Complaint,
    kind: ComplaintEventKind,
    *,
    at: datetime,
    by: str = BY_ITSELF,
    by_id: str | None = None,
    to: str = "",
    why: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write on a complaint's own record what happened to it, other than a move."""
    record_case_event(
        tx,
        CaseEvent(
            complaint_id=complaint.id,
            kind=kind,
            at=at,
            by=by,
            by_id=by_id,
            to=to,
            why=why,
            facts=facts or {},
        ),
    )
