"""What a clock counted and what happened to it, line by line, so that people can check it; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.clocks.read_explained import ExplainedClock
from domain.service_levels import PauseReason
from domain.sla_clocks import ClockEvent, ClockEventKind, ClockSpan, ClockTerms, SpanKind
from service_levels.clock_clauses import measure_counted
from service_levels.clock_words import HOLDS, Titles, tell_closing, tell_terms, tell_why
from service_levels.told_times import ToldTimes, measure, tell_amount

MOST_STOPPED: Final = 2
_STOPPED: Final = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanLine:
    """A stretch of time.

    Attributes:
        counted: in words; empty where nothing counted.
        why: nothing counted, and how long it was.
    """

    start: str
    end: str
    counted: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """Something that happened."""

    at: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTable:
    """A clock laid open.

    Attributes:
        zone: IANA name of the zone in which the times are.
        total: what counted in all, of the target.
    """

    zone: str
    spans: tuple[SpanLine, ...]
    events: tuple[EventLine, ...]
    total: str


def lay_open(explained: ExplainedClock, *, time_zone: str, now: datetime) -> ClockTable:
    """Lay a clock open, in the zone of its calendar as its sentence is.

    Args:
        time_zone: IANA name of the company's, for the calendar that has none.
    """
    explanation = explained.explanation
    zone = explanation.time_zone or time_zone
    ends = [each.end for each in explanation.spans]
    times = ToldTimes(zone, now, [explanation.state.started_at, *ends])
    counted = [each for each in explanation.spans if each.kind is SpanKind.COUNTED]
    amount = sum((measure_counted(each) for each in counted), explanation.counted * 0)
    target = tell_amount(explanation.state.terms.target)
    return ClockTable(
        zone=zone,
        spans=tuple(_tell_span(each, times) for each in explanation.spans),
        events=tuple(_tell_event(each, times, explained.titles) for each in explained.events),
        total=f"{tell_amount(amount) if amount else 'nothing yet'} of {target}",
    )


def _tell_span(span: ClockSpan, times: ToldTimes) -> SpanLine:
    counts = span.kind is SpanKind.COUNTED
    length = tell_amount(measure(span.start, span.end))
    return SpanLine(
        start=times.tell(span.start),
        end=times.tell(span.end),
        counted=tell_amount(measure_counted(span)) if counts else "",
        why=span.reason if counts else f"{_tell_reason(span)}, {length}",
    )


def _tell_reason(span: ClockSpan) -> str:
    if span.kind is SpanKind.PAUSED:
        return _tell_hold(span.reason)
    return tell_closing(span.reason) if span.kind is SpanKind.CLOSED else _STOPPED


def _tell_hold(reason: str) -> str:
    verb, what_for = HOLDS[PauseReason(reason)]
    return f"{verb}{what_for}"


def _tell_event(event: ClockEvent, times: ToldTimes, titles: Titles) -> EventLine:
    until = "" if event.until is None else f" until {times.tell(event.until)}"
    return EventLine(at=times.tell(event.at), what=f"{_tell_what(event, titles)}{until}")


def _tell_what(event: ClockEvent, titles: Titles) -> str:
    match event.kind:
        case ClockEventKind.STARTED if event.terms is not None:
            return f"Started: {_tell_promise(event.terms, titles)}"
        case ClockEventKind.RETARGETED if event.terms is not None:
            return f"From here on {tell_terms(event.terms, event.reason, titles)}"
        case ClockEventKind.PAUSED:
            return _tell_hold(event.reason).capitalize()
        case ClockEventKind.MILESTONE:
            return _tell_milestone(event.reason)
        case _:
            return f"{event.kind.value.capitalize()}{tell_why(event.kind, event.reason)}"


def _tell_promise(terms: ClockTerms, titles: Titles) -> str:
    return f"{tell_amount(terms.target)} by the calendar {titles.name_calendar(terms)}"


def _tell_milestone(name: str) -> str:
    what, _, number = name.partition(":")
    if what == "warning":
        return f"Warned at {number} %"
    return f"Step {int(number) + 1} of the agreement" if what == "step" else "Fell due and was late"


def choose_shown(
    clocks: Sequence[ExplainedClock], most: int = MOST_STOPPED
) -> tuple[tuple[ExplainedClock, ...], tuple[ExplainedClock, ...]]:
    """Choose the clocks that are shown at once and those behind a disclosure, latest first.

    Args:
        most: how many of those that have stopped are shown at once.
    """
    running = [each for each in clocks if each.clock.running]
    stopped = [each for each in reversed(clocks) if not each.clock.running]
    return (*running, *stopped[:most]), tuple(stopped[most:])
