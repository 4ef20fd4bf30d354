"""The phrases of every language, read once; a new language is one more file in `phrases/`."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import TypeAlias

from bot.understanding.wording import fold_phrase

Phrase: TypeAlias = tuple[str, ...]

LANGUAGES = ("en", "de")


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseTable:
    """The phrases of one language, folded; the files in `phrases/` say what each list is for."""

    language: str
    greeting: frozenset[Phrase]
    thanks: frozenset[Phrase]
    goodbye: frozenset[Phrase]
    openers: frozenset[Phrase]
    acknowledgements: frozenset[Phrase]
    helped: frozenset[Phrase]
    not_helped: frozenset[Phrase]
    beside_not_helped: frozenset[Phrase]
    fillers: frozenset[Phrase]
    person: Mapping[str, frozenset[Phrase]]

    def words(self) -> frozenset[str]:
        """Return every single word of the table."""
        lists = [
            self.greeting,
            self.thanks,
            self.goodbye,
            self.openers,
            self.acknowledgements,
            self.helped,
            self.not_helped,
            *self.person.values(),
        ]
        return frozenset(word for phrases in lists for phrase in phrases for word in phrase)


def _read_table(language: str) -> PhraseTable:
    source = resources.files("bot.understanding").joinpath("phrases", f"{language}.toml")
    lists = tomllib.loads(source.read_text(encoding="utf-8"))
    person = {name: _fold(phrases) for name, phrases in lists.pop("person").items()}
    folded = {name: _fold(phrases) for name, phrases in lists.items()}
    return PhraseTable(language=language, person=person, **folded)


def _fold(phrases: Iterable[str]) -> frozenset[Phrase]:
    folded = {fold_phrase(phrase) for phrase in phrases}
    return frozenset(folded | {_join_contractions(phrase) for phrase in folded})


def _join_contractions(phrase: Phrase) -> Phrase:
    """Write "that s" and "didn t" the way of those who leave out the apostrophe."""
    return tuple(" ".join(phrase).replace(" s ", "s ").replace("n t ", "nt ").split())


PHRASE_TABLES = tuple(_read_table(language) for language in LANGUAGES)
