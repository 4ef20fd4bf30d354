"""Runs of self-service actions, and what happened in each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, or_, select, update

from crm_store.codecs import from_json, to_json
from crm_store.schema import action_runs, action_steps
from crm_store.transaction import Transaction
from domain.errors import ConflictError, NotFoundError
from domain.messages import QuickReply
from domain.self_service import ENDED, ActionRun, Level, RunState, Said, Step

# A chat may begin actions without end.
MOST_RUNS = 20
_CHOICES = tuple[QuickReply, ...]
_GOING_ON = tuple(state for state in RunState if state not in ENDED)

_ACTIVE = (
    select(action_runs)
    .where(
        action_runs.c.conversation_id == bindparam("conversation_id"),
        action_runs.c.state.in_(_GOING_ON),
    )
    .order_by(action_runs.c.started_at.desc(), action_runs.c.id.desc())
    .limit(1)
)


def record_run(tx: Transaction, run: ActionRun) -> None:
    """Begin a run."""
    tx.execute(
        action_runs.insert(),
        {
            "id": run.id,
            "conversation_id": run.conversation_id,
            "customer_id": run.customer_id,
            "action": run.action,
            "state": run.state,
            "channel": run.channel,
            "slots": dict(run.slots),
            "requested": run.requested,
            "asked": None if run.asked is None else to_json(run.asked),
            "choices": to_json(run.choices, _CHOICES),
            "failures": run.failures,
            "level": run.level,
            "key": run.key,
            "outcome": run.outcome,
            "facts": dict(run.facts),
            "started_at": run.started_at,
            "updated_at": run.updated_at,
            "asked_at": run.asked_at,
            "expires_at": run.expires_at,
            "ended_at": run.ended_at,
        },
    )


def find_active_run(tx: Transaction, conversation_id: str) -> ActionRun | None:
    """Find the run that a conversation is in the middle of: the latest that has not ended."""
    row = tx.find_row(_ACTIVE, {"conversation_id": conversation_id})
    return None if row is None else _to_run(row)


def find_resumable_run(
    tx: Transaction, customer_id: str, *, action: str | None = None, now: datetime
) -> ActionRun | None:
    """Find the latest run of a customer, in whatever conversation, whose form still asks.

    Args:
        action: only of this one; None for any.
    """
    found = _latest().where(
        action_runs.c.customer_id == customer_id,
        action_runs.c.state == RunState.COLLECTING,
        action_runs.c.expires_at > now,
    )
    if action is not None:
        found = found.where(action_runs.c.action == action)
    row = tx.find_row(found)
    return None if row is None else _to_run(row)


def find_run_by_key(tx: Transaction, key: str) -> ActionRun | None:
    """Find the run that a submission belongs to, ended or not."""
    row = tx.find_row(select(action_runs).where(action_runs.c.key == key))
    return None if row is None else _to_run(row)


def get_run(tx: Transaction, run_id: str) -> ActionRun:
    """Read a run.

    Raises:
        NotFoundError: there is none.
    """
    return _get(tx, select(action_runs), run_id)


def lock_run(tx: Transaction, run_id: str) -> ActionRun:
    """Read a run and keep others from changing it until the commit.

    Raises:
        NotFoundError: there is none.
    """
    return _get(tx, select(action_runs).with_for_update(), run_id)


def list_runs(
    tx: Transaction, conversation_id: str, *, limit: int = MOST_RUNS
) -> tuple[ActionRun, ...]:
    """List the latest runs of a conversation, oldest first."""
    latest = _latest().where(action_runs.c.conversation_id == conversation_id).limit(limit)
    return tuple(_to_run(row) for row in tx.execute(latest))[::-1]


def lock_lapsed_runs(tx: Transaction, *, now: datetime, limit: int) -> tuple[ActionRun, ...]:
    """Lock runs whose form nobody went on with in time; others' are passed over."""
    lapsed = (
        select(action_runs)
        .where(action_runs.c.state == RunState.COLLECTING, action_runs.c.expires_at <= now)
        .order_by(action_runs.c.expires_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return tuple(_to_run(row) for row in tx.execute(lapsed))


def list_silent_runs(
    tx: Transaction,
    *,
    channels: Sequence[str],
    asked_before: datetime,
    now: datetime,
    limit: int,
    after: ActionRun | None = None,
) -> tuple[ActionRun, ...]:
    """List runs whose question nobody has answered and nobody was reminded of, the oldest first.

    Args:
        after: only those that come after this one in that order.
    """
    reminded = exists().where(
        action_steps.c.run_id == action_runs.c.id, action_steps.c.step == Step.REMINDED
    )
    silent = (
        select(action_runs)
        .where(
            action_runs.c.state == RunState.COLLECTING,
            action_runs.c.channel.in_(channels),
            action_runs.c.asked_at <= asked_before,
            action_runs.c.expires_at > now,
            ~reminded,
        )
        .order_by(action_runs.c.asked_at, action_runs.c.id)
        .limit(limit)
    )
    if after is not None:
        later = action_runs.c.asked_at > after.asked_at
        same = and_(action_runs.c.asked_at == after.asked_at, action_runs.c.id > after.id)
        silent = silent.where(or_(later, same))
    return tuple(_to_run(row) for row in tx.execute(silent))


def change_run(tx: Transaction, run: ActionRun, *, now: datetime, **changes: Any) -> ActionRun:
    """Write changed fields of a run.

    Raises:
        ConflictError: it has ended meanwhile, or is in another state than it was read in.
    """
    values = {**changes, "updated_at": now}
    if "choices" in changes:
        values["choices"] = to_json(changes["choices"], _CHOICES)
    if changes.get("asked") is not None:
        values["asked"] = to_json(changes["asked"])
    as_read = (action_runs.c.id == run.id, action_runs.c.state == run.state)
    if tx.execute(update(action_runs).where(*as_read).values(values)).rowcount == 0:
        raise ConflictError(f"the {run.action} that was begun has gone on elsewhere; look again")
    return get_run(tx, run.id)


def record_step(
    tx: Transaction, run: ActionRun, step: Step, *, slot: str | None = None, now: datetime
) -> None:
    """Note what happened in a run."""
    values = {"run_id": run.id, "step": step, "slot": slot, "channel": run.channel, "at": now}
    tx.execute(action_steps.insert(), values)


def has_step(tx: Transaction, run_id: str, step: Step) -> bool:
    """Say whether something has happened in a run."""
    found = select(action_steps.c.position).where(
        action_steps.c.run_id == run_id, action_steps.c.step == step
    )
    return tx.find_row(found.limit(1)) is not None


def _latest() -> Select[Any]:
    order = (action_runs.c.started_at.desc(), action_runs.c.id.desc())
    return select(action_runs).order_by(*order).limit(1)


def _get(tx: Transaction, statement: Select[Any], run_id: str) -> ActionRun:
    row = tx.find_row(statement.where(action_runs.c.id == run_id))
    if row is None:
        raise NotFoundError(f"no action was begun under {run_id!r}")
    return _to_run(row)


def _to_run(row: Any) -> ActionRun:
    return ActionRun(
        id=row.id,
        conversation_id=row.conversation_id,
        customer_id=row.customer_id,
        action=row.action,
        state=RunState(row.state),
        channel=row.channel,
        slots=row.slots,
        requested=row.requested,
        asked=None if row.asked is None else from_json(Said, row.asked),
        choices=from_json(_CHOICES, row.choices),
        failures=row.failures,
        level=Level(row.level),
        key=row.key,
        outcome=row.outcome,
        facts=row.facts,
        started_at=row.started_at,
        updated_at=row.updated_at,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
    )
