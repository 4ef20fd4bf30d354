"""Shifts of a week as spans of time: which one runs now, and when whoever works it leaves."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.staffing import Shift

_DAY = timedelta(days=1)
_WEEK = 7


def find_shift_end(shifts: Iterable[Shift], now: datetime, time_zone: str) -> datetime | None:
    """Find when the shift that runs now ends, in UTC; None where none runs.

    A shift that begins as another ends is gone on with; who works round the clock all week leaves
    in a week.

    Args:
        time_zone: IANA name of the zone by whose clocks the shifts are.
    """
    zone = ZoneInfo(time_zone)
    today = now.astimezone(zone).date()
    spans = sorted(_lay_out(tuple(shifts), today, zone))
    end: datetime | None = None
    for starts, ends in spans:
        reached = now if end is None else end
        if starts <= reached < ends:
            end = ends
    return end


def _lay_out(
    shifts: tuple[Shift, ...], today: date, zone: ZoneInfo
) -> Iterator[tuple[datetime, datetime]]:
    """Give the shifts as instants, from those that began yesterday on, for a week."""
    for offset in range(-1, _WEEK):
        day = today + offset * _DAY
        for shift in shifts:
            if shift.weekday == day.weekday():
                last = day if shift.ends > shift.starts else day + _DAY
                yield _at(day, shift.starts, zone), _at(last, shift.ends, zone)


def _at(day: date, moment: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, moment, tzinfo=zone).astimezone(UTC)
