"""Words that are neither a reference nor a name."""

import tomllib
from importlib import resources

from bot.understanding.phrase_tables import LANGUAGES
from bot.understanding.question_words import find_question_words
from bot.understanding.wording import fold

_LISTS = tomllib.loads(
    resources.files("bot.forms.readers").joinpath("ordinary_words.toml").read_text(encoding="utf-8")
)


def _fold_list(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _LISTS[name])


PARTICLES = _fold_list("particles")
TITLES = _fold_list("titles")
NAMES_TOO = _fold_list("names_too")
BESIDE_NAMES = _fold_list("beside")
_GRAMMAR = frozenset[str]().union(*(find_question_words(each).empty for each in LANGUAGES))
_ORDINARY = _fold_list("words") | _GRAMMAR


def is_ordinary(word: str) -> bool:
    """Say whether a word is one of everyday language, such as "please" or "seat"."""
    return fold(word) in _ORDINARY
