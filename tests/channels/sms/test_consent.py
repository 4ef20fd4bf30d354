import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.sms.consent import HELP_WORDS, START_WORDS, STOP_WORDS, parse_consent

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("word", sorted(STOP_WORDS))
def test_every_opt_out_word_is_honoured_however_it_is_typed(word: str) -> None:
    for typed in (word, word.lower(), f" {word.title()}. ", f"“{word}”", f"{word}!"):
        assert parse_consent(typed) == "stop"


@pytest.mark.parametrize("word", ["STOP", "END", "CANCEL", "UNSUBSCRIBE", "QUIT"])
def test_the_words_that_the_trade_association_demands_are_among_them(word: str) -> None:
    assert word in STOP_WORDS


def test_starting_again_and_asking_for_help() -> None:
    assert {parse_consent(word) for word in START_WORDS} == {"start"}
    assert {parse_consent(word) for word in HELP_WORDS} == {"help"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "stop it, where is my bag",
        "Cancel my booking DEMO42",
        "When does check-in end?",
        "Stop by the desk",
        "help me please",
        "Yes",
        "stoppen",
        "1",
    ],
)
def test_a_keyword_within_a_message_is_just_a_word(text: str) -> None:
    assert parse_consent(text) is None


@pytest.mark.parametrize(
    ("text", "opt_out_type", "consent"),
    [
        ("YES", "START", "start"),
        ("ARRET", "STOP", "stop"),
        ("AYUDA", "help", "help"),
        ("STOP", "", "stop"),
        ("STOP", "SOMETHING NEW", "stop"),
    ],
)
def test_what_the_provider_took_it_for_decides(text: str, opt_out_type: str, consent: str) -> None:
    assert parse_consent(text, opt_out_type) == consent


@given(st.text(), st.text())
def test_any_text_has_an_answer(text: str, opt_out_type: str) -> None:
    assert parse_consent(text, opt_out_type) in {"stop", "start", "help", None}
