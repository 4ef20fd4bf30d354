"""Reads the fields of rules, macros and triggers; what is misspelt is told what was meant."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rapidfuzz import fuzz, process

from domain.definition_fields import MOST_SHOWN, parse_line, refuse, show_value

_LIKE: Final = 60
_MOST_LISTED: Final = 8


def advise(wrong: str, known: Iterable[str], what: str) -> str:
    """Tell what may have been meant, or else what there is, to be put behind a sentence."""
    names = sorted(known)
    near = process.extractOne(
        wrong[:100], names, scorer=fuzz.WRatio, processor=str.lower, score_cutoff=_LIKE
    )
    if near is not None:
        return f"; did you mean {near[0]!r}?"
    if not names:
        return f"; there is no {what} at all yet"
    more = ", …" if len(names) > _MOST_LISTED else ""
    return f"; known are {', '.join(names[:_MOST_LISTED])}{more}"


def parse_table(value: object, field: str, known: Sequence[str]) -> Mapping[str, Any]:
    """Parse a table none of whose keys is unknown.

    Raises:
        InvalidInputError: it is none, or has a key that means nothing.
    """
    if not isinstance(value, Mapping):
        refuse(field, f"{show_value(value)} is no table; give one with {', '.join(known)}")
    for key in value:
        if key not in known:
            name = str(key)[:MOST_SHOWN]
            path = f"{field}.{name}" if field else name
            refuse(path, f"this key means nothing here{advise(name, known, 'key')}")
    return value


def parse_words(value: object, field: str, *, most: int) -> str:
    """Parse a text of one or several lines.

    Raises:
        InvalidInputError: it is no text, empty, too long, or holds control characters.
    """
    if not isinstance(value, str) or not value.strip():
        refuse(field, f"{show_value(value)} is no text; write what is to be said")
    text = value.strip().replace("\r\n", "\n")
    if len(text) > most:
        refuse(field, f"{len(text):,} characters are too many; write at most {most:,}")
    if not all(each.isprintable() or each in "\n\t" for each in text):
        refuse(field, "it holds characters that cannot be shown; take them out")
    return text


def parse_choice(value: object, field: str, known: Sequence[str], what: str) -> str:
    """Parse one of a few words.

    Raises:
        InvalidInputError: it is none of them; the nearest is told.
    """
    word = parse_line(value, field, most=254)
    if word not in known:
        refuse(field, f"there is no {what} {show_value(word)}{advise(word, known, what)}")
    return word


def parse_flag(value: object, field: str) -> bool:
    """Parse `true` or `false`.

    Raises:
        InvalidInputError: it is neither.
    """
    if not isinstance(value, bool):
        refuse(field, f"{show_value(value)} is neither true nor false; write one of both")
    return value
