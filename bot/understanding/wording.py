"""A text as a row of words that can be compared, each with its place in the original."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# What somebody wants is said within so many characters; the rest is detail.
LONGEST_READ = 4000

_REMEMBERED = 8_192
_LONGEST_REMEMBERED = 24
"""Words that are folded once, and how long they may be, so that the memory is bounded."""

_WORD = re.compile(r"[^\W_]+")
_REPEATED = re.compile(r"(.)\1{2,}")
_SPELLINGS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word.

    Attributes:
        folded: as it is compared: lower case, umlauts written out, "hellooo" as "hello".
        start: where it begins in the original text, in characters.
        end: where it ends there.
    """

    folded: str
    start: int
    end: int


def read_words(text: str) -> tuple[Word, ...]:
    """Split the first `LONGEST_READ` characters of a text into words."""
    return tuple(
        Word(folded=fold(word[0]), start=word.start(), end=word.end())
        for word in _WORD.finditer(text[:LONGEST_READ])
    )


def fold(word: str) -> str:
    """Bring the spellings of one word together."""
    return _remember_fold(word) if len(word) <= _LONGEST_REMEMBERED else _fold(word)


def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFKC", word).casefold()
    if any(char.isdigit() for char in plain):
        # "AAA111" and "2000" are references.
        return plain.translate(_SPELLINGS)
    return _REPEATED.sub(r"\1", plain.translate(_SPELLINGS))


_remember_fold = lru_cache(_REMEMBERED)(_fold)


def fold_phrase(phrase: str) -> tuple[str, ...]:
    """Fold every word of the first `LONGEST_READ` characters of a phrase."""
    return tuple(map(fold, _WORD.findall(phrase[:LONGEST_READ])))
