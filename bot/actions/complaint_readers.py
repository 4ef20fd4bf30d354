"""Reads what a complaint is about; pure."""

import re
from typing import Final

from bot.forms.readers import read_text
from bot.forms.readers.free_text import LONGEST_KEPT
from bot.forms.reading import Reading

# Whoever says less than this beside "I want to complain" has not said what about.
FEWEST_WORDS: Final = 3
_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+|\n+")
_ASKS: Final = re.compile(r"\b(?:complain\w*|beschwer\w*|reklam\w*)\b", re.IGNORECASE)
_ABOUT: Final = re.compile(
    r"\b(?:complain\w*|beschwer\w*|reklam\w*)\b.{0,20}?\b(?:about|because|that|über|ueber|wegen"
    r"|weil|dass)\b(?P<about>.+)",
    re.IGNORECASE | re.DOTALL,
)


def read_complaint(reading: Reading) -> str | None:
    """Read all of an answer, or what stands beside "I want to complain" in the first message."""
    if reading.requested:
        return read_text(reading)
    text = " ".join(reading.text[: LONGEST_KEPT * 4].split())[:LONGEST_KEPT]
    found = _ABOUT.search(text)
    if found is not None:
        return text if len(found["about"].split()) >= FEWEST_WORDS - 1 else None
    beside = [each for each in _SENTENCE.split(text) if not _ASKS.search(each)]
    enough = sum(len(each.split()) for each in beside) >= FEWEST_WORDS
    return text if enough and len(beside) < len(_SENTENCE.split(text)) else None
