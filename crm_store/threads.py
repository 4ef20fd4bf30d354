"""A thread as its customer may see it: messages alone, no notes, no events."""

from typing import Any

from sqlalchemy import bindparam, func, select

from crm_store.conversations import CURRENT_FIRST, ON_THREAD
from crm_store.interactions import WITH_DELIVERY, to_interaction
from crm_store.schema import conversations, interactions
from crm_store.transaction import Transaction
from domain.channels import ThreadEntry, ThreadKey, ThreadView
from domain.conversations import ConversationStatus, Direction

_ENTRIES = (
    WITH_DELIVERY.add_columns(conversations.c.reference)
    .join(conversations, conversations.c.id == interactions.c.conversation_id)
    .where(
        *ON_THREAD,
        interactions.c.position > bindparam("after"),
        interactions.c.direction.in_((Direction.IN, Direction.OUT)),
    )
    .order_by(interactions.c.position)
    .limit(bindparam("most"))
)
_MATTER = conversations.alias("matter")
# Of what was merged, people see to it elsewhere.
_CURRENT = (
    select(
        func.coalesce(_MATTER.c.status, conversations.c.status).label("status"),
        func.coalesce(_MATTER.c.queue, conversations.c.queue).label("queue"),
    )
    .select_from(conversations.outerjoin(_MATTER, _MATTER.c.id == conversations.c.merged_into))
    .where(*ON_THREAD)
    .order_by(*CURRENT_FIRST)
    .limit(1)
)


def read_thread(tx: Transaction, key: ThreadKey, *, after: int, limit: int) -> ThreadView:
    """Read what was said on a thread after a position, oldest first."""
    on = {"channel": key.channel, "account": key.account, "thread": key.thread}
    said = tx.execute(_ENTRIES, {**on, "after": after, "most": limit})
    entries = tuple(_to_entry(row) for row in said)
    latest = tx.find_row(_CURRENT, on)
    if latest is None:
        return ThreadView(entries=entries, status=None, with_person=False)
    with_person = latest.queue is not None and latest.status != ConversationStatus.RESOLVED
    return ThreadView(entries=entries, status=latest.status, with_person=with_person)


def _to_entry(row: Any) -> ThreadEntry:
    said = to_interaction(row)
    return ThreadEntry(
        position=said.position,
        id=said.id,
        reference=row.reference,
        author=said.author,
        author_name=said.author_name,
        at=said.at,
        text=said.text,
        html=said.html,
        quick_replies=said.quick_replies,
        attachments=said.attachments,
        external_id=said.external_id if said.direction is Direction.IN else None,
        delivery=said.delivery,
    )
