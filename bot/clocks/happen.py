"""Something happens to a clock: its state, its next milestone and its log in one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.assigning.follow_waiting import follow_by_id
from bot.clocks.present_calendar import renew_calendar_of
from bot.clocks.promise import find_promise
from bot.complaints.regrade import regrade_later
from bot.tools import Tools
from crm_store.clocks import insert_clock, save_clock
from crm_store.interactions import record_event
from crm_store.transaction import Transaction
from domain.service_levels import ClockKind
from domain.sla_clocks import (
    ClockEvent,
    ClockEventKind,
    ClockState,
    ClockTerms,
    Milestone,
    SlaClock,
)
from service_levels.clock_fold import apply_event
from service_levels.milestones import (
    BREACH,
    find_next_milestone,
    list_milestones,
    turn_steps,
)

PROMISES = {
    ClockKind.FIRST_RESPONSE: "first response",
    ClockKind.NEXT_RESPONSE: "next response",
    ClockKind.RESOLUTION: "resolution",
}
_STOPS = frozenset({ClockEventKind.MET, ClockEventKind.CANCELLED})


def begin_clock(
    tx: Transaction,
    tools: Tools,
    conversation_id: str,
    kind: ClockKind,
    terms: ClockTerms,
    *,
    since: datetime,
    more: Sequence[ClockEvent] = (),
    tell_at: datetime | None = None,
) -> SlaClock:
    """Start a clock.

    Args:
        since: from when it counts.
        more: what happens to it at once.
        tell_at: when the customer is told by when to expect it; None where they are not told yet.
    """
    started = ClockEvent(kind=ClockEventKind.STARTED, at=since, terms=terms)
    begun = SlaClock(
        id=tools.ids.new(),
        conversation_id=conversation_id,
        kind=kind,
        state=apply_event(None, started, tools.agreements.hours_of(tx)),
    )
    clock = _apply(tx, tools, begun, more)
    if tell_at is not None:
        told = find_promise(tx, tools, clock, now=tell_at)
        clock = replace(clock, promised_at=told, told_at=None if told is None else tell_at)
    insert_clock(tx, clock, (started, *more))
    if clock.running and clock.state.due_at is not None:
        follow_by_id(tx, tools, conversation_id, now=clock.state.as_of)
    _log_breach(tx, tools, begun, clock)
    _tell_complaints(tx, tools, begun, clock)
    return clock


def happen(
    tx: Transaction, tools: Tools, clock: SlaClock, *events: ClockEvent, seen: str | None = None
) -> SlaClock:
    """Have events happen to a clock of a locked conversation.

    A breach that nobody has seen to yet is logged as of its instant where the clock stops. One
    that goes on again counts by its calendar's present hours.

    Args:
        seen: name of the milestone that is seen to with it.
    """
    marked = clock if seen is None else replace(clock, seen=(*clock.seen, seen), failures=0)
    happened = renew_calendar_of(tx, tools, clock, events)
    changed = _apply(tx, tools, marked, happened)
    save_clock(tx, changed, happened)
    if changed.state.due_at != clock.state.due_at or changed.state.terms != clock.state.terms:
        follow_by_id(tx, tools, changed.conversation_id, now=changed.state.as_of)
    _log_breach(tx, tools, marked, changed)
    _tell_complaints(tx, tools, clock, changed)
    return changed


def plan(
    tx: Transaction, tools: Tools, state: ClockState, kind: ClockKind, seen: Sequence[str]
) -> datetime | None:
    """Tell when the next milestone of a clock is reached that nobody has seen to."""
    found = find_milestone(tx, tools, state, kind, seen)
    return None if found is None else found[0]


def find_milestone(
    tx: Transaction, tools: Tools, state: ClockState, kind: ClockKind, seen: Sequence[str]
) -> tuple[datetime, Milestone] | None:
    """Find the next milestone of a clock by its policy; see `find_next_milestone`."""
    policy = tools.agreements.get_policy(tx, state.terms.policy_version)
    milestones = list_milestones(policy, kind, state.terms.target)
    return find_next_milestone(state, milestones, seen, tools.agreements.hours_of(tx))


def log_breach(tx: Transaction, tools: Tools, clock: SlaClock, at: datetime) -> None:
    """Log in its conversation that a promise was not kept, as of the instant it was due."""
    record_event(
        tx,
        clock.conversation_id,
        interaction_id=tools.ids.new(),
        text=f"The {PROMISES[clock.kind]} was due and is late",
        now=at,
        source_ids={"event": "breach", "clock": clock.id},
    )


def _apply(
    tx: Transaction, tools: Tools, clock: SlaClock, events: Sequence[ClockEvent]
) -> SlaClock:
    hours_of = tools.agreements.hours_of(tx)
    state, stopped_by, seen = clock.state, clock.stopped_by, clock.seen
    for event in events:
        before, state = state.terms.policy_version, apply_event(state, event, hours_of)
        seen = turn_steps(seen, before, state.terms.policy_version)
        if event.kind in _STOPS:
            stopped_by = event.reason
        elif event.kind is ClockEventKind.REOPENED:
            stopped_by = None
    if not state.running and state.breached_at is not None and BREACH not in seen:
        seen = (*seen, BREACH)
    next_at = plan(tx, tools, state, clock.kind, seen) if state.running else None
    return replace(clock, state=state, stopped_by=stopped_by, seen=seen, next_at=next_at)


def _log_breach(tx: Transaction, tools: Tools, before: SlaClock, after: SlaClock) -> None:
    if BREACH in after.seen and BREACH not in before.seen and after.state.breached_at is not None:
        log_breach(tx, tools, after, after.state.breached_at)


def _tell_complaints(tx: Transaction, tools: Tools, before: SlaClock, after: SlaClock) -> None:
    broke = after.state.breached_at != before.state.breached_at
    if broke or after.running != before.running:
        regrade_later(tx, tools, after.conversation_id, now=after.state.as_of)
