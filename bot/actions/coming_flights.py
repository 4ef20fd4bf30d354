"""What of a booking is still to be flown; pure."""

from collections.abc import Iterable
from datetime import datetime

from domain.business import Booking, BookingStatus, Flight, FlightStatus

_OVER = frozenset({FlightStatus.DEPARTED, FlightStatus.LANDED})


def is_over(flight: Flight, now: datetime) -> bool:
    """Say whether a flight has left, or its time has passed."""
    leaves = flight.expected_at or flight.departs_at
    return flight.status in _OVER or leaves <= now


def list_coming_flights(booking: Booking, now: datetime) -> tuple[Flight, ...]:
    """List the flights of a booking that have not left, in the order flown."""
    return tuple(each for each in booking.flights if not is_over(each, now))


def find_next_flight(booking: Booking, now: datetime) -> Flight | None:
    """Find the flight of a booking that leaves next, or the last one where all have left."""
    return next(iter((*list_coming_flights(booking, now), *booking.flights[-1:])), None)


def list_coming(bookings: Iterable[Booking], now: datetime) -> tuple[Booking, ...]:
    """List the bookings that are not flown yet, those that hold first."""
    coming = (each for each in bookings if list_coming_flights(each, now))
    return tuple(sorted(coming, key=lambda each: each.status is not BookingStatus.CONFIRMED))
