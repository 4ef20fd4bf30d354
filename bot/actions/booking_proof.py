"""Whose a booking is: of whoever writes from its address, or knows a last name on it."""

from typing import Final

from bot.actions.contract import ActionContext
from bot.actions.proof import Kind, list_own
from bot.forms.readers import find_alternatives
from domain.business import Booking

REFERENCE: Final = "booking_reference"
# "COO" may be meant in four ways; no reference is looked up in more ways than this.
MOST_WAYS = 8


def _list_ways(reference: str) -> tuple[str, ...]:
    return find_alternatives(reference)[:MOST_WAYS]


BOOKINGS: Kind[Booking] = Kind(
    scope="booking",
    slot=REFERENCE,
    find=lambda business, reference: business.find_booking(reference),
    list_of=lambda business, address: business.list_bookings(address),
    get_number=lambda booking: booking.reference,
    list_names=lambda booking: (each.last_name for each in booking.passengers),
    list_ways=_list_ways,
)


async def list_own_bookings(context: ActionContext) -> tuple[Booking, ...]:
    """List the bookings that know the address written from, where the channel vouches for it."""
    return await list_own(BOOKINGS, context)
