"""What a message names: orders, bookings and flights, and our own numbers; pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.actions.booking_readers import read_booking
from bot.actions.orders import ORDER, ORDER_SLOTS
from bot.forms.readers.flight_numbers import read_flight_number
from bot.forms.reading import Reading

LONGEST: Final = 4_000
"""Characters that are looked at; whoever names an order does so before that."""
_CLAUSES: Final = re.compile(r"[,;.!?\n()]+\s*|\b(?:and|und|or|oder)\b", re.IGNORECASE)
_COMPLAINT: Final = re.compile(r"(?<![\w-])C-([0-9A-Z]{6})(?![\w-])", re.IGNORECASE)
_CONVERSATION: Final = re.compile(r"(?<![\w-])FD-([0-9A-Z]{8})(?![\w-])", re.IGNORECASE)
# "2hours" and "3rd" are no bookings, nor is a telephone number an order.
_MEASURE: Final = re.compile(
    r"\d+(?:h|hrs?|hours?|mins?|minutes?|days?|weeks?|months?|years?|kg|lbs|eur|euros?|usd|gbp|am|pm"
    r"|std|stunden?|tage?n?|wochen?|monate?n?|jahre?n?|st|nd|rd|th)",
    re.IGNORECASE,
)
_FLIGHT: Final = re.compile(r"[A-Z]{2}\d{1,4}|[A-Z]\d{4,5}|\d[A-Z]\d{3,4}")
_TELEPHONE: Final = re.compile(r"0\d+|\d{9,}")
_read_order = next(slot.read for slot in ORDER_SLOTS if slot.name == ORDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedThings:
    """What a message names, in one writing: capitals without spaces or dashes.

    Attributes:
        orders: and bookings.
        numbers: of complaints, such as `C-7K2M9Q`.
        conversations: references of ours, such as `FD-7K3M9QXD`.
    """

    orders: frozenset[str] = frozenset()
    flights: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    conversations: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """All by which two complaints may be told to be about the same."""
        return self.orders | self.flights

    @property
    def matters(self) -> frozenset[str]:
        """What a complaint is about: a booking is no other matter than its flight."""
        return self.orders or self.flights


def find_references(text: str, *, now: datetime) -> NamedThings:
    """Find all that a text names; what is not unmistakable is left out."""
    looked_at = text[:LONGEST]
    numbers = find_numbers(looked_at)
    conversations = frozenset(f"FD-{each[1].upper()}" for each in _CONVERSATION.finditer(looked_at))
    rest = _CONVERSATION.sub(" ", _COMPLAINT.sub(" ", looked_at))
    orders: set[str] = set()
    flights: set[str] = set()
    for clause in filter(None, map(str.strip, _CLAUSES.split(rest))):
        reading = Reading(text=clause, language="en", now=now)
        flight = read_flight_number(reading)
        found = {_squash(each) for each in (_read_order(reading), read_booking(reading)) if each}
        orders |= {each for each in found if _counts(each)}
        # "B12" is a gate, and "A320" an aircraft.
        flights |= {flight} if flight and is_flight(flight) else set()
    return NamedThings(
        orders=frozenset(orders),
        flights=frozenset(flights - orders),
        numbers=numbers,
        conversations=conversations,
    )


def is_flight(reference: str) -> bool:
    """Say whether a reference may be a flight's number."""
    return _FLIGHT.fullmatch(reference) is not None


def find_numbers(text: str) -> frozenset[str]:
    """Find the numbers of complaints that a text names."""
    return frozenset(f"C-{each[1].upper()}" for each in _COMPLAINT.finditer(text[:LONGEST]))


def _squash(reference: str) -> str:
    return "".join(char for char in reference if char.isalnum()).upper()


def _counts(reference: str) -> bool:
    return not (_MEASURE.fullmatch(reference) or _TELEPHONE.fullmatch(reference))
