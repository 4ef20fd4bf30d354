"""Whether a customer asks to have something done: "CHECKIN DEMO42", "I want to check in".

What is asked about it ("how do I check in?", "what does it cost to cancel?") is for the knowledge
base: a request must be said from end to end of a sentence, with nothing in it but the frame of a
request and details such as a reference.
"""

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from bot.understanding.action_phrases import ActionPhrases, read_action_phrases
from bot.understanding.phrase_lengths import measure_phrase
from bot.understanding.phrase_tables import Phrase
from bot.understanding.request_words import REQUEST_WORDS
from bot.understanding.wording import LONGEST_READ, fold_phrase

# A request is made in its first sentences; and who writes more words tells a story.
MOST_SENTENCES = 4
LONGEST_REQUEST = 600
MOST_WORDS = 24
# After "for" or beside a reference, so many words may be a name.
LONGEST_NAME = 4
SHORTEST_CORRECTED = 5

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_REFERENCE = re.compile(r"(?=.*\d)[a-z0-9]{5,12}|[a-z]{2}\d{2}")
# "demo 42", "fd 7k3m9qxd", and "d e m o 4 2".
_IN_TWO = re.compile(
    r"(?!(?:no|nr|in|at|um|ab|for|fuer|to|up|bis|auf|mit|with|von|from|den|der|die|the|and|und) )"
    r"[a-z]{2,5} (?=[a-z0-9]*\d)[a-z0-9]{2,8}"
)
# "as 2041", which was "AS-2041".
_LETTERS_AND_DIGITS = re.compile(
    r"(?!(?:no|nr|in|at|um|ab|for|to|up|bis|auf|mit|von|den|der|die|the|and|und) )"
    r"[a-z]{1,3} \d{3,8}"
)
# Our own, "FD-7K3M9QXD": one in twenty has no digit, and of "GGG" only "gg" is read.
_OWN = re.compile(r"\bfd [0-9a-hjkmnp-tv-z]{5,8}\b")
_SPELLED = re.compile(r"(?=.*\d)\w(?: \w){4,11}")
# How surely each kind of request is one.
_KEYWORD, _PATTERN, _PHRASE, _SLIP = 4, 3, 2, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRequest:
    """What was asked for.

    Attributes:
        words: the words that ask for it, folded.
        language: of these words, or None where several languages have them.
        keyword: whether it is one, rather than a request in words.
    """

    action: str
    words: str
    language: str | None
    keyword: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A way to read a request; the greatest one is meant."""

    fitting: bool
    kind: int
    length: int
    words: Phrase
    phrases: ActionPhrases

    @property
    def rank(self) -> tuple[int, bool, int]:
        return (self.kind, self.fitting, self.length)


def find_action_request(text: str) -> ActionRequest | None:
    """Find which action a text asks for, or None.

    Args:
        text: without greeting and closing, of any length; time is bounded.
    """
    if len(text) > LONGEST_REQUEST:
        text = text[:LONGEST_READ].split("\n", 1)[0]
        if len(text) > LONGEST_REQUEST:
            return None
    sentences = [each for each in _SENTENCE.split(text) if fold_phrase(each)][:MOST_SENTENCES]
    read = (_read_sentence(sentence, text) for sentence in sentences)
    found = next((each for each in read if each), [])
    if not found or _asks_otherwise(sentences):
        return None
    return _choose(found)


def _choose(found: list[_Found]) -> ActionRequest:
    best = max(found, key=lambda each: each.rank)
    same = {
        each.phrases.language
        for each in found
        if each.rank == best.rank and each.phrases.action == best.phrases.action
    }
    return ActionRequest(
        action=best.phrases.action,
        words=" ".join(best.words),
        language=best.phrases.language if len(same) == 1 else None,
        keyword=best.words in best.phrases.keywords,
    )


def _asks_otherwise(sentences: list[str]) -> bool:
    """Say whether a sentence beside the request asks something of its own."""
    return any(
        sentence.rstrip().endswith("?") and not _read_sentence(sentence, sentence)
        for sentence in sentences
    )


def _read_sentence(sentence: str, text: str) -> list[_Found]:
    words = fold_phrase(sentence)
    if not words or len(words) > MOST_WORDS:
        return []
    found = _read_words(words, text)
    if found:
        return found
    corrected = tuple(map(_correct_word, words))
    if corrected == words:
        return []
    return [replace(each, kind=_SLIP) for each in _read_words(corrected, text)]


def _read_words(words: Phrase, text: str) -> list[_Found]:
    joined = " ".join(words)
    return [each for one in read_action_phrases() for each in _read_as(words, joined, text, one)]


def _read_as(words: Phrase, joined: str, text: str, one: ActionPhrases) -> list[_Found]:
    """Read a sentence as a request for one action, in every way that it is one."""
    may_begin = not one.beginnings.isdisjoint(words)
    matches = any(each.fullmatch(joined) for each in one.patterns)
    if not may_begin and not matches:
        return []
    ways = (
        (_KEYWORD, _find_keyword(words, one.keywords) if may_begin else ()),
        (_PATTERN, words if matches else ()),
        (_PHRASE, _find_phrase(words, one.phrases) if may_begin else ()),
    )
    said = [(kind, asked) for kind, asked in ways if asked]
    if not said or any(pattern.search(joined) for pattern in one.refused):
        return []
    fitting = any(pattern.search(text.casefold()) for pattern in one.references)
    return [
        _Found(fitting=fitting, kind=kind, length=len(asked), words=asked, phrases=one)
        for kind, asked in said
    ]


def _find_keyword(words: Phrase, keywords: frozenset[Phrase]) -> Phrase:
    """Find the keyword that a text is, alone or with a reference after or before it."""
    left = _strip(words, _POLITE)
    for start in (0, *range(1, min(len(left), 4))):
        length = measure_phrase(left, start, keywords)
        before, after = left[:start], left[start + length :]
        if length and _is_beside(before) and _is_beside(after):
            return left[start : start + length]
    return ()


def _is_beside(words: Phrase) -> bool:
    """Say whether words may stand beside a keyword: none, or a reference with a name."""
    return not words or (_has_reference(words) and _are_details(words, named=True))


def _find_phrase(words: Phrase, phrases: frozenset[Phrase]) -> Phrase:
    """Find the phrase that a sentence is, within the frame of a request and its details."""
    lengths = [measure_phrase(words, at, phrases) for at in range(len(words))]
    if not any(lengths):
        return ()
    start = 0
    while length := measure_phrase(words, start, REQUEST_WORDS.leads):
        if lengths[start] > length:
            break
        start += length
    for at, length in enumerate(lengths):
        framed = at <= start or _are_details(words[start:at])
        if length and framed and _are_details(words[at + length :], named=True):
            return words[at : at + length]
        if at >= start and not framed:
            break
    return ()


def _strip(words: Phrase, polite: frozenset[str]) -> Phrase:
    first, after = 0, len(words)
    while first < after and words[first] in polite:
        first += 1
    while after > first and words[after - 1] in polite:
        after -= 1
    return words[first:after]


def _are_details(words: Phrase, *, named: bool = False) -> bool:
    """Say whether words only tell details of a request.

    Args:
        named: whether a name may stand beside a reference.
    """
    names_left = LONGEST_NAME if named and _has_reference(words) else 0
    at = 0
    while at < len(words):
        pair = " ".join(words[at : at + 2])
        if _LETTERS_AND_DIGITS.fullmatch(pair) or _OWN.fullmatch(pair):
            at += 2
            continue
        name = measure_phrase(words, at, REQUEST_WORDS.before_names)
        known = max(name, measure_phrase(words, at, REQUEST_WORDS.details))
        if name:
            names_left = max(names_left, LONGEST_NAME - 1)
        if not known and not _is_reference_part(words[at]):
            if names_left == 0 or len(words[at]) < 2 or words[at] in _QUESTIONS:
                return False
            names_left -= 1
        at += max(known, 1)
    return True


def _has_reference(words: Phrase) -> bool:
    joined = " ".join(words)
    if any(_REFERENCE.fullmatch(word) for word in words) or _OWN.search(joined):
        return True
    return any(pattern.match(joined) for pattern in (_IN_TWO, _SPELLED))


def _is_reference_part(word: str) -> bool:
    return any(char.isdigit() for char in word) or len(word) == 1


@lru_cache(maxsize=8192)
def _correct_word(word: str) -> str:
    """Forgive one slip in a longer word, towards the words that ask for something."""
    if not SHORTEST_CORRECTED - 1 <= len(word) <= 30 or word in _KNOWN or word in _vocabulary():
        return word
    near = [
        other
        for other in _vocabulary()
        if len(other) >= SHORTEST_CORRECTED
        and other[0] == word[0]
        and OSA.distance(word, other, score_cutoff=1) <= 1
    ]
    return min(near) if near else word


@cache
def _vocabulary() -> frozenset[str]:
    phrases = (phrase for one in read_action_phrases() for phrase in one.keywords | one.phrases)
    return frozenset(word for phrase in phrases for word in phrase)


_POLITE = frozenset(
    ["please", "pls", "bitte", "thanks", "danke", "hi", "hello", "hallo", "hey", "now", "jetzt"]
)
_QUESTIONS = frozenset(
    [
        *("how", "what", "when", "where", "which", "who", "why", "can", "could", "is", "are", "do"),
        *("does", "wie", "was", "wann", "wo", "welche", "wer", "warum", "kann", "kostet", "cost"),
        *("if", "wenn", "ob", "because", "weil", "but", "aber", "not", "nicht", "without", "ohne"),
    ]
)
_KNOWN = frozenset(
    word
    for phrases in (REQUEST_WORDS.leads, REQUEST_WORDS.details, REQUEST_WORDS.before_names)
    for phrase in phrases
    for word in phrase
)
