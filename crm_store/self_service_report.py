"""What customers did by themselves in some days: by action, by question, by channel.

Everything begins with an index over the days asked for, so that it costs what happened in them,
however long the record is.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from sqlalchemy import bindparam, case, exists, func, select

from crm_store.drop_outs import DROP_OUTS, STOOD, classify_drop
from crm_store.knowledge_report import SETTLED
from crm_store.schema import action_runs, action_steps, clocks, conversations
from crm_store.schema.base import UtcTime
from crm_store.transaction import Transaction
from domain.knowledge_figures import Share
from domain.self_service import RunState, Step
from domain.self_service_figures import (
    ActionFigures,
    Period,
    SelfServiceReport,
    SlotFigures,
)

MOST_TIMED: Final = 20_000
"""The latest runs that were done, of which it is told how long they took."""

_START, _END = bindparam("start", type_=UtcTime()), bindparam("end", type_=UtcTime())
_BEGUN = (action_runs.c.started_at >= _START, action_runs.c.started_at < _END)
_DONE = action_runs.c.state == RunState.DONE
_NAMES = (action_runs.c.action, action_runs.c.channel)
_Found: TypeAlias = Iterator[tuple[str, ActionFigures]]


def _count_where(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


_STATES = (
    select(*_NAMES, STOOD, action_runs.c.outcome, func.count().label("number"))
    .where(*_BEGUN)
    .group_by(*_NAMES, STOOD, action_runs.c.outcome)
)
# What was given back to the bot stands in no queue any more, but one of its clocks once did.
_NEVER_WITH_PEOPLE = conversations.c.queue.is_(None) & ~exists().where(
    clocks.c.conversation_id == conversations.c.id, clocks.c.queue.is_not(None)
)
_OPEN = (RunState.COLLECTING, RunState.APPROVAL, RunState.SUBMITTING)
# By conversation, since one in which an action was begun twice is one conversation all the same.
_BY_CONVERSATION = (
    select(*_NAMES, action_runs.c.conversation_id)
    .where(*_BEGUN, action_runs.c.state.not_in(_OPEN))
    .distinct()
    .subquery()
)
_CONTAINED = (
    select(
        _BY_CONVERSATION.c.action,
        _BY_CONVERSATION.c.channel,
        func.count().label("number"),
        _count_where(_NEVER_WITH_PEOPLE).label("contained"),
    )
    .join(conversations, conversations.c.id == _BY_CONVERSATION.c.conversation_id)
    .group_by(_BY_CONVERSATION.c.action, _BY_CONVERSATION.c.channel)
)
_BY_SLOT = (
    select(
        *_NAMES,
        action_steps.c.slot,
        _count_where(action_steps.c.step == Step.ASKED).label("asked"),
        func.max(case((action_steps.c.step == Step.FILLED, 1), else_=0)).label("filled"),
    )
    .join(action_steps, action_steps.c.run_id == action_runs.c.id)
    .where(
        *_BEGUN,
        action_steps.c.step.in_((Step.ASKED, Step.FILLED)),
        action_steps.c.slot.is_not(None),
    )
    # What a run is of follows from its id.
    .group_by(action_runs.c.id, action_steps.c.slot)
    .subquery()
)
_SLOTS = select(_BY_SLOT, func.count().label("number")).group_by(*_BY_SLOT.c)
_BY_RUN = (
    select(*_NAMES, func.count(action_steps.c.position).label("asked"))
    .join(
        action_steps,
        (action_steps.c.run_id == action_runs.c.id) & (action_steps.c.step == Step.ASKED),
        isouter=True,
    )
    .where(*_BEGUN, _DONE)
    .group_by(action_runs.c.id)
    .subquery()
)
_MESSAGES = select(_BY_RUN, func.count().label("number")).group_by(*_BY_RUN.c)
_TIMES = (
    select(*_NAMES, action_runs.c.started_at, action_runs.c.ended_at)
    .where(*_BEGUN, _DONE, action_runs.c.ended_at.is_not(None))
    .order_by(action_runs.c.started_at.desc())
    .limit(MOST_TIMED)
)
_RESOLVED = (
    select(
        conversations.c.channel,
        func.count().label("number"),
        _count_where(_NEVER_WITH_PEOPLE).label("contained"),
    )
    .where(
        conversations.c.resolved_at >= _START,
        conversations.c.resolved_at < _END,
        conversations.c.disposition.in_(SETTLED),
    )
    .group_by(conversations.c.channel)
)


def read_self_service(
    tx: Transaction, period: Period, *, channel: str | None = None
) -> SelfServiceReport:
    """Read what became of the actions that were begun in some days.

    Args:
        channel: only what was begun, or ended, there; None for all.
    """
    span = {"start": period.start, "end": period.end}
    # An engine that knew of the wanted channel might read all of it, whatever the days.
    actions: dict[str, ActionFigures] = {}
    for found_on, figures in _read_all(tx, span):
        if channel in {None, found_on}:
            name = figures.action
            actions[name] = actions.get(name, ActionFigures(action=name)) + figures
    containment = {
        row.channel: Share(int(row.contained), row.number)
        for row in tx.execute(_RESOLVED, span)
        if channel in {None, row.channel}
    }
    return SelfServiceReport(period=period, containment=containment, actions=actions)


def _read_all(tx: Transaction, span: Mapping[str, Any]) -> _Found:
    for row in tx.execute(_STATES, span):
        refused = {row.outcome or "": row.number} if row.stood == RunState.REFUSED else {}
        states = {RunState(row.stood): row.number}
        yield row.channel, ActionFigures(action=row.action, states=states, refused=refused)
    for row in tx.execute(_CONTAINED, span):
        contained = {"conversations": row.number, "contained": int(row.contained)}
        yield row.channel, ActionFigures(action=row.action, **contained)
    for row in tx.execute(_MESSAGES, span):
        # The one that began it, and one for each question.
        counted = {int(row.asked) + 1: row.number}
        yield row.channel, ActionFigures(action=row.action, messages=counted)
    yield from _read_times(tx, span)
    yield from _read_slots(tx, span)


def _read_times(tx: Transaction, span: Mapping[str, Any]) -> _Found:
    took: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in tx.execute(_TIMES, span):
        took[row.action, row.channel].append((row.ended_at - row.started_at).total_seconds())
    for (action, channel), seconds in took.items():
        yield channel, ActionFigures(action=action, seconds=tuple(seconds))


def _read_slots(tx: Transaction, span: Mapping[str, Any]) -> _Found:
    for row in tx.execute(_SLOTS, span):
        yield row.channel, ActionFigures(action=row.action, slots={row.slot: _count_slot(row)})
    for row in tx.execute(DROP_OUTS, span):
        dropped = {classify_drop(row.stood, not_understood=row.not_understood): row.number}
        figures = SlotFigures(slot=row.slot, dropped=dropped)
        yield row.channel, ActionFigures(action=row.action, slots={row.slot: figures})


def _count_slot(row: Any) -> SlotFigures:
    if not row.asked:
        return SlotFigures(slot=row.slot, told=row.number)
    if not row.filled:
        return SlotFigures(slot=row.slot, asked=row.number)
    return SlotFigures(
        slot=row.slot,
        asked=row.number,
        answered=row.number,
        tries={int(row.asked): row.number},
    )
