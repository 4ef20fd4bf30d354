"""The small words that templates and fitting share, one table a language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

FALLBACK = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrasebook:
    """Words of one language.

    Attributes:
        language: BCP 47 primary tag.
        none_of_these: the label of the choice that fits when no other does.
        helped: the label of the choice that says an answer was the right one, in words that the bot
            understands; `not_helped` of the one that says it was not.
        reply_with: asks for a number; holds `{numbers}`.
        only_in: says in which language alone there is an answer; holds `{language}`.
        or_word: between the last two numbers.
        due: how a time limit is told, by how near it is (`today`, `tomorrow`, `weekday`, `date`,
            `year`) or `unknown` where nothing is promised; holds `{time}`, `{weekday}`, `{day}`,
            `{month}`, `{year}`.
        usual: how soon a person usually answers, put behind `due`: in `minutes`, an `hour` or
            `hours`; holds `{number}`.
        day: how a day is told, by how near it is, with the keys and fields of `due`.
        weekdays: Monday first.
        months: January first.
        languages: names of languages by tag, as they stand in "available in … only".
    """

    language: str
    none_of_these: str
    helped: str
    not_helped: str
    reply_with: str
    only_in: str
    or_word: str
    due: Mapping[str, str]
    usual: Mapping[str, str]
    day: Mapping[str, str]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    languages: Mapping[str, str]


def find_phrasebook(language: str) -> Phrasebook:
    """Return the words of a language (`de`, `de-AT`), or English where there are none."""
    primary = language.lower().replace("_", "-").split("-")[0]
    return _PHRASEBOOKS.get(primary, _PHRASEBOOKS[FALLBACK])


def _read_phrasebook(language: str) -> Phrasebook:
    source = resources.files("responders").joinpath("words", f"{language}.toml")
    words = tomllib.loads(source.read_text(encoding="utf-8"))
    words |= {"weekdays": tuple(words["weekdays"]), "months": tuple(words["months"])}
    return Phrasebook(language=language, **words)


# A new language is a file in `words/`, a folder in every `templates/<responder>/`, and its
# tag here.
LANGUAGES = ("en", "de")
_PHRASEBOOKS = {language: _read_phrasebook(language) for language in LANGUAGES}
