"""What became of the time of a clock between two events."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from domain.calendars import Hours
from domain.sla_clocks import ClockSpan, ClockState, SpanKind
from service_levels.clock_fold import HoursOf, pass_time
from service_levels.closings import name_closing

# More openings than these are told as one, but for the first and the last.
_MOST_OPENINGS: Final = 4
_MOST_DAYS: Final = 60
_DAY: Final = timedelta(days=1)


def list_spans(
    state: ClockState, end: datetime, hours_of: HoursOf, reason: str = ""
) -> Iterator[ClockSpan]:
    """List what becomes of the time from a clock's `as_of` to an instant, if nothing happens.

    There is a border between two spans at the instant of the breach.

    Args:
        reason: of the event that stopped it, where it is stopped.
    """
    start = state.as_of
    if not state.running:
        yield from _make(SpanKind.STOPPED, start, end, reason)
        return
    if state.paused is not None:
        until = end if state.paused_until is None else min(state.paused_until, end)
        yield from _make(SpanKind.PAUSED, start, until, state.paused.value)
        start = max(start, until)
    hours = hours_of(state.terms.calendar_version)
    breached_at = pass_time(state, end, hours_of).breached_at
    borders = {start, max(start, min(breached_at or end, end)), max(start, end)}
    for one, other in pairwise(sorted(borders)):
        yield from _list_working_time(one, other, hours)


def _list_working_time(start: datetime, end: datetime, hours: Hours) -> Iterator[ClockSpan]:
    spans: list[ClockSpan] = []
    at = start
    for _ in range(_MOST_OPENINGS):
        opens, closes = hours.find_interval(at)
        spans += _list_opening(at, max(at, min(opens, end)), min(closes, end), hours)
        at = closes
        if at >= end:
            yield from spans
            return
    # The first opening, which may be a part of one, is told for itself.
    first = [each for each in spans if each.end <= hours.find_interval(start)[1]]
    yield from first
    yield from _list_in_one(first[-1].end, end, hours)


def _list_opening(
    start: datetime, opens: datetime, closes: datetime, hours: Hours
) -> Iterator[ClockSpan]:
    yield from _list_closing(start, opens, hours)
    yield from _make(SpanKind.COUNTED, opens, closes)


def _list_in_one(start: datetime, end: datetime, hours: Hours) -> Iterator[ClockSpan]:
    """List many openings: the closing before them, all of them but the last, and the last."""
    opens = hours.find_interval(start)[0]
    yield from _list_closing(start, opens, hours)
    last = hours.find_interval(end)[0]
    together = min(last, end)
    amount = hours.count(opens, together)
    closes = hours.add(opens, amount)
    yield ClockSpan(
        start=opens,
        end=closes,
        kind=SpanKind.COUNTED,
        amount=amount,
        reason=_count_days(opens, closes, hours),
    )
    yield from _list_closing(closes, together, hours)
    yield from _make(SpanKind.COUNTED, together, end)


def _list_closing(start: datetime, end: datetime, hours: Hours) -> Iterator[ClockSpan]:
    for span in _make(SpanKind.CLOSED, start, end):
        yield replace(
            span, reason=name_closing(hours.calendar, start, hours.find_interval(start)[0])
        )


def _count_days(start: datetime, end: datetime, hours: Hours) -> str:
    """Say on how many days it opened; nothing where they are too many, or run into each other."""
    zone = ZoneInfo(hours.calendar.time_zone)
    days: set[date] = set()
    at = start
    for _ in range(_MOST_DAYS):
        opens, closes = hours.find_interval(at)
        if opens >= end:
            return f"{len(days)} days"
        if closes - opens > _DAY:
            return ""
        days.add(opens.astimezone(zone).date())
        at = closes
    return ""


def _make(kind: SpanKind, start: datetime, end: datetime, reason: str = "") -> Iterator[ClockSpan]:
    if start < end:
        yield ClockSpan(start=start, end=end, kind=kind, amount=end - start, reason=reason)
