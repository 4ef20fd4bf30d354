"""Slot readers of what is asked about bookings; pure."""

import re
from dataclasses import replace
from typing import Final

from bot.forms.readers import read_choice, read_day, read_reference, read_seat, read_several
from bot.forms.readers.plain_text import fold_words
from bot.forms.reading import Reading

_read_reference = read_reference()
ALL: Final = "all"
_EVERYBODY = re.compile(
    r"\b(?:all (?:of us|passengers|travellers|together)|us all|everybody|everyone|both of us"
    r"|uns alle|alle passagiere|alle zusammen|alle reisenden|uns beide)\b"
)
# The number of a flight is no booking's reference.
_FLIGHT: Final = re.compile(r"[A-Z]{2}\d{4}")
_SEATS: Final = ("window", "aisle", "any")


def read_booking(reading: Reading) -> str | None:
    """Read a booking reference, or which of the offered bookings is meant."""
    chosen = read_choice(reading) if reading.requested else None
    reference = chosen or _read_reference(reading)
    if reference is None or reading.requested or not _FLIGHT.fullmatch(reference):
        return reference
    return None


def read_flight_day(reading: Reading) -> str | None:
    """Read the day of a flight, which is named in a question as often as not."""
    return read_day(replace(reading, text=reading.text.replace("?", " ")))


def read_wish(reading: Reading) -> str | None:
    """Read where somebody wants to sit; what is pressed for another question is no seat."""
    seat = read_seat(reading)
    return seat if seat in _SEATS else None


def read_people(reading: Reading) -> list[str] | None:
    """Read which passengers are meant: of those offered, or everybody where nobody was offered."""
    if reading.requested:
        return read_several(reading)
    return [ALL] if _EVERYBODY.search(fold_words(reading.text)) else None


def read_nothing(_reading: Reading) -> None:
    """Read nothing, for slots that only the form itself fills."""
