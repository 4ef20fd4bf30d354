"""What happened to complaints: written once, and never changed."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, select

from crm_store.schema import complaint_events
from crm_store.transaction import Transaction
from domain.complaint_cases import CaseEvent, ComplaintEventKind
from domain.complaint_register import ComplaintEvent, Outcome
from domain.complaints import ComplaintStage

_INSERT = complaint_events.insert()
_OF_COMPLAINT = (
    select(complaint_events)
    .where(complaint_events.c.complaint_id == bindparam("complaint_id"))
    .order_by(complaint_events.c.position)
)


def record_case_event(tx: Transaction, event: CaseEvent) -> None:
    """Write what happened to a complaint."""
    tx.execute(
        _INSERT,
        {
            "complaint_id": event.complaint_id,
            "kind": event.kind,
            "to": event.to,
            "outcome": event.outcome,
            "at": event.at,
            "by": event.by,
            "by_id": event.by_id,
            "why": event.why,
            "facts": dict(event.facts),
        },
    )


def list_case_events(tx: Transaction, complaint_id: str) -> tuple[CaseEvent, ...]:
    """List what happened to a complaint, in its order."""
    return tuple(
        _to_event(row) for row in tx.execute(_OF_COMPLAINT, {"complaint_id": complaint_id})
    )


def select_moves(events: Iterable[CaseEvent]) -> tuple[ComplaintEvent, ...]:
    """Take the moves out of all that happened; their fold is the complaint's stage."""
    return tuple(
        ComplaintEvent(
            to=ComplaintStage(event.to),
            at=event.at,
            by=event.by,
            why=event.why,
            outcome=event.outcome,
        )
        for event in events
        if event.kind is ComplaintEventKind.MOVED
    )


def make_move(
    complaint_id: str,
    move: ComplaintEvent,
    *,
    at: datetime,
    by_id: str | None,
    due_at: datetime | None = None,
) -> CaseEvent:
    """Make what is written of a move.

    Args:
        due_at: when the limit of the stage that it leaves had counted, or would have; None where
            there was none. It says for ever whether that was in time.
    """
    return CaseEvent(
        complaint_id=complaint_id,
        kind=ComplaintEventKind.MOVED,
        to=move.to.value,
        outcome=move.outcome,
        at=at,
        by=move.by,
        by_id=by_id,
        why=move.why,
        facts={} if due_at is None else {"due_at": due_at.astimezone(UTC).isoformat()},
    )


def _to_event(row: Any) -> CaseEvent:
    return CaseEvent(
        position=row.position,
        complaint_id=row.complaint_id,
        kind=ComplaintEventKind(row.kind),
        to=row.to or "",
        outcome=None if row.outcome is None else Outcome(row.outcome),
        at=row.at,
        by=row.by,
        by_id=row.by_id,
        why=row.why,
        facts=row.facts,
    )
