"""Whether an answer can be true: it is about what was asked, and its times are of this world."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from domain.business import (
    Appointment,
    AppointmentChange,
    AppointmentStatus,
    BoardingPass,
    Booking,
    BusinessAnswerError,
    CheckInRequest,
    ContactChange,
    Flight,
    Order,
    ProductReturn,
    ReturnRequest,
)
from domain.messages import Address

_ABSURD: Final = timedelta(days=5 * 366)
_LONGEST_FLIGHT: Final = timedelta(hours=48)
# A day of the place they leave from reaches so far beyond the same day in UTC.
_ZONES: Final = timedelta(hours=14)


def require(true: bool, words: str) -> None:
    """Refuse an answer.

    Raises:
        BusinessAnswerError: what was said is not so.
    """
    if not true:
        raise BusinessAnswerError(f"its answer cannot be true: {words}")


def check_booking(booking: Booking, reference: str, now: datetime) -> Booking:
    """Check that a booking is the one asked for, and whole."""
    require(is_same(booking.reference, reference), "it is another booking")
    _check_unique((each.id for each in booking.passengers), "one passenger stands in it twice")
    _check_unique((each.id for each in booking.flights), "one flight stands in it twice")
    for flight in booking.flights:
        check_flight(flight, now)
    for earlier, later in zip(booking.flights, booking.flights[1:], strict=False):
        require(earlier.departs_at < later.departs_at, "its flights are not in the order flown")
    _check_passes(
        booking.passes,
        {each.id for each in booking.passengers},
        {each.id for each in booking.flights},
    )
    return booking


def check_known(phone: str | None, email: str | None, address: Address, what: str) -> None:
    """Check that somebody's list holds what knows their address."""
    known = phone if address.kind == "phone" else email
    require(known is not None and is_same(known, address.value), f"{what} of somebody else")


def check_flight(flight: Flight, now: datetime) -> Flight:
    """Check that a flight's times follow each other."""
    for instant in (flight.departs_at, flight.arrives_at, flight.expected_at):
        check_time(instant, now)
    duration = flight.arrives_at - flight.departs_at
    require(timedelta(0) < duration < _LONGEST_FLIGHT, "a flight lands before it departs, or never")
    return flight


def check_day(flight: Flight, number: str, on: date) -> Flight:
    """Check that a flight is of the number and the day asked for."""
    require(is_same(flight.number, number), "it is another flight")
    days = {(flight.departs_at + shift).date() for shift in (-_ZONES, timedelta(0), _ZONES)}
    require(on in days, "a flight of another day")
    return flight


def check_time(instant: datetime | None, now: datetime) -> None:
    """Check that an instant is within some years of now."""
    require(instant is None or abs(instant - now) < _ABSURD, "a time is absurd")


def check_check_in(
    passes: tuple[BoardingPass, ...], request: CheckInRequest, now: datetime
) -> tuple[BoardingPass, ...]:
    """Check that there is a pass for each passenger and flight asked for, and for nobody else."""
    _check_passes(passes, set(request.passengers), set(request.flights))
    expected = len(set(request.passengers)) * len(set(request.flights))
    require(len(passes) == expected, "a boarding pass is missing")
    for each in passes:
        check_time(each.boarding_at, now)
    return passes


def check_order(order: Order, number: str, today: date) -> Order:
    """Check that an order is the one asked for."""
    require(is_same(order.number, number), "it is another order")
    _check_unique((each.id for each in order.items), "one item stands in it twice")
    for day in (
        order.expected_on,
        order.delivered_on,
        *(item.returnable_until for item in order.items),
    ):
        require(day is None or abs(day - today) < _ABSURD, "a day is absurd")
    return order


def check_return(found: ProductReturn, request: ReturnRequest) -> ProductReturn:
    """Check that what is noted is what was asked to be sent back."""
    require(is_same(found.order, request.order), "a return of another order")
    require(sorted(found.items) == sorted(request.items), "a return of other items")
    return found


def check_appointment(found: Appointment, reference: str, now: datetime) -> Appointment:
    """Check that an appointment is the one asked for."""
    require(is_same(found.reference, reference), "it is another appointment")
    check_time(found.starts_at, now)
    return found


def check_change(found: Appointment, change: AppointmentChange) -> Appointment:
    """Check that an appointment became what was asked."""
    if change.change == "cancel":
        require(found.status is AppointmentStatus.CANCELLED, "it is not cancelled")
    else:
        require(found.status is not AppointmentStatus.CANCELLED, "it is cancelled")
    if change.change == "confirm":
        require(found.status is AppointmentStatus.CONFIRMED, "it is not confirmed")
    if change.change == "move":
        require(found.starts_at == change.starts_at, "it is at another time")
    return found


def check_contact(booking: Booking, change: ContactChange) -> Booking:
    """Check that a booking has the address that it was given."""
    check_known(booking.phone, booking.email, change.address, "a booking with the address")
    return booking


def is_same(one: str, other: str) -> bool:
    """Compare two names as people write them."""
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()


def _check_passes(passes: Iterable[BoardingPass], passengers: set[str], flights: set[str]) -> None:
    passes = tuple(passes)
    for each in passes:
        require(
            each.passenger_id in passengers and each.flight_id in flights,
            "a boarding pass for somebody who is not asked about",
        )
    pairs = ((each.passenger_id, each.flight_id) for each in passes)
    _check_unique(pairs, "two boarding passes for one passenger")
    seats = ((each.seat, each.flight_id) for each in passes)
    _check_unique(seats, "two people in one seat")


def _check_unique(values: Iterable[object], words: str) -> None:
    listed = list(values)
    require(len(set(listed)) == len(listed), words)
