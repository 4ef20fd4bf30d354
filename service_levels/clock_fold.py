"""The state of a clock, event by event; played again from the first one it is the same.

Time passes first and the event happens then. An event that is recorded after another one counts as
happening no earlier than that one, so that a wall clock which was set back takes nothing away.
At the due time itself a promise is broken: what keeps it has to come before.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from domain.calendars import Hours
from domain.errors import InvalidInputError
from domain.service_levels import PauseReason
from domain.sla_clocks import ClockEvent, ClockEventKind, ClockState, ClockTerms

HoursOf = Callable[[str], Hours]

_REASONS: Final = frozenset(PauseReason)


def apply_event(state: ClockState | None, event: ClockEvent, hours_of: HoursOf) -> ClockState:
    """Return what a clock is after an event.

    Args:
        state: before it; None for a clock that only starts.
        hours_of: gives the hours of a version of a calendar.

    Raises:
        InvalidInputError: the first event is no `started`, or a later one is; an event that needs
            terms has none, or a target that is not above zero; or nobody knows what it is held for.
    """
    if state is None or event.kind is ClockEventKind.STARTED:
        return _start(state, event, hours_of)
    at = max(event.at.astimezone(UTC), state.as_of)
    passed = pass_time(state, at, hours_of)
    changed = _change(passed, event, at)
    return replace(changed, due_at=_find_due(changed, hours_of))


def replay(events: Iterable[ClockEvent], hours_of: HoursOf) -> ClockState:
    """Return what all events of a clock add up to, in the order in which they were recorded.

    Raises:
        InvalidInputError: there is none, or they are no clock's.
    """
    state: ClockState | None = None
    for event in events:
        state = apply_event(state, event, hours_of)
    if state is None:
        raise InvalidInputError("a clock has at least one event, its start", field="events")
    return state


def pass_time(state: ClockState, at: datetime, hours_of: HoursOf) -> ClockState:
    """Return what a clock is at an instant if nothing more happens until then."""
    # Of two instants with one local zone Python would subtract what the wall shows.
    at = at.astimezone(UTC)
    if not state.running or at <= state.as_of:
        return replace(state, as_of=max(at, state.as_of))
    if state.paused is not None:
        if state.paused_until is None or at < state.paused_until:
            return replace(state, as_of=at)
        state = _resume(replace(state, as_of=state.paused_until))
    return _count(state, at, hours_of(state.terms.calendar_version))


def _count(state: ClockState, at: datetime, hours: Hours) -> ClockState:
    counted = state.counted + hours.count(state.as_of, at)
    breached_at = state.breached_at
    if breached_at is None and state.counted < state.terms.target <= counted:
        breached_at = hours.add(state.as_of, state.terms.target - state.counted)
    return replace(state, as_of=at, counted=counted, breached_at=breached_at)


def _start(state: ClockState | None, event: ClockEvent, hours_of: HoursOf) -> ClockState:
    if state is not None:
        raise InvalidInputError("a clock starts once; reopen it instead", field="kind")
    if event.kind is not ClockEventKind.STARTED:
        raise InvalidInputError(f"a clock cannot begin with {event.kind.value!r}", field="kind")
    terms = _require_terms(event)
    at = event.at.astimezone(UTC)
    begun = ClockState(terms=terms, started_at=at, as_of=at)
    return replace(begun, due_at=_find_due(begun, hours_of))


def _change(state: ClockState, event: ClockEvent, at: datetime) -> ClockState:
    if event.kind is ClockEventKind.REOPENED:
        return replace(state, met_at=None, cancelled_at=None)
    return _change_running(state, event, at) if state.running else state


def _change_running(state: ClockState, event: ClockEvent, at: datetime) -> ClockState:
    match event.kind:
        case ClockEventKind.PAUSED:
            return _pause(state, event, at)
        case ClockEventKind.RESUMED:
            return _resume(state)
        case ClockEventKind.RETARGETED:
            return _retarget(state, _require_terms(event), at)
        case ClockEventKind.MET:
            return replace(_resume(state), met_at=at)
        case ClockEventKind.CANCELLED:
            return replace(_resume(state), cancelled_at=at)
        case _:
            # It changes no count.
            return state


def _pause(state: ClockState, event: ClockEvent, at: datetime) -> ClockState:
    """Hold a clock in place of what held it before; a hold whose end has passed holds nothing."""
    if event.reason not in _REASONS:
        raise InvalidInputError(
            f"a clock is held for one of {', '.join(sorted(_REASONS))}, not for {event.reason!r}",
            field="reason",
        )
    until = None if event.until is None else event.until.astimezone(UTC)
    if until is not None and until <= at:
        return _resume(state)
    return replace(state, paused=PauseReason(event.reason), paused_at=at, paused_until=until)


def _resume(state: ClockState) -> ClockState:
    return replace(state, paused=None, paused_at=None, paused_until=None)


def _retarget(state: ClockState, terms: ClockTerms, at: datetime) -> ClockState:
    """Keep what has counted; where the new target has counted already, it is broken as of now."""
    breached_at = state.breached_at
    if breached_at is None and state.counted >= terms.target:
        breached_at = at
    return replace(state, terms=terms, breached_at=breached_at)


def _find_due(state: ClockState, hours_of: HoursOf) -> datetime | None:
    """When the target has counted; of a clock that has stopped, when it would have."""
    left = state.terms.target - state.counted
    if left <= timedelta():
        # It was due when it was broken, or, after a shorter target, when that came.
        return state.due_at if _was_due(state) else state.breached_at
    if not state.running and state.due_at is not None:
        return state.due_at
    start = state.as_of
    if state.paused is not None:
        if state.paused_until is None:
            return None
        start = state.paused_until
    return hours_of(state.terms.calendar_version).add(start, left)


def _was_due(state: ClockState) -> bool:
    return state.due_at is not None and state.due_at <= state.as_of


def _require_terms(event: ClockEvent) -> ClockTerms:
    if event.terms is None:
        raise InvalidInputError(f"{event.kind.value!r} needs terms", field="terms")
    if event.terms.target <= timedelta():
        raise InvalidInputError("a target is above zero", field="terms.target")
    return event.terms
