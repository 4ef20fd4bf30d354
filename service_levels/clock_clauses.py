"""What happened to a clock up to now, in clauses: "counted 20 min until closing"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from domain.service_levels import PauseReason
from domain.sla_clocks import (
    ClockEventKind,
    ClockExplanation,
    ClockSpan,
    ClockTerms,
    ClockTurn,
    SpanKind,
)
from service_levels.clock_words import (
    HOLDS,
    NO_TITLES,
    Titles,
    is_ordinary,
    tell_closing,
    tell_terms,
    tell_why,
)
from service_levels.closings import BREAK
from service_levels.told_times import ToldTimes, measure, tell_amount

_TOLD_TURNS: Final = frozenset(
    {
        ClockEventKind.RETARGETED,
        ClockEventKind.MET,
        ClockEventKind.CANCELLED,
        ClockEventKind.REOPENED,
    }
)
_NOTHING: Final = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A part of the sentence.

    Attributes:
        until: the end of what it tells.
        counted: what it tells to have counted.
        pauses: how many it tells.
        changes: how many changes of terms, stops and reopenings it tells.
        days: how many days it tells that counted until they closed.
        gap: whether it tells an ordinary closing, or the opening after it.
    """

    text: str
    until: datetime
    counted: timedelta = _NOTHING
    pauses: int = 0
    changes: int = 0
    days: int = 0
    gap: bool = False


def list_clauses(
    explanation: ClockExplanation, times: ToldTimes, titles: Titles = NO_TITLES
) -> tuple[Clause, ...]:
    """List what happened between the start and what the clock is now, both left out.

    What counted up to now without a closing or change since is not told: it follows from the rest.
    """
    teller = _Teller(times, explanation.closed_until, titles)
    items = _merge(explanation)
    for place, item in enumerate(items):
        following = items[place + 1] if place + 1 < len(items) else None
        teller.tell(item, following)
    return tuple(teller.clauses)


def make_days(counted: timedelta, days: int, until: datetime, times: ToldTimes) -> Clause:
    """Make one clause of many days; 0 where it is not known how many they are."""
    on = f" on {days} working day{'' if days == 1 else 's'}" if days else ""
    text = f"counted {tell_amount(counted)}{on} until {times.tell(until)}"
    return Clause(text=text, until=until, counted=counted, days=days)


def measure_counted(span: ClockSpan) -> timedelta:
    """Measure what counted of a span as it is told."""
    return span.amount if _holds_many(span) else measure(span.start, span.end)


def _holds_many(span: ClockSpan) -> bool:
    return span.amount != span.end - span.start


def _merge(explanation: ClockExplanation) -> tuple[ClockSpan | ClockTurn, ...]:
    """Put spans and turns in order; what the sentence ends with is left out."""
    turns = [each for each in _list_changes(explanation) if each.event.kind in _TOLD_TURNS]
    if not explanation.state.running:
        turns = turns[:-1]
    spans = list(_join(explanation.spans, {each.at for each in turns}))
    state = explanation.state
    if state.running and state.paused is not None and spans and spans[-1].kind is SpanKind.PAUSED:
        spans = spans[:-1]
    # A turn goes before the span that begins as it comes.
    keyed: list[tuple[datetime, int, ClockSpan | ClockTurn]] = [
        *((each.at, 0, each) for each in turns),
        *((each.start, 1, each) for each in spans),
    ]
    return tuple(item for _, _, item in sorted(keyed, key=lambda each: each[:2]))


def _list_changes(explanation: ClockExplanation) -> Iterator[ClockTurn]:
    """List what happened, but for other terms by which it counts as it did."""
    before: ClockTerms | None = None
    for turn in explanation.turns:
        terms = turn.event.terms
        if terms is None or before is None or not _count_alike(before, terms):
            yield turn
        before = terms or before


def _count_alike(one: ClockTerms, other: ClockTerms) -> bool:
    return (one.target, one.calendar_version) == (other.target, other.calendar_version)


def _join(spans: Sequence[ClockSpan], borders: set[datetime]) -> Iterator[ClockSpan]:
    """Join spans of one kind that follow each other; nothing is joined over a turn."""
    last: ClockSpan | None = None
    for span in spans:
        if last is not None and _belong_together(last, span) and span.start not in borders:
            last = replace(last, end=span.end, amount=last.amount + span.amount)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _belong_together(one: ClockSpan, other: ClockSpan) -> bool:
    if one.kind is SpanKind.COUNTED and (_holds_many(one) or _holds_many(other)):
        return False
    return one.kind is other.kind and (one.reason == other.reason)


class _Teller:
    """Tells one thing after the other, and keeps what counted since it was last told."""

    def __init__(self, times: ToldTimes, closed_until: datetime | None, titles: Titles) -> None:
        self.clauses: list[Clause] = []
        self._titles = titles
        self._times = times
        self._closed_until = closed_until
        self._run = _NOTHING
        self._ran = False

    def tell(self, item: ClockSpan | ClockTurn, following: ClockSpan | ClockTurn | None) -> None:
        """Tell a span or a turn, looking at what comes after it."""
        if isinstance(item, ClockTurn):
            self._tell_turn(item)
        elif item.kind is SpanKind.COUNTED:
            self._tell_counted(item, following)
        elif item.kind is SpanKind.CLOSED:
            self._tell_closed(item, following)
        elif item.kind is SpanKind.PAUSED:
            self._tell_paused(item, following)

    def _tell_counted(self, span: ClockSpan, following: ClockSpan | ClockTurn | None) -> None:
        self._ran = True
        if _holds_many(span):
            self._tell_run(span.end)
            days = int(span.reason.split()[0]) if span.reason else 0
            self.clauses.append(make_days(span.amount, days, span.end, self._times))
            return
        self._run += measure(span.start, span.end)
        if isinstance(following, ClockSpan) and following.kind is SpanKind.CLOSED:
            self._tell_run(span.end, " until closing", days=int(following.reason != BREAK))

    def _tell_closed(self, span: ClockSpan, following: ClockSpan | ClockTurn | None) -> None:
        resumed = isinstance(following, ClockSpan) and following.kind is SpanKind.COUNTED
        opens = span.end if resumed else self._closed_until if following is None else None
        ordinary = is_ordinary(span.reason)
        told = tell_closing(span.reason) if self._ran or not ordinary else "outside opening hours"
        if opens is not None and not (self._ran and resumed):
            told += f" until {self._times.tell(opens)}"
        self.clauses.append(Clause(text=told, until=span.end, gap=ordinary and self._ran))
        if self._ran and resumed:
            text = f"resumed {self._times.tell(span.end)}"
            self.clauses.append(Clause(text=text, until=span.end, gap=True))

    def _tell_paused(self, span: ClockSpan, following: ClockSpan | ClockTurn | None) -> None:
        verb, what_for = HOLDS[PauseReason(span.reason)]
        goes_on = isinstance(following, ClockSpan) and following.kind is SpanKind.COUNTED
        if self._times.share_day(span.start, span.end):
            length = tell_amount(measure(span.start, span.end))
        else:
            goes_on = False
            length = f"{self._times.tell(span.start)} to {self._times.tell(span.end)}"
        if not goes_on:
            self._tell_run(span.start)
        self.clauses.append(Clause(text=f"{verb} {length}{what_for}", until=span.end, pauses=1))

    def _tell_turn(self, turn: ClockTurn) -> None:
        self._tell_run(turn.at)
        event, at = turn.event, self._times.tell(turn.at)
        if event.kind is ClockEventKind.RETARGETED and event.terms is not None:
            text = f"from {at} on {tell_terms(event.terms, event.reason, self._titles)}"
        else:
            text = f"{event.kind.value} {at}{tell_why(event.kind, event.reason)}"
        self.clauses.append(Clause(text=text, until=turn.at, changes=1))

    def _tell_run(self, until: datetime, where: str = "", *, days: int = 0) -> None:
        if self._run > _NOTHING:
            text = f"counted {tell_amount(self._run)}{where}"
            self.clauses.append(Clause(text=text, until=until, counted=self._run, days=days))
        self._run = _NOTHING
