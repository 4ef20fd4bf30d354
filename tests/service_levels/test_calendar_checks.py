"""A calendar opens often enough for a promise to mean something."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.calendars import ALWAYS, Slot, SpecialDay
from domain.errors import InvalidInputError
from service_levels.calendar_checks import check_open

pytestmark = pytest.mark.unit

DAY = timedelta(days=1)
HOUR = (Slot(opens=540, closes=600),)


def closed(first: date, count: int, source: str = "own") -> tuple[SpecialDay, ...]:
    return tuple(
        SpecialDay(day=first + DAY * at, name="Closed", source=source) for at in range(count)
    )


def test_sixty_closed_days_are_taken():
    check_open(replace(ALWAYS, special_days=closed(date(2026, 6, 1), 60)))


def test_sixty_one_are_not():
    with pytest.raises(InvalidInputError, match="from 2026-06-01 to 2026-07-31") as refused:
        check_open(replace(ALWAYS, special_days=closed(date(2026, 6, 1), 61)))

    assert refused.value.field == "days"


def test_days_of_several_sources_close_together():
    days = (
        *closed(date(2026, 6, 1), 40, "ical:one"),
        *closed(date(2026, 7, 11), 40, "region:NO"),
    )

    with pytest.raises(InvalidInputError, match="closed from"):
        check_open(replace(ALWAYS, special_days=days))


def test_two_imports_that_leave_different_hours_open_leave_none():
    morning, evening = (Slot(opens=0, closes=720),), (Slot(opens=720, closes=1440),)
    days = tuple(
        SpecialDay(day=date(2026, 6, 1) + DAY * at, name="Half", slots=half, source=source)
        for at in range(61)
        for half, source in ((morning, "ical:one"), (evening, "ical:two"))
    )

    with pytest.raises(InvalidInputError, match="closed from"):
        check_open(replace(ALWAYS, special_days=days))


def test_an_own_day_opens_a_closed_summer():
    own = SpecialDay(day=date(2026, 7, 1), name="Open day", slots=HOUR)
    days = closed(date(2026, 6, 1), 70, "region:NO")

    check_open(replace(ALWAYS, special_days=(*days, own)))


def test_one_hour_a_week_is_enough():
    check_open(replace(ALWAYS, week=(HOUR, *((),) * 6)))


@pytest.mark.parametrize(
    "days", [(), (SpecialDay(day=date(2026, 7, 1), name="Open day", slots=HOUR),)]
)
def test_a_week_without_an_hour_is_refused(days: tuple[SpecialDay, ...]):
    with pytest.raises(InvalidInputError) as refused:
        check_open(replace(ALWAYS, week=((),) * 7, special_days=days))

    assert refused.value.field == "week"
