"""How many conversations stand in each view of the inbox."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, case, func, select

from crm_store.inbox import WAITS
from crm_store.schema import conversations
from crm_store.transaction import Transaction
from domain.conversations import ConversationStatus

# Named one by one, as an index finds these and not those that are anything else.
_UNRESOLVED = tuple(each for each in ConversationStatus if each is not ConversationStatus.RESOLVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxCounts:
    """Counts of conversations that are not resolved.

    Attributes:
        waiting: those in which the customer waits for a person, snoozed and held ones left out.
        mine: those that the member of staff who looks has taken.
        unassigned: those that stand in a queue and that nobody has taken.
        complaints: those marked as complaints.
        bot: those that the bot has.
        snoozed: those that are put off.
        on_hold: those that wait for a third party.
        queues: by the queue's name, those widened to it included; a queue without any is missing.
    """

    waiting: int = 0
    mine: int = 0
    unassigned: int = 0
    complaints: int = 0
    bot: int = 0
    snoozed: int = 0
    on_hold: int = 0
    queues: Mapping[str, int] = field(default_factory=dict)


def count_inbox(tx: Transaction, staff_id: str) -> InboxCounts:
    """Count what each view of the inbox shows to a member of staff."""
    queue, assignee = conversations.c.queue, conversations.c.assignee
    status = conversations.c.status
    counted = (
        select(
            queue,
            func.count().label("number"),
            _number(WAITS, "waiting"),
            _number(assignee == staff_id, "mine"),
            _number(conversations.c.complained_at.is_not(None), "complaints"),
            _number(status == ConversationStatus.SNOOZED, "snoozed"),
            _number(status == ConversationStatus.ON_HOLD, "on_hold"),
            _number(and_(queue.is_not(None), assignee.is_(None)), "unassigned"),
        )
        .where(status.in_(_UNRESOLVED))
        .group_by(queue)
    )
    rows = tx.execute(counted).all()
    return InboxCounts(
        waiting=sum(row.waiting for row in rows),
        mine=sum(row.mine for row in rows),
        unassigned=sum(row.unassigned for row in rows),
        complaints=sum(row.complaints for row in rows),
        snoozed=sum(row.snoozed for row in rows),
        on_hold=sum(row.on_hold for row in rows),
        bot=sum(row.number for row in rows if row.queue is None),
        queues=_count_shown(tx, {row.queue: row.number for row in rows if row.queue is not None}),
    )


def _count_shown(tx: Transaction, standing: Mapping[str, int]) -> Mapping[str, int]:
    """Count in what stands elsewhere and was widened to a queue."""
    widened_to = conversations.c.widened_to
    counted = (
        select(widened_to, func.count().label("number"))
        .where(widened_to.is_not(None), conversations.c.status.in_(_UNRESOLVED))
        .group_by(widened_to)
    )
    counts = dict(standing)
    for row in tx.execute(counted):
        counts[row.widened_to] = counts.get(row.widened_to, 0) + row.number
    return counts


def _number(condition: Any, name: str) -> Any:
    return func.sum(case((condition, 1), else_=0)).label(name)
