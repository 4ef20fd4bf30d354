"""Addresses that an agent types to have copies sent to; pure."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from channels.text_cleaning import clean_line
from domain.errors import InvalidInputError
from domain.messages import Address

MOST_COPIES: Final = 50
# RFC 5321, 4.5.3.1: 64 octets before the @, 255 behind it.
_ADDRESS: Final = re.compile(
    r"[^\s@<>()\[\],;:\"\\]{1,64}@(?:[^\s@<>()\[\],;:\"\\.]{1,63}\.)+(?!\d+$)[^\s@<>()\[\],;:\"\\.]{2,63}"
)
_NAMED: Final = re.compile(r"(?P<name>[^<>]*)<\s*(?P<address>[^<>]*?)\s*>")
_LONGEST_NAME: Final = 100


def parse_copies(words: Iterable[str], *, field: str) -> tuple[Address, ...]:
    """Read addresses, each as `ann@example.com` or `Ann Berg <ann@example.com>`.

    Args:
        words: texts of one or more addresses, with commas, semicolons or line ends between them.
        field: what the form calls them, for the error.

    Returns:
        Each address once, in lower case.

    Raises:
        InvalidInputError: one of them is no address, or there are too many.
    """
    each = (_parse_one(part, field) for text in words for part in _split(text))
    found = {address.value: address for address in each}
    if len(found) > MOST_COPIES:
        raise InvalidInputError(
            f"{len(found)} addresses are too many; up to {MOST_COPIES} can get a copy", field=field
        )
    return tuple(found.values())


def _split(text: str) -> Iterator[str]:
    """Split at separators; a comma in a quoted name is a part of the name."""
    for part in re.findall(r'(?:"[^"]*"|[^,;\n"])+', text):
        if cleaned := clean_line(part):
            yield cleaned


def _parse_one(part: str, field: str) -> Address:
    named = _NAMED.fullmatch(part)
    value = (named["address"] if named else part).lower()
    if not _ADDRESS.fullmatch(value) or ".." in value or len(value) > 254:
        raise InvalidInputError(
            f"“{part[:80]}” is no email address; write it as ann@example.com, with commas between "
            "several",
            field=field,
        )
    name = clean_line(named["name"].strip(' "'), max_length=_LONGEST_NAME) if named else ""
    return Address(kind="email", value=value, name=name or None)
