"""How a clock came to be what it is: its events played again, with what lay between them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from domain.calendars import ALWAYS
from domain.errors import InvalidInputError
from domain.sla_clocks import (
    ClockEvent,
    ClockEventKind,
    ClockExplanation,
    ClockSpan,
    ClockState,
    ClockTurn,
)
from service_levels.clock_fold import HoursOf, apply_event, pass_time
from service_levels.clock_spans import list_spans
from service_levels.told_times import ToldTimes

_WORDS: Final = {
    ClockEventKind.PAUSED: "it was held",
    ClockEventKind.RESUMED: "it was resumed",
    ClockEventKind.RETARGETED: "it was given other terms",
    ClockEventKind.MET: "it was met",
    ClockEventKind.CANCELLED: "it was cancelled",
    ClockEventKind.REOPENED: "it was reopened",
}


def explain(
    events: Sequence[ClockEvent], hours_of: HoursOf, at: datetime, *, time_zone: str = "UTC"
) -> ClockExplanation:
    """Explain what a clock is at an instant.

    Args:
        events: all of a clock's, in the order in which they were recorded.
        hours_of: gives the hours of a version of a calendar.
        at: an instant before the start counts as the start.
        time_zone: IANA name of the reader's zone, for the times in its warnings.

    Raises:
        InvalidInputError: there is no event, or they are no clock's.
    """
    if not events:
        raise InvalidInputError("a clock has at least one event, its start", field="events")
    player = _Player(events[0], hours_of, ToldTimes(time_zone, at, [each.at for each in events]))
    for event in events[1:]:
        if not player.play(event, not_after=at.astimezone(UTC)):
            break
    return player.finish(at.astimezone(UTC))


class _Player:
    """Plays events one by one and gathers what lies between those that change something."""

    def __init__(self, start: ClockEvent, hours_of: HoursOf, times: ToldTimes) -> None:
        self._times = times
        self._hours_of = hours_of
        self._state = apply_event(None, start, hours_of)
        self._told = self._state
        self._turns = [ClockTurn(at=self._state.as_of, event=start)]
        self._spans: list[ClockSpan] = []
        self._warnings: list[str] = []

    def play(self, event: ClockEvent, *, not_after: datetime) -> bool:
        """Apply an event; tell whether it happened by then."""
        at = max(event.at.astimezone(UTC), self._state.as_of)
        if at > not_after:
            return False
        before = pass_time(self._state, at, self._hours_of)
        self._warn(event, before)
        self._state = apply_event(self._state, event, self._hours_of)
        if _changes(event, before):
            self._add_spans(at)
            self._turns.append(ClockTurn(at=at, event=event))
            self._told = self._state
        return True

    def finish(self, at: datetime) -> ClockExplanation:
        """Tell all up to an instant."""
        state = pass_time(self._state, at, self._hours_of)
        if state.running:
            self._add_spans(state.as_of)
        hours = self._hours_of(state.terms.calendar_version)
        counts = state.running and state.paused is None
        opens = hours.find_interval(state.as_of)[0] if counts else state.as_of
        built_in = state.terms.calendar_version == ALWAYS.version
        return ClockExplanation(
            at=state.as_of,
            state=state,
            time_zone=None if built_in else hours.calendar.time_zone,
            spans=tuple(self._spans),
            turns=tuple(self._turns),
            closed_until=opens if opens > state.as_of else None,
            warnings=tuple(self._warnings),
        )

    def _add_spans(self, end: datetime) -> None:
        last_event = self._turns[-1].event
        spans = list(list_spans(self._told, end, self._hours_of, last_event.reason))
        if last_event.kind is ClockEventKind.PAUSED and self._spans and spans:
            last, first = self._spans[-1], spans[0]
            # A hold that was only edited is one and the same.
            if (last.kind, last.reason) == (first.kind, first.reason):
                joined = replace(last, end=first.end, amount=last.amount + first.amount)
                self._spans[-1:], spans = [joined], spans[1:]
        self._spans += spans

    def _warn(self, event: ClockEvent, before: ClockState) -> None:
        # What was seen to late, as after a while without any process, changes no count.
        if event.kind is ClockEventKind.MILESTONE:
            return
        at, told = event.at.astimezone(UTC), self._times.tell(event.at)
        what = f"that {_WORDS.get(event.kind, 'it was started')} {told}"
        if at < before.as_of:
            then = self._times.tell(before.as_of)
            after = f"what happened {then}" if then != told else "something else of that minute"
            self._warnings.append(f"{what} was recorded after {after}, and counts as of then")
        # A hold that ended by itself is often ended once more by whoever looks next.
        if event.kind is not ClockEventKind.RESUMED and not _changes(event, before):
            stands = "runs" if before.running else "has stopped"
            self._warnings.append(f"{what} changes nothing, for the clock {stands} already")


def _changes(event: ClockEvent, before: ClockState) -> bool:
    match event.kind:
        case ClockEventKind.MILESTONE:
            return False
        case ClockEventKind.REOPENED:
            return not before.running
        case ClockEventKind.RESUMED:
            return before.running and before.paused is not None
        case _:
            return before.running
