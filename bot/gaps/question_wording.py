"""What a message asks, without courtesies, and how it may be shown to others; pure."""

from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz, process, utils

from bot.personal_data import MASK, mask_personal_data
from bot.understanding.intents import read_intent
from knowledge_base.wording import squeeze_spaces

LONGEST_READ: Final = 600
"""Characters of a message; what it is about is said before that."""

LONGEST_TITLE: Final = 120
LONGEST_VARIANT: Final = 200
_LEAST_WORDS: Final = 4
# Of 100; from here on two wordings are one.
_ALIKE: Final = 92


def read_question(text: str) -> str:
    """Return what a message asks, on one line; all of it where nothing would be left."""
    beginning = text[:LONGEST_READ]
    return squeeze_spaces(read_intent(beginning).core) or squeeze_spaces(beginning)


def choose_title(texts: Sequence[str]) -> str:
    """Choose the first question that is whole, short enough and about nobody; tidied.

    Of a few words alone, as they are searched for, only where there is nothing else.

    Args:
        texts: as they were written, the most typical first; at least one.
    """
    shown = [tidy_question(text) for text in texts]
    short = (each for each in shown if each is not None and len(each) <= LONGEST_TITLE)
    clear = [each for each in short if MASK not in each]
    whole = next((each for each in clear if len(each.split()) >= _LEAST_WORDS), None)
    return (
        whole
        or next(iter(clear), None)
        or next((_cut(each) for each in shown if each), "Questions about somebody")
    )


def tidy_question(text: str) -> str | None:
    """Return a question fit to be a title or a variant; None where it is about somebody."""
    shown = mask_personal_data(read_question(text))
    if shown is None or not any(letter.isalpha() for letter in shown):
        return None
    return shown[0].upper() + shown[1:]


def choose_different(texts: Sequence[str], most: int, *, besides: Sequence[str] = ()) -> list[str]:
    """Choose questions that are unlike one another, the first one first.

    Each one is the one most unlike those before it (Gonzalez, "Clustering to minimize the maximum
    intercluster distance", 1985), so that few of them cover the ways of asking.

    Args:
        texts: as they were written, the most typical first.
        besides: wording that is there already.
    """
    shown = (tidy_question(text) for text in texts)
    left = {each: 0.0 for each in shown if each is not None and len(each) <= LONGEST_VARIANT}
    chosen: list[str] = []
    for each in besides:
        left = _measure(left, each)
    while left and len(chosen) < most:
        text = min(left, key=lambda one: left[one])
        if left.pop(text) >= _ALIKE:
            continue
        chosen.append(text)
        left = _measure(left, text)
    return chosen


def _measure(left: dict[str, float], text: str) -> dict[str, float]:
    """Take in how like one more wording each of those left is, 0 to 100."""
    names = list(left)
    likeness = process.cdist(
        [text], names, scorer=fuzz.token_sort_ratio, processor=utils.default_process
    )[0]
    return {name: max(left[name], float(near)) for name, near in zip(names, likeness, strict=True)}


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1].rstrip()}…"
