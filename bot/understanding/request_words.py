"""The words that frame a request, of all languages; the files in `request_words/` say which."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

from bot.understanding.phrase_tables import LANGUAGES, Phrase
from bot.understanding.wording import fold_phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestWords:
    """What may stand around a request, folded."""

    leads: frozenset[Phrase]
    details: frozenset[Phrase]
    before_names: frozenset[Phrase]


def _read() -> RequestWords:
    lists: dict[str, set[Phrase]] = {"leads": set(), "details": set(), "before_names": set()}
    for language in LANGUAGES:
        for name, phrases in _read_file(language).items():
            lists[name] |= {fold_phrase(phrase) for phrase in phrases}
    return RequestWords(**{name: frozenset(phrases) for name, phrases in lists.items()})


def _read_file(language: str) -> dict[str, Iterable[str]]:
    source = resources.files("bot.understanding").joinpath("request_words", f"{language}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


REQUEST_WORDS = _read()
