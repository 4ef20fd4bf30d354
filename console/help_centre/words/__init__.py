"""The help centre's own words, one file a language."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from importlib import resources
from typing import Any, Final
from zoneinfo import ZoneInfo

FALLBACK: Final = "en"


class Words:
    """What the help centre says in one language.

    Attributes:
        language: the one that the words are in, which is English where ours are in no other.
    """

    def __init__(self, language: str, table: Mapping[str, Any]) -> None:
        self.language = language
        self._table = table

    def __call__(self, key: str, **values: object) -> str:
        """Say something; a key that is none is a mistake of ours.

        Raises:
            KeyError: there are no such words.
        """
        text: str = self._table[key]
        return text.format(**values) if values else text

    def count(self, key: str, number: int) -> str:
        """Say a number of things: `{key}_one` or `{key}_many`."""
        return self(f"{key}_one") if number == 1 else self(f"{key}_many", count=f"{number:,}")

    def date(self, at: datetime, zone: ZoneInfo) -> str:
        """Tell a day as this language does."""
        day = at.astimezone(zone)
        month = self._table["months"][day.month - 1]
        return self("date", day=day.day, month=month, year=day.year)


def find_words(locale: str) -> Words:
    """Find the words of a language, or else the English ones."""
    language = locale.split("-", maxsplit=1)[0]
    return _WORDS.get(language, _WORDS[FALLBACK])


def _load() -> dict[str, Words]:
    words: dict[str, Words] = {}
    for file in resources.files(__name__).iterdir():
        if file.name.endswith(".toml"):
            language = file.name.removesuffix(".toml")
            words[language] = Words(language, tomllib.loads(file.read_text("utf-8")))
    return words


_WORDS: Final = _load()
LANGUAGES: Final = frozenset(_WORDS)
