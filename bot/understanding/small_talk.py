"""Greeting, thanks, goodbye and "that did not help": a text of nothing else, or what is left."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.understanding.phrase_tables import PHRASE_TABLES, Phrase
from domain.feedback import Verdict

KINDS = ("greeting", "thanks", "goodbye")
NOT_HELPED = "not_helped"
# What belongs to it alone: "no" and "sorry" are no small talk by themselves.
_BESIDE = "beside_not_helped"
# The last of these that is said counts: "hi, thanks, bye" is a goodbye.
_RANKS = (*KINDS, NOT_HELPED)
# A closing such as "thanks a lot in advance and have a nice day" is hardly longer, in words.
LONGEST_CLOSING = 14

_SIGNS = {
    "👎": NOT_HELPED,
    "👋": "greeting",
    "👍": "thanks",
    "🙏": "thanks",
    "👌": "thanks",
    "❤": "thanks",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallTalk:
    """A text that is small talk from end to end.

    Attributes:
        kind: `greeting`, `thanks`, `goodbye` or `not_helped`.
        language: of its phrases, or None where several languages share them.
    """

    kind: str
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meaning:
    kind: str
    languages: frozenset[str]
    verdict: Verdict | None = None


def find_small_talk(
    words: tuple[str, ...], names: frozenset[str] = frozenset()
) -> SmallTalk | None:
    """Find what kind of small talk a text is; None where anything else is left in it.

    Args:
        words: folded.
        names: words to overlook, such as the company's name in "hello Aurora".
    """
    said: list[_Meaning] = []
    at = 0
    while at < len(words):
        meaning, length = _longest(words, at, _WHOLE)
        if meaning is not None:
            said.append(meaning)
        elif words[at] in names:
            length = 1
        elif not length:
            return None
        at += length
    return _summarise(said)


def find_verdict(words: tuple[str, ...], names: frozenset[str] = frozenset()) -> Verdict | None:
    """Find what a text says of the answer before it, alone or ahead of something else.

    Args:
        words: folded.
        names: words to overlook.
    """
    found: Verdict | None = None
    at = 0
    while at < len(words):
        meaning, length = _longest(words, at, _WHOLE)
        found = meaning.verdict or found if meaning is not None else found
        if not length and words[at] not in names:
            break
        at += max(length, 1)
    return found


def find_sign(text: str) -> str | None:
    """Find the kind of small talk that a text of mere signs is, such as a thumb up."""
    return next((kind for sign, kind in _SIGNS.items() if sign in text[:100]), None)


def find_core(words: tuple[str, ...], names: frozenset[str] = frozenset()) -> tuple[int, int]:
    """Find which words are left without the greeting before and the closing after them.

    Returns:
        The first of them, and the one after the last.
    """
    first = _skip_opening(words, names)
    for start in range(max(first + 1, len(words) - LONGEST_CLOSING), len(words)):
        begins, _ = _longest(words, start, _EDGES)
        closes = begins is not None and begins.kind != "greeting"
        if closes and find_small_talk(words[start:], names) is not None:
            return first, start
    return first, len(words)


def _skip_opening(words: tuple[str, ...], names: frozenset[str]) -> int:
    at = 0
    while at < len(words):
        meaning, length = _longest(words, at, _OPENINGS)
        # A filler counts as part of the opening only behind a greeting: "so much luggage".
        skipped = meaning is not None or (at > 0 and bool(length))
        if at > 0 and words[at] in names:
            skipped, length = True, max(length, 1)
        if not skipped:
            break
        at += length
    return at if at < len(words) else 0


def _longest(
    words: tuple[str, ...], at: int, table: dict[Phrase, _Meaning | None]
) -> tuple[_Meaning | None, int]:
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        phrase = words[at : at + length]
        if phrase in table:
            return table[phrase], length
    return None, 0


def _summarise(said: list[_Meaning]) -> SmallTalk | None:
    told = [meaning for meaning in said if meaning.kind != _BESIDE]
    kind = max((meaning.kind for meaning in told), key=_RANKS.index, default=None)
    if kind is None or (len(told) < len(said) and kind != NOT_HELPED):
        return None
    shared = frozenset[str].intersection(*(meaning.languages for meaning in told))
    return SmallTalk(kind=kind, language=next(iter(shared)) if len(shared) == 1 else None)


def _phrase_meanings(lists: Iterable[tuple[str, str]]) -> dict[Phrase, _Meaning | None]:
    """Join the lists of all languages; a filler means None."""
    meanings: dict[Phrase, _Meaning | None] = {}
    for table in PHRASE_TABLES:
        meanings |= dict.fromkeys(table.fillers)
    for name, kind in lists:
        for table in PHRASE_TABLES:
            for phrase in getattr(table, name):
                known = meanings.get(phrase)
                languages = known.languages if known else frozenset()
                meanings[phrase] = _Meaning(
                    kind=kind,
                    languages=languages | {table.language},
                    verdict=_VERDICTS.get(name),
                )
    return meanings


_VERDICTS = {"helped": Verdict.RIGHT, NOT_HELPED: Verdict.WRONG}
_EDGES = _phrase_meanings((kind, kind) for kind in KINDS)
_OPENINGS = _phrase_meanings((kind, kind) for kind in _RANKS)
_WHOLE = _phrase_meanings(
    [
        (_BESIDE, _BESIDE),
        *((kind, kind) for kind in _RANKS),
        ("openers", "greeting"),
        ("acknowledgements", "thanks"),
        ("helped", "thanks"),
    ]
)
_LONGEST = max(len(phrase) for phrase in _WHOLE)
