"""A complaint's stage as the fold of its moves; pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from complaints.stage_moves import decide_move
from domain.complaint_register import ComplaintEvent, ComplaintState
from domain.complaints import ComplaintStage
from domain.errors import InvalidInputError


def apply_event(state: ComplaintState | None, event: ComplaintEvent) -> ComplaintState:
    """Apply a move to a complaint.

    Raises:
        InvalidInputError: it may not move so; see `complaints.stage_moves.decide_move`.
    """
    refusal = decide_move(state, event)
    if refusal is not None:
        raise InvalidInputError(refusal, field="to")
    at = event.at.astimezone(UTC)
    if state is None:
        return ComplaintState(stage=event.to, since=at, by=event.by, received_at=at)
    # A clock that was set back takes nothing away from what has counted.
    at = max(at, state.since)
    moved = replace(state, stage=event.to, since=at, by=event.by, outcome=event.outcome)
    return _mark(moved, at)


def replay(events: Iterable[ComplaintEvent]) -> ComplaintState:
    """Return what the moves of a complaint add up to.

    Raises:
        InvalidInputError: there is none, or one of them is not allowed.
    """
    state: ComplaintState | None = None
    for event in events:
        state = apply_event(state, event)
    if state is None:
        raise InvalidInputError("a complaint has at least one event: it was received")
    return state


def _mark(state: ComplaintState, at: datetime) -> ComplaintState:
    match state.stage:
        case ComplaintStage.ACKNOWLEDGED:
            return replace(state, acknowledged_at=at)
        case ComplaintStage.RESPONDED:
            return replace(state, responded_at=at)
        case ComplaintStage.CLOSED:
            return replace(state, closed_at=at)
        case ComplaintStage.ESCALATED_OUTSIDE:
            return replace(state, escalated_at=at, closed_at=None)
        case ComplaintStage.REOPENED:
            return replace(state, reopenings=state.reopenings + 1, closed_at=None)
        case _:
            return state
