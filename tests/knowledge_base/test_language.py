"""Customers are answered in the language they write."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.language import LanguageGuess

pytestmark = pytest.mark.unit

BOTH = LanguageGuess(("en", "de"))
MANY = LanguageGuess(("en", "de", "fr", "sv", "ru"))
QUESTIONS = Path(__file__).parent.parent / "data" / "demo_questions.jsonl"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("hi", "en"),
        ("thank you", "en"),
        ("Where is my bag?", "en"),
        ("Wo ist mein Koffer?", "de"),
        ("danke", "de"),
        ("WANN GEHT MEIN FLUG", "de"),
        ("Gepäck", "de"),
        ("my boarding pass", "en"),
        ("nicht angekommen", "de"),
    ],
)
def test_short_english_and_german_are_told_apart(text: str, language: str) -> None:
    assert BOTH.guess(text) == language


def test_the_text_wins_over_what_is_known_of_the_customer() -> None:
    assert BOTH.guess("Where is my suitcase?", hint="de") == "en"
    assert BOTH.guess("Wo ist mein Gepäck?", hint="en-GB") == "de"


@pytest.mark.parametrize("text", ["", "42", "😀", "DEMO42", "wifi", "Lindqvist", "\ud800"])
def test_what_is_known_of_the_customer_wins_where_the_text_says_nothing(text: str) -> None:
    assert BOTH.guess(text, hint="de-AT") == "de"
    assert BOTH.guess(text, hint="en") == "en"


def test_an_unknown_hint_leads_to_the_first_language() -> None:
    assert BOTH.guess("42", hint="fr") == "en"
    assert LanguageGuess(("de", "en")).guess("") == "de"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bonjour, où se trouve ma valise s'il vous plaît ?", "fr"),
        ("Var är mitt bagage, det kom inte fram i går kväll", "sv"),
        ("Где мой багаж?", "ru"),
        ("I would like to know when my flight leaves", "en"),
        ("Ich möchte wissen, wann mein Flug geht", "de"),
    ],
)
def test_further_languages_are_told_apart(text: str, language: str) -> None:
    assert MANY.guess(text) == language


def test_only_configured_languages_are_guessed() -> None:
    assert BOTH.guess("Bonjour, où se trouve ma valise s'il vous plaît ?") in BOTH.languages
    assert LanguageGuess(("fr",)).guess("Where is my bag?") == "fr"


def test_the_demo_questions_are_told_apart() -> None:
    asked = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    right = sum(BOTH.guess(question["text"]) == question["locale"] for question in asked)
    assert right / len(asked) >= 0.97


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Où est mon colis ? Je ne l'ai pas reçu", "fr"),
        ("Missä pakettini on?", "fi"),
        ("Где моя посылка?", "ru"),
        ("我的包裹在哪里", "zh"),
    ],
)
def test_a_language_that_nobody_configured_is_told(text: str, language: str) -> None:
    assert BOTH.find_foreign(text) == language


@pytest.mark.parametrize(
    "text", ["hi", "", "42", "wifi", "\ud800", "i wanna flpi a coin", "Karte gestern verlorn"]
)
def test_what_tells_little_is_not_called_foreign(text: str) -> None:
    assert BOTH.find_foreign(text) is None


def test_none_of_the_demo_questions_is_called_foreign() -> None:
    asked = [json.loads(line)["text"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    assert [text for text in asked if BOTH.find_foreign(text)] == []


@given(st.text(alphabet=st.characters(), max_size=200))
@settings(deadline=None)
def test_any_text_gets_one_of_the_languages(text: str) -> None:
    assert MANY.guess(text) in MANY.languages
