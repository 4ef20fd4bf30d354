"""The phrase files themselves."""

import tomllib
from importlib import resources

import pytest

from bot.understanding.phrase_tables import LANGUAGES, PHRASE_TABLES
from bot.understanding.wording import fold_phrase

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_written_in_lower_case_and_holds_a_word(language: str) -> None:
    source = resources.files("bot.understanding").joinpath("phrases", f"{language}.toml")
    lists = tomllib.loads(source.read_text(encoding="utf-8"))
    person = lists.pop("person")
    for phrases in [*lists.values(), *person.values()]:
        for phrase in phrases:
            assert phrase == phrase.lower()
            assert fold_phrase(phrase)


def test_every_language_has_the_same_lists() -> None:
    names = [sorted(table.person) for table in PHRASE_TABLES]
    assert all(name == names[0] for name in names)
