"""What happened to those who wait, for whoever keeps the order of coming in mind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select

from crm_store.codecs import to_json
from crm_store.schema import waiting_events
from crm_store.transaction import Transaction

_INSERT = waiting_events.insert()


class WaitingEventKind(StrEnum):
    """What happened to somebody who waits, or did.

    `joined`: began to wait. `moved`: stands in another line now. `left`: unserved. `taken`: by an
    agent. `finished`: was seen to.
    """

    JOINED = "joined"
    MOVED = "moved"
    LEFT = "left"
    TAKEN = "taken"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingEvent:
    """One thing that happened.

    Attributes:
        facts: of who joined or moved: what its row says; of what was taken: the agent.
    """

    kind: WaitingEventKind
    conversation_id: str
    at: datetime
    facts: Mapping[str, Any]


def record_waiting_event(
    tx: Transaction,
    kind: WaitingEventKind,
    conversation_id: str,
    *,
    now: datetime,
    facts: Any = None,
) -> None:
    """Leave word of something for whoever keeps the order of coming in mind."""
    values = {
        "kind": kind,
        "conversation_id": conversation_id,
        "facts": {} if facts is None else to_json(facts),
        "at": now,
    }
    tx.execute(_INSERT, values)


def take_waiting_events(tx: Transaction, *, limit: int) -> tuple[WaitingEvent, ...]:
    """Take up what happened, oldest first; it is not told again."""
    oldest = select(waiting_events.c.position).order_by(waiting_events.c.position).limit(limit)
    taken = (
        delete(waiting_events)
        .where(waiting_events.c.position.in_(oldest.scalar_subquery()))
        .returning(waiting_events)
    )
    rows = sorted(tx.execute(taken).all(), key=lambda row: int(row.position))
    return tuple(
        WaitingEvent(
            kind=WaitingEventKind(row.kind),
            conversation_id=row.conversation_id,
            at=row.at,
            facts=row.facts,
        )
        for row in rows
    )
