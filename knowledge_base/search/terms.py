"""Texts cut into the terms that articles are found by, in any script; each knows where it stands.

`knowledge_base.wording` prepares questions for what was learnt from them. It takes the vowel signs
of Indian scripts for gaps between words and looks at the beginning of a text alone; who searches
wants whole words, from anywhere in an answer.
"""

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import NamedTuple

from knowledge_base.wording import SHORTEST_STEM, stem_word

LONGEST_WORD = 40
"""Letters of a word that count; what is longer is no word."""

_REMEMBERED = 16_384

# Written without spaces, or with particles behind the words (Korean): cut into pairs of letters.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_UNSPACED}]")
_APOSTROPHES = "'\u2019\u02bc\uff07"
_JOINERS = "\u00ad\u200b\u200c\u200d\u2060"
# Vowel points of Hebrew and Arabic, and the accents of Latin, Greek and Cyrillic letters: those who
# search leave them out. The marks of other scripts make other words.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640]")
_DROPPED = re.compile(f"[{_APOSTROPHES}{_JOINERS}]")
# "l'adresse" is found as "adresse", "don't" as "dont".
_ELISION = re.compile(f"[^\\W\\d_]{{1,2}}[{_APOSTROPHES}](?=[^\\W\\d_]{{{SHORTEST_STEM},}})")


class Term(NamedTuple):
    """A term in a text.

    Attributes:
        text: what it is looked up by: a word's stem, or two letters of a script without spaces.
        word: the word, in one form for all its spellings; the same as `text` for letters.
        start: its first letter in the text.
        end: behind its last one.
    """

    text: str
    word: str
    start: int
    end: int


def list_terms(text: str, *, tails: bool = True) -> Iterator[Term]:
    """Yield a text's terms in their order.

    Args:
        tails: whether the last letter of a run without spaces is a term of its own, so that a
            single letter is found wherever it stands: for what is searched, not for what is asked.
    """
    for found in _words().finditer(text):
        written = found[0]
        if _is_run(written):
            yield from _cut_run(written, found.start(), tails=tails)
            continue
        stem, word = _read_word(written)
        if word:
            yield Term(stem, word, *found.span())


def locate_terms(text: str, wanted: Container[str]) -> Iterator[Term]:
    """Yield those of a text's terms that are wanted; as `list_terms` but faster."""
    for found in _words().finditer(text):
        written = found[0]
        if _is_run(written):
            run = _cut_run(written, found.start(), tails=True)
            yield from (term for term in run if term.text in wanted)
        elif (read := _read_word(written))[0] in wanted:
            yield Term(*read, *found.span())


def count_terms(text: str, words: dict[str, str]) -> Counter[str]:
    """Count a text's terms; as `list_terms` but faster, as no word is looked at twice.

    Args:
        words: is given each word's term.
    """
    counts: Counter[str] = Counter()
    for written, number in Counter(_words().findall(text)).items():
        if _is_run(written):
            terms = [(term.text, term.word) for term in _cut_run(written, 0, tails=True)]
        else:
            terms = [_read_word(written)]
        for stem, word in terms:
            if word:
                counts[stem] += number
                words[word] = stem
    return counts


def _is_run(written: str) -> bool:
    return not written.isascii() and _RUN.match(written) is not None


def _read_word(written: str) -> tuple[str, str]:
    """Return a word's stem and the word, in one form for all its spellings."""
    if len(written) <= LONGEST_WORD:
        return _remember_word(written)
    word = _fold(written[:LONGEST_WORD])
    return stem_word(word), word


def fold_word(written: str) -> str:
    """Return a word in lower case, in one form for all its spellings, without accents."""
    return _read_word(written)[1]


def fold_text(text: str) -> str:
    """Return a text's words in one form for all their spellings, to be compared."""
    return " ".join(fold_word(found[0]) for found in _words().finditer(text))


def _fold(word: str) -> str:
    bare = _DROPPED.sub("", _ELISION.sub("", word, count=1))
    if bare.isascii():
        return bare.lower()
    # Twice, as what is written out may have accents and capitals of its own.
    spelled = unicodedata.normalize("NFKC", bare).casefold()
    letters = _ACCENTS.sub("", unicodedata.normalize("NFKD", spelled))
    return unicodedata.normalize("NFC", letters)[:LONGEST_WORD]


@lru_cache(_REMEMBERED)
def _remember_word(written: str) -> tuple[str, str]:
    word = _fold(written)
    return stem_word(word), word


def _cut_run(run: str, start: int, *, tails: bool) -> Iterator[Term]:
    """Yield the pairs of neighbouring letters; of a single letter, that letter."""
    for place in range(len(run) - 1):
        pair = fold_word(run[place : place + 2])
        yield Term(pair, pair, start + place, start + place + 2)
    if tails or len(run) == 1:
        letter, place = fold_word(run[-1]), start + len(run) - 1
        yield Term(letter, letter, place, place + 1)


@lru_cache(1)
def _words() -> re.Pattern[str]:
    """Make the pattern of words, with the marks that are parts of letters, unlike Python's own."""
    marks = "".join(
        chr(code)
        for code in range(0x300, min(sys.maxunicode, 0xFFFF))
        if unicodedata.category(chr(code)) in {"Mn", "Mc"}
    )
    marks = re.sub(f"[{_UNSPACED}]", "", marks)
    letter = f"[^\\W_{_UNSPACED}]"
    inner = f"(?:{letter}|[{marks}{_JOINERS}]|[{_APOSTROPHES}](?={letter}))"
    return re.compile(f"[{_UNSPACED}]+|{letter}{inner}*")
