"""Reading an answer to a question with numbered choices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.messages import QuickReply
from routing.choice_reading import read_choice
from tests.routing.situations import CHOICES

pytestmark = pytest.mark.unit

NUMBERED = [
    *((text, 1) for text in ["1", "1.", "1)", "#1", "one", "the first one", "1st", "eins", "(1)"]),
    *(
        (text, 2)
        for text in [
            "2",
            " 2. ",
            "\uff12",
            "\u0662",
            "nr 2",
            "Nr. 2",
            "no. 2",
            "No 2",
            "2\ufe0f\u20e3",
        ]
    ),
    *((text, 2) for text in ["option 2", "number 2 please", "2 bitte", "Nummer zwei", "2, thanks"]),
    *((text, 2) for text in ["die zweite", "the second", "second option", "It's number 2!"]),
    *((text, 4) for text in ["4", "0", "none", "None of these.", "neither", "no", "nope!"]),
    *((text, 4) for text in ["keine", "Keine davon", "nein", "nichts davon", "etwas anderes"]),
]
WORDED = [
    ("How much baggage may I take?", 1),
    ("how much bagage may i take", 1),
    ("the baggage one", 1),
    ("lost suitcase", 2),
    ("my suitcase is lost!!", 2),
    ("the suitcse one please", 2),
    ("change the name", 3),
    ("name change", 3),
]
ABOUT_SOMETHING_ELSE = [
    "",
    "   ",
    "7",
    "99",
    "1 or 2",
    "2 bags or 3?",
    "12345",
    "can I bring my dog into the cabin",
    "please",
    "how do I pay for a suitcase that is not lost but too heavy",
    "x" * 5000,
    "2" * 5000,
]


@pytest.mark.parametrize(("text", "number"), NUMBERED + WORDED)
def test_a_choice_can_be_named_by_number_or_in_words(text: str, number: int) -> None:
    assert read_choice(text, None, CHOICES) == CHOICES[number - 1]


@pytest.mark.parametrize("text", ABOUT_SOMETHING_ELSE)
def test_what_names_no_choice_is_left_to_the_other_rules(text: str) -> None:
    assert read_choice(text, None, CHOICES) is None


def test_a_pressed_choice_counts_more_than_the_text() -> None:
    assert read_choice("1", "article:lost-baggage", CHOICES) == CHOICES[1]


def test_words_that_fit_two_choices_choose_none() -> None:
    alike = (
        QuickReply(label="When does check-in open?", value="article:a"),
        QuickReply(label="How do I check in online?", value="article:b"),
    )
    assert read_choice("check in", None, alike) is None


def test_yes_takes_the_only_article_and_none_of_several() -> None:
    only = (CHOICES[0], CHOICES[3])
    assert read_choice("Ja bitte", None, only) == CHOICES[0]
    assert read_choice("yes", None, CHOICES) is None


def test_the_localised_words_for_none_count_where_they_were_shown() -> None:
    shown = (CHOICES[0], QuickReply(label="Nichts von alledem", value="none"))
    assert read_choice("nichts von alledem", None, shown) == shown[1]


@given(st.text(max_size=2000), st.none() | st.text(max_size=30))
def test_any_text_names_an_offered_choice_or_none(text: str, pressed: str | None) -> None:
    assert read_choice(text, pressed, CHOICES) in (*CHOICES, None)
