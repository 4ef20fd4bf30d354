"""Runs of self-service actions that were over while a question was waiting for its answer."""

from typing import Any, Final

from sqlalchemy import bindparam, case, func, select

from crm_store.schema import action_runs, action_steps, conversations, customers
from crm_store.schema.base import UtcTime
from crm_store.transaction import Transaction
from domain.self_service import MOST_FAILURES, RESOLVED, RunState, Step
from domain.self_service_figures import Drop, DroppedRun, Period

_DROPS: Final = {
    RunState.LAPSED: Drop.LAPSED,
    RunState.CANCELLED: Drop.CANCELLED,
    RunState.HANDED_OVER: Drop.HANDED_OVER,
    RunState.LEFT: Drop.LEFT,
    RunState.REFUSED: Drop.REFUSED,
}
_OVER = (*_DROPS, RunState.FAILED, RunState.UNCLEAR)
_START, _END = bindparam("start", type_=UtcTime()), bindparam("end", type_=UtcTime())

STOOD = case(
    (
        (action_runs.c.state == RunState.LEFT) & (action_runs.c.outcome == RESOLVED),
        RunState.HANDED_OVER.value,
    ),
    else_=action_runs.c.state,
).label("stood")
"""Where a run stands, for reports: what a person settled was handed over, and stays so."""

_NOT_UNDERSTOOD = (action_runs.c.failures >= MOST_FAILURES).label("not_understood")
# What was asked or answered last in each run tells whether, and where, it was left.
_LAST = (
    select(action_runs.c.id, func.max(action_steps.c.position).label("position"))
    .join(action_steps, action_steps.c.run_id == action_runs.c.id)
    .where(
        action_runs.c.started_at >= _START,
        action_runs.c.started_at < _END,
        action_runs.c.state.in_(_OVER),
        action_steps.c.step.in_((Step.ASKED, Step.FILLED)),
    )
    .group_by(action_runs.c.id)
    .subquery()
)
_LEFT = (
    select(_LAST.c.id)
    .join(action_steps, action_steps.c.position == _LAST.c.position)
    .join(action_runs, action_runs.c.id == _LAST.c.id)
    .where(action_steps.c.step == Step.ASKED, action_steps.c.slot.is_not(None))
)
_GROUPS = (
    *(action_runs.c.action, action_runs.c.channel, action_steps.c.slot),
    *(STOOD, _NOT_UNDERSTOOD),
)
DROP_OUTS = _LEFT.with_only_columns(*_GROUPS, func.count().label("number")).group_by(*_GROUPS)
"""How many were left, by where and how, of those begun between `start` and `end`."""


def classify_drop(state: str, *, not_understood: bool) -> Drop:
    """Tell how a run was left that stands in a state."""
    drop = _DROPS.get(RunState(state), Drop.OTHER)
    return Drop.NOT_UNDERSTOOD if drop is Drop.HANDED_OVER and not_understood else drop


def list_drop_outs(
    tx: Transaction,
    period: Period,
    *,
    action: str,
    slot: str,
    channel: str | None = None,
    limit: int,
) -> tuple[DroppedRun, ...]:
    """List the runs of an action that were left at a question, the latest first."""
    found = (
        _LEFT.with_only_columns(
            action_runs,
            STOOD,
            _NOT_UNDERSTOOD,
            action_steps.c.at.label("last_at"),
            conversations.c.reference,
            conversations.c.language,
            customers.c.name,
        )
        .join(conversations, conversations.c.id == action_runs.c.conversation_id)
        .join(customers, customers.c.id == action_runs.c.customer_id)
        .where(action_runs.c.action == action, action_steps.c.slot == slot)
        .order_by(action_runs.c.started_at.desc(), action_runs.c.id.desc())
        .limit(limit)
    )
    if channel is not None:
        found = found.where(action_runs.c.channel == channel)
    span = {"start": period.start, "end": period.end}
    return tuple(_to_dropped(row) for row in tx.execute(found, span))


def _to_dropped(row: Any) -> DroppedRun:
    return DroppedRun(
        id=row.id,
        reference=row.reference,
        customer_id=row.customer_id,
        customer_name=row.name,
        channel=row.channel,
        how=classify_drop(row.stood, not_understood=row.not_understood),
        asked_at=row.last_at,
        language=row.language,
    )
