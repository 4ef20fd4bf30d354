"""Whether a customer asks for a person, in words such as "get me a human"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.understanding.phrase_tables import PHRASE_TABLES, Phrase, PhraseTable

# "Do I need to talk to an agent" asks about it; so far back, in characters, that is looked for.
GUARD_DISTANCE = 60
# Words that may stand between whom and the verb: "mit einem Mitarbeiter bitte einmal sprechen".
MOST_BETWEEN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRequest:
    """The part of a text that asks for a person.

    Attributes:
        first: index of its first word.
        after: index of the word after its last.
        language: of the phrase.
    """

    first: int
    after: int
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    language: str
    asks: re.Pattern[str]
    guard: re.Pattern[str]
    alone: frozenset[Phrase]
    fillers: frozenset[str]


def find_person_request(words: tuple[str, ...]) -> PersonRequest | None:
    """Find where a text asks for a person, or None where it does not.

    Args:
        words: folded.
    """
    text = " ".join(words)
    for patterns in _PATTERNS:
        if _is_alone(words, patterns):
            return PersonRequest(first=0, after=len(words), language=patterns.language)
        for asked in patterns.asks.finditer(text):
            if not patterns.guard.search(
                text[max(0, asked.start() - GUARD_DISTANCE) : asked.start()]
            ):
                first = text.count(" ", 0, asked.start())
                after = text.count(" ", 0, asked.end()) + 1
                return PersonRequest(first=first, after=after, language=patterns.language)
    return None


def _is_alone(words: tuple[str, ...], patterns: _Patterns) -> bool:
    telling = tuple(word for word in words if word not in patterns.fillers)
    return telling in patterns.alone


def _compile(table: PhraseTable) -> _Patterns:
    person = table.person
    strong, between = _any(person["people"]), f"(?: {_any(person['between'])}){{0,{MOST_BETWEEN}}}"
    anybody = _any(person["people"] | person["perhaps_people"])
    gap = rf"(?: \w+){{0,{MOST_BETWEEN}}}"
    asks = [
        rf"{_any(person['speak'])}{between} {anybody}",
        rf"{_any(person['want'])}{between} {strong}(?=$| {_any(person['then'])}\b)",
        rf"{anybody}{gap} {_any(person['speak_after'])}",
        rf"{strong}{gap} {_any(person['help_after'])}",
        rf"{_any(person['callback'])}(?=$| {_any(person['callback_then'])}\b)",
        _any(person["phrases"]),
    ]
    alone = person["people"] | person["alone"]
    # An article or adjective beside them changes nothing: "a real person please".
    fillers = {phrase[0] for phrase in table.fillers | person["between"] if len(phrase) == 1}
    kept = {word for phrase in alone for word in phrase}
    return _Patterns(
        language=table.language,
        asks=re.compile("|".join(rf"\b{pattern}\b" for pattern in asks)),
        guard=re.compile(rf"\b{_any(person['about'])}{between} $"),
        alone=frozenset(alone),
        fillers=frozenset(fillers - kept | _greetings(table)),
    )


def _greetings(table: PhraseTable) -> set[str]:
    lists = table.greeting | table.thanks | table.acknowledgements
    return {phrase[0] for phrase in lists if len(phrase) == 1}


def _any(phrases: Iterable[Phrase]) -> str:
    texts = sorted((" ".join(phrase) for phrase in phrases), key=lambda text: (-len(text), text))
    return f"(?:{'|'.join(texts)})"


_PATTERNS = tuple(_compile(table) for table in PHRASE_TABLES)
