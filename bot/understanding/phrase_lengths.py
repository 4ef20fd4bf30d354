"""How many of some words a phrase of a list takes up; lists are looked into by their first word."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from bot.understanding.phrase_tables import Phrase

# More than there are; they are read from files, once.
_MOST_LISTS = 1_024


def measure_phrase(words: tuple[str, ...], at: int, phrases: frozenset[Phrase]) -> int:
    """Return how many words the longest of the phrases takes up at a place; 0 for none."""
    left = len(words) - at
    if left <= 0:
        return 0
    for length in _list_lengths(phrases).get(words[at], ()):
        if length <= left and words[at : at + length] in phrases:
            return length
    return 0


@lru_cache(_MOST_LISTS)
def _list_lengths(phrases: frozenset[Phrase]) -> Mapping[str, tuple[int, ...]]:
    """Map first words to how long the phrases are that begin with them, the longest first."""
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for phrase in phrases:
        if phrase:
            lengths[phrase[0]].add(len(phrase))
    return {first: tuple(sorted(each, reverse=True)) for first, each in lengths.items()}
