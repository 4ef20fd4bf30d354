"""Tells what is booked, when it leaves and who is checked in."""

from collections.abc import Sequence
from typing import ClassVar

from bot.actions.booking_form import BookingForm, get_proven_again
from bot.actions.booking_labels import describe_flight, name_passengers
from bot.actions.coming_flights import list_coming, list_coming_flights
from bot.actions.contract import (
    ActionContext,
    SelfService,
    SelfServiceAction,
    Slots,
    Telling,
)
from domain.business import Booking, BookingStatus, Flight
from domain.self_service import Level, Risk


class LookUpForm(BookingForm):
    """Asks which booking, and for the proof that it may be told of."""

    action: ClassVar[str] = "look_up"

    def choose(self, bookings: tuple[Booking, ...], context: ActionContext) -> tuple[Booking, ...]:
        """Return the bookings still to be flown; where there are none, all."""
        return list_coming(bookings, context.now) or bookings


class LookUp(SelfServiceAction):
    """Tells of a booking."""

    action: ClassVar[str] = "look_up"

    async def perform(self, telling: Telling, slots: Slots) -> None:
        """Tell what the company's system says of it."""
        booking = await get_proven_again(telling, slots)
        if booking is None:
            return None
        if booking.status is BookingStatus.CONFIRMED:
            _tell(telling, booking)
        else:
            telling.say(booking.status.value, reference=booking.reference, new=booking.rebooked_to)
        return telling.finish(booking.status.value, booking_reference=booking.reference)


def _tell(telling: Telling, booking: Booking) -> None:
    flights = list_coming_flights(booking, telling.context.now) or booking.flights
    done, lacking = _list_checked_in(booking, flights)
    telling.say(
        "booking",
        reference=booking.reference,
        flights=[describe_flight(each) for each in flights],
        done=done,
        lacking=lacking,
    )


def _list_checked_in(booking: Booking, flights: Sequence[Flight]) -> tuple[list[str], list[str]]:
    """List by name who is checked in on all of some flights, and who is not."""
    given = {(each.passenger_id, each.flight_id) for each in booking.passes}
    done: list[str] = []
    lacking: list[str] = []
    for name, passenger in name_passengers(booking.passengers).items():
        has_all = all((passenger.id, flight.id) in given for flight in flights)
        (done if has_all else lacking).append(name)
    return done, lacking


LOOK_UP = SelfService(
    name="look_up",
    title="Look up a booking",
    form=LookUpForm(),
    perform=LookUp(),
    risk=Risk.READ,
    level=Level.KNOWLEDGE,
    topic="booking",
)
