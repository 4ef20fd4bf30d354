"""A complaint moves into a stage: refused where it may not, else written with all that follows."""

from dataclasses import replace
from datetime import datetime

from bot.complaints.log_case import log_case
from bot.complaints.plan_next import list_plan_changes, plan_stage
from bot.recovery.judge_recovery import judge_recovery
from bot.recovery.plan_follow_up import list_follow_up_changes
from bot.redress.let_go import let_go_of_gesture
from bot.tools import Tools
from complaints.stage_fold import apply_event, replay
from complaints.stage_moves import MOVES, decide_move, name_stage
from crm_store.complaint_events import (
    list_case_events,
    make_move,
    record_case_event,
    select_moves,
)
from crm_store.complaints import change_complaint
from crm_store.figure_changes import note_figures
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.complaint_register import ComplaintEvent, ComplaintState
from domain.complaints import ComplaintStage
from domain.errors import ConflictError, InvalidInputError


def move_complaint(
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    move: ComplaintEvent,
    *,
    by_id: str | None,
    now: datetime,
) -> Complaint:
    """Move a complaint, which is locked as its main conversation is, into another stage.

    Writes the case event, the times of its stages, when the new stage is due, and a line in the
    conversation's log. As it is closed, a gesture that nobody was told of is given up.

    Args:
        by_id: of the member of staff who moves it, or None for what goes by itself.

    Raises:
        ConflictError: from its stage it cannot go there.
        InvalidInputError: the move lacks its reason, its outcome, or who makes it.
    """
    state = replay(select_moves(list_case_events(tx, complaint.id)))
    _require_allowed(state, move)
    after = apply_event(state, move)
    moved = _take_over(complaint, after)
    follow_up = list_follow_up_changes(tx, moved)
    planned = plan_stage(tx, tools, replace(moved, **follow_up), now=now)
    changes = _list_changes(planned) | list_plan_changes(planned) | follow_up
    changed = change_complaint(tx, complaint, **changes)
    due_at = complaint.stage_due_at
    record_case_event(tx, make_move(complaint.id, move, at=after.since, by_id=by_id, due_at=due_at))
    log_case(tx, tools, changed, _tell(changed, move), by=move.by, by_id=by_id, now=now)
    if move.to is ComplaintStage.CLOSED:
        why = "the complaint was closed"
        given_up = let_go_of_gesture(tx, changed, by=move.by, by_id=by_id, why=why, now=now)
        if given_up:
            text = f"{changed.number}: {given_up}"
            log_case(tx, tools, changed, text, by=move.by, by_id=by_id, now=now)
    note_figures(tx, changed.conversation_id)
    return judge_recovery(tx, changed, now=now)


def _require_allowed(state: ComplaintState, move: ComplaintEvent) -> None:
    refusal = decide_move(state, move)
    if refusal is None:
        return
    if move.to is state.stage or move.to not in MOVES[state.stage]:
        raise ConflictError(refusal)
    lacking = "why" if not move.why.strip() and move.to is not ComplaintStage.CLOSED else "outcome"
    if move.to is ComplaintStage.CLOSED and not move.why.strip():
        lacking = "why"
    raise InvalidInputError(refusal, field=lacking)


def _take_over(complaint: Complaint, after: ComplaintState) -> Complaint:
    return replace(
        complaint,
        stage=after.stage,
        stage_since=after.since,
        acknowledged_at=after.acknowledged_at,
        responded_at=after.responded_at,
        closed_at=after.closed_at,
        escalated_at=after.escalated_at,
        reopenings=after.reopenings,
        outcome=after.outcome,
        late_seen_at=None,
    )


def _list_changes(moved: Complaint) -> dict[str, object]:
    names = (
        *("stage", "stage_since", "acknowledged_at", "responded_at", "closed_at"),
        *("escalated_at", "reopenings", "outcome"),
    )
    return {name: getattr(moved, name) for name in names}


def _tell(complaint: Complaint, move: ComplaintEvent) -> str:
    outcome = f" as {move.outcome.value.replace('_', ' ')}" if move.outcome else ""
    why = f": {move.why.strip()}" if move.why.strip() else ""
    return f"Complaint {complaint.number} is {name_stage(move.to)}{outcome}{why}"
