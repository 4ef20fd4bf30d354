"""Lists of conversations as staff and scripts see them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, func, or_, select

from crm_store.conversation_tags import map_tags
from crm_store.conversations import to_conversation
from crm_store.interactions import TELLS_CODE
from crm_store.listed_logs import Logs, find_logs
from crm_store.schema import (
    clocks,
    conversation_tags,
    conversations,
    customers,
    interactions,
    outbox,
)
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus, Direction, Priority
from domain.messages import DeliveryState
from domain.service_levels import ClockKind

PUT_OFF = (ConversationStatus.SNOOZED, ConversationStatus.ON_HOLD)
# As `Conversation.waits` has it.
WAITS = and_(conversations.c.waiting_since.is_not(None), conversations.c.status.not_in(PUT_OFF))
_URGENCY = {Priority.URGENT: 0, Priority.HIGH: 1, Priority.NORMAL: 2, Priority.LOW: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxFilter:
    """Which conversations are wanted; what is None does not matter.

    Attributes:
        queue: those that stand in it; `shown_in` those that were widened to it as well.
        q: words in the reference, the subject, the customer's name or what was said.
        unassigned: only those nobody has taken.
        waiting: only those in which the customer waits for a person, snoozed and held ones left
            out.
        unresolved: only those that are not resolved.
        with_bot: only those that stand in no queue.
        in_queue: only those that stand in one.
        complained: only those marked as complaints, or only the others; None for all.
        tag: only those that have it.
        disposition: only those that ended so; `not_disposition` leaves them out.
    """

    status: str | None = None
    queue: str | None = None
    shown_in: str | None = None
    assignee: str | None = None
    customer_id: str | None = None
    q: str | None = None
    unassigned: bool = False
    waiting: bool = False
    unresolved: bool = False
    with_bot: bool = False
    in_queue: bool = False
    complained: bool | None = None
    disposition: str | None = None
    not_disposition: str | None = None
    tag: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowClock:
    """A clock of a conversation that has not stopped.

    Attributes:
        due_at: None while it is held for nobody knows how long.
        held: whether it was held when something last happened to it.
        breached: whether it was late then.
    """

    kind: ClockKind
    due_at: datetime | None
    held: bool
    breached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """A conversation in a list, with what tells it from the others at a glance.

    Attributes:
        last_text: what was said last by anybody.
        customer_text: what the customer said last.
        due_at: when the nearest running clock falls due.
        undelivered: whether the last message that went out did not arrive.
        clocks: those that have not stopped, by when they fall due; held ones last.
        tags: by name.
    """

    conversation: Conversation
    customer_name: str | None
    last_text: str
    last_author: str
    customer_text: str
    due_at: datetime | None
    undelivered: bool = False
    clocks: tuple[RowClock, ...] = ()
    tags: tuple[str, ...] = ()


def list_work(tx: Transaction, wanted: InboxFilter, *, limit: int = 100) -> tuple[InboxRow, ...]:
    """List work by need.

    Who waits for a person comes first: by priority, then by what falls due soonest (what is late
    already above all), then by who has waited longest. The others follow, what is snoozed or on
    hold last of all. Where only snoozed ones are wanted, they come as they come back.
    """
    due_at = _due_at()
    ordered = _select_rows(wanted).add_columns(due_at.label("due_at"))
    if wanted.with_bot or wanted.status == ConversationStatus.RESOLVED:
        # Nobody waits in these, and there are too many to sort by anything but an index.
        ordered = ordered.order_by(conversations.c.updated_at.desc())
    elif wanted.status == ConversationStatus.SNOOZED:
        ordered = ordered.order_by(conversations.c.snoozed_until, conversations.c.id)
    else:
        ordered = ordered.order_by(
            case((conversations.c.status.in_(PUT_OFF), 1), else_=0),
            conversations.c.waiting_since.is_(None),
            case(_URGENCY, value=conversations.c.priority, else_=2),
            due_at.is_(None),
            due_at,
            conversations.c.waiting_since,
            conversations.c.updated_at.desc(),
        )
    rows = tx.execute(ordered.limit(limit)).all()
    ids = [row.id for row in rows]
    logs = find_logs(tx, ids)
    said = _find_last(tx, logs, Direction.IN, Direction.OUT)
    asked = _find_last(tx, logs, Direction.IN)
    failed = {logs.owners[log] for log in _find_undelivered(tx, list(logs.owners))}
    running = _find_running_clocks(tx, ids)
    tagged = map_tags(tx, ids)
    return tuple(
        replace(
            _to_row(row, said.get(row.id), asked.get(row.id), row.id in failed),
            clocks=tuple(running.get(row.id, ())),
            tags=tagged.get(row.id, ()),
        )
        for row in rows
    )


def list_conversations(
    tx: Transaction, wanted: InboxFilter, *, limit: int
) -> tuple[Conversation, ...]:
    """List the conversations that changed last, newest first."""
    found = _select_rows(wanted).order_by(
        conversations.c.updated_at.desc(), conversations.c.id.desc()
    )
    return tuple(to_conversation(row) for row in tx.execute(found.limit(limit)))


def list_conversations_by_id(
    tx: Transaction, wanted: InboxFilter, *, before: str | None, limit: int
) -> tuple[Conversation, ...]:
    """List conversations by when they began, newest first.

    Ids sort by the time they were made and never change, so that who reads this list in pages
    sees every conversation exactly once, however many change meanwhile.

    Args:
        before: id of the last one already seen, or None.
    """
    found = _select_rows(wanted).order_by(conversations.c.id.desc())
    if before is not None:
        found = found.where(conversations.c.id < before)
    return tuple(to_conversation(row) for row in tx.execute(found.limit(limit)))


def count_waiting(tx: Transaction) -> dict[str, int]:
    """Count the conversations in each queue that are not resolved."""
    counted = (
        select(conversations.c.queue, func.count().label("number"))
        .where(
            conversations.c.queue.is_not(None),
            conversations.c.status != ConversationStatus.RESOLVED,
        )
        .group_by(conversations.c.queue)
    )
    return {row.queue: row.number for row in tx.execute(counted)}


def _select_rows(wanted: InboxFilter) -> Select[Any]:
    found = select(conversations, customers.c.name.label("customer_name")).join(
        customers, customers.c.id == conversations.c.customer_id
    )
    equal = (
        (conversations.c.status, wanted.status),
        (conversations.c.queue, wanted.queue),
        (conversations.c.assignee, wanted.assignee),
        (conversations.c.customer_id, wanted.customer_id),
        (conversations.c.disposition, wanted.disposition),
    )
    found = found.where(*(column == value for column, value in equal if value is not None))
    found = found.where(*_show_in(wanted.shown_in))
    if wanted.unassigned:
        found = found.where(conversations.c.assignee.is_(None))
    if wanted.waiting:
        found = found.where(WAITS)
    if wanted.unresolved:
        found = found.where(conversations.c.status != ConversationStatus.RESOLVED)
    if wanted.with_bot:
        found = found.where(conversations.c.queue.is_(None))
    if wanted.in_queue:
        found = found.where(conversations.c.queue.is_not(None))
    if wanted.complained is not None:
        marked = conversations.c.complained_at.is_not(None)
        found = found.where(marked if wanted.complained else ~marked)
    if wanted.not_disposition is not None:
        found = found.where(conversations.c.disposition.is_distinct_from(wanted.not_disposition))
    found = found.where(*_tagged(wanted.tag))
    return found if not wanted.q else found.where(_says(wanted.q))


def _show_in(queue: str | None) -> tuple[ColumnElement[bool], ...]:
    if queue is None:
        return ()
    return (or_(conversations.c.queue == queue, conversations.c.widened_to == queue),)


def _tagged(tag: str | None) -> tuple[ColumnElement[bool], ...]:
    if tag is None:
        return ()
    own = select(conversation_tags.c.conversation_id)
    return (conversations.c.id.in_(own.where(conversation_tags.c.tag == tag.casefold())),)


def _says(words: str) -> Any:
    said = select(interactions.c.conversation_id).where(
        interactions.c.text.icontains(words, autoescape=True),
        interactions.c.direction.in_((Direction.IN, Direction.OUT)),
        # Letter by letter, a search would find out a voucher's code.
        interactions.c.source_ids[TELLS_CODE].as_string().is_(None),
    )
    return or_(
        conversations.c.reference == words.upper(),
        conversations.c.subject.icontains(words, autoescape=True),
        customers.c.name.icontains(words, autoescape=True),
        conversations.c.id.in_(said),
    )


def _due_at() -> ScalarSelect[Any]:
    """When the nearest running clock of a conversation falls due."""
    return (
        select(func.min(clocks.c.due_at))
        .where(
            clocks.c.conversation_id == conversations.c.id,
            clocks.c.met_at.is_(None),
            clocks.c.cancelled_at.is_(None),
        )
        .scalar_subquery()
    )


def _to_row(row: Any, last: Any, asked: Any, undelivered: bool) -> InboxRow:
    return InboxRow(
        conversation=to_conversation(row),
        customer_name=row.customer_name,
        last_text="" if last is None else last.text,
        last_author="" if last is None else last.author,
        customer_text="" if asked is None else asked.text,
        due_at=row.due_at,
        undelivered=undelivered,
    )


def _find_running_clocks(tx: Transaction, ids: Sequence[str]) -> dict[str, list[RowClock]]:
    """Find the clocks of each conversation that have not stopped, by its id."""
    found = (
        select(
            clocks.c.conversation_id,
            clocks.c.kind,
            clocks.c.due_at,
            clocks.c.paused,
            clocks.c.breached_at,
        )
        .where(
            clocks.c.conversation_id.in_(ids),
            clocks.c.met_at.is_(None),
            clocks.c.cancelled_at.is_(None),
        )
        .order_by(clocks.c.paused.is_not(None), clocks.c.due_at, clocks.c.id)
    )
    running: dict[str, list[RowClock]] = {}
    for row in tx.execute(found):
        clock = RowClock(
            kind=ClockKind(row.kind),
            due_at=row.due_at,
            held=row.paused is not None,
            breached=row.breached_at is not None,
        )
        running.setdefault(row.conversation_id, []).append(clock)
    return running


def _find_undelivered(tx: Transaction, ids: Sequence[str]) -> frozenset[str]:
    """Find the conversations whose last message did not arrive."""
    latest = (
        select(func.max(interactions.c.position))
        .where(interactions.c.conversation_id.in_(ids), interactions.c.direction == Direction.OUT)
        .group_by(interactions.c.conversation_id)
    )
    failed = (
        select(interactions.c.conversation_id)
        .join(outbox, outbox.c.interaction_id == interactions.c.id)
        .where(interactions.c.position.in_(latest), outbox.c.state == DeliveryState.FAILED)
    )
    return frozenset(tx.execute(failed).scalars())


def _find_last(tx: Transaction, logs: Logs, *directions: Direction) -> dict[str, Any]:
    """Find what was said last in each conversation, by its id."""
    latest = (
        select(func.max(interactions.c.position))
        .where(
            interactions.c.conversation_id.in_(list(logs.owners)),
            interactions.c.direction.in_(directions),
        )
        .group_by(interactions.c.conversation_id)
    )
    wanted: ColumnElement[bool] = interactions.c.position.in_(latest)
    if logs.taken_in:
        wanted = or_(wanted, interactions.c.id.in_(list(logs.taken_in)))
    said = select(
        interactions.c.id,
        interactions.c.conversation_id,
        interactions.c.text,
        interactions.c.author,
    ).where(wanted)
    return {
        owner: row
        for row in tx.execute(said.order_by(interactions.c.position))
        for owner in logs.find_owners(row.id, row.conversation_id)
    }
