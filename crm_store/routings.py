"""The log of who got which conversation, and why; nothing in it ever changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, or_, select

from crm_store.codecs import from_json, to_json
from crm_store.schema import conversations, routings
from crm_store.transaction import Transaction
from domain.assignment import Explanation
from domain.routings import Routing, RoutingKind

_MICROSECOND = timedelta(microseconds=1)
_INSERT = routings.insert()
_OF_CONVERSATION = (
    select(routings)
    .where(routings.c.conversation_id == bindparam("conversation_id"))
    .order_by(routings.c.position)
)
_LATEST_OF_KINDS = (
    select(routings)
    .where(
        routings.c.conversation_id == bindparam("conversation_id"),
        routings.c.kind.in_(bindparam("kinds", expanding=True)),
    )
    .order_by(routings.c.position.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingSearch:
    """Which lines of the log are wanted; what is None does not matter.

    Attributes:
        queue: they stood in.
        via: the queue whose people took it.
        agent: the staff id of who got it or lost it.
        by: the staff id of whose doing it was.
        since: the first instant; `until` is the first one that is too late.
        text: words in the reason, or the reference of the conversation.
    """

    kind: RoutingKind | None = None
    queue: str | None = None
    via: str | None = None
    agent: str | None = None
    by: str | None = None
    overflowed: bool | None = None
    known: bool | None = None
    conversation_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRouting:
    """A line of the log with the reference of its conversation."""

    routing: Routing
    reference: str


def record_routing(tx: Transaction, routing: Routing) -> None:
    """Put a line on the log; its `position` is given by the log and need not be known."""
    tx.execute(_INSERT, _to_row(routing))


def record_routings(tx: Transaction, lines: Sequence[Routing]) -> None:
    """Put several lines on the log at once; see `record_routing`."""
    if lines:
        tx.execute_for(_INSERT, [_to_row(each) for each in lines])


def list_routings(tx: Transaction, conversation_id: str) -> tuple[Routing, ...]:
    """List what became of a conversation, oldest first."""
    found = tx.execute(_OF_CONVERSATION, {"conversation_id": conversation_id})
    return tuple(to_routing(row) for row in found)


def find_latest_routing(
    tx: Transaction, conversation_id: str, kinds: Iterable[RoutingKind] = RoutingKind
) -> Routing | None:
    """Find the last line of some kinds on the log of a conversation."""
    values = {"conversation_id": conversation_id, "kinds": list(kinds)}
    row = tx.find_row(_LATEST_OF_KINDS, values)
    return None if row is None else to_routing(row)


def search_routings(
    tx: Transaction, wanted: RoutingSearch, *, before: int | None = None, limit: int = 50
) -> tuple[FoundRouting, ...]:
    """Search the log, the latest first.

    Args:
        before: only what came before this position, for the next page.
    """
    found = _select_found().where(*list_conditions(wanted))
    if before is not None:
        found = found.where(routings.c.position < before)
    ordered = found.order_by(routings.c.position.desc()).limit(limit)
    return tuple(_to_found(row) for row in tx.execute(ordered))


def count_routings(tx: Transaction, wanted: RoutingSearch, *, most: int = 10_000) -> int:
    """Count the lines that are wanted, up to `most`."""
    found = (
        select(routings.c.position)
        .join(conversations, conversations.c.id == routings.c.conversation_id)
        .where(*list_conditions(wanted))
        .limit(most)
    )
    return int(tx.execute(select(func.count()).select_from(found.subquery())).scalar_one())


def _select_found() -> Select[Any]:
    return select(routings, conversations.c.reference).join(
        conversations, conversations.c.id == routings.c.conversation_id
    )


def list_conditions(wanted: RoutingSearch) -> list[ColumnElement[bool]]:
    """List what lines that are wanted fulfil; their conversations have to be joined."""
    equal = (
        (routings.c.kind, wanted.kind),
        (routings.c.queue, wanted.queue),
        (routings.c.via, wanted.via),
        (routings.c.by, wanted.by),
        (routings.c.overflowed, wanted.overflowed),
        (routings.c.known, wanted.known),
        (routings.c.conversation_id, wanted.conversation_id),
    )
    conditions: list[ColumnElement[bool]] = [
        column == value for column, value in equal if value is not None
    ]
    if wanted.agent is not None:
        conditions.append(or_(routings.c.agent == wanted.agent, routings.c.before == wanted.agent))
    if wanted.since is not None:
        conditions.append(routings.c.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(routings.c.at < wanted.until)
    if wanted.text:
        conditions.append(
            or_(
                conversations.c.reference == wanted.text.strip().upper(),
                routings.c.reason.icontains(wanted.text, autoescape=True),
            )
        )
    return conditions


def _to_row(routing: Routing) -> dict[str, Any]:
    waited, explanation = routing.waited, routing.explanation
    return {
        "id": routing.id,
        "conversation_id": routing.conversation_id,
        "kind": routing.kind,
        "agent": routing.agent,
        "before": routing.before,
        "by": routing.by,
        "queue": routing.queue,
        "via": routing.via,
        "at": routing.at,
        "waited_us": None if waited is None else waited // _MICROSECOND,
        "known": routing.known,
        "overflowed": routing.overflowed,
        "reason": routing.reason,
        "told": routing.told,
        "explanation": None if explanation is None else to_json(explanation),
    }


def _to_found(row: Row[Any]) -> FoundRouting:
    return FoundRouting(routing=to_routing(row), reference=row.reference)


def to_routing(row: Row[Any]) -> Routing:
    """Read a line of the log from its row."""
    return Routing(
        position=row.position,
        id=row.id,
        conversation_id=row.conversation_id,
        kind=RoutingKind(row.kind),
        agent=row.agent,
        before=row.before,
        by=row.by,
        queue=row.queue,
        via=row.via,
        at=row.at,
        waited=None if row.waited_us is None else row.waited_us * _MICROSECOND,
        known=row.known,
        reason=row.reason,
        told=row.told,
        explanation=None if row.explanation is None else from_json(Explanation, row.explanation),
    )
