"""Greeting, thanks and goodbye: whether a text is nothing else, and what is left beside them."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.understanding.phrase_tables import PHRASE_TABLES, Phrase

# The last one that is said counts: "hi, thanks, bye" is a goodbye.
KINDS = ("greeting", "thanks", "goodbye")
# A closing such as "thanks a lot in advance and have a nice day" is hardly longer, in words.
LONGEST_CLOSING = 14

_SIGNS = {"👋": "greeting", "👍": "thanks", "🙏": "thanks", "👌": "thanks", "❤": "thanks"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallTalk:
    """A text that is small talk from end to end.

    Attributes:
        kind: `greeting`, `thanks` or `goodbye`.
        language: of its phrases, or None where several languages share them.
    """

    kind: str
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meaning:
    kind: str
    languages: frozenset[str]


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
        meaning, length = _longest(words, at, _EDGES)
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
    if not said:
        return None
    kind = max((meaning.kind for meaning in said), key=KINDS.index)
    shared = frozenset[str].intersection(*(meaning.languages for meaning in said))
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
                meanings[phrase] = _Meaning(kind=kind, languages=languages | {table.language})
    return meanings


_EDGES = _phrase_meanings((kind, kind) for kind in KINDS)
_WHOLE = _phrase_meanings(
    [*((kind, kind) for kind in KINDS), ("openers", "greeting"), ("acknowledgements", "thanks")]
)
_LONGEST = max(len(phrase) for phrase in _WHOLE)
