"""Which days reports are of, what they are compared with, and when they are mailed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.report_self_service import choose_period
from bot.reports.mail.due_reports import choose_days, find_due, find_latest
from bot.reports.report_days import (
    MOST_SINGLE_DAYS,
    Bucket,
    find_period_before,
    list_buckets,
    place_days,
)
from domain.report_schedule import ReportPeriod, ReportSchedule

pytestmark = pytest.mark.unit

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 23)
SCHEDULE = ReportSchedule(weekday=0, hour=7)
DAILY, WEEKLY = ReportPeriod.DAILY, ReportPeriod.WEEKLY


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)


def test_the_days_before_are_as_many_and_end_the_day_before():
    period = choose_period(date(2026, 3, 1), date(2026, 3, 28), BERLIN)
    before = find_period_before(period, BERLIN)
    assert (before.first, before.last) == (date(2026, 2, 1), date(2026, 2, 28))
    assert before.end == period.start


def test_few_days_are_told_one_by_one_and_many_by_week():
    first = date(2026, 3, 4)
    short = choose_period(first, first + timedelta(days=MOST_SINGLE_DAYS - 1), BERLIN)
    assert all(bucket.single for bucket in list_buckets(short))
    long = choose_period(first, first + timedelta(days=MOST_SINGLE_DAYS), BERLIN)
    weeks = list_buckets(long)
    assert weeks[0] == Bucket(first=first, last=date(2026, 3, 8))
    assert weeks[1] == Bucket(first=date(2026, 3, 9), last=date(2026, 3, 15))
    assert weeks[-1].last == long.last


@pytest.mark.parametrize("days", [1, 7, 28, 36, 91, 365, 371])
def test_every_day_is_in_one_place_and_none_is_left_out(days: int):
    last = date(2026, 12, 31)
    period = choose_period(last - timedelta(days=days - 1), last, BERLIN)
    places = place_days(list_buckets(period))
    assert list(places) == [period.first + timedelta(days=each) for each in range(days)]
    assert list(places.values()) == sorted(places.values())


def test_the_weekly_report_is_of_the_seven_days_before_its_day():
    due = find_due(WEEKLY, SCHEDULE, BERLIN, now=at(MONDAY, 7))
    assert due is not None
    assert due.day == date(2026, 11, 16)
    wanted = choose_days(WEEKLY, due.day, BERLIN)
    assert (wanted.period.first, wanted.period.last) == (date(2026, 11, 16), date(2026, 11, 22))
    assert (wanted.before.first, wanted.before.last) == (date(2026, 11, 9), date(2026, 11, 15))


def test_a_day_is_compared_with_the_same_day_of_the_week_before():
    due = find_due(DAILY, SCHEDULE, BERLIN, now=at(MONDAY, 7))
    assert due is not None
    wanted = choose_days(DAILY, due.day, BERLIN)
    assert wanted.period.first == wanted.period.last == date(2026, 11, 22)
    assert wanted.before.first == date(2026, 11, 15)


def test_nothing_is_due_before_its_hour_by_the_companys_clocks():
    assert find_due(WEEKLY, SCHEDULE, BERLIN, now=at(MONDAY, 6, 59)) is None
    # Seven in the morning in UTC is eight in Berlin, and six is seven.
    six = datetime(2026, 11, 23, 6, tzinfo=UTC)
    assert find_due(WEEKLY, SCHEDULE, BERLIN, now=six) is not None
    assert find_due(WEEKLY, SCHEDULE, BERLIN, now=six - timedelta(minutes=1)) is None


def test_it_is_caught_up_with_within_a_day_and_not_later():
    tuesday = MONDAY + timedelta(days=1)
    due = find_due(WEEKLY, SCHEDULE, BERLIN, now=at(tuesday, 6, 59))
    assert due is not None
    assert due.day == date(2026, 11, 16)
    assert find_due(WEEKLY, SCHEDULE, BERLIN, now=at(tuesday, 7)) is None


def test_the_daily_report_of_before_the_hour_is_that_of_the_day_before():
    due = find_due(DAILY, SCHEDULE, BERLIN, now=at(MONDAY, 3))
    assert due is not None
    assert due.day == date(2026, 11, 21)


def test_an_hour_that_the_clocks_leave_out_does_not_keep_the_report_away():
    # On 29 March 2026 there is no half past two in Berlin.
    schedule = ReportSchedule(weekday=6, hour=2)
    day = date(2026, 3, 29)
    assert find_due(DAILY, schedule, BERLIN, now=at(day, 4)) is not None


def test_the_latest_report_is_found_on_any_day():
    assert find_latest(WEEKLY, SCHEDULE, BERLIN, now=at(MONDAY, 6)) == date(2026, 11, 9)
    assert find_latest(WEEKLY, SCHEDULE, BERLIN, now=at(MONDAY, 7)) == date(2026, 11, 16)
    assert find_latest(DAILY, SCHEDULE, BERLIN, now=at(MONDAY, 7)) == date(2026, 11, 22)
