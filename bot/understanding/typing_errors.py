"""Forgives typing errors in short texts, towards the words that mean something to us."""

from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.understanding.phrase_tables import PHRASE_TABLES

# In longer texts a strange word is more likely a name than a slip.
LONGEST_TEXT = 6
# Shorter words have too many neighbours: "bag", "bad", "bye", "buy".
SHORTEST_WORD = 4
# From this length on two slips are forgiven, below it one.
LONG_WORD = 8

VOCABULARY = frozenset[str]().union(*(table.words() for table in PHRASE_TABLES))


def correct_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Replace each misspelt word by the known one it is closest to; longer texts stay as is."""
    if len(words) > LONGEST_TEXT:
        return words
    return tuple(_correct(word) for word in words)


@lru_cache(maxsize=4096)
def _correct(word: str) -> str:
    if not SHORTEST_WORD <= len(word) <= 30 or word in VOCABULARY:
        return word
    allowed = 2 if len(word) >= LONG_WORD else 1
    # A letter is rather left out than added, so of two as near the longer one is meant.
    # The first letter is hardly ever the wrong one, and asking for it keeps "meal" from "real".
    nearest = min(
        (other for other in VOCABULARY if other[0] == word[0] and len(other) >= SHORTEST_WORD),
        key=lambda other: (OSA.distance(word, other, score_cutoff=allowed), -len(other), other),
        default=word,
    )
    return nearest if OSA.distance(word, nearest) <= allowed else word
