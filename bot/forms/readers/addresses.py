"""Email addresses and telephone numbers inside a message."""

import re

import phonenumbers

from bot.forms.readers.plain_text import LONGEST_READ, clean_text
from bot.forms.reading import Reading

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,4}[^\W\d_]{2,24}(?![\w-])"
)
# Where a number is given without its country, the language is all there is to go by.
_REGIONS = {"de": "DE"}


def read_email(reading: Reading) -> str | None:
    """Read an email address, in lower case; the last one where it corrects another."""
    found = _EMAIL.findall(clean_text(reading.text))
    if not found:
        return None
    address = found[-1] if reading.corrected else found[0]
    return None if ".." in address else str(address.strip(".").casefold())


def read_phone(reading: Reading) -> str | None:
    """Read a telephone number as E.164; without its country only where it was asked for."""
    text = clean_text(reading.text[:LONGEST_READ])
    text = re.sub(r"(?<!\d)00(?=[1-9])", "+", text)
    region = _REGIONS.get(reading.language) if reading.requested else None
    found = [
        phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        for match in phonenumbers.PhoneNumberMatcher(
            text, region, leniency=phonenumbers.Leniency.POSSIBLE
        )
    ]
    if not found:
        return None
    return found[-1] if reading.corrected else found[0]
