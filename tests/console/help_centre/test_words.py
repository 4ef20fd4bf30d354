"""The help centre's own words."""

import re
import string
import tomllib
from pathlib import Path

import pytest

import console.help_centre.words
from console.help_centre.locales import choose_locale, find_direction, name_own
from console.help_centre.words import LANGUAGES, find_words

pytestmark = pytest.mark.unit

_FOLDER = Path(console.help_centre.words.__file__).parent
_CONSOLE = _FOLDER.parents[1]


def load(language: str) -> dict[str, object]:
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text("utf-8"))


def fields_of(words: object) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(str(words)) if name is not None}


@pytest.mark.parametrize("language", sorted(LANGUAGES - {"en"}))
def test_every_language_says_the_same_things(language: str):
    english, other = load("en"), load(language)

    assert other.keys() == english.keys()
    for key in english:
        assert fields_of(other[key]) == fields_of(english[key]), key
    assert len(find_words(language)("home_title")) > 0


def test_no_words_are_kept_that_nothing_says():
    files = [*_CONSOLE.glob("templates/help/*.html"), *_CONSOLE.glob("help_centre/**/*.py")]
    said = " ".join(file.read_text("utf-8") for file in files)
    beginnings = ("field_", "thanks_", "problem_")
    quoted = set(re.findall(r"[\"'](\w+)[\"']", said))
    counted = {f"{key}_{number}" for key in quoted for number in ("one", "many")}
    unsaid = [
        key for key in load("en") if key not in quoted | counted and not key.startswith(beginnings)
    ]

    assert unsaid == []


def test_a_language_of_which_we_have_no_words_is_served_in_english():
    assert find_words("fr").language == "en"
    assert find_words("de-AT").language == "de"


def test_languages_call_themselves_by_their_own_name():
    assert name_own("de") == "Deutsch"
    assert name_own("xx") == "XX"
    assert find_direction("fa") == "rtl"


@pytest.mark.parametrize("accepted", ["*", "q=1", "de;q=nan", "," * 5000, "de;q=inf;q=2", "\x00"])
def test_whatever_a_browser_sends_there_is_a_language(accepted: str):
    assert choose_locale(accepted, ["en", "de"]) in {"en", "de"}
