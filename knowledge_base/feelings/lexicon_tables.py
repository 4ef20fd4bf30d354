"""The lexicon of every language, read once; a new language is one more file in `lexicon/`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, TypeAlias

Phrase: TypeAlias = tuple[str, ...]

LANGUAGES: Final = ("en", "de")

VALENCES: Final = {"very_good": 2.0, "good": 1.0, "bad": -1.0, "very_bad": -2.0}
"""How a word of each list counts: above nothing for good, below it for bad."""

LONGEST_PHRASE: Final = 7
SHORTEST_STEM: Final = 3
"""Letters that a word with a star has at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The words and phrases of one language, in lower case without apostrophes.

    Attributes:
        valences: how good (above 0) or bad (below) a word is; those with any ending apart.
        phrases: the kinds of signal that a phrase is one of.
        reasons: the reasons that a word speaks for.
        emoji: each one's valence.
    """

    language: str
    valences: Mapping[str, float]
    valence_stems: Mapping[str, float]
    negators: frozenset[str]
    intensifiers: frozenset[str]
    contrasts: frozenset[str]
    phrases: Mapping[Phrase, tuple[str, ...]]
    reasons: Mapping[str, tuple[str, ...]]
    reason_stems: Mapping[str, tuple[str, ...]]
    emoji: Mapping[str, float]

    def find_valence(self, word: str) -> float:
        """Return how good or bad a word is; 0 for one that is neither."""
        whole = self.valences.get(word)
        return whole if whole is not None else _find_by_stem(self.valence_stems, word, 0.0)

    def find_reasons(self, word: str) -> tuple[str, ...]:
        """Return the reasons that a word speaks for."""
        return (*self.reasons.get(word, ()), *_find_by_stem(self.reason_stems, word, ()))


@cache
def read_lexicon(language: str) -> Lexicon:
    """Read the lexicon of one of `LANGUAGES`."""
    source = resources.files("knowledge_base.feelings").joinpath("lexicon", f"{language}.toml")
    lists = tomllib.loads(source.read_text(encoding="utf-8"))
    valences = {
        word: value
        for name, value in VALENCES.items()
        for word in str(lists["words"].get(name, "")).split()
    }
    reasons = _invert({name: words.split() for name, words in lists["reasons"].items()})
    return Lexicon(
        language=language,
        valences=_without_star(valences),
        valence_stems=_stems(valences),
        **{
            name: frozenset(lists[name]["words"].split())
            for name in ("negators", "intensifiers", "contrasts")
        },
        phrases={tuple(key.split()): kinds for key, kinds in _invert(lists["phrases"]).items()},
        reasons=_without_star(reasons),
        reason_stems=_stems(reasons),
        emoji={
            sign: value
            for name, value in (("good", 1.5), ("bad", -1.5))
            for sign in lists["emoji"][name]
        },
    )


def _invert(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, entries in lists.items():
        for entry in entries:
            found[entry] = (*found.get(entry, ()), name)
    return found


def _without_star(words: Mapping[str, Any]) -> dict[str, Any]:
    return {word: value for word, value in words.items() if not word.endswith("*")}


def _stems(words: Mapping[str, Any]) -> dict[str, Any]:
    return {word[:-1]: value for word, value in words.items() if word.endswith("*")}


def _find_by_stem(stems: Mapping[str, Any], word: str, nothing: Any) -> Any:
    for length in range(len(word), SHORTEST_STEM - 1, -1):
        found = stems.get(word[:length])
        if found is not None:
            return found
    return nothing
