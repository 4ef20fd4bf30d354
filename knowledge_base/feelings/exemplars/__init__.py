"""What customers write, in our own words, and what it is an example of."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from knowledge_base.feelings.reading import Sentiment


@dataclass(frozen=True, slots=True)
class Exemplar:
    """A text whose meaning is known.

    Attributes:
        complaint: whether it expresses dissatisfaction where a response is expected.
        reason: what went wrong, or None where that is nothing or cannot be told.
    """

    text: str
    complaint: bool
    sentiment: Sentiment
    reason: str | None


@cache
def read_exemplars() -> tuple[Exemplar, ...]:
    """Read all exemplars, in the order of their file."""
    source = resources.files("knowledge_base.feelings.exemplars").joinpath("en.toml")
    groups = tomllib.loads(source.read_text(encoding="utf-8"))["groups"]
    return tuple(
        Exemplar(text, group["complaint"], Sentiment(group["sentiment"]), group.get("reason"))
        for group in groups
        for text in group["texts"]
    )
