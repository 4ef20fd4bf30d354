"""When a calendar is open in one year, laid out so that looking things up in it is quick."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from domain.calendars import MINUTES_OF_DAY, BusinessCalendar, Slot
from service_levels.wall_times import find_instant

NOTHING: Final = timedelta()
_DAY: Final = timedelta(days=1)
# No wall is further from UTC.
_FURTHEST: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class OpenYear:
    """The open intervals of a year of UTC, apart from each other, and what counted before each."""

    first: datetime
    last: datetime
    begins: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    before: tuple[timedelta, ...]
    total: timedelta

    @property
    def never_closes(self) -> bool:
        """Whether all of the year counts."""
        return self.total == self.last - self.first

    def count_to(self, instant: datetime) -> timedelta:
        """Return what counts from the year's beginning to an instant in it."""
        place = bisect_right(self.begins, instant) - 1
        if place < 0:
            return NOTHING
        return self.before[place] + (min(instant, self.ends[place]) - self.begins[place])

    def find_counted(self, amount: timedelta) -> datetime:
        """Return the first instant before which an amount has counted: some, at most the total."""
        place = bisect_left(self.before, amount) - 1
        return self.begins[place] + (amount - self.before[place])

    def find_place(self, instant: datetime) -> int:
        """Return the place of the first interval that ends after an instant; it may have none."""
        return bisect_right(self.ends, instant)


def lay_out_year(
    year: int, calendar: BusinessCalendar, special: Mapping[date, tuple[Slot, ...]], zone: tzinfo
) -> OpenYear:
    """Lay out when a calendar is open in a year.

    Args:
        special: the slots of the days that are not worked as their weekdays are.
    """
    first, last = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    begins: list[datetime] = []
    ends: list[datetime] = []
    for begin, end in _list_intervals(first, last, calendar, special, zone):
        if ends and begin <= ends[-1]:
            ends[-1] = max(end, ends[-1])
        else:
            begins.append(begin)
            ends.append(end)
    before, total = [], NOTHING
    for begin, end in zip(begins, ends, strict=True):
        before.append(total)
        total += end - begin
    return OpenYear(first, last, tuple(begins), tuple(ends), tuple(before), total)


def _list_intervals(
    first: datetime,
    last: datetime,
    calendar: BusinessCalendar,
    special: Mapping[date, tuple[Slot, ...]],
    zone: tzinfo,
) -> Iterator[tuple[datetime, datetime]]:
    """List the intervals of all local days that touch a year, cut to it."""
    day = (first - _FURTHEST).date()
    end_day = (last + _FURTHEST).date()
    midnight = find_instant(day, 0, zone)
    while day < end_day:
        slots = special.get(day)
        if slots is None:
            slots = calendar.week[day.weekday()]
        following = find_instant(day, MINUTES_OF_DAY, zone)
        for opens, closes in _place_slots(slots, day, midnight, following, zone):
            begin, end = max(opens, first), min(closes, last)
            if begin < end:
                yield begin, end
        day += _DAY
        midnight = following


def _place_slots(
    slots: tuple[Slot, ...], day: date, midnight: datetime, following: datetime, zone: tzinfo
) -> Iterator[tuple[datetime, datetime]]:
    """Place a day's slots between two midnights."""
    for slot in slots:
        if following - midnight == _DAY:
            # No clock is set on this day; to look for that at each time would take long.
            yield (
                midnight + timedelta(minutes=slot.opens),
                midnight + timedelta(minutes=slot.closes),
            )
        else:
            yield find_instant(day, slot.opens, zone), find_instant(day, slot.closes, zone)
