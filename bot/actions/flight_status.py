"""Tells whether a flight is on time: by its number, which anybody may ask, or by a booking."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

from bot.actions.booking_form import BOOKING_SLOTS, BookingForm, get_proven_again
from bot.actions.booking_labels import describe_flight
from bot.actions.booking_proof import REFERENCE
from bot.actions.booking_readers import read_flight_day
from bot.actions.coming_flights import is_over, list_coming, list_coming_flights
from bot.actions.contract import (
    ActionContext,
    Question,
    SelfService,
    SelfServiceAction,
    Slot,
    Slots,
    Telling,
)
from bot.actions.proven_form import TRIED
from bot.forms.readers import read_flight_number
from domain.business import Booking, BookingStatus, Flight
from domain.self_service import Level, Risk

NUMBER: Final = "flight_number"
DAY: Final = "day"
# Each is a sentence; more flights of one number on one day there hardly are.
MOST_TOLD: Final = 3


class FlightStatusForm(BookingForm):
    """Asks for the number of a flight, unless a booking is named or known by the address."""

    action: ClassVar[str] = "flight_status"
    slots: ClassVar[tuple[Slot, ...]] = (
        Slot(name=NUMBER, title="Flight number", read=read_flight_number),
        Slot(name=DAY, title="Day", read=read_flight_day),
        *BOOKING_SLOTS,
    )
    lasting: ClassVar[tuple[str, ...]] = (DAY,)

    def needed(self, slots: Slots, context: ActionContext) -> Sequence[str]:
        """Return the flight's number, or what the booking takes."""
        if slots.get(NUMBER) is not None or slots.get(REFERENCE) is None:
            return [NUMBER]
        return super().needed(slots, context)

    def choose(self, bookings: tuple[Booking, ...], context: ActionContext) -> tuple[Booking, ...]:
        """Return the booking that leaves next."""
        return list_coming(bookings, context.now)[:1]

    async def check(self, telling: Telling, slots: dict[str, Any], said: str) -> dict[str, Any]:
        """Look a flight up by its number; without one, find the booking."""
        if slots[NUMBER] is None:
            return await super().check(telling, slots, said)
        slots = {**dict.fromkeys(slots), NUMBER: slots[NUMBER], DAY: slots[DAY]}
        if await find_flights(telling.context, slots):
            return slots
        day = slots[DAY] or _find_today(telling.context).isoformat()
        telling.say("no_flight", number=slots[NUMBER], on=day)
        return dict.fromkeys(slots)

    async def ask(self, slot: str, slots: Slots, context: ActionContext) -> Question:
        """Ask plainly, and for both after a booking and a name that did not go together."""
        if slot != NUMBER:
            return await super().ask(slot, slots, context)
        return Question(facts={"again": bool(slots.get(TRIED))})


class TellFlightStatus(SelfServiceAction):
    """Tells of one or several flights."""

    action: ClassVar[str] = "flight_status"

    async def perform(self, telling: Telling, slots: Slots) -> None:
        """Tell what the company's system says of them now."""
        if slots.get(NUMBER) is not None:
            return _tell(telling, await find_flights(telling.context, slots))
        booking = await get_proven_again(telling, slots)
        if booking is None:
            return None
        if booking.status is not BookingStatus.CONFIRMED:
            telling.say(booking.status.value, reference=booking.reference, new=booking.rebooked_to)
            return telling.finish(booking.status.value, booking_reference=booking.reference)
        coming = list_coming_flights(booking, telling.context.now)
        return _tell(telling, coming or booking.flights[-1:])


async def find_flights(context: ActionContext, slots: Slots) -> tuple[Flight, ...]:
    """Find the flights of a number on a day: the one named, or else today, or else tomorrow."""
    if slots[DAY] is not None:
        return await context.business.list_flights(slots[NUMBER], date.fromisoformat(slots[DAY]))
    today = _find_today(context)
    found = await context.business.list_flights(slots[NUMBER], today)
    if any(not is_over(each, context.now) for each in found):
        return found
    later = await context.business.list_flights(slots[NUMBER], today + timedelta(days=1))
    return (*found[-1:], *later)


def _find_today(context: ActionContext) -> date:
    return context.now.astimezone(ZoneInfo(context.reading.time_zone)).date()


def _tell(telling: Telling, flights: Sequence[Flight]) -> None:
    for flight in flights[:MOST_TOLD]:
        telling.say("flight", **describe_flight(flight))
    if not flights:
        telling.say("gone")
        return telling.refuse("not_found")
    told = [f"{each.number} {each.departs_at:%Y-%m-%d}" for each in flights]
    return telling.finish("told", flights=told)


FLIGHT_STATUS = SelfService(
    name="flight_status",
    title="Flight status",
    form=FlightStatusForm(),
    perform=TellFlightStatus(),
    risk=Risk.READ,
    level=Level.CLAIMED,
    topic="booking",
)
