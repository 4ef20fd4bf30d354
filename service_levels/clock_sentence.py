"""A clock's life in one English sentence that can be checked by hand against its events."""

from datetime import datetime, timedelta
from typing import Final

from domain.service_levels import ClockKind, PauseReason
from domain.sla_clocks import ClockEventKind, ClockExplanation, ClockSpan, SpanKind
from service_levels.clause_compression import compress
from service_levels.clock_clauses import list_clauses, measure_counted
from service_levels.clock_words import HOLDS, NO_TITLES, PROMISES, Titles, tell_why
from service_levels.told_times import ToldTimes, measure, tell_amount

_NOTHING: Final = timedelta()
_MINUTE: Final = timedelta(minutes=1)


def tell_clock(
    kind: ClockKind,
    explanation: ClockExplanation,
    *,
    time_zone: str,
    at: datetime,
    titles: Titles = NO_TITLES,
) -> str:
    """Tell staff how a clock came to be what it is.

    "Started Mon 16:40 (first response within 2 h), counted 20 min until closing, held over night,
    resumed Tue 09:00, paused 45 min waiting for the customer, due Tue 11:25."

    Times are those of the calendar's zone, and cut to the minute. Amounts are the differences of
    the times as they are told, so that a reader who adds them up gets what is told.

    Args:
        explanation: as `explain` makes it.
        time_zone: IANA name of the reader's zone; another one of the calendar is named.
        at: when it is read; days more than six away from it are told with their dates.
        titles: of the agreements, calendars and queues that its events name.
    """
    zone = explanation.time_zone or time_zone
    times = ToldTimes(zone, at, _list_ends(explanation))
    clauses = compress(list_clauses(explanation, times, titles), times)
    told = ", ".join((_tell_start(kind, explanation, times), *(each.text for each in clauses)))
    note = "" if zone == time_zone else f" (times in {zone})"
    return f"{told}, {_tell_end(explanation, times)}{note}."


def tell_clock_in_brief(
    kind: ClockKind, explanation: ClockExplanation, *, time_zone: str, at: datetime
) -> str:
    """Tell staff what became of a clock, and nothing of what lay between its beginning and now.

    "Started Mon 16:40 (first response within 2 h), was due Tue 11:25 and is 45 min late."

    Args:
        time_zone: as of `tell_clock`, and so with `at`.
    """
    zone = explanation.time_zone or time_zone
    times = ToldTimes(zone, at, _list_ends(explanation))
    note = "" if zone == time_zone else f" (times in {zone})"
    return f"{_tell_start(kind, explanation, times)}, {_tell_end(explanation, times)}{note}."


def _list_ends(explanation: ClockExplanation) -> list[datetime]:
    state = explanation.state
    ends = (state.started_at, state.due_at, state.paused_until, state.met_at, state.breached_at)
    return [each for each in (*ends, state.cancelled_at, explanation.closed_until) if each]


def _tell_start(kind: ClockKind, explanation: ClockExplanation, times: ToldTimes) -> str:
    terms = explanation.turns[0].event.terms or explanation.state.terms
    promise = f"{PROMISES[kind]} within {tell_amount(terms.target)}"
    return f"Started {times.tell(explanation.state.started_at)} ({promise})"


def _tell_end(explanation: ClockExplanation, times: ToldTimes) -> str:
    state = explanation.state
    if state.met_at is not None:
        return _tell_met(explanation, state.met_at, times)
    if state.cancelled_at is not None:
        return _tell_cancelled(explanation, state.cancelled_at, times)
    if state.paused is not None:
        return _tell_held(explanation, state.paused, times)
    return _tell_due(explanation, times)


def _tell_met(explanation: ClockExplanation, met_at: datetime, times: ToldTimes) -> str:
    told = f"{times.tell(met_at)}{tell_why(ClockEventKind.MET, _get_last_reason(explanation))}"
    if explanation.breached_at is None:
        return f"met {told}, with {tell_amount(_measure_left(explanation))} to spare"
    late = _tell_late(explanation, explanation.breached_at, met_at)
    return f"met late {told}, {late} after it {_tell_breach(explanation, times)}"


def _tell_cancelled(explanation: ClockExplanation, at: datetime, times: ToldTimes) -> str:
    why = tell_why(ClockEventKind.CANCELLED, _get_last_reason(explanation))
    late = "" if explanation.breached_at is None else f"; it {_tell_breach(explanation, times)}"
    return f"cancelled {times.tell(at)}{why}{late}"


def _tell_held(explanation: ClockExplanation, reason: PauseReason, times: ToldTimes) -> str:
    state = explanation.state
    verb, what_for = HOLDS[reason]
    last = explanation.spans[-1] if explanation.spans else None
    paused = last is not None and last.kind is SpanKind.PAUSED
    since = last.start if last is not None and paused else state.as_of
    until = "" if state.paused_until is None else f" until {times.tell(state.paused_until)}"
    told = f"{verb} since {times.tell(since)}{until}{what_for.replace(' had ', ' has ')}"
    if explanation.breached_at is not None:
        return f"{told}; it {_tell_due(explanation, times)}"
    if state.due_at is not None:
        return f"{told}, due {times.tell(state.due_at)}"
    return f"{told}; {_tell_left(explanation)}"


def _tell_due(explanation: ClockExplanation, times: ToldTimes) -> str:
    state = explanation.state
    if state.breached_at is None:
        return f"due {times.tell(state.due_at)}" if state.due_at else _tell_left(explanation)
    if state.counted < state.terms.target:
        due = f", now due {times.tell(state.due_at)}" if state.due_at else ""
        return f"was broken {times.tell(state.breached_at)} by the terms of then{due}"
    late = _tell_late(explanation, state.breached_at, state.as_of)
    return f"{_tell_breach(explanation, times)} and is {late} late"


def _tell_breach(explanation: ClockExplanation, times: ToldTimes) -> str:
    """Tell when it was due; where a target was already passed when it came, tell that."""
    breached_at = explanation.breached_at or explanation.at
    passed = any(
        turn.event.kind is ClockEventKind.RETARGETED and turn.at == breached_at
        for turn in explanation.turns
    )
    told = times.tell(breached_at)
    return f"was past its new target already {told}" if passed else f"was due {told}"


def _tell_late(explanation: ClockExplanation, breached_at: datetime, end: datetime) -> str:
    """Tell how much counted since the breach; said to be that where more time went by."""
    late = sum(
        (measure_counted(each) for each in _list_counted(explanation) if each.start >= breached_at),
        _NOTHING,
    )
    exact = late < _MINUTE or late == measure(breached_at, end)
    return tell_amount(late) + ("" if exact else " (counted)")


def _tell_left(explanation: ClockExplanation) -> str:
    left, target = _measure_left(explanation), explanation.state.terms.target
    if left == target:
        return f"all of {tell_amount(target)} is left"
    return f"{tell_amount(left)} of {tell_amount(target)} {'is' if left <= _MINUTE else 'are'} left"


def _measure_left(explanation: ClockExplanation) -> timedelta:
    counted = sum(map(measure_counted, _list_counted(explanation)), _NOTHING)
    return explanation.state.terms.target - counted


def _list_counted(explanation: ClockExplanation) -> list[ClockSpan]:
    return [each for each in explanation.spans if each.kind is SpanKind.COUNTED]


def _get_last_reason(explanation: ClockExplanation) -> str:
    return explanation.turns[-1].event.reason
