"""How much time counts between two instants, and when an amount of it has counted."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from domain.calendars import ALWAYS, BusinessCalendar, Hours, Slot, SpecialDay
from domain.errors import InvalidInputError
from service_levels.wall_times import find_instant

_SOURCES: Final = ("own", "ical", "region")
_PIECE: Final = timedelta(days=400)
# Nobody promises anything for so long; a calendar that counts less in it never opens again.
_HORIZON: Final = timedelta(days=366 * 12)
_NOTHING: Final = timedelta()
_CENTURY: Final = timedelta(days=36_525)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The open intervals from one local day to another, with what counted before each."""

    first: date
    last: date
    begins: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    before: tuple[timedelta, ...]

    def count_to(self, instant: datetime) -> timedelta:
        """Return what counts from the stretch's beginning to an instant in it."""
        place = bisect_right(self.begins, instant) - 1
        if place < 0:
            return _NOTHING
        return self.before[place] + min(instant, self.ends[place]) - self.begins[place]

    @property
    def total(self) -> timedelta:
        """What counts in all of it."""
        return self.before[-1] + self.ends[-1] - self.begins[-1] if self.begins else _NOTHING


class OpeningHours:
    """The arithmetic of a calendar with hours of its own; see `domain.calendars.Hours`.

    Intervals are worked out once for the stretch of days that was asked for so far.
    """

    def __init__(self, calendar: BusinessCalendar) -> None:
        self._calendar = calendar
        self._zone: tzinfo = ZoneInfo(calendar.time_zone)
        self._special = _choose_special_days(calendar.special_days)
        self._stretch: _Stretch | None = None

    @property
    def calendar(self) -> BusinessCalendar:
        """The calendar it counts by."""
        return self._calendar

    def count(self, start: datetime, end: datetime) -> timedelta:
        """Return how much time counts from `start` to `end`; nothing where `end` is earlier."""
        if end <= start:
            return _NOTHING
        stretch = self._reach(start, end)
        return stretch.count_to(end) - stretch.count_to(start)

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """Return the first instant at which `amount` has counted since `start`.

        Raises:
            InvalidInputError: the calendar does not open for so long within twelve years.
        """
        if amount <= _NOTHING:
            return start
        end = start + _PIECE
        while True:
            stretch = self._reach(start, end)
            wanted = stretch.count_to(start) + amount
            if stretch.total >= wanted:
                place = bisect_left(stretch.before, wanted) - 1
                return stretch.begins[place] + (wanted - stretch.before[place])
            if end - start > _HORIZON:
                raise self._never_opens()
            end += _PIECE

    def find_interval(self, instant: datetime) -> tuple[datetime, datetime]:
        """Return the open interval that an instant is in, or else the next one.

        Raises:
            InvalidInputError: the calendar does not open again within twelve years.
        """
        end = instant + _PIECE
        while True:
            stretch = self._reach(instant, end)
            place = bisect_right(stretch.ends, instant)
            # The last one may go on beyond what was looked at.
            if place < len(stretch.begins) - 1:
                return stretch.begins[place], stretch.ends[place]
            if end - instant > _HORIZON:
                if place < len(stretch.begins):
                    return stretch.begins[place], stretch.ends[place]
                raise self._never_opens()
            end += _PIECE

    def _never_opens(self) -> InvalidInputError:
        return InvalidInputError(
            f"the calendar {self._calendar.name!r} does not open for so long within twelve years; "
            "give it opening hours",
            field="week",
        )

    def _reach(self, start: datetime, end: datetime) -> _Stretch:
        """Return a stretch that holds both instants; other threads may be at the same."""
        stretch = self._stretch
        first = start.astimezone(self._zone).date() - timedelta(days=1)
        last = end.astimezone(self._zone).date() + timedelta(days=1)
        if stretch is None:
            stretch = self._stretch = self._lay_out(first, last + _PIECE)
        elif first < stretch.first or last > stretch.last:
            first = min(first - _PIECE if first < stretch.first else first, stretch.first)
            stretch = self._stretch = self._lay_out(first, max(last + _PIECE, stretch.last))
        return stretch

    def _lay_out(self, first: date, last: date) -> _Stretch:
        begins: list[datetime] = []
        ends: list[datetime] = []
        for begin, end in self._list_intervals(first, last):
            if ends and begin <= ends[-1]:
                ends[-1] = max(end, ends[-1])
            else:
                begins.append(begin)
                ends.append(end)
        before, total = [], _NOTHING
        for begin, end in zip(begins, ends, strict=True):
            before.append(total)
            total += end - begin
        return _Stretch(first, last, tuple(begins), tuple(ends), tuple(before))

    def _list_intervals(self, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
        day = first
        while day <= last:
            for slot in self._slots_of(day):
                begin = find_instant(day, slot.opens, self._zone)
                end = find_instant(day, slot.closes, self._zone)
                if begin < end:
                    yield begin, end
            day += timedelta(days=1)

    def _slots_of(self, day: date) -> tuple[Slot, ...]:
        special = self._special.get(day)
        return self._calendar.week[day.weekday()] if special is None else special.slots


class AlwaysOpen:
    """The arithmetic of a calendar that never closes."""

    def __init__(self, calendar: BusinessCalendar) -> None:
        self._calendar = calendar

    @property
    def calendar(self) -> BusinessCalendar:
        """The calendar it counts by."""
        return self._calendar

    def count(self, start: datetime, end: datetime) -> timedelta:
        """Return the time between both instants; nothing where `end` is earlier."""
        return max(end - start, _NOTHING)

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """Return the instant `amount` after `start`."""
        return start + max(amount, _NOTHING)

    def find_interval(self, instant: datetime) -> tuple[datetime, datetime]:
        """Return an interval of a century around the instant."""
        return instant - _CENTURY // 2, instant + _CENTURY


def _choose_special_days(days: tuple[SpecialDay, ...]) -> dict[date, SpecialDay]:
    """Choose of several that speak of one day the one whose source holds."""

    def rank(day: SpecialDay) -> int:
        return _SOURCES.index(day.source.partition(":")[0])

    # The last one of a day stays, so those that hold come last.
    return {each.day: each for each in sorted(days, key=rank, reverse=True)}


@lru_cache(maxsize=512)
def make_hours(calendar: BusinessCalendar) -> Hours:
    """Make the arithmetic of a calendar, once for each version of it.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: there is no such time zone; checked when it is saved.
    """
    never_closes = calendar.week == ALWAYS.week and not calendar.special_days
    return AlwaysOpen(calendar) if never_closes else OpeningHours(calendar)
