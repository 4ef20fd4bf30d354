"""Numbers of orders, returns and appointments, such as AS-2041, however they are typed; pure."""

import re
from dataclasses import replace
from typing import Final

from bot.forms.readers import read_choice, read_reference
from bot.forms.readers.plain_text import clean_text
from bot.forms.reading import Reader, Reading

_PARTS: Final = re.compile(r"([A-Z]+)-?(\d+)")
_DIGITS: Final = r"(?=[OoIil]{0,8}\d)[\dOoIil]{3,8}"
# "AS-2041" and "AS 2041": their letters may be a word as well, such as "as" and "so".
_APART: Final = re.compile(
    rf"\b(?:(?P<letters>[A-Za-z]{{1,3}}) ?- ?|(?P<capitals>[A-Z]{{1,3}}) )(?P<digits>{_DIGITS})\b"
)
_ALONE: Final = re.compile(rf"(?P<letters>[A-Za-z]{{1,3}}) (?P<digits>{_DIGITS})")


def read_number(pattern: str) -> Reader:
    """Return a reader of a number, or of which of the offered ones is meant.

    Args:
        pattern: as `read_reference` takes it; letters first, then digits.

    Returns:
        A reader of the number with a dash between its letters and its digits; `list_number_ways`
        tells how else it may be written.
    """
    read = read_reference(pattern)

    def read_it(reading: Reading) -> str | None:
        chosen = read_choice(reading) if reading.requested else None
        if chosen is not None:
            return chosen
        found = read(replace(reading, text=_join(clean_text(reading.text))))
        return None if found is None else _PARTS.sub(r"\1-\2", found)

    return read_it


def _join(text: str) -> str:
    """Join the two parts of a number, whatever stands between them."""
    alone = _ALONE.fullmatch(text)
    if alone is not None:
        return alone["letters"] + alone["digits"]
    return _APART.sub(lambda part: (part[1] or part[2]) + part[3], text)


def list_number_ways(number: str) -> tuple[str, ...]:
    """List the ways in which companies write a number: with a dash, and without one."""
    return tuple(dict.fromkeys((number, _PARTS.sub(r"\1-\2", number), number.replace("-", ""))))


def is_same_number(one: str, other: str) -> bool:
    """Compare two numbers, whatever stands between their parts."""
    return _squash(one) == _squash(other)


def _squash(number: str) -> str:
    return "".join(char for char in number if char.isalnum()).upper()
