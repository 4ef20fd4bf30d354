"""When check-in is open, and what stands in its way."""

from datetime import timedelta

import pytest

from bot.actions.check_in_window import Window, find_obstacle, find_window, is_open
from domain.business import FlightStatus
from tests.bot.actions.fake_business import NOW, booking, checked_in, flight

pytestmark = pytest.mark.unit
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("before", "window"),
    [
        (timedelta(hours=24) + SECOND, Window.EARLY),
        (timedelta(hours=24), Window.OPEN),
        (timedelta(hours=1), Window.OPEN),
        (timedelta(hours=1) - SECOND, Window.CLOSED),
        (timedelta(0), Window.OVER),
    ],
)
def test_it_is_open_from_a_day_to_an_hour_before_departure(before: timedelta, window: Window):
    leaving = flight(hours=0, departs_at=NOW + before)
    assert find_window(leaving, NOW) is window


@pytest.mark.parametrize("status", [FlightStatus.DEPARTED, FlightStatus.LANDED])
def test_a_flight_that_left_early_is_over(status: FlightStatus):
    assert find_window(flight(status=status), NOW) is Window.OVER


def test_a_pass_is_given_again_when_check_in_has_closed():
    late = booking(flights=[flight(hours=0.5)])
    assert find_obstacle(late, NOW) is not None
    assert find_obstacle(checked_in(late), NOW) is None


def test_who_has_all_passes_has_nothing_to_check_in():
    assert is_open(booking(), NOW)
    assert not is_open(checked_in(booking()), NOW)


def test_a_flight_flown_does_not_stop_the_next_one():
    assert is_open(booking(flights=[flight("AU1", -5), flight("AU2", 5)]), NOW)


def test_the_next_flight_being_cancelled_stops_all():
    cancelled = flight("AU1", 5, status=FlightStatus.CANCELLED)
    found = find_obstacle(booking(flights=[cancelled, flight("AU2", 9)]), NOW)
    assert found is not None
    assert (found.name, found.facts["number"]) == ("flight_cancelled", "AU1")
