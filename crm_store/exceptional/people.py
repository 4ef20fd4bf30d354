"""Whether the people are there whom exceptions name."""

from sqlalchemy import exists, func, select

from crm_store.schema import agent_presence, conversations, staff
from crm_store.transaction import Transaction
from domain.assignment import Presence
from domain.conversations import ConversationStatus

_WHO = select(staff.c.id, agent_presence.c.presence).outerjoin_from(
    staff, agent_presence, agent_presence.c.staff_id == staff.c.id
)
_CAN_LOG_IN = (staff.c.active, staff.c.password_hash != "")


def map_presence(tx: Transaction) -> dict[str, Presence]:
    """Map the ids of all who can log in to whether they are there."""
    found = tx.execute(_WHO.where(*_CAN_LOG_IN))
    return {
        row.id: Presence.OFFLINE if row.presence is None else Presence(row.presence)
        for row in found
    }


def count_at_work(tx: Transaction) -> int:
    """Count those who are available and have something open."""
    open_one = exists().where(
        conversations.c.assignee == staff.c.id,
        conversations.c.status == ConversationStatus.OPEN,
        conversations.c.merged_into.is_(None),
    )
    found = (
        select(func.count())
        .select_from(staff)
        .join(agent_presence, agent_presence.c.staff_id == staff.c.id)
        .where(*_CAN_LOG_IN, agent_presence.c.presence == Presence.AVAILABLE, open_one)
    )
    return int(tx.execute(found).scalar_one())
