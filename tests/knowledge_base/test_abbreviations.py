"""The shorthand of text messages is read as the words it stands for, and nothing else is."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.abbreviations import LANGUAGES, learn_skeletons, spell_out
from knowledge_base.wording import normalise_text, stem_word

pytestmark = pytest.mark.unit

WORDS = normalise_text(
    "can I change my flight tomorrow cancel a booking bookings baking account password "
    "Wie ändere ich meinen Flug Rechnung Passwort Erstattung"
).split()
STEMS = {stem_word(word) for word in WORDS}
DEMO_QUESTIONS = Path(__file__).parents[1] / "data" / "demo_questions.jsonl"


def known(word: str) -> bool:
    return stem_word(word) in STEMS


def spell(text: str, language: str = "en", *, skeletons: bool = True) -> str:
    words = learn_skeletons(WORDS) if skeletons else None
    return spell_out(normalise_text(text), language, known, words)[0]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("pls cn i chng my flt 2moro", "please can i change my flight tomorrow"),
        ("thx gr8", "thanks great"),
        ("wot r u", "what are you"),
        ("acct pw msg appt", "account password message appointment"),
        ("I wanna cncl", "i want to cancel"),
    ],
)
def test_english_shorthand_is_spelled_out(typed: str, read: str) -> None:
    assert spell(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("vlt bzgl Rg", "vielleicht bezuglich rechnung"),
        ("LG", "liebe grusse"),
        ("MfG", "mit freundlichen grussen"),
        ("pw zb", "passwort zum beispiel"),
    ],
)
def test_german_shorthand_is_spelled_out(typed: str, read: str) -> None:
    assert spell(typed, "de") == read


def test_a_word_that_the_knowledge_base_has_is_never_touched() -> None:
    text, repairs = spell_out("my flt", "en", lambda word: word == "flt")
    assert text == "my flt"
    assert repairs == ()


def test_what_was_read_is_told_once() -> None:
    _, repairs = spell_out("pls pls help u", "en", lambda _: False)
    assert [(each.typed, each.read) for each in repairs] == [("pls", "please"), ("u", "you")]


def test_vowels_are_filled_in_only_where_one_word_fits() -> None:
    assert spell("cncl flght") == "cancel flight"
    # A booking, or baking?
    assert spell("bkng") == "bkng"
    assert spell("cncl", skeletons=False) == "cncl"


def test_forms_of_one_word_do_not_count_as_two() -> None:
    skeletons = learn_skeletons(["payment", "payments"])
    assert spell_out("pymnt", "fr", lambda _: False, skeletons)[0] == "payment"


@pytest.mark.parametrize("text", ["tv kg dvd", "wifi", "", "42 7b"])
def test_names_and_units_stay_as_they_are(text: str) -> None:
    assert spell(text) == text


def test_another_language_has_no_abbreviations_of_ours() -> None:
    assert spell("pls thx", "fr") == "pls thx"


def test_of_what_customers_of_the_demo_ask_only_the_shorthand_is_read_otherwise() -> None:
    asked = [json.loads(line) for line in DEMO_QUESTIONS.read_text("utf-8").splitlines()]
    typed = {
        repair.typed
        for question in asked
        for repair in spell_out(
            normalise_text(question["text"]), question["locale"], lambda _: False
        )[1]
    }
    assert typed == {"u", "chk", "txt", "pls", "hab", "cn"}


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_any_text_can_be_spelled_out(text: str, language: str) -> None:
    spelled, repairs = spell_out(normalise_text(text), language, lambda _: False)
    assert bool(repairs) == (spelled != normalise_text(text))
