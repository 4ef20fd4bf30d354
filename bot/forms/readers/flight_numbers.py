"""Flight numbers such as AU231 (IATA Resolution 762: two characters and up to four digits)."""

import re

from bot.forms.readers.corrections import cut_correction
from bot.forms.readers.ordinary_words import is_ordinary
from bot.forms.reading import Reading

_TIGHT = re.compile(
    r"(?<![\w-])(?P<line>[A-Z]{2}|[A-Z]\d|\d[A-Z])-?0*(?P<number>[1-9]\d{0,3})(?![\w-])",
    re.IGNORECASE,
)
_SPACED = re.compile(
    r"(?<![\w-])(?P<line>[A-Z]{2})[ -]{1,2}0*(?P<number>[1-9]\d{0,3})(?![\w:.,-]*\d)(?!\w)",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\b(?:flight|flug|flightnumber|flugnummer)\W+(?:(?:no|nr|number|nummer|is|ist)\W+)*$",
    re.IGNORECASE,
)


def read_flight_number(reading: Reading) -> str | None:
    """Read a flight number in capitals without space and leading zeros: "au 0231" is `AU231`.

    Where it was not asked for, one with a space in it must follow the word "flight" or be in
    capitals.
    """
    text = cut_correction(reading.text)
    found = next((each for each in _TIGHT.finditer(text) if _has_letter_pair(each)), None)
    if found is None:
        found = next(
            (each for each in _SPACED.finditer(text) if _counts(each, text, reading)), None
        )
    return None if found is None else f"{found['line']}{found['number']}".upper()


def _has_letter_pair(found: re.Match[str]) -> bool:
    return found["line"].isalpha() or found["line"].isupper()


def _counts(found: re.Match[str], text: str, reading: Reading) -> bool:
    if _ANNOUNCED.search(text[: found.start()]):
        return True
    line = found["line"]
    return not is_ordinary(line) and (reading.requested or line.isupper())
