"""What a customer is told is a little later than it is due, in round times of opening hours."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import strategies as st

from service_levels.promised_time import choose_corrected_time, choose_promised_time
from tests.service_levels.clock_histories import CALENDARS, hours_of, instants, lengths
from tests.service_levels.examples import property_test

pytestmark = pytest.mark.unit
OSLO = ZoneInfo("Europe/Oslo")
TARGETS = st.integers(1, 6000).map(lambda minutes: timedelta(minutes=minutes))


def at(text: str) -> datetime:
    """An instant in March 2026, of which the second is a Monday, in Oslo."""
    return datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=OSLO)


@pytest.mark.parametrize(
    ("calendar", "now", "due", "told"),
    [
        # Less than an hour: at least five minutes more, and five-minute steps.
        ("oslo", "02 09:00", "02 09:15", "02 09:20"),
        ("oslo", "02 09:02", "02 09:32", "02 09:40"),
        # Less than four hours: quarters of an hour. Two hours and twelve minutes are 11:12.
        ("always", "02 09:00", "02 11:00", "02 11:15"),
        # Less than a day: half hours. Seven hours and 42 minutes are 16:42.
        ("always", "02 09:00", "02 16:00", "02 17:00"),
        # Farther off: full hours. A tenth of a day and an hour is two hours and a half: 12:30.
        ("always", "02 09:00", "03 10:00", "03 13:00"),
        # The night makes nothing later: ten minutes more than 100 of working time.
        ("oslo", "02 16:00", "03 09:40", "03 10:00"),
        # Never past closing time: not at noon, in the evening, or where it is due as that comes.
        ("oslo", "02 10:00", "02 11:55", "02 12:00"),
        ("oslo", "02 13:00", "02 16:58", "02 17:00"),
        ("oslo", "02 13:00", "02 17:00", "02 17:00"),
    ],
)
def test_what_is_told_of_a_due_time(calendar: str, now: str, due: str, told: str):
    assert choose_promised_time(at(due), at(now), hours_of(calendar)) == at(told)


@pytest.mark.parametrize(
    ("now", "due", "target", "usual", "told"),
    [
        # Half of two hours more, then rounded up to a quarter.
        ("02 09:50", "02 10:05", 120, None, "02 11:15"),
        # At least half an hour from now.
        ("02 09:50", "02 09:55", 10, None, "02 10:20"),
        # As long as it usually takes, where that is more.
        ("02 09:00", "02 09:05", 60, 150, "02 11:30"),
        # Half an hour of working time, and noon is none: 13:20, which is more than an hour away.
        ("02 11:50", "02 11:55", 10, None, "02 13:30"),
        # On the next day, after what is left of this one.
        ("02 16:30", "02 16:45", 120, None, "03 10:00"),
    ],
)
def test_what_is_told_where_it_will_not_be_kept(
    now: str, due: str, target: int, usual: int | None, told: str
):
    wait = None if usual is None else timedelta(minutes=usual)
    chosen = choose_corrected_time(
        at(due), at(now), timedelta(minutes=target), hours_of("oslo"), wait
    )
    assert chosen == at(told)


@property_test(
    now=instants(), target=TARGETS, calendar=st.sampled_from(list(CALENDARS)), consumed=lengths()
)
def test_no_promise_is_earlier_than_due_nor_past_the_closing_time_after_it(
    now: datetime, target: timedelta, calendar: str, consumed: timedelta
):
    hours = hours_of(calendar)
    due_at = hours.add(now, target)
    told = choose_promised_time(due_at, now + consumed, hours)
    assert told >= due_at
    # No closing lies between the two, and what is added is a tenth and a step.
    assert hours.count(due_at, told) == told - due_at
    assert told - due_at <= max(target / 10, timedelta(minutes=5)) + timedelta(hours=1)


@property_test(now=instants(), target=TARGETS, calendar=st.sampled_from(list(CALENDARS)))
def test_a_promise_is_a_round_time_or_closing_time(now: datetime, target: timedelta, calendar: str):
    hours = hours_of(calendar)
    due_at = hours.add(now, target)
    told = choose_promised_time(due_at, now, hours)
    local = told.astimezone(ZoneInfo(hours.calendar.time_zone))
    closes = hours.find_interval(due_at - timedelta.resolution)[1]
    assert told == closes or (local.minute % 5 == 0 and local.second == 0)


@property_test(
    due_at=instants(),
    early=st.integers(-180, 180).map(lambda minutes: timedelta(minutes=minutes)),
    target=TARGETS,
    usual=st.none() | lengths(),
    calendar=st.sampled_from(list(CALENDARS)),
    over=lengths(longest_hours=12),
)
def test_a_correction_is_later_than_what_was_told_and_not_at_once(
    *,
    due_at: datetime,
    early: timedelta,
    target: timedelta,
    usual: timedelta | None,
    calendar: str,
    over: timedelta,
):
    now, hours, promised_at = due_at - early, hours_of(calendar), due_at + over
    told = choose_corrected_time(due_at, now, target, hours, usual, promised_at=promised_at)
    assert told > promised_at
    assert hours.count(now, told) >= timedelta(minutes=30)
    # It is said of a time at which somebody works, or has until that very instant.
    assert hours.count(told - timedelta.resolution, told) == timedelta.resolution
