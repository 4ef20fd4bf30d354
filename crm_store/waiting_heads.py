"""Those who can be next: the first of each line by each thing that may make somebody first.

Each is one step into an index, however many wait.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
)

from crm_store.conversations import to_conversation
from crm_store.schema import conversations, waiting, waiting_lines
from crm_store.transaction import Transaction
from crm_store.waiting import WaitingRow, read_waiting, select_waiting
from crm_store.waiting_standing import SHOULD_WAIT
from domain.conversations import Conversation

# So many of those whom an agent knows are looked at of each sort, the most urgent first.
_KNOWN: Final = 5
_NOW = bindparam("now", type_=waiting.c.due_at.type)
# Lists of ids are made as long as the next multiple, so that few statements are told apart.
_STEP: Final = 16


class Order(StrEnum):
    """By what somebody comes first: whose promise holds, is late, or is none; whose turn it was."""

    HOLDS = "holds"
    LATE = "late"
    UNDUE = "undue"
    TURN = "turn"


_BY: Final[dict[Order, tuple[ColumnElement[bool], Any]]] = {
    Order.HOLDS: (waiting.c.due_at > _NOW, waiting.c.due_at),
    Order.LATE: (waiting.c.due_at <= _NOW, waiting.c.due_at),
    Order.UNDUE: (waiting.c.due_at.is_(None), waiting.c.waiting_since),
    Order.TURN: (waiting.c.turn_at.is_not(None), waiting.c.turn_at),
}


def _find_first(order: Order, wanted: Any, *more: ColumnElement[bool]) -> ScalarSelect[Any]:
    condition, column = _BY[order]
    return (
        select(column if wanted is None else wanted)
        .where(waiting.c.line_id == waiting_lines.c.id, condition, *more)
        .order_by(column)
        .limit(1)
        .correlate(waiting_lines)
        .scalar_subquery()
    )


_PROMISED = waiting_lines.c.target_us >= 0
_OF: Final = (Order.HOLDS, Order.LATE, Order.UNDUE)
_HEADS = select(
    waiting_lines.c.id,
    case((_PROMISED, _find_first(Order.HOLDS, None))),
    case((_PROMISED, _find_first(Order.LATE, None))),
    # Only what nothing is promised of that falls due has no due time.
    case((~_PROMISED, _find_first(Order.UNDUE, None))),
)
_TURNED = (
    select(waiting.c.line_id, func.min(waiting.c.turn_at).label("turned_at"))
    .where(waiting.c.turn_at.is_not(None))
    .group_by(waiting.c.line_id)
)


def _select_first(order: Order, *more: ColumnElement[bool]) -> Select[Any]:
    skipped = waiting.c.conversation_id.not_in(bindparam("skipped", expanding=True))
    lines = waiting_lines.c.id.in_(bindparam(order.value, expanding=True))
    ids = select(_find_first(order, waiting.c.conversation_id, skipped, *more)).where(lines)
    return select_waiting().where(waiting.c.conversation_id.in_(ids))


def _select_known(order: Order) -> Select[Any]:
    condition, column = _BY[order]
    known = waiting.c.known_agent == bindparam("agent")
    chosen = select_waiting().where(known, condition).order_by(column).limit(_KNOWN).subquery()
    return select(chosen)


_ROWS = union_all(
    *(_select_first(order) for order in Order),
    # Who is known to somebody else may be left to them for a while; others stand behind.
    _select_first(Order.HOLDS, waiting.c.known_agent.is_(None)),
    *(_select_known(order) for order in _OF),
)


@dataclass(frozen=True, slots=True)
class Head:
    """Where somebody stands who is the first of their line.

    Attributes:
        at: what they are the first by: when they fall due, began to wait, or their turn came.
    """

    line_id: int
    order: Order
    at: datetime


def list_heads(tx: Transaction, *, now: datetime) -> list[Head]:
    """List where those stand in all lines who can be next."""
    found = [
        Head(row[0], order, at)
        for row in tx.execute(_HEADS, {"now": now})
        for order, at in zip(_OF, tuple(row)[1:], strict=True)
        if at is not None
    ]
    return found + [Head(row.line_id, Order.TURN, row.turned_at) for row in tx.execute(_TURNED)]


def read_heads(
    tx: Transaction,
    lines: Mapping[Order, Iterable[int]],
    *,
    agent: str | None,
    skipped: Collection[str] = (),
    now: datetime,
) -> tuple[WaitingRow, ...]:
    """Read who can be next in some lines, and the first of those whom an agent knows.

    Args:
        lines: ids of lines, by that by which somebody is to be the first.
        skipped: ids of conversations that are left alone for now.
    """
    wanted = {order.value: _pad(lines.get(order, ()), 0) for order in Order}
    values = {**wanted, "agent": agent or "", "skipped": _pad(skipped, ""), "now": now}
    rows = (read_waiting(row) for row in tx.execute(_ROWS, values))
    listed = {row.conversation_id: row for row in rows if row.conversation_id not in skipped}
    return tuple(listed.values())


def lock_waiting(tx: Transaction, conversation_id: str) -> Conversation | None:
    """Lock a conversation that waits; None where it waits no more or another is at it."""
    wanted = waiting.c.conversation_id == bindparam("id")
    row = tx.find_row(_lock().where(wanted), {"id": conversation_id})
    return None if row is None else to_conversation(row)


def lock_next_in_line(
    tx: Transaction, line_id: int, order: Order, *, skipped: Collection[str], now: datetime
) -> str | None:
    """Lock the first of a line that nobody else is at; tell its id, or None where there is none."""
    condition, column = _BY[order]
    found = (
        _lock()
        .where(
            waiting.c.line_id == bindparam("line"),
            condition,
            waiting.c.conversation_id.not_in(bindparam("skipped", expanding=True)),
        )
        .order_by(column)
        .limit(1)
    )
    values: dict[str, Any] = {"line": line_id, "skipped": _pad(skipped, "")}
    if order in {Order.HOLDS, Order.LATE}:
        values["now"] = now
    row = tx.find_row(found, values)
    return None if row is None else str(row.id)


def _lock() -> Select[Any]:
    return (
        select(conversations)
        .join(waiting, waiting.c.conversation_id == conversations.c.id)
        .where(and_(SHOULD_WAIT, literal(value=True)))
        .with_for_update(of=[conversations, waiting], skip_locked=True, key_share=True)
    )


def _pad(values: Iterable[Any], blank: Any) -> list[Any]:
    listed = list(values)
    missing = -len(listed) % _STEP or (0 if listed else _STEP)
    return listed + [blank] * missing
