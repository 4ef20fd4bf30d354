"""Shifts of a week as spans of time: which one runs now, and when whoever works it leaves."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from domain.staffing import Shift

Span: TypeAlias = tuple[datetime, datetime]

WEEK: Final = timedelta(days=7)
_DAY: Final = timedelta(days=1)


def find_shift_end(shifts: Iterable[Shift], now: datetime, time_zone: str) -> datetime | None:
    """Find when the shift that runs now ends, in UTC; None where none runs.

    A shift that begins as another ends is gone on with; who works round the clock all week leaves
    in about a week.

    Args:
        time_zone: IANA name of the zone by whose clocks the shifts are.
    """
    end: datetime | None = None
    for starts, ends in lay_out_shifts(shifts, now, now + WEEK, time_zone):
        if starts <= (end or now) < ends:
            end = ends
    return end


def lay_out_shifts(
    shifts: Iterable[Shift], start: datetime, end: datetime, time_zone: str
) -> list[Span]:
    """List the shifts that touch a time, in UTC, in the order of their beginnings."""
    zone, shifts = ZoneInfo(time_zone), tuple(shifts)
    spans = (
        _span(shift, day, zone)
        for day in _list_days(start, end, zone)
        for shift in shifts
        if shift.weekday == day.weekday()
    )
    return sorted(span for span in spans if span[0] < end and start < span[1])


def _list_days(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[date]:
    """List the days on which a shift may begin that touches the time; the one before as well."""
    day, last = start.astimezone(zone).date() - _DAY, end.astimezone(zone).date()
    while day <= last:
        yield day
        day += _DAY


def _span(shift: Shift, day: date, zone: ZoneInfo) -> Span:
    last = day if shift.ends > shift.starts else day + _DAY
    return _at(day, shift.starts, zone), _at(last, shift.ends, zone)


def _at(day: date, moment: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, moment, tzinfo=zone).astimezone(UTC)
