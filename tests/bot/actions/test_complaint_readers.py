"""What a complaint is about, where it was said already."""

import pytest

from bot.actions.complaint_readers import read_complaint
from bot.forms.reading import Reading
from tests.bot.actions.fake_business import NOW

pytestmark = pytest.mark.unit


def read(text: str, *, requested: bool = False) -> str | None:
    return read_complaint(Reading(text=text, language="en", now=NOW, requested=requested))


@pytest.mark.parametrize(
    "text",
    [
        "I want to complain about the rude crew",
        "I want to make a complaint. My bag was broken.",
        "Beschwerde über den Service an Bord",
        "Ich will mich beschweren, weil niemand half",
    ],
)
def test_what_was_said_already_is_not_asked_again(text: str):
    assert read(text) == text


@pytest.mark.parametrize(
    "text", ["COMPLAINT", "I want to complain", "Beschwerde", "I want to complain about it", ""]
)
def test_who_has_not_said_what_about_is_asked(text: str):
    assert read(text) is None


def test_any_answer_is_taken_as_it_is_and_no_more_of_it_than_is_kept():
    assert read("Rude!", requested=True) == "Rude!"
    assert read("🤬", requested=True) is None
    assert len(read("x " * 5000, requested=True) or "") <= 1000
