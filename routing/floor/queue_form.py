"""A queue's name, title, topics and promise as people write them."""

import re
from collections.abc import Iterable
from typing import Final

from domain.errors import InvalidInputError

MOST_MINUTES: Final = 30 * 24 * 60
MOST_CHARACTERS: Final = 60
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def parse_queue_name(text: str) -> str:
    """Read a queue's name, which stands in addresses and scripts.

    Raises:
        InvalidInputError: it has other characters than a to z, 0 to 9 and hyphens.
    """
    if not _NAME.fullmatch(text) or len(text) > MOST_CHARACTERS:
        raise InvalidInputError(
            f"{text!r} is no name of a queue; use up to {MOST_CHARACTERS} of a to z, 0 to 9 and "
            "hyphens, such as lost-baggage; its title is what people see"
        )
    return text


def parse_label(text: str, *, field: str) -> str:
    """Read a short text for people, without blanks around it.

    Raises:
        InvalidInputError: it is empty, long, or more than one line of characters that show.
    """
    label = text.strip()
    if not label or len(label) > MOST_CHARACTERS or not label.isprintable():
        raise InvalidInputError(
            f"{text!r} cannot be used; give one line of 1 to {MOST_CHARACTERS} characters",
            field=field,
        )
    return label


def parse_topics(texts: Iterable[str], *, field: str = "topics") -> tuple[str, ...]:
    """Read topics, each once, in lower case as they are compared.

    Raises:
        InvalidInputError: one of them is no topic.
    """
    return tuple(dict.fromkeys(parse_label(each, field=field).lower() for each in texts))


def check_minutes(minutes: int, *, field: str = "first_response_minutes") -> int:
    """Refuse a time that nobody can keep to, or that promises nothing.

    Raises:
        InvalidInputError: saying what is allowed.
    """
    if not 1 <= minutes <= MOST_MINUTES:
        raise InvalidInputError(f"{minutes} cannot be used; give 1 to {MOST_MINUTES}", field=field)
    return minutes
