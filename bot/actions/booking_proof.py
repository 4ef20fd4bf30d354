"""Whose a booking is: the address that a customer writes from proves it, or a pair that they know.

Without either, a booking that is not there and one of somebody else are the same: the same calls,
the same words, counted alike (`bot/verification/guesses.py`).
"""

from bot.actions.contract import ActionContext, Telling
from bot.forms.readers import find_alternatives, same_name
from bot.verification.guesses import allow, count_wrong
from domain.business import Booking
from domain.messages import Address
from domain.self_service import Level, Said

SCOPE = "booking"
# "COO" may be meant in four ways; every reference is looked up in as many, right or wrong.
MOST_WAYS = 8


async def list_own_bookings(context: ActionContext) -> tuple[Booking, ...]:
    """List the bookings that know the address written from, where the channel vouches for it."""
    address = context.address
    if not address.verified or address.kind not in {"phone", "email"}:
        return ()
    found = await context.business.list_bookings(address)
    return tuple(booking for booking in found if _knows(booking, address))


def find_by_reference(bookings: tuple[Booking, ...], reference: str) -> Booking | None:
    """Find the booking that a reference means, O for 0 and I for 1 as well."""
    ways = find_alternatives(reference)
    return next((each for each in bookings if each.reference in ways), None)


async def prove_by_name(
    telling: Telling, reference: str, last_name: str, *, proven: bool
) -> Booking | None:
    """Find a booking by its reference and the last name of somebody on it.

    Args:
        proven: the customer has named the pair before, so that others' guesses do not stop them.

    Returns:
        None where there is none of both, which the customer is told, or where too much was guessed,
        which ends the action.
    """
    context, subject = telling.context, min(find_alternatives(reference))
    if not proven and not await allow(context, SCOPE, subject):
        telling.said.append(Said(key="common.too_many"))
        telling.refuse("too_many")
        return None
    for way in find_alternatives(reference)[:MOST_WAYS]:
        booking = await context.business.find_booking(way)
        if booking is not None and is_on(booking, last_name):
            telling.prove(Level.KNOWLEDGE)
            return booking
    await count_wrong(context, SCOPE, subject)
    telling.say("not_found")
    return None


def is_on(booking: Booking, last_name: str) -> bool:
    """Say whether a passenger of a booking has a last name."""
    return any(same_name(last_name, each.last_name) for each in booking.passengers)


def _knows(booking: Booking, address: Address) -> bool:
    known = booking.phone if address.kind == "phone" else booking.email
    return known is not None and known.casefold() == address.value.casefold()
