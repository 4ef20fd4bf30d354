"""Levels, numbers and steps as people write them: `german=3, baggage` and `0.8:general`."""

import re
from collections.abc import Mapping, Sequence
from math import isfinite

from domain.assignment import LEAST_LEVEL, OverflowStep
from domain.errors import InvalidInputError


def parse_levels(text: str, *, field: str = "skills") -> dict[str, int]:
    """Read skills with their levels between commas; a skill without one has the lowest.

    Raises:
        InvalidInputError: one is written otherwise, or is there twice.
    """
    return _parse_numbers(text, field, usual=LEAST_LEVEL, example="german=3")


def parse_capacity(text: str, *, field: str = "capacity") -> dict[str, int]:
    """Read how many of each channel somebody takes, between commas, such as `email=5`.

    Raises:
        InvalidInputError: one is written otherwise, or is there twice.
    """
    return _parse_numbers(text, field, usual=None, example="email=5")


def parse_overflow(texts: Sequence[str], *, field: str = "overflow") -> tuple[OverflowStep, ...]:
    """Read steps such as `0.8:general`, or `80%:general`.

    Raises:
        InvalidInputError: one is written otherwise.
    """
    return tuple(_parse_step(text.strip(), field) for text in texts if text.strip())


def render_numbers(numbers: Mapping[str, int]) -> str:
    """Write skills or channels with their numbers, as they are read."""
    return ", ".join(f"{name}={number}" for name, number in sorted(numbers.items()))


def render_step(step: OverflowStep) -> str:
    """Write a step as it is read."""
    return f"{step.after:g}:{step.to}"


def _parse_numbers(text: str, field: str, *, usual: int | None, example: str) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for part in filter(None, (each.strip() for each in re.split(r"[,\n]", text))):
        name, equals, number = (each.strip() for each in part.partition("="))
        if not equals and usual is not None:
            number = str(usual)
        if not name or not number.isascii() or not number.isdecimal():
            raise InvalidInputError(
                f"{part!r} cannot be read; write a name and a whole number, such as {example}",
                field=field,
            )
        if name in numbers:
            raise InvalidInputError(f"{name} is named twice; give it once", field=field)
        numbers[name] = int(number)
    return numbers


def _parse_step(text: str, field: str) -> OverflowStep:
    share, _, to = text.partition(":")
    after = _parse_share(share.strip())
    if after is None or not to.strip():
        raise InvalidInputError(
            f"{text!r} is no step; write the share of the first-response target after which "
            "others may help, and their queue, such as 0.8:general",
            field=field,
        )
    return OverflowStep(after=after, to=to.strip())


def _parse_share(text: str) -> float | None:
    number, divisor = (text[:-1], 100) if text.endswith("%") else (text, 1)
    try:
        share = float(number) / divisor
    except ValueError:
        return None
    return share if isfinite(share) else None
