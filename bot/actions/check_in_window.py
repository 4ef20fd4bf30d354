"""When somebody can be checked in, and what stands in the way; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from bot.actions.booking_labels import describe_flight
from domain.business import Booking, BookingStatus, Flight, FlightStatus, Passenger

OPENS: Final = timedelta(hours=24)
CLOSES: Final = timedelta(hours=1)


class Window(StrEnum):
    """Whether check-in for a flight is open."""

    EARLY = "early"
    OPEN = "open"
    CLOSED = "closed"
    OVER = "over"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Why nobody on a booking can be checked in.

    Attributes:
        name: of the sentence that says so, and the outcome.
        facts: what stands in the sentence.
    """

    name: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def find_window(flight: Flight, now: datetime) -> Window:
    """Say whether check-in for a flight is open; it counts from the planned departure."""
    if flight.status is FlightStatus.CANCELLED:
        return Window.CANCELLED
    if flight.status in {FlightStatus.DEPARTED, FlightStatus.LANDED} or flight.departs_at <= now:
        return Window.OVER
    left = flight.departs_at - now
    if left > OPENS:
        return Window.EARLY
    return Window.CLOSED if left < CLOSES else Window.OPEN


def list_flights(booking: Booking, window: Window, now: datetime) -> list[Flight]:
    """List the flights of a booking whose check-in stands so, in the order flown."""
    return [each for each in booking.flights if find_window(each, now) is window]


def list_missing(booking: Booking, now: datetime) -> list[Passenger]:
    """List the passengers who lack a pass on a flight that is open."""
    done = {(each.passenger_id, each.flight_id) for each in booking.passes}
    flights = list_flights(booking, Window.OPEN, now)
    return [
        each
        for each in booking.passengers
        if any((each.id, flight.id) not in done for flight in flights)
    ]


def is_open(booking: Booking, now: datetime) -> bool:
    """Say whether somebody on a booking can be checked in now."""
    return (
        booking.status is BookingStatus.CONFIRMED
        and find_obstacle(booking, now) is None
        and bool(list_missing(booking, now))
    )


def find_obstacle(booking: Booking, now: datetime) -> Obstacle | None:
    """Find out why nobody on a booking can be checked in, nor has a pass to be given again."""
    if booking.status is BookingStatus.CANCELLED:
        return Obstacle(name="booking_cancelled")
    coming = [each for each in booking.flights if not _has_left(each, now)]
    if not coming:
        return Obstacle(name="departed")
    window = find_window(coming[0], now)
    if window is Window.CANCELLED:
        return Obstacle(name="flight_cancelled", facts=describe_flight(coming[0]))
    given = {each.flight_id for each in booking.passes}
    if list_flights(booking, Window.OPEN, now) or any(each.id in given for each in coming):
        return None
    return describe_closed(coming[0]) if window is Window.CLOSED else describe_early(coming[0])


def describe_early(flight: Flight) -> Obstacle:
    """Describe that check-in for a flight opens later."""
    opens_at = (flight.departs_at - OPENS).isoformat()
    return Obstacle(name="not_open_yet", facts={**describe_flight(flight), "opens_at": opens_at})


def describe_closed(flight: Flight) -> Obstacle:
    """Describe that check-in for a flight has closed."""
    return Obstacle(name="closed", facts=describe_flight(flight))


def _has_left(flight: Flight, now: datetime) -> bool:
    """Say whether a flight has left; one that was cancelled leaves never, but its time passes."""
    return find_window(flight, now) is Window.OVER or flight.departs_at <= now
