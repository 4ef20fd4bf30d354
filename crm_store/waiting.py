"""Conversations that wait for an agent: one row each, in the line of those that are like it.

Who writes a row has its conversation locked, so that a row always says how its conversation stands.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    ScalarSelect,
    Select,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from crm_store.schema import clocks, waiting, waiting_lines
from crm_store.transaction import Transaction
from crm_store.waiting_lines import LineKey, name_line, read_line, record_line
from domain.service_levels import ClockKind

_ALIKE = ("queue", "channel", "language", "tier", "priority", "target_us", "widened_to")
_FACTS = ("waiting_since", "due_at", "resolution_due_at")
_DELETE = delete(waiting).where(waiting.c.conversation_id == bindparam("id"))
_LINE_COLUMNS = [waiting_lines.c[name] for name in _ALIKE]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """A conversation that waits.

    Attributes:
        line_id: the number of its line; 0 where it is not known yet.
        due_at: when the response falls due that its customer waits for, or None.
        resolution_due_at: the same of the resolution.
        known_agent: the staff id of who replied to this customer last.
        turn_at: when its turn had come in the order of coming, or None.
        widened: how many overflow steps have been noted.
        unserved_since: since when it is known that nobody can take it, or None.
    """

    conversation_id: str
    line: LineKey
    waiting_since: datetime
    due_at: datetime | None = None
    resolution_due_at: datetime | None = None
    known_agent: str | None = None
    turn_at: datetime | None = None
    widened: int = 0
    unserved_since: datetime | None = None
    line_id: int = 0


def _make_save(dialect: str) -> Executable:
    """Make the insert that finds the line by what it is; it inserts nothing where there is none."""
    bound = {name: bindparam(name, type_=waiting.c[name].type) for name in _FACTS}
    values: Select[Any] = select(
        bindparam("id", type_=waiting.c.conversation_id.type),
        waiting_lines.c.id,
        *bound.values(),
        bindparam("known_agent", type_=waiting.c.known_agent.type),
        literal_column("0"),
    ).where(*(waiting_lines.c[name] == bindparam(f"line_{name}") for name in _ALIKE))
    columns = ["conversation_id", "line_id", *_FACTS, "known_agent", "widened"]
    insert = postgresql.insert(waiting) if dialect == "postgresql" else sqlite.insert(waiting)
    chosen = insert.from_select(columns, values)
    changed = {name: chosen.excluded[name] for name in ("line_id", *_FACTS)}
    return chosen.on_conflict_do_update(index_elements=["conversation_id"], set_=changed)


def _find_due(kind: ColumnElement[bool]) -> ScalarSelect[Any]:
    running = (clocks.c.met_at.is_(None), clocks.c.cancelled_at.is_(None))
    return (
        select(func.min(clocks.c.due_at))
        .where(clocks.c.conversation_id == waiting.c.conversation_id, kind, *running)
        .scalar_subquery()
    )


_RENEW = (
    update(waiting)
    .where(waiting.c.conversation_id.in_(bindparam("ids", expanding=True)))
    .values(
        due_at=_find_due(clocks.c.kind != ClockKind.RESOLUTION),
        resolution_due_at=_find_due(clocks.c.kind == ClockKind.RESOLUTION),
    )
)
_SAVE = {dialect: _make_save(dialect) for dialect in ("sqlite", "postgresql")}


def select_waiting() -> Select[Any]:
    """Select rows with what tells their line; see `read_waiting`."""
    return select(waiting, *_LINE_COLUMNS).join(
        waiting_lines, waiting_lines.c.id == waiting.c.line_id
    )


def save_waiting(tx: Transaction, row: WaitingRow) -> None:
    """Write that a conversation, which is locked, waits; or what has changed about it.

    Who knows its customer is written once, as it begins to wait. What others note of it (its turn,
    its widening) stays, unless `waiting_notes.forget_noted` is told to forget it.
    """
    values = {
        "id": row.conversation_id,
        "waiting_since": row.waiting_since,
        "due_at": row.due_at,
        "resolution_due_at": row.resolution_due_at,
        "known_agent": row.known_agent,
        **{f"line_{name}": value for name, value in name_line(row.line).items()},
    }
    save = _SAVE["postgresql" if tx.on_postgres else "sqlite"]
    if tx.execute(save, values).rowcount == 0:
        record_line(tx, row.line)
        tx.execute(save, values)


def finish_waiting(tx: Transaction, conversation_id: str) -> None:
    """Write that a conversation, which is locked, waits no more."""
    tx.execute(_DELETE, {"id": conversation_id})


def find_waiting(tx: Transaction, conversation_id: str) -> WaitingRow | None:
    """Find the row of a conversation; None where it does not wait."""
    row = tx.find_row(select_waiting().where(waiting.c.conversation_id == conversation_id))
    return None if row is None else read_waiting(row)


def count_waiting_rows(tx: Transaction) -> int:
    """Count all that wait for an agent."""
    return int(tx.execute(select(func.count()).select_from(waiting)).scalar_one())


def list_waiting(
    tx: Transaction, *, after: str = "", limit: int | None = None
) -> tuple[WaitingRow, ...]:
    """List all that wait, by the ids of their conversations.

    Args:
        after: id of the last one already seen; empty for the first.
    """
    found = (
        select_waiting()
        .where(waiting.c.conversation_id > after)
        .order_by(waiting.c.conversation_id)
    )
    return tuple(read_waiting(row) for row in tx.execute(found.limit(limit)))


def record_turns(tx: Transaction, turns: Sequence[tuple[str, datetime | None]]) -> None:
    """Note when the turns of some came, or that they have not, by the ids of conversations."""
    if turns:
        noted = (
            update(waiting)
            .where(waiting.c.conversation_id == bindparam("of"))
            .values(turn_at=bindparam("at", type_=waiting.c.turn_at.type))
        )
        # In one order everywhere, so that no two wait for each other.
        ordered = sorted(turns, key=lambda turn: turn[0])
        tx.execute_for(noted, [{"of": each, "at": at} for each, at in ordered])


def renew_due_times(tx: Transaction, conversation_ids: Collection[str]) -> None:
    """Have the rows of conversations, which are locked, say when their clocks fall due now."""
    tx.execute(_RENEW, {"ids": list(conversation_ids)})


def read_waiting(row: Any) -> WaitingRow:
    """Read a row that `select_waiting` selected."""
    return WaitingRow(
        conversation_id=row.conversation_id,
        line=read_line(row),
        waiting_since=row.waiting_since,
        due_at=row.due_at,
        resolution_due_at=row.resolution_due_at,
        known_agent=row.known_agent,
        turn_at=row.turn_at,
        widened=row.widened,
        unserved_since=row.unserved_since,
        line_id=row.line_id,
    )
