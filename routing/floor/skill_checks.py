"""Skills are named and their levels are written so that nothing is asked for that is not there."""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Final

from domain.assignment import LANGUAGE_SKILL, LEAST_LEVEL, MOST_LEVEL
from domain.errors import InvalidInputError

MOST_CHARACTERS: Final = 60
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*|lang:[a-z]{2,3}")


def parse_skill_name(text: str, *, field: str = "name") -> str:
    """Read a skill's name.

    Raises:
        InvalidInputError: it has other characters than allowed.
    """
    name = text.strip()
    if not _NAME.fullmatch(name) or len(name) > MOST_CHARACTERS:
        raise InvalidInputError(
            f"{text!r} is no name of a skill; use up to {MOST_CHARACTERS} of a to z, 0 to 9 and "
            "hyphens, such as lost-baggage, or lang: and the code of a language, such as lang:de",
            field=field,
        )
    return name


def parse_title(text: str, *, field: str = "title") -> str:
    """Read what people call a skill, without blanks around it.

    Raises:
        InvalidInputError: it is empty, long, or more than one line of characters that show.
    """
    title = text.strip()
    if not title or len(title) > MOST_CHARACTERS or not title.isprintable():
        raise InvalidInputError(
            f"give one line of 1 to {MOST_CHARACTERS} characters as title", field=field
        )
    return title


def check_new_name(old: str, new: str) -> None:
    """Refuse to make a language of what is none, or the other way round.

    Raises:
        InvalidInputError: one of both names is a language's.
    """
    if old.startswith(LANGUAGE_SKILL) is not new.startswith(LANGUAGE_SKILL):
        raise InvalidInputError(
            f"{old} cannot become {new}: customers' languages are found by names like lang:de; "
            "make a new skill and remove the old one",
            field="name",
        )


def check_levels(levels: Mapping[str, int], skills: Collection[str], field: str) -> None:
    """Check that skills are registered and that their levels can be had.

    Args:
        skills: those that are registered.
        field: where they stand, as the errors name it.

    Raises:
        InvalidInputError: one is unknown, or its level is out of range.
    """
    for name, level in levels.items():
        if name not in skills:
            raise InvalidInputError(
                f"there is no skill {name!r}{_suggest(name, skills)}", field=f"{field}.{name}"
            )
        if not LEAST_LEVEL <= level <= MOST_LEVEL:
            raise InvalidInputError(
                f"level {level} cannot be used; give {LEAST_LEVEL} to {MOST_LEVEL}",
                field=f"{field}.{name}",
            )


def _suggest(name: str, skills: Collection[str]) -> str:
    (close, *_) = [*get_close_matches(name, skills, n=1), ""]
    if close:
        return f"; did you mean {close}?"
    known = ", ".join(sorted(skills)) or "none yet"
    return f"; there are {known}. Make it first, or choose one of these"
