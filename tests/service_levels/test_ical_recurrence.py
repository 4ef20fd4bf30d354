"""What comes back does so on the days that dateutil, the usual library, gives as well."""

import datetime as dt
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import dateutil.rrule
import pytest
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday
from hypothesis import strategies as st

from domain.errors import InvalidInputError
from service_levels.recurrence import Budget, Frequency, Recurrence, list_days
from tests.service_levels.examples import property_test

pytestmark = pytest.mark.unit

FREQUENCIES = {
    Frequency.DAILY: DAILY,
    Frequency.WEEKLY: WEEKLY,
    Frequency.MONTHLY: MONTHLY,
    Frequency.YEARLY: YEARLY,
}
LAST = date(2027, 12, 31)
STARTS = st.builds(
    datetime.combine, st.dates(date(2018, 1, 1), date(2026, 12, 31)), st.just(time(9, 30))
)


def at_noon(year: int) -> datetime:
    return datetime.combine(date(year, 1, 1), time(12))


def some(numbers: st.SearchStrategy[Any], most: int = 4) -> st.SearchStrategy[frozenset[Any]]:
    return st.just(frozenset()) | st.frozensets(numbers, max_size=most)


@st.composite
def rules(draw: st.DrawFn) -> Recurrence:
    frequency = draw(st.sampled_from(Frequency))
    long = frequency in {Frequency.MONTHLY, Frequency.YEARLY}
    # dateutil takes "each Monday" and "the first Monday" together for both at once, not for either.
    places = st.integers(-5, 5).filter(bool) if long and draw(st.booleans()) else st.just(0)
    by_day = some(st.tuples(st.integers(0, 6), places))
    month_days = st.integers(-31, -1) | st.integers(1, 31)
    year_days = st.integers(-366, -1) | st.integers(1, 366)
    rule = Recurrence(
        frequency=frequency,
        interval=draw(st.integers(1, 5)),
        count=draw(st.none() | st.integers(1, 40)),
        by_month=draw(some(st.integers(1, 12))),
        by_month_day=draw(some(month_days)) if frequency is not Frequency.WEEKLY else frozenset(),
        by_year_day=draw(some(year_days, 40)) if frequency is Frequency.YEARLY else frozenset(),
        by_day=draw(by_day),
        week_start=draw(st.integers(0, 6)),
    )
    # It also chooses among the rest of the first week, not among all of it.
    if long and (rule.by_day or rule.by_month_day or rule.by_year_day):
        positions = draw(some(st.integers(-4, -1) | st.integers(1, 4)))
        return replace(rule, by_set_position=tuple(sorted(positions)))
    return rule


def ask_dateutil(rule: Recurrence, start: datetime) -> list[date]:
    """List the days up to the last one; without a nearer end it searches to the year 9999."""
    nearer = SimpleNamespace(**vars(dt) | {"MAXYEAR": LAST.year + 1})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dateutil.rrule, "datetime", nearer)
        return [each.date() for each in make_rrule(rule, start) if each.date() <= LAST]


def make_rrule(rule: Recurrence, start: datetime) -> Any:
    return rrule(
        FREQUENCIES[rule.frequency],
        dtstart=start,
        interval=rule.interval,
        count=rule.count,
        wkst=rule.week_start,
        bymonth=sorted(rule.by_month) or None,
        bymonthday=sorted(rule.by_month_day) or None,
        byyearday=sorted(rule.by_year_day) or None,
        byweekday=[weekday(day, place or None) for day, place in sorted(rule.by_day)] or None,
        bysetpos=rule.by_set_position or None,
    )


@property_test(rule=rules(), start=STARTS, ahead=st.integers(0, 2000))
def test_days_are_those_of_dateutil(rule: Recurrence, start: datetime, ahead: int):
    expected = ask_dateutil(rule, start)

    assert list(list_days(rule, start, start.date(), LAST, Budget(100_000))) == expected

    later = start.date() + timedelta(days=ahead)
    found = list(list_days(rule, start, later, LAST, Budget(100_000)))
    assert found == [day for day in expected if day >= later]


def test_a_rule_from_long_ago_costs_no_more_than_one_of_today():
    rule = Recurrence(frequency=Frequency.DAILY)

    days = list(list_days(rule, at_noon(1000), date(2027, 12, 1), LAST, Budget(100)))

    assert len(days) == 31


def test_what_looks_at_too_many_days_ends():
    rule = Recurrence(
        frequency=Frequency.DAILY, by_month=frozenset({2}), by_month_day=frozenset({30})
    )

    with pytest.raises(InvalidInputError, match="takes too long"):
        list(list_days(rule, at_noon(2020), date(2020, 1, 1), LAST, Budget(1000)))
