"""Whose a booking, an order or an appointment is: the address written from, or a pair, proves it.

Without either, a thing that is not there and one of somebody else are the same: the same calls,
the same words, counted alike (`bot/verification/guesses.py`).
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from bot.actions.contract import ActionContext, Telling
from bot.forms.readers import find_alternatives, same_name
from bot.verification.guesses import allow, count_wrong
from domain.business import Business
from domain.messages import Address
from domain.self_service import Level, Said


class Held(Protocol):
    """What the company's system keeps for somebody, with their addresses."""

    @property
    def phone(self) -> str | None:
        """E.164, or None."""
        ...

    @property
    def email(self) -> str | None:
        """Or None."""
        ...


HeldT = TypeVar("HeldT", bound=Held)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[HeldT]):
    """A kind of thing that customers have with the company, such as bookings.

    Attributes:
        scope: under which wrong guesses are counted.
        slot: the name of the slot for its number.
        find: looks one up by its number.
        list_of: lists those that know an address.
        get_number: returns the number of one.
        list_names: lists the last names that prove one together with its number.
        list_ways: lists the ways in which a number may be meant, at most a handful: every number
            is looked up in as many, right or wrong.
    """

    scope: str
    slot: str
    find: Callable[[Business, str], Awaitable[HeldT | None]]
    list_of: Callable[[Business, Address], Awaitable[tuple[HeldT, ...]]]
    get_number: Callable[[HeldT], str]
    list_names: Callable[[HeldT], Iterable[str]]
    list_ways: Callable[[str], tuple[str, ...]]


async def list_own(kind: Kind[HeldT], context: ActionContext) -> tuple[HeldT, ...]:
    """List the things that know the address written from, where the channel vouches for it."""
    address = context.address
    if not address.verified or address.kind not in {"phone", "email"}:
        return ()
    found = await kind.list_of(context.business, address)
    return tuple(each for each in found if _knows(each, address))


def find_by_number(kind: Kind[HeldT], things: tuple[HeldT, ...], number: str) -> HeldT | None:
    """Find the thing that a number means, in any of the ways it may be meant."""
    ways = kind.list_ways(number)
    return next((each for each in things if kind.get_number(each) in ways), None)


async def prove_by_pair(
    kind: Kind[HeldT], telling: Telling, number: str, last_name: str, *, proven: bool
) -> HeldT | None:
    """Find a thing by its number and a last name that belongs to it.

    Args:
        proven: the customer has named the pair before, so that others' guesses do not stop them.

    Returns:
        None where there is none of both, which the customer is told, or where too much was guessed,
        which ends the action.
    """
    context, subject = telling.context, min(find_alternatives(number))
    if not proven and not await allow(context, kind.scope, subject):
        telling.said.append(Said(key="common.too_many"))
        telling.refuse("too_many")
        return None
    for way in kind.list_ways(number):
        found = await kind.find(context.business, way)
        if found is not None and is_of(kind, found, last_name):
            telling.prove(Level.KNOWLEDGE)
            return found
    await count_wrong(context, kind.scope, subject)
    telling.say("not_found")
    return None


def is_of(kind: Kind[HeldT], thing: HeldT, last_name: str) -> bool:
    """Say whether a thing is somebody's of a last name."""
    return any(same_name(last_name, each) for each in kind.list_names(thing))


def _knows(thing: Held, address: Address) -> bool:
    known = thing.phone if address.kind == "phone" else thing.email
    return known is not None and known.casefold() == address.value.casefold()
