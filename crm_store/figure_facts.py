"""What figures are counted from, read for many conversations by a few statements."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Select, bindparam, func, or_, select

from crm_store.clocks import SET_ASIDE
from crm_store.schema import (
    ballots,
    clock_events,
    clocks,
    complaint_events,
    complaints,
    conversations,
    customers,
    gestures,
    routings,
)
from crm_store.transaction import Transaction
from domain.breaches import HandStep
from domain.complaint_cases import ComplaintEventKind
from domain.complaints import ComplaintStage
from domain.conversations import ConversationStatus
from domain.figure_facts import (
    CountedBallot,
    CountedClock,
    CountedComplaint,
    CountedGift,
    CountedMove,
    FigureFacts,
)
from domain.redress import GestureKind
from domain.routings import RoutingKind
from domain.sla_clocks import ClockEvent, ClockEventKind

T = TypeVar("T")
_MICROSECOND = timedelta(microseconds=1)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_CONVERSATIONS = (
    select(
        conversations.c.id,
        conversations.c.channel,
        conversations.c.queue,
        conversations.c.topic,
        conversations.c.created_at,
        conversations.c.status,
        conversations.c.resolved_at,
        conversations.c.disposition,
        conversations.c.merged_into,
        customers.c.tier,
    )
    .join(customers, customers.c.id == conversations.c.customer_id)
    .where(conversations.c.id.in_(_IDS))
)
_HANDED = (
    select(routings.c.conversation_id, func.min(routings.c.at).label("at"))
    .where(routings.c.conversation_id.in_(_IDS))
    .group_by(routings.c.conversation_id)
)
_CLOCKS = (
    select(
        clocks.c.id,
        clocks.c.conversation_id,
        clocks.c.kind,
        clocks.c.queue,
        clocks.c.started_at,
        clocks.c.target_us,
        clocks.c.counted_us,
        clocks.c.breached_at,
        clocks.c.met_at,
        clocks.c.cancelled_at,
    )
    .where(
        clocks.c.conversation_id.in_(_IDS),
        or_(
            clocks.c.cancelled_at.is_(None),
            clocks.c.stopped_by.is_(None),
            clocks.c.stopped_by.not_in(sorted(SET_ASIDE)),
        ),
    )
    .order_by(clocks.c.started_at, clocks.c.id)
)
_CLOCK_EVENTS = (
    select(clock_events.c.clock_id, clock_events.c.kind, clock_events.c.at, clock_events.c.until)
    .where(clock_events.c.clock_id.in_(_IDS))
    .order_by(clock_events.c.position)
)
_STEPS = (
    select(
        routings.c.conversation_id,
        routings.c.kind,
        routings.c.at,
        routings.c.agent,
        routings.c.queue,
    )
    .where(routings.c.conversation_id.in_(_IDS))
    .order_by(routings.c.position)
)
_COMPLAINTS = (
    select(complaints)
    .where(complaints.c.conversation_id.in_(_IDS))
    .order_by(complaints.c.received_at, complaints.c.id)
)
_MOVES = (
    select(
        complaint_events.c.complaint_id,
        complaint_events.c.to,
        complaint_events.c.at,
        complaint_events.c.facts,
    )
    .where(
        complaint_events.c.complaint_id.in_(_IDS),
        complaint_events.c.kind == ComplaintEventKind.MOVED,
    )
    .order_by(complaint_events.c.position)
)
_GIFTS = (
    select(
        gestures.c.complaint_id,
        gestures.c.kind,
        gestures.c.currency,
        gestures.c.cost,
        gestures.c.given_at,
        gestures.c.done_at,
    )
    .where(
        gestures.c.complaint_id.in_(_IDS),
        gestures.c.given_at.is_not(None),
        gestures.c.kind != GestureKind.NONE,
    )
    .order_by(gestures.c.proposed_at, gestures.c.id)
)
_BALLOTS = (
    select(
        ballots.c.conversation_id,
        ballots.c.survey,
        ballots.c.asked_at,
        ballots.c.queue,
        ballots.c.value,
    )
    .where(ballots.c.conversation_id.in_(_IDS), ballots.c.asked_at.is_not(None))
    .order_by(ballots.c.asked_at, ballots.c.id)
)


def read_figure_facts(tx: Transaction, conversation_ids: Collection[str]) -> dict[str, FigureFacts]:
    """Read what figures count of some conversations, by id; one that is not there is left out.

    It takes four statements, and up to five more where promises were broken or customers
    complained.
    """
    ids = list(conversation_ids)
    rows = tx.execute(_CONVERSATIONS, {"ids": ids}).all()
    handed = {row.conversation_id: row.at for row in tx.execute(_HANDED, {"ids": ids})}
    promises, broken = _read_clocks(tx, ids)
    steps = _group(tx, _STEPS, broken, _to_step)
    complained = _read_complaints(tx, ids)
    asked = _group(tx, _BALLOTS, ids, _to_ballot)
    return {
        row.id: FigureFacts(
            conversation_id=row.id,
            channel=row.channel,
            queue=row.queue or "",
            topic=row.topic or "",
            tier=row.tier,
            created_at=row.created_at,
            handed_at=handed.get(row.id),
            resolved_at=_find_resolved(row),
            disposition=row.disposition or "",
            clocks=promises.get(row.id, ()),
            steps=steps.get(row.id, ()),
            complaints=complained.get(row.id, ()),
            ballots=asked.get(row.id, ()),
        )
        for row in rows
    }


def _find_resolved(row: Any) -> datetime | None:
    settled = row.status == ConversationStatus.RESOLVED and row.merged_into is None
    resolved_at: datetime | None = row.resolved_at if settled else None
    return resolved_at


def _read_clocks(
    tx: Transaction, ids: Sequence[str]
) -> tuple[Mapping[str, tuple[CountedClock, ...]], list[str]]:
    """Read the promises by conversation, and which conversations have one that was broken."""
    rows = tx.execute(_CLOCKS, {"ids": ids}).all()
    late = [row for row in rows if row.breached_at is not None]
    events = _group(tx, _CLOCK_EVENTS, [row.id for row in late], _to_event)
    found: dict[str, list[CountedClock]] = defaultdict(list)
    for row in rows:
        found[row.conversation_id].append(_to_clock(row, events.get(row.id, ())))
    promises = {conversation_id: tuple(each) for conversation_id, each in found.items()}
    return promises, sorted({row.conversation_id for row in late})


def _read_complaints(
    tx: Transaction, ids: Sequence[str]
) -> Mapping[str, tuple[CountedComplaint, ...]]:
    rows = tx.execute(_COMPLAINTS, {"ids": ids}).all()
    known = [row.id for row in rows]
    moves = _group(tx, _MOVES, known, _to_move)
    gifts = _group(tx, _GIFTS, known, _to_gift)
    found: dict[str, list[CountedComplaint]] = defaultdict(list)
    for row in rows:
        complaint = _to_complaint(row, moves.get(row.id, ()), gifts.get(row.id, ()))
        found[row.conversation_id].append(complaint)
    return {conversation_id: tuple(each) for conversation_id, each in found.items()}


def _group(
    tx: Transaction, statement: Select[Any], ids: Sequence[str], make: Callable[[Any], T]
) -> Mapping[str, tuple[T, ...]]:
    """Make something of each row and group it by the row's first column; nothing is asked of none.

    Each group is in the order of its rows.
    """
    found: dict[str, list[T]] = defaultdict(list)
    if ids:
        for row in tx.execute(statement, {"ids": list(ids)}):
            found[row[0]].append(make(row))
    return {key: tuple(each) for key, each in found.items()}


def _to_clock(row: Any, events: tuple[ClockEvent, ...]) -> CountedClock:
    return CountedClock(
        kind=row.kind,
        queue=row.queue or "",
        started_at=row.started_at,
        target=row.target_us * _MICROSECOND,
        counted=row.counted_us * _MICROSECOND,
        running=row.met_at is None and row.cancelled_at is None,
        breached_at=row.breached_at,
        met_at=row.met_at,
        events=events,
    )


def _to_event(row: Any) -> ClockEvent:
    return ClockEvent(kind=ClockEventKind(row.kind), at=row.at, until=row.until)


def _to_step(row: Any) -> HandStep:
    return HandStep(kind=RoutingKind(row.kind), at=row.at, agent=row.agent, queue=row.queue)


def _to_complaint(
    row: Any, moves: tuple[CountedMove, ...], gifts: tuple[CountedGift, ...]
) -> CountedComplaint:
    return CountedComplaint(
        received_at=row.received_at,
        channel=row.channel,
        category=row.category,
        cause=row.root_cause or "",
        severity=row.severity,
        product=row.product or "",
        owner=row.owner or "",
        outcome=row.outcome or "",
        recovery=row.recovery or "",
        moves=moves,
        gifts=gifts,
    )


def _to_move(row: Any) -> CountedMove:
    due_at = row.facts.get("due_at")
    return CountedMove(
        to=ComplaintStage(row.to),
        at=row.at,
        due_at=None if due_at is None else datetime.fromisoformat(due_at),
    )


def _to_gift(row: Any) -> CountedGift:
    return CountedGift(
        kind=row.kind,
        currency=row.currency,
        cost=row.cost,
        given_at=row.given_at,
        done_at=row.done_at,
    )


def _to_ballot(row: Any) -> CountedBallot:
    return CountedBallot(
        survey=row.survey, asked_at=row.asked_at, queue=row.queue or "", value=row.value
    )
