"""The clocks of two conversations become those of one: of each kind the nearest promise governs."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clocks.follow_change import list_holds
from bot.clocks.happen import happen
from bot.clocks.plan_correction import plan_correction
from bot.merging.carry_promise import keep_told, take_over
from bot.tools import Tools
from crm_store.clocks import list_running_clocks, move_clock
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.sla_clocks import ClockEvent, ClockEventKind, ClockState, SlaClock
from service_levels.clock_fold import apply_event

MERGED = "merged"
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class JoinedClocks:
    """What became of clocks, by their ids: `moved` to the target, or gave way on either side.

    `told` holds what was told of those by themselves that keep what was told of another one.
    """

    moved: list[str] = field(default_factory=list)
    source_stopped: list[str] = field(default_factory=list)
    target_stopped: list[str] = field(default_factory=list)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)


def join_clocks(
    tx: Transaction,
    tools: Tools,
    source: Conversation,
    target: Conversation,
    *,
    reason: str = MERGED,
    now: datetime,
) -> JoinedClocks:
    """Have the target keep what was promised in the source.

    Of two running clocks of a kind the one goes on that is nearest to being due where both are
    held as the target says; the other is cancelled. One that runs in the source alone goes on as
    the target's.

    Args:
        target: as it is with what the source brings.
        reason: why what gives way is cancelled.
    """
    joined = JoinedClocks()
    own = {clock.kind: clock for clock in list_running_clocks(tx, target.id)}
    for clock in list_running_clocks(tx, source.id):
        rival = own.get(clock.kind)
        holds = list_holds(tx, tools, clock, target, at=now)
        if rival is not None and not _is_nearer(tx, tools, clock, holds, rival):
            joined.source_stopped.append(give_way(tx, tools, clock, reason=reason, now=now))
            if (going_on := take_over(rival, clock)) is not rival:
                joined.told[rival.id] = keep_told(rival, going_on)
                plan_correction(tx, tools, happen(tx, tools, going_on), now=now)
            continue
        going_on = clock
        if rival is not None:
            joined.target_stopped.append(give_way(tx, tools, rival, reason=reason, now=now))
            going_on = take_over(clock, rival)
        if going_on is not clock:
            joined.told[clock.id] = keep_told(clock, going_on)
        moved = happen(tx, tools, move_clock(tx, going_on, target.id), *holds)
        plan_correction(tx, tools, moved, now=now)
        joined.moved.append(clock.id)
    return joined


def give_way(tx: Transaction, tools: Tools, clock: SlaClock, *, reason: str, now: datetime) -> str:
    """Cancel a clock for which another one counts now, or nobody's word; return its id."""
    event = ClockEvent(kind=ClockEventKind.CANCELLED, at=now, reason=reason)
    happen(tx, tools, clock, event)
    return clock.id


def keep_nearest(
    tx: Transaction, tools: Tools, conversation: Conversation, *, now: datetime
) -> tuple[tuple[str, str], ...]:
    """Leave one running clock of each kind: the one that is nearest to being due.

    Returns:
        Of each that gave way its id, and that of the one that goes on.
    """
    nearest: dict[str, SlaClock] = {}
    given_way: list[tuple[str, str]] = []
    for clock in list_running_clocks(tx, conversation.id):
        rival = nearest.setdefault(clock.kind, clock)
        if rival is clock:
            continue
        near, far = sorted((rival, clock), key=lambda each: _measure(each.state))
        given_way.append((give_way(tx, tools, far, reason=MERGED, now=now), near.id))
        nearest[clock.kind] = take_over(near, far)
        if nearest[clock.kind] is not near:
            plan_correction(tx, tools, happen(tx, tools, nearest[clock.kind]), now=now)
    return tuple(given_way)


def _is_nearer(
    tx: Transaction,
    tools: Tools,
    clock: SlaClock,
    holds: tuple[ClockEvent, ...],
    rival: SlaClock,
) -> bool:
    state = clock.state
    for event in holds:
        state = apply_event(state, event, tools.agreements.hours_of(tx))
    return _measure(state) < _measure(rival.state)


def _measure(state: ClockState) -> tuple[datetime, timedelta]:
    """Measure how near a promise is: by when it is due, or, while held, by what is left of it."""
    return state.due_at or _NEVER, state.terms.target - state.counted
