"""The vote page's own words, one file a language."""

import tomllib
from importlib import resources
from typing import Any, Final

_FALLBACK: Final = "en"


class VoteWords:
    """What the page says in one language.

    Attributes:
        language: the one that the words are in, which is English where ours are in no other.
    """

    def __init__(self, language: str, table: dict[str, Any]) -> None:
        self.language = language
        self._table = table

    def __call__(self, key: str, **values: object) -> str:
        """Say something; a key that is none is a mistake of ours.

        Raises:
            KeyError: there are no such words.
        """
        text: str = self._table[key]
        return text.format(**values) if values else text


def find_vote_words(language: str) -> VoteWords:
    """Find the words of a language, or else the English ones."""
    primary = language.lower().split("-", maxsplit=1)[0]
    return _WORDS.get(primary, _WORDS[_FALLBACK])


def _load() -> dict[str, VoteWords]:
    return {
        language: VoteWords(language, tomllib.loads(file.read_text("utf-8")))
        for file in resources.files(__name__).iterdir()
        if file.name.endswith(".toml")
        for language in (file.name.removesuffix(".toml"),)
    }


_WORDS: Final = _load()
