"""Checks passengers in and sends them their boarding passes."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from bot.actions.booking_form import BOOKING_SLOTS, BookingForm, get_proven_again
from bot.actions.booking_labels import (
    describe_flight,
    find_named,
    name_passengers,
)
from bot.actions.booking_proof import REFERENCE
from bot.actions.booking_readers import ALL, read_nothing, read_people, read_wish
from bot.actions.check_in_outcome import tell_passes, tell_refusal
from bot.actions.check_in_window import (
    Window,
    find_obstacle,
    is_open,
    list_flights,
    list_missing,
)
from bot.actions.coming_flights import find_next_flight, list_coming
from bot.actions.contract import (
    ActionContext,
    Question,
    SelfService,
    SelfServiceAction,
    Slot,
    Slots,
    Telling,
)
from bot.actions.proven_form import FOUND
from bot.forms.readers import read_yes_no
from domain.business import (
    Booking,
    BookingStatus,
    BusinessAnswerError,
    BusinessRefusedError,
    CheckInRequest,
    Passenger,
)
from domain.messages import QuickReply
from domain.self_service import Level, Risk, Said

CONFIRMED: Final = "confirmed"
PASSENGERS: Final = "passengers"
SEAT: Final = "seat"
# Which flights it is for, as found when the last question was answered; the same after a crash.
FLIGHTS: Final = "flights"
_YES_NO = (QuickReply(label="", value="yes"), QuickReply(label="", value="no"))


class CheckInForm(BookingForm):
    """Asks which booking and, of several passengers, who; the seat is taken where it is said.

    A booking named in a message is confirmed by that. One that is taken by the address alone is
    confirmed first, since telephones change hands.
    """

    action: ClassVar[str] = "check_in"
    slots: ClassVar[tuple[Slot, ...]] = (
        Slot(name=SEAT, title="Seat", read=read_wish),
        *BOOKING_SLOTS,
        Slot(name=CONFIRMED, title="Confirmed", read=read_yes_no),
        Slot(name=PASSENGERS, title="Passengers", read=read_people),
        Slot(name=FLIGHTS, title="Flights", read=read_nothing, inner=True),
    )
    lasting: ClassVar[tuple[str, ...]] = (SEAT,)

    def needed_once_proven(self, slots: Slots) -> Sequence[str]:  # noqa: ARG002 - always both
        """Return the confirmation and who; `check_thing` fills what is not to be asked."""
        return [CONFIRMED, PASSENGERS]

    def choose(self, bookings: tuple[Booking, ...], context: ActionContext) -> tuple[Booking, ...]:
        """Return the bookings that can be checked in; where there are none, the next one."""
        opened = tuple(each for each in bookings if is_open(each, context.now))
        return opened or list_coming(bookings, context.now)[:1]

    def is_denied(self, slots: Slots) -> bool:
        """Say whether the customer chose none, or says no to what was found by their address."""
        refused = slots[CONFIRMED] is False and slots[FOUND] == slots[REFERENCE] is not None
        return super().is_denied(slots) or refused

    async def check_thing(
        self, telling: Telling, booking: Booking, slots: dict[str, Any], said: str
    ) -> dict[str, Any]:
        """Refuse what cannot be checked in; fill what need not be asked."""
        if booking.status is BookingStatus.REBOOKED:
            return _go_on_with_new(telling, booking, slots)
        obstacle = find_obstacle(booking, telling.context.now)
        if obstacle is not None:
            telling.say(obstacle.name, **obstacle.facts)
            telling.refuse(obstacle.name, reference=booking.reference)
            return slots
        missing = list_missing(booking, telling.context.now)
        unsure = slots[FOUND] == booking.reference and bool(missing)
        return slots | {
            CONFIRMED: slots[CONFIRMED] if unsure else True,
            PASSENGERS: _find_chosen(booking, missing, slots[PASSENGERS], said),
            FLIGHTS: _list_lacking(booking, telling.context),
        }

    async def ask(self, slot: str, slots: Slots, context: ActionContext) -> Question:
        """Return what goes with a question; only who has proven the booking is asked of it."""
        if slot not in {CONFIRMED, PASSENGERS}:
            return await super().ask(slot, slots, context)
        booking = await get_proven_again(Telling(self.action, context), slots)
        flight = None if booking is None else find_next_flight(booking, context.now)
        if booking is None or flight is None:
            raise BusinessAnswerError("the booking that was just there is gone, or has no flight")
        names = _name(booking, list_missing(booking, context.now))
        facts = {**describe_flight(flight), "rebooked_to": booking.rebooked_to, "names": names}
        if slot == CONFIRMED:
            return Question(facts=facts, choices=_YES_NO)
        people = tuple(QuickReply(label=each, value=each) for each in names)
        return Question(facts=facts, choices=(*people, QuickReply(label="", value=ALL)))


class CheckIn(SelfServiceAction):
    """Has the airline check them in, and says what it answered."""

    action: ClassVar[str] = "check_in"

    async def perform(self, telling: Telling, slots: Slots) -> None:
        """Check in whoever lacks a pass; the others get theirs again."""
        booking = await get_proven_again(telling, slots)
        if booking is None:
            return None
        named = name_passengers(booking.passengers)
        people = tuple(named[name].id for name in slots[PASSENGERS] or () if name in named)
        if not people or not slots[FLIGHTS]:
            return tell_passes(telling, booking, "already_checked_in", people)
        request = CheckInRequest(
            reference=booking.reference,
            passengers=people,
            flights=tuple(slots[FLIGHTS]),
            seat=None if slots.get(SEAT) == "any" else slots.get(SEAT),
        )
        return await _check_in(telling, booking, request)


async def _check_in(telling: Telling, booking: Booking, request: CheckInRequest) -> None:
    context, people = telling.context, request.passengers
    try:
        passes = await context.business.check_in(request, context.write)
    except BusinessRefusedError as error:
        if error.code != "already_checked_in":
            return tell_refusal(telling, booking, error)
        again = await context.business.find_booking(booking.reference)
        return tell_passes(telling, again or booking, "already_checked_in", people)
    return tell_passes(telling, booking, "checked_in", people, passes)


def _go_on_with_new(telling: Telling, booking: Booking, slots: dict[str, Any]) -> dict[str, Any]:
    """Go on with the booking that took the place of one, once the customer wants that."""
    new = booking.rebooked_to
    if new is None or new == booking.reference:
        telling.say("rebooked")
        telling.refuse("rebooked", booking_reference=booking.reference)
        return slots
    if slots[CONFIRMED] is False:
        telling.said.append(Said(key="common.cancelled"))
        telling.refuse("declined", booking_reference=booking.reference)
        return slots
    return slots | {CONFIRMED: None, REFERENCE: new if slots[CONFIRMED] else slots[REFERENCE]}


def _name(booking: Booking, people: Sequence[Passenger]) -> list[str]:
    return [name for name, each in name_passengers(booking.passengers).items() if each in people]


def _find_chosen(
    booking: Booking, missing: Sequence[Passenger], chosen: list[str] | None, said: str
) -> list[str] | None:
    """Find who is meant by name; None where that must be asked."""
    people = missing or booking.passengers
    names = _name(booking, people)
    if len(names) == 1 or chosen == [ALL]:
        return names
    kept = [name for name in names if name in (chosen or ())]
    named = kept or find_named(people, names, said)
    return named or (None if missing else names)


def _list_lacking(booking: Booking, context: ActionContext) -> list[str]:
    """List the ids of the open flights for which somebody lacks a pass."""
    if not list_missing(booking, context.now):
        return []
    return [each.id for each in list_flights(booking, Window.OPEN, context.now)]


CHECK_IN = SelfService(
    name="check_in",
    title="Check in",
    form=CheckInForm(),
    perform=CheckIn(),
    risk=Risk.LOW_IMPACT,
    level=Level.KNOWLEDGE,
    topic="check-in",
)
