"""Complaints whose customers were asked whether it is right now, and have not said."""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from crm_store.complaints import to_complaint
from crm_store.conversations import ON_THREAD, thread_of
from crm_store.schema import complaints, conversations, interactions
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.complaint_cases import Complaint
from domain.conversations import Conversation, ConversationStatus

_SENT_SINCE = complaints.c.follow_up_sent_at >= bindparam(
    "since", type_=complaints.c.follow_up_sent_at.type
)
_MATTERS = select(func.coalesce(conversations.c.merged_into, conversations.c.id)).where(*ON_THREAD)
_ASKED = (
    select(complaints)
    .where(_SENT_SINCE, complaints.c.follow_up_answer.is_(None))
    .order_by(complaints.c.follow_up_sent_at.desc())
    .limit(1)
)
_IN = _ASKED.where(complaints.c.conversation_id == bindparam("conversation_id"))
_ON = _ASKED.where(complaints.c.conversation_id.in_(_MATTERS))
_ASKING = (
    select(interactions.c.id)
    .join(conversations, conversations.c.id == interactions.c.conversation_id)
    .where(
        *ON_THREAD,
        interactions.c.source_ids["follow_up"].as_string() == bindparam("number"),
        interactions.c.source_ids["said"].as_string() == "ask",
    )
    .order_by(interactions.c.position.desc())
    .limit(1)
)
_OTHER_MATTER = (
    select(conversations.c.id)
    .where(
        *ON_THREAD,
        conversations.c.id != bindparam("own"),
        conversations.c.merged_into.is_(None),
        conversations.c.status != ConversationStatus.RESOLVED,
    )
    .limit(1)
)


def has_other_matter(tx: Transaction, conversation: Conversation) -> bool:
    """Say whether another matter is open on a conversation's thread."""
    values = {**_name(thread_of(conversation)), "own": conversation.id}
    return tx.find_row(_OTHER_MATTER, values) is not None


def find_asked_after(tx: Transaction, conversation_id: str, *, since: datetime) -> Complaint | None:
    """Find the complaint of a conversation that was asked after last, since an instant."""
    row = tx.find_row(_IN, {"conversation_id": conversation_id, "since": since})
    return None if row is None else to_complaint(row)


def find_asked_after_on(tx: Transaction, key: ThreadKey, *, since: datetime) -> Complaint | None:
    """Find the complaint of a thread's conversations that was asked after last."""
    row = tx.find_row(_ON, {**_name(key), "since": since})
    return None if row is None else to_complaint(row)


def find_asking(tx: Transaction, complaint: Complaint, key: ThreadKey) -> str | None:
    """Find the message on a thread by which a complaint was asked after last."""
    row = tx.find_row(_ASKING, {**_name(key), "number": complaint.number})
    return None if row is None else str(row.id)


def _name(key: ThreadKey) -> dict[str, str]:
    return {"channel": key.channel, "account": key.account, "thread": key.thread}
