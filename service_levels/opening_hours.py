"""How much time counts between two instants, and when an amount of it has counted."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from domain.calendars import ALWAYS, BusinessCalendar, Hours
from domain.errors import InvalidInputError
from service_levels.day_slots import list_special_slots
from service_levels.open_year import NOTHING, OpenYear, lay_out_year

# Nobody promises anything for so long; it also bounds what a mistaken target can cost.
_CENTURY: Final = timedelta(days=36_525)
_YEARS_OF_CENTURY: Final = 100
# Of the years that the standard library knows, those that every time zone can be read in.
_FIRST_YEAR, _LAST_YEAR = 2, 9997
_MOST_KEPT: Final = 512


class OpeningHours:
    """The arithmetic of a calendar with hours of its own; see `domain.calendars.Hours`.

    Each year is laid out when it is first asked for. Several threads may ask at once: what is laid
    out depends on the calendar and the year alone.
    """

    def __init__(self, calendar: BusinessCalendar) -> None:
        self._calendar = calendar
        self._zone: tzinfo = ZoneInfo(calendar.time_zone)
        self._special = list_special_slots(calendar)
        special_years = [day.year for day in self._special]
        # Outside of these, with a year on either side for the time zones, it is week after week.
        self._first_special = min(special_years, default=_LAST_YEAR) - 1
        self._last_special = max(special_years, default=_FIRST_YEAR) + 1
        self._years: dict[int, OpenYear] = {}

    @property
    def calendar(self) -> BusinessCalendar:
        """The calendar it counts by."""
        return self._calendar

    def count(self, start: datetime, end: datetime) -> timedelta:
        """Return how much time counts from `start` to `end`; nothing where `end` is earlier."""
        start, end = _in_utc(start), _in_utc(end)
        if end <= start:
            return NOTHING
        first = self._get_year(start.year)
        if start.year == end.year:
            return first.count_to(end) - first.count_to(start)
        between = (self._get_year(year).total for year in range(start.year + 1, end.year))
        last = self._get_year(end.year)
        return first.total - first.count_to(start) + sum(between, last.count_to(end))

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """Return the first instant at which `amount` has counted since `start`.

        Raises:
            InvalidInputError: the calendar does not open for so long within a century.
        """
        start = _in_utc(start)
        if amount <= NOTHING:
            return start
        wanted = amount + self._get_year(start.year).count_to(start)
        for year in range(start.year, start.year + _YEARS_OF_CENTURY):
            open_year = self._get_year(year)
            if wanted <= open_year.total:
                return open_year.find_counted(wanted)
            wanted -= open_year.total
            if self._is_closed_after(year):
                break
        raise self._opens_too_little()

    def find_interval(self, instant: datetime) -> tuple[datetime, datetime]:
        """Return the open interval that an instant is in, or else the next one.

        Raises:
            InvalidInputError: the calendar never opens again.
        """
        instant = _in_utc(instant)
        year = instant.year
        while (place := self._get_year(year).find_place(instant)) == len(self._years[year].ends):
            if self._is_closed_after(year):
                raise self._opens_too_little()
            year += 1
        found = self._years[year]
        return (
            self._follow_back(found, found.begins[place], instant),
            self._follow_on(found, found.ends[place], instant),
        )

    def _follow_back(self, year: OpenYear, begin: datetime, instant: datetime) -> datetime:
        """Find where an interval begins that may have begun in an earlier year."""
        while begin == year.first:
            if year.never_closes and begin.year < self._first_special:
                return instant - _CENTURY
            year = self._get_year(begin.year - 1)
            if not year.ends or year.ends[-1] != begin:
                break
            begin = year.begins[-1]
        return begin

    def _follow_on(self, year: OpenYear, end: datetime, instant: datetime) -> datetime:
        """Find where an interval ends that may end in a later year."""
        while end == year.last:
            if year.never_closes and year.first.year > self._last_special:
                return instant + _CENTURY
            year = self._get_year(end.year)
            if not year.begins or year.begins[0] != end:
                break
            end = year.ends[0]
        return end

    def _is_closed_after(self, year: int) -> bool:
        return year > self._last_special and not any(self._calendar.week)

    def _get_year(self, year: int) -> OpenYear:
        found = self._years.get(year)
        if found is None:
            if not _FIRST_YEAR <= year <= _LAST_YEAR:
                raise self._opens_too_little()
            found = lay_out_year(year, self._calendar, self._special, self._zone)
            self._years[year] = found
        return found

    def _opens_too_little(self) -> InvalidInputError:
        return InvalidInputError(
            f"the calendar {self._calendar.name!r} does not open for so long within a century; "
            "give it longer opening hours, or promise less",
            field="week",
        )


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
        return max(_in_utc(end) - _in_utc(start), NOTHING)

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """Return the instant `amount` after `start`."""
        return _in_utc(start) + max(amount, NOTHING)

    def find_interval(self, instant: datetime) -> tuple[datetime, datetime]:
        """Return an interval of a century before and after the instant."""
        return _in_utc(instant) - _CENTURY, _in_utc(instant) + _CENTURY


def _in_utc(instant: datetime) -> datetime:
    """Two times of one zone are compared and subtracted as the wall shows them; these are not."""
    if instant.tzinfo is UTC:
        return instant
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone; give an aware datetime")
    return instant.astimezone(UTC)


_made: dict[str, Hours] = {}


def make_hours(calendar: BusinessCalendar) -> Hours:
    """Make the arithmetic of a calendar, once for each version of it.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: there is no such time zone; checked when it is saved.
    """
    # To look a calendar up by itself would hash hundreds of days each time.
    hours = _made.get(calendar.version)
    if hours is not None and (hours.calendar is calendar or hours.calendar == calendar):
        return hours
    never_closes = calendar.week == ALWAYS.week and not calendar.special_days
    hours = AlwaysOpen(calendar) if never_closes else OpeningHours(calendar)
    if len(_made) >= _MOST_KEPT:
        _made.clear()
    _made[calendar.version] = hours
    return hours
