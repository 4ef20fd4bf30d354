"""Shifts are read as people write them, never overlap, and tell when somebody leaves."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInputError
from domain.shifts import find_shift_end
from domain.staffing import Shift
from routing.floor.profile_checks import check_shifts
from routing.floor.shift_words import parse_shifts, render_shifts

pytestmark = pytest.mark.unit
OSLO = "Europe/Oslo"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of the week that begins on Monday, 2 March 2026, in UTC."""
    return datetime(2026, 3, 1 + day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("shifts", "now", "end"),
    [
        ("mon 09:00-17:00", at(1, 9), at(1, 16)),
        ("mon 09:00-17:00", at(1, 7, 59), None),
        ("mon 09:00-17:00", at(1, 16), None),
        ("mon 09:00-17:00", at(2, 9), None),
        ("sun 22:00-06:00", at(1, 3), at(1, 5)),
        ("mon 09:00-12:00, mon 12:00-17:00", at(1, 9), at(1, 16)),
        ("mon 16:00-24:00, tue 00:00-02:00", at(1, 20), at(2, 1)),
        ("", at(1, 9), None),
    ],
)
def test_a_shift_runs_by_the_company_s_clocks_and_over_midnight(
    shifts: str, now: datetime, end: datetime | None
) -> None:
    assert find_shift_end(parse_shifts(shifts), now, OSLO) == end


def test_a_night_shift_ends_by_the_clocks_on_the_wall_also_when_they_change() -> None:
    # On Sunday, 29 March 2026, two o'clock becomes three o'clock.
    evening = datetime(2026, 3, 28, 22, tzinfo=UTC)
    end = find_shift_end(parse_shifts("sat 22:00-06:00"), evening, OSLO)
    assert end == datetime(2026, 3, 29, 4, tzinfo=UTC)


def test_who_works_round_the_clock_is_always_on_shift() -> None:
    end = find_shift_end(parse_shifts("mon-sun 00:00-24:00"), at(3, 12), OSLO)
    assert end is not None
    assert end > at(9, 0)


def test_days_in_a_row_are_written_at_once() -> None:
    assert render_shifts(parse_shifts("fri-mon 22:00-06:00")) == (
        "fri 22:00-06:00, sat 22:00-06:00, sun 22:00-06:00, mon 22:00-06:00"
    )
    assert parse_shifts("Monday 9:00 - 24:00\n") == (
        Shift(weekday=0, starts=time(9), ends=time(0)),
    )


MOMENTS = st.times().map(lambda each: each.replace(second=0, microsecond=0))


@given(st.lists(st.builds(Shift, weekday=st.integers(0, 6), starts=MOMENTS, ends=MOMENTS)))
def test_what_is_written_is_read_back(shifts: list[Shift]) -> None:
    assert parse_shifts(render_shifts(shifts)) == tuple(shifts)


@pytest.mark.parametrize("text", ["mon", "someday 09:00-17:00", "mon 9-17", "mon 25:00-26:00"])
def test_what_is_no_shift_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match="shifts: "):
        parse_shifts(text)


@pytest.mark.parametrize(
    "text",
    [
        "mon 09:00-17:00, mon 16:59-20:00",
        "mon 22:00-06:00, tue 05:00-08:00",
        "sun 22:00-06:00, mon 05:00-08:00",
        "mon 00:00-24:00, mon 10:00-11:00",
        "mon 10:00-11:00, mon 10:00-11:00",
    ],
)
def test_shifts_at_once_are_refused_and_both_are_named(text: str) -> None:
    with pytest.raises(InvalidInputError, match=r"-\d\d:\d\d and .* overlap"):
        check_shifts(parse_shifts(text))


def test_shifts_may_follow_each_other_and_may_not_end_as_they_begin() -> None:
    check_shifts(parse_shifts("sun 22:00-06:00, mon 06:00-14:00, mon 14:00-24:00, tue 00:00-01:00"))
    with pytest.raises(InvalidInputError, match="ends as it begins"):
        check_shifts(parse_shifts("mon 09:00-09:00"))
    with pytest.raises(InvalidInputError, match="no weekday 7"):
        check_shifts([Shift(weekday=7, starts=time(1), ends=time(2))])
