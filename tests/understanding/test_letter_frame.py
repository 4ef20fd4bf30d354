"""A letter is understood by what it asks, not by how it begins and ends."""

import pytest

from bot.understanding.intents import read_intent
from bot.understanding.letter_frame import cut_letter_frame

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("letter", "asked"),
    [
        (
            "Dear Aurora team,\n\nCan I take my dog?\n\nKind regards\nKari",
            "Can I take my dog?",
        ),
        (
            "Sehr geehrte Damen und Herren,\n\nwo ist mein Koffer?\nIch warte seit Montag.\n\n\
Mit freundlichen Grüßen\nJonas Weber\n+47 555 01 43",
            "wo ist mein Koffer?\nIch warte seit Montag.",
        ),
        ("Hello,\nwhere is my bag?\nThanks a lot\nKari", "where is my bag?"),
        ("Where is my bag?\nIt is blue.", "Where is my bag?\nIt is blue."),
        ("hello, where is my bag", "hello, where is my bag"),
        ("Hi, please check me in.\n\nAstrid", "Hi, please check me in.\nAstrid"),
        ("Hi please check me in\n\nAstrid", "Hi please check me in\nAstrid"),
        ("Hallo, bitte einchecken\n\nJonas", "Hallo, bitte einchecken\nJonas"),
        ("Hello, refund my ticket.\n\nThanks\nAstrid", "Hello, refund my ticket."),
        ("Hello, Aurora team\n\nWhere is my bag?", "Where is my bag?"),
        ("Hallo, liebes Team\n\nwo ist mein Koffer?", "wo ist mein Koffer?"),
        ("Hello, where is my bag?\nIt is blue.", "Hello, where is my bag?\nIt is blue."),
        (
            "Thanks\nCan you tell me where my bag is?",
            "Thanks\nCan you tell me where my bag is?",
        ),
        ("", ""),
    ],
)
def test_salutation_and_closing_are_left_out(letter: str, asked: str) -> None:
    assert cut_letter_frame(letter) == asked


def test_thanks_in_a_letter_of_nothing_else_stay_thanks() -> None:
    assert read_intent("Hello Kari,\n\nthank you so much!\n\nBest regards\nJonas").name == "thanks"


def test_the_frame_is_not_looked_up() -> None:
    letter = "Dear Aurora team,\n\nHow do I get an invoice?\n\nKind regards\nKari"
    assert read_intent(letter).core == "How do I get an invoice?"


def test_a_person_is_asked_for_within_the_frame_too() -> None:
    letter = "Dear Aurora team,\n\nI want to talk to a person.\n\nKind regards\nKari"
    assert read_intent(letter).name == "person"
