"""What all forms about one booking share: which it is, and whether this customer may know of it."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from bot.actions import proven_form
from bot.actions.booking_labels import make_choices
from bot.actions.booking_proof import BOOKINGS, REFERENCE
from bot.actions.booking_readers import read_booking
from bot.actions.contract import ActionContext, Slot, Slots, Telling
from bot.actions.proof import Kind
from bot.actions.proven_form import ProvenForm, make_proof_slots
from domain.business import Booking
from domain.messages import QuickReply

BOOKING_SLOTS: Final = make_proof_slots(REFERENCE, "Booking", "Booking reference", read_booking)


class BookingForm(ProvenForm):
    """Asks for a booking and its proof, and then for what a subclass wants to know of it."""

    slots: ClassVar[tuple[Slot, ...]] = BOOKING_SLOTS
    kind: ClassVar[Kind[Any]] = BOOKINGS

    def make_choices(
        self, things: Sequence[Booking], context: ActionContext
    ) -> tuple[QuickReply, ...]:
        """Name each booking by its route and time."""
        return make_choices(things, context)


async def find_proven(
    telling: Telling, slots: Slots, own: tuple[Booking, ...] | None = None
) -> Booking | None:
    """Find the booking of the slots; see `proven_form.find_proven`."""
    return await proven_form.find_proven(BOOKINGS, telling, slots, own)


async def get_proven_again(telling: Telling, slots: Slots) -> Booking | None:
    """Return the booking of the slots as it is now; see `proven_form.get_proven_again`."""
    return await proven_form.get_proven_again(BOOKINGS, telling, slots)
