"""What all forms about one booking share: which it is, and whether this customer may know of it."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from bot.actions.booking_labels import NONE, make_choices
from bot.actions.booking_proof import (
    find_by_reference,
    is_on,
    list_own_bookings,
    prove_by_name,
)
from bot.actions.booking_readers import read_booking, read_nothing
from bot.actions.contract import (
    ActionContext,
    Question,
    SelfServiceForm,
    Slot,
    Slots,
    Telling,
)
from bot.forms.readers import read_last_name
from domain.business import Booking
from domain.self_service import Level

REFERENCE: Final = "booking_reference"
LAST_NAME: Final = "last_name"
# Which booking the customer has proven to be theirs, so that another one is proven anew.
PROVEN: Final = "proven"
# Which booking was taken for theirs by the address alone, or `DENIED`.
FOUND: Final = "found"
DENIED: Final = "denied"

# Before the reference stands what holds for any booking: whoever corrects a slot by which something
# was proven has those after it forgotten.
BOOKING_SLOTS: Final = (
    Slot(name=FOUND, title="Booking of the address", read=read_nothing, inner=True),
    Slot(name=REFERENCE, title="Booking reference", read=read_booking),
    Slot(name=LAST_NAME, title="Last name", read=read_last_name),
    Slot(name=PROVEN, title="Proven for booking", read=read_nothing, inner=True),
)


class BookingForm(SelfServiceForm):
    """Asks for a booking and its proof, and then for what a subclass wants to know of it.

    All slots are checked together, since a reference and a name mean something only as a pair. A
    subclass says in `check_booking` what the booking, once proven, makes of its slots, in
    `needed_of_booking` which it asks for, and in `choose` which bookings of an address it offers.
    """

    slots: ClassVar[tuple[Slot, ...]] = BOOKING_SLOTS
    # What stays as it was said when the customer names another booking.
    lasting: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    async def check_booking(
        self, telling: Telling, booking: Booking, slots: dict[str, Any], said: str
    ) -> dict[str, Any]:
        """Return the slots as the proven booking makes them; refuse what cannot be done.

        Args:
            said: what the customer wrote, where it may name something of the booking; else empty.
        """

    @abstractmethod
    def needed_of_booking(self, slots: Slots) -> Sequence[str]:
        """Return what must be known once the booking is proven, in the order asked for."""

    def choose(
        self,
        bookings: tuple[Booking, ...],
        context: ActionContext,  # noqa: ARG002 - for those that look at the time
    ) -> tuple[Booking, ...]:
        """Return the bookings of an address among which one is meant; all unless overridden."""
        return bookings

    def needed(self, slots: Slots, context: ActionContext) -> Sequence[str]:  # noqa: ARG002 - the booking tells all
        """Return the slots that must be filled, in the order asked for."""
        reference = slots.get(REFERENCE)
        if reference is None:
            return [REFERENCE]
        if slots.get(PROVEN) != reference:
            return [REFERENCE, LAST_NAME]
        return [REFERENCE, *self.needed_of_booking(slots)]

    async def ask(self, slot: str, slots: Slots, context: ActionContext) -> Question:
        """Offer the bookings of the address where there are several."""
        if slot != REFERENCE:
            return Question()
        bookings = self._list_offered(slots, await _list_own(slots, context), context)
        choices = make_choices(bookings, context) if len(bookings) > 1 else ()
        return Question(facts={"several": bool(choices)}, choices=choices)

    async def get_validation_events(
        self,
        dispatcher: Telling,
        tracker: Tracker,
        domain: Mapping[str, Any],  # noqa: ARG002 - the signature is rasa-sdk's
    ) -> list[Any]:
        """Check all slots together, whichever of them is new."""
        asked_for_name = tracker.slots.get("requested_slot") == LAST_NAME
        said = "" if asked_for_name else dispatcher.context.reading.text
        slots = {slot.name: tracker.slots.get(slot.name) for slot in self.slots}
        checked = await self.check(dispatcher, slots, said)
        return [SlotSet(name, value) for name, value in checked.items()]

    async def check(self, telling: Telling, slots: dict[str, Any], said: str) -> dict[str, Any]:
        """Return all slots as they are once the booking is found, proven and looked at."""
        if self.is_denied(slots):
            telling.say("not_yours")
            slots = {**dict.fromkeys(slots), FOUND: DENIED}
        own = await _list_own(slots, telling.context)
        slots = self._take_only_one(self._forget_other(slots), own, telling.context)
        if slots[REFERENCE] is None:
            return slots
        booking = await find_proven(telling, slots, own)
        if booking is None:
            tried = slots[LAST_NAME] is not None
            return slots | dict.fromkeys((REFERENCE, LAST_NAME, PROVEN) if tried else (PROVEN,))
        slots = slots | {REFERENCE: booking.reference, PROVEN: booking.reference}
        checked = await self.check_booking(telling, booking, slots, said)
        if checked[REFERENCE] == booking.reference or telling.ended is not None:
            return checked
        return await self.check(telling, checked | {PROVEN: None}, said)

    def is_denied(self, slots: Slots) -> bool:
        """Say whether the customer knows nothing of what was found by their address."""
        return bool(slots[REFERENCE] == NONE)

    def _forget_other(self, slots: dict[str, Any]) -> dict[str, Any]:
        """Forget what was said of one booking once another is named."""
        if slots[PROVEN] in {None, slots[REFERENCE]}:
            return slots
        kept = (REFERENCE, LAST_NAME, FOUND, *self.lasting)
        return {name: value if name in kept else None for name, value in slots.items()}

    def _take_only_one(
        self, slots: dict[str, Any], own: tuple[Booking, ...], context: ActionContext
    ) -> dict[str, Any]:
        if slots[REFERENCE] is not None:
            return slots
        offered = self._list_offered(slots, own, context)
        if len(offered) != 1:
            return slots
        return slots | {REFERENCE: offered[0].reference, FOUND: offered[0].reference}

    def _list_offered(
        self, slots: Slots, own: tuple[Booking, ...], context: ActionContext
    ) -> tuple[Booking, ...]:
        name = slots.get(LAST_NAME)
        named = tuple(each for each in own if name is None or is_on(each, name))
        return self.choose(named, context)


async def _list_own(slots: Slots, context: ActionContext) -> tuple[Booking, ...]:
    """List the bookings of the address, unless the customer knows nothing of them."""
    return () if slots.get(FOUND) == DENIED else await list_own_bookings(context)


async def find_proven(
    telling: Telling, slots: Slots, own: tuple[Booking, ...] | None = None
) -> Booking | None:
    """Find the booking of the slots, where the customer has proven that it is theirs.

    Args:
        own: the bookings of the address, where they are known already.

    Returns:
        None where they have not yet; where they tried in vain, they are told.
    """
    reference, last_name = slots[REFERENCE], slots[LAST_NAME]
    if own is None:
        own = await _list_own(slots, telling.context)
    mine = find_by_reference(own, reference)
    if mine is not None:
        telling.prove(Level.POSSESSION)
        return mine
    if last_name is None:
        return None
    proven = slots.get(PROVEN) == reference
    return await prove_by_name(telling, reference, last_name, proven=proven)


async def get_proven_again(telling: Telling, slots: Slots) -> Booking | None:
    """Return the booking of the slots as it is now; where there is none any more, that is the end.

    What an action carries out it proves itself, whatever the slots say.
    """
    booking = await find_proven(telling, slots)
    if booking is not None or telling.ended is not None:
        return booking
    if not telling.said:
        telling.say("not_found")
    telling.refuse("not_found")
    return None
