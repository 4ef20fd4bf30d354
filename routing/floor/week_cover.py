"""When nobody of some people works although promises count."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.calendars import Hours
from domain.shifts import WEEK, Span, lay_out_shifts
from domain.staffing import Shift

_MOST_TOLD = 3


def find_uncovered(
    shifts: Iterable[Shift], hours: Sequence[Hours], now: datetime, time_zone: str
) -> list[Span]:
    """List the times of the week from now on that count and in which no shift runs, in UTC."""
    wanted = join_spans(span for each in hours for span in _lay_out_hours(each, now))
    return list(_subtract(wanted, join_spans(lay_out_shifts(shifts, now, now + WEEK, time_zone))))


def join_spans(spans: Iterable[Span]) -> list[Span]:
    """Join spans that touch or overlap; they come in order."""
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def tell_spans(spans: Sequence[Span], time_zone: str) -> str:
    """Tell some times of a week in words, such as `Mon 18:00 to Tue 09:00`."""
    told = [_tell_span(span, ZoneInfo(time_zone)) for span in spans[:_MOST_TOLD]]
    more = len(spans) - len(told)
    return ", ".join(told) + (f" and {more} more time{'s' * (more > 1)} a week" if more else "")


def _lay_out_hours(hours: Hours, now: datetime) -> Iterator[Span]:
    end, instant = now + WEEK, now
    while instant < end:
        opens, closes = hours.find_interval(instant)
        if opens >= end:
            return
        yield max(opens, now), min(closes, end)
        instant = closes


def _subtract(wanted: Sequence[Span], covered: Sequence[Span]) -> Iterator[Span]:
    for start, end in wanted:
        for begins, ends in covered:
            if begins < end and start < ends:
                if start < begins:
                    yield start, begins
                start = max(start, ends)  # noqa: PLW2901 - what is left of it
        if start < end:
            yield start, end


def _tell_span(span: Span, zone: ZoneInfo) -> str:
    start, end = (each.astimezone(zone) for each in span)
    return f"{start:%a %H:%M} to {end:%a %H:%M}"
