"""Slot readers for a change of contact details; pure."""

import re
from typing import Final

from bot.actions.booking_readers import read_booking
from bot.forms.readers import read_choice, read_email, read_phone
from bot.forms.readers.plain_text import fold_words
from bot.forms.reading import Reading
from bot.verification.code_reading import read_code

EMAIL: Final = "email"
PHONE: Final = "phone"
_KINDS: Final = {
    EMAIL: re.compile(r"\be ?mail|\bmail|@"),
    PHONE: re.compile(
        r"\b(?:phone|telephone|mobile|cell|number|telefon\w*|handy\w*|mobil\w*|rufnummer|nummer)\b"
    ),
}
_BOOKING: Final = re.compile(r"\b(?:booking|reservation|buchung\w*|reservierung)\b")


def read_kind(reading: Reading) -> str | None:
    """Read which of the two is to be changed: chosen, named, or told by the new one itself."""
    chosen = read_choice(reading)
    if chosen in _KINDS:
        return chosen
    words = fold_words(reading.text)
    named = [kind for kind, pattern in _KINDS.items() if pattern.search(words)]
    if len(named) == 1:
        return named[0]
    return _find_kind(reading)


def read_address(reading: Reading) -> str | None:
    """Read the new address, of the kind that is to be changed where that is known."""
    kind = reading.slots.get("kind") or _find_kind(reading)
    if kind == EMAIL:
        return read_email(reading)
    return read_phone(reading) if kind == PHONE else None


def read_named_booking(reading: Reading) -> str | None:
    """Read a booking's reference, unasked only where a booking is spoken of."""
    if reading.requested or _BOOKING.search(fold_words(reading.text)):
        return read_booking(reading)
    return None


def read_new_code(reading: Reading) -> str | None:
    """Read the code that was sent to the new address; never one that was asked for elsewhere."""
    return read_code(reading.text) if reading.requested else None


def _find_kind(reading: Reading) -> str | None:
    if read_email(reading) is not None:
        return EMAIL
    return PHONE if read_phone(reading) is not None else None
