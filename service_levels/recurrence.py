"""The days on which something comes back, by RFC 5545 (section 3.3.10), in bounds.

Our own rather than `dateutil.rrule`: that one searches on to the year 9999 for a day that never
comes, such as every 30th of February, and cannot be stopped. Here each day that is looked at is
paid for out of a budget. Held against `dateutil.rrule` in the tests.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice, takewhile

from domain.errors import InvalidInputError


class Frequency(StrEnum):
    """How long the periods are in which a rule chooses days."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """A recurrence rule; each field is the part of the same name, see RFC 5545.

    Attributes:
        until: the last instant, as the wall shows it where the event is.
        by_day: weekday (Monday is 0) and its place in the period; 0 for each of them.
        week_start: the weekday that weeks begin with, Monday is 0.
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    by_month: frozenset[int] = frozenset()
    by_month_day: frozenset[int] = frozenset()
    by_year_day: frozenset[int] = frozenset()
    by_day: frozenset[tuple[int, int]] = frozenset()
    by_set_position: tuple[int, ...] = ()
    week_start: int = 0


class Budget:
    """How many days may still be looked at before a file is found too much work."""

    def __init__(self, days: int) -> None:
        self._left = days

    def spend(self, days: int = 1) -> None:
        """Pay for days.

        Raises:
            InvalidInputError: nothing is left.
        """
        self._left -= days
        if self._left < 0:
            raise InvalidInputError(
                "the events repeat so often that reading them takes too long; "
                "leave the appointments out and export days off alone",
                field="events",
            )


def list_days(
    rule: Recurrence, start: datetime, first: date, last: date, budget: Budget
) -> Iterator[date]:
    """List the days, in order, of an event that begins at `start` and comes back.

    Args:
        start: as the wall shows it where the event is; it is among the days if the rule says so.
        first: earlier days are not wanted, and skipped at once where nothing is to be counted.
        last: the last day wanted.
    """
    filled = _fill_in(rule, start.date())
    # Only what is counted from the beginning must be walked from there.
    skip_to = start.date() if rule.count is not None else max(first, start.date())
    days: Iterator[date] = (
        day
        for period in _list_periods(filled, start.date(), skip_to, last)
        for day in _choose_days(filled, period, budget)
        if day >= start.date()
    )
    if rule.until is not None:
        until = rule.until
        days = takewhile(lambda day: datetime.combine(day, start.time()) <= until, days)
    days = islice(days, rule.count)
    return (day for day in takewhile(lambda day: day <= last, days) if day >= first)


def _fill_in(rule: Recurrence, start: date) -> Recurrence:
    """Fill in what a rule leaves to the day on which the event begins."""
    if rule.by_day or rule.by_month_day or rule.by_year_day:
        return rule
    match rule.frequency:
        case Frequency.DAILY:
            return rule
        case Frequency.WEEKLY:
            return replace(rule, by_day=frozenset({(start.weekday(), 0)}))
        case Frequency.MONTHLY:
            return replace(rule, by_month_day=frozenset({start.day}))
        case Frequency.YEARLY:
            months = rule.by_month or frozenset({start.month})
            return replace(rule, by_month=months, by_month_day=frozenset({start.day}))


def _list_periods(
    rule: Recurrence, start: date, skip_to: date, last: date
) -> Iterator[Iterable[date]]:
    """List the days to choose from, period by period."""
    match rule.frequency:
        case Frequency.DAILY:
            days = _step(start.toordinal(), skip_to.toordinal(), last, rule.interval)
            return ((date.fromordinal(day),) for day in days)
        case Frequency.WEEKLY:
            week = start.toordinal() - (start.weekday() - rule.week_start) % 7
            weeks = _step(week, skip_to.toordinal() - 6, last, rule.interval * 7)
            return (_list_week(begin) for begin in weeks)
        case Frequency.MONTHLY:
            months = range(_number(start), _number(last) + 1, rule.interval)
            wanted = months[_skip(months, _number(skip_to)) :]
            return (_list_month(rule, number // 12, number % 12 + 1) for number in wanted)
        case Frequency.YEARLY:
            years = range(start.year, last.year + 1, rule.interval)
            return (_list_year(rule, year) for year in years[_skip(years, skip_to.year) :])


def _step(begin: int, skip_to: int, last: date, step: int) -> range:
    periods = range(begin, last.toordinal() + 1, step)
    return periods[_skip(periods, skip_to) :]


def _skip(periods: range, skip_to: int) -> int:
    """Return how many periods begin before one."""
    return max(0, -((periods.start - skip_to) // periods.step))


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _list_week(begin: int) -> Iterator[date]:
    return (date.fromordinal(day) for day in range(begin, begin + 7))


def _list_year(rule: Recurrence, year: int) -> Iterator[date]:
    return (day for month in range(1, 13) for day in _list_month(rule, year, month))


def _list_month(rule: Recurrence, year: int, month: int) -> Iterator[date]:
    """List the days of a month that a rule may mean."""
    if rule.by_month and month not in rule.by_month:
        return
    length = monthrange(year, month)[1]
    if not rule.by_month_day:
        yield from (date(year, month, day) for day in range(1, length + 1))
        return
    wanted = {day if day > 0 else length + 1 + day for day in rule.by_month_day}
    yield from (date(year, month, day) for day in sorted(wanted) if 1 <= day <= length)


def _choose_days(rule: Recurrence, period: Iterable[date], budget: Budget) -> Iterable[date]:
    budget.spend()
    chosen = [day for day in _pay(period, budget) if _fits(rule, day)]
    if not rule.by_set_position:
        return chosen
    places = {at - 1 if at > 0 else len(chosen) + at for at in rule.by_set_position}
    return [chosen[place] for place in sorted(places) if 0 <= place < len(chosen)]


def _pay(period: Iterable[date], budget: Budget) -> Iterator[date]:
    for day in period:
        budget.spend()
        yield day


def _fits(rule: Recurrence, day: date) -> bool:
    return (
        (not rule.by_month or day.month in rule.by_month)
        and (not rule.by_month_day or _fits_month_day(rule, day))
        and (not rule.by_year_day or _fits_year_day(rule, day))
        and (not rule.by_day or _fits_weekday(rule, day))
    )


def _fits_month_day(rule: Recurrence, day: date) -> bool:
    length = monthrange(day.year, day.month)[1]
    return day.day in rule.by_month_day or day.day - length - 1 in rule.by_month_day


def _fits_year_day(rule: Recurrence, day: date) -> bool:
    number, length = day.timetuple().tm_yday, date(day.year, 12, 31).timetuple().tm_yday
    return number in rule.by_year_day or number - length - 1 in rule.by_year_day


def _fits_weekday(rule: Recurrence, day: date) -> bool:
    weekday = day.weekday()
    if (weekday, 0) in rule.by_day:
        return True
    if rule.frequency is Frequency.MONTHLY or rule.by_month:
        length = monthrange(day.year, day.month)[1]
        begin = day.replace(day=1)
    else:
        begin = date(day.year, 1, 1)
        length = (date(day.year, 12, 31) - begin).days + 1
    place = (day - begin) // timedelta(days=7) + 1
    from_end = -((length - (day - begin).days - 1) // 7 + 1)
    return (weekday, place) in rule.by_day or (weekday, from_end) in rule.by_day
