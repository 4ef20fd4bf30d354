"""Reads what all definitions are made of; each fault is named by its path and what is right."""

from collections.abc import Sequence
from typing import Any, Final, NoReturn

from domain.errors import InvalidInputError

MOST_SHOWN: Final = 40
"""Characters of what was given that a refusal shows."""


def refuse(field: str, reason: str) -> NoReturn:
    """Refuse what a field holds.

    Raises:
        InvalidInputError: always.
    """
    raise InvalidInputError(reason, field=field)


def show_value(value: object) -> str:
    """Show what was given, cut to what fits in a sentence."""
    text = repr(value)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def parse_list(value: object, field: str, *, most: int) -> Sequence[Any]:
    """Parse a list that is not too long.

    Raises:
        InvalidInputError: it is none, or holds more than `most`.
    """
    if not isinstance(value, list | tuple):
        refuse(field, f"{show_value(value)} is no list; give one, in square brackets")
    if len(value) > most:
        refuse(field, f"there are {len(value)} of them; give at most {most}")
    return value


def parse_line(value: object, field: str, *, most: int = 200) -> str:
    """Parse a line of text.

    Raises:
        InvalidInputError: it is no text, empty, too long, or not printable.
    """
    if not isinstance(value, str) or not value.strip():
        refuse(field, f"{show_value(value)} is no text; write a few words")
    text = " ".join(value.split())
    if len(text) > most or not text.isprintable():
        refuse(field, f"write at most {most} printable characters")
    return text
