"""Text brought to one form, so that what looks alike to a person is alike to the index."""

import re
import unicodedata
from functools import lru_cache

LONGEST_QUERY = 2_000
"""Characters of a text that are looked at; what a question is about is said before that."""

MOST_SENTENCES = 8

SHORTEST_STEM = 3

_REMEMBERED = 16_384
_LONGEST_REMEMBERED = 24
"""Words whose stems are kept, and how long they may be, so that the memory is bounded."""

_ENDINGS = ("ings", "ing", "ed", "es", "s", "ly", "en", "e")
_APOSTROPHES = str.maketrans("", "", "'\u2018\u2019\u02bc`\u00b4")
_NOT_A_WORD = re.compile(r"[^\w]+|_+")
_SENTENCE_END = re.compile(r"(?<=[.!?;\u3002\uff01\uff1f])\s+|[\r\n]+")


def normalise_text(text: str) -> str:
    """Return lower-case words without accents and punctuation, one space between them.

    Args:
        text: any string, lone surrogates and control characters included; looked at as far as
            `LONGEST_QUERY`, before and after compatibility forms are written out.
    """
    spelled = unicodedata.normalize("NFKC", text[:LONGEST_QUERY])[:LONGEST_QUERY].casefold()
    bare = spelled if spelled.isascii() else _strip_accents(spelled)
    return _NOT_A_WORD.sub(" ", bare.translate(_APOSTROPHES)).strip()


def _strip_accents(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def stem_word(word: str) -> str:
    """Return a word without its commonest English or German ending."""
    return _remember_stem(word) if len(word) <= _LONGEST_REMEMBERED else _cut_ending(word)


def _cut_ending(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


_remember_stem = lru_cache(_REMEMBERED)(_cut_ending)


def split_sentences(text: str) -> tuple[str, ...]:
    """Return the first few sentences and lines of a text that hold more than white space."""
    parts = (part.strip() for part in _SENTENCE_END.split(text[:LONGEST_QUERY]))
    return tuple(part for part in parts if part)[:MOST_SENTENCES]


def squeeze_spaces(text: str) -> str:
    """Put one space where there was any white space or control character, none at the ends."""
    if text.isprintable():
        return " ".join(text.split())
    return " ".join(
        "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text).split()
    )
