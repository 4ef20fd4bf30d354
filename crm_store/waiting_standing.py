"""How a conversation stands as to waiting: whether it should wait, in which line, and what it says.

All of it is read by one statement, since it is read with most that people do.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    select,
)

from crm_store.schema import (
    clocks,
    conversations,
    customers,
    interactions,
    skills,
    waiting,
    waiting_lines,
)
from crm_store.transaction import Transaction
from crm_store.waiting import WaitingRow, read_waiting
from crm_store.waiting_lines import LineKey
from domain.assignment import LANGUAGE_SKILL
from domain.conversations import Author, ConversationStatus, Direction
from domain.service_levels import ClockKind

_MICROSECOND = timedelta(microseconds=1)
_OTHERS = conversations.alias("others")

# As the model has it: in a queue, open, seen to in no other one, nobody's, and the customer waits.
SHOULD_WAIT: ColumnElement[bool] = and_(
    conversations.c.queue.is_not(None),
    conversations.c.status == ConversationStatus.OPEN,
    conversations.c.merged_into.is_(None),
    conversations.c.assignee.is_(None),
    conversations.c.waiting_since.is_not(None),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a conversation stands.

    Attributes:
        wanted: what its row is to say; None where it is to have none.
        found: what its row says; None where it has none.
        assignee: the staff id of who has it.
    """

    wanted: WaitingRow | None
    found: WaitingRow | None
    assignee: str | None


def _find_language() -> ColumnElement[Any]:
    """Its language where people are registered as speaking it or not; else any will do."""
    named = literal(LANGUAGE_SKILL) + conversations.c.language
    registered = exists().where(skills.c.name == named)
    return case((registered, conversations.c.language), else_="")


def _find_known() -> ScalarSelect[Any]:
    """Who replied last to the customer, in whichever conversation that was."""
    last = (
        select(_OTHERS.c.id)
        .where(
            _OTHERS.c.customer_id == conversations.c.customer_id,
            _OTHERS.c.replied_at >= bindparam("known_since", type_=_OTHERS.c.replied_at.type),
        )
        .order_by(_OTHERS.c.replied_at.desc())
        .limit(1)
        .correlate(conversations)
        .scalar_subquery()
    )
    return (
        select(interactions.c.author_id)
        .where(
            interactions.c.conversation_id == last,
            interactions.c.direction == Direction.OUT,
            interactions.c.author == Author.AGENT,
        )
        .order_by(interactions.c.position.desc())
        .limit(1)
        .correlate(conversations)
        .scalar_subquery()
    )


_OWN = ("queue", "channel", "priority", "status", "assignee", "merged_into", "widened_to")
_FOUND = ("conversation_id", "line_id", "waiting_since", "due_at", "resolution_due_at")
_NOTED = ("known_agent", "turn_at", "widened", "unserved_since")
_LINE = ("queue", "channel", "language", "tier", "priority", "target_us", "widened_to")
_STANDING = (
    select(
        conversations.c.id,
        conversations.c.waiting_since.label("own_waiting_since"),
        *(conversations.c[name].label(f"own_{name}") for name in _OWN),
        customers.c.tier.label("own_tier"),
        _find_language().label("own_language"),
        case((waiting.c.conversation_id.is_(None), _find_known())).label("known"),
        clocks.c.kind.label("clock_kind"),
        clocks.c.due_at.label("clock_due_at"),
        clocks.c.target_us.label("clock_target_us"),
        *(waiting.c[name] for name in (*_FOUND, *_NOTED)),
        *(waiting_lines.c[name] for name in _LINE),
    )
    .join(customers, customers.c.id == conversations.c.customer_id)
    .outerjoin(waiting, waiting.c.conversation_id == conversations.c.id)
    .outerjoin(waiting_lines, waiting_lines.c.id == waiting.c.line_id)
    .outerjoin(
        clocks,
        and_(
            clocks.c.conversation_id == conversations.c.id,
            clocks.c.met_at.is_(None),
            clocks.c.cancelled_at.is_(None),
        ),
    )
    .where(conversations.c.id == bindparam("id"))
)
_MENDED = (
    "queue",
    "channel",
    "priority",
)


def find_standing(
    tx: Transaction, conversation_id: str, *, known_since: datetime
) -> Standing | None:
    """Find how a conversation stands; None where there is none.

    Args:
        known_since: who replied last before that knows the customer no more.
    """
    values = {"id": conversation_id, "known_since": known_since}
    rows = tx.execute(_STANDING, values).all()
    if not rows:
        return None
    first = rows[0]
    found = None if first.conversation_id is None else read_waiting(first)
    return Standing(wanted=_read_wanted(rows), found=found, assignee=first.own_assignee)


def list_unlike(tx: Transaction, *, skipped: Collection[str] = (), limit: int) -> tuple[str, ...]:
    """List conversations whose row is missing, or not to be there, or in another line, by their id.

    The due times are not compared.

    Args:
        skipped: ids of those that are left out.
    """
    passed = list(skipped)
    should = (
        select(conversations.c.id)
        .join(customers, customers.c.id == conversations.c.customer_id)
        .outerjoin(waiting, waiting.c.conversation_id == conversations.c.id)
        .outerjoin(waiting_lines, waiting_lines.c.id == waiting.c.line_id)
        .where(SHOULD_WAIT)
        .where(
            waiting.c.conversation_id.is_(None)
            | (waiting.c.waiting_since != conversations.c.waiting_since)
            | (waiting_lines.c.tier != customers.c.tier)
            | (waiting_lines.c.language != _find_language())
            | (waiting_lines.c.widened_to != func.coalesce(conversations.c.widened_to, ""))
            | _differ()
        )
        .where(conversations.c.id.not_in(passed))
        .limit(limit)
    )
    should_not = (
        select(waiting.c.conversation_id)
        .join(conversations, conversations.c.id == waiting.c.conversation_id)
        .where(~SHOULD_WAIT, waiting.c.conversation_id.not_in(passed))
        .limit(limit)
    )
    found = (*tx.execute(should_not).scalars(), *tx.execute(should).scalars())
    return tuple(dict.fromkeys(found))


def _differ() -> ColumnElement[bool]:
    alike = (waiting_lines.c[name] == conversations.c[name] for name in _MENDED)
    return ~and_(*alike)


def _read_wanted(rows: Any) -> WaitingRow | None:
    first = rows[0]
    waits = (
        first.own_queue is not None
        and first.own_status == ConversationStatus.OPEN
        and first.own_merged_into is None
        and first.own_assignee is None
        and first.own_waiting_since is not None
    )
    if not waits:
        return None
    due = [row for row in rows if row.clock_due_at is not None]
    promised = [row for row in due if row.clock_kind != ClockKind.RESOLUTION]
    response = min(promised, key=lambda row: row.clock_due_at, default=None)
    resolution = [row.clock_due_at for row in due if row.clock_kind == ClockKind.RESOLUTION]
    line = LineKey(
        queue=first.own_queue,
        channel=first.own_channel,
        language=first.own_language or "",
        tier=first.own_tier,
        priority=first.own_priority,
        target=None if response is None else response.clock_target_us * _MICROSECOND,
        widened_to=first.own_widened_to or "",
    )
    return WaitingRow(
        conversation_id=first.id,
        line=line,
        waiting_since=first.own_waiting_since,
        due_at=None if response is None else response.clock_due_at,
        resolution_due_at=min(resolution, default=None),
        known_agent=first.known,
    )
