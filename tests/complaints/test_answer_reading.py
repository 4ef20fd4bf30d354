"""Whether it is right now: yes, no, no with what is wrong, or something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.answer_reading import read_follow_up
from domain.complaint_cases import FollowUpAnswer

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "text",
    [
        *("yes", "Yes!", "YES, thank you", "yep", "All good, thanks", "Y"),
        *(
            "ja",
            "Ja, danke!",
            "Ja, alles gut",
            "Alles in Ordnung, vielen Dank",
            "passt",
            "Erledigt",
        ),
        "thanks, all good",
    ],
)
def test_yes(text: str) -> None:
    assert read_follow_up(text) is FollowUpAnswer.RIGHT


@pytest.mark.parametrize(
    "text",
    [
        *("no", "No.", "NOPE", "not yet", "No, not yet", "still not", "no it isn’t"),  # noqa: RUF001 - as telephones type it
        *("nein", "Nein!", "Nein, leider nicht", "noch nicht", "leider nein"),
        "No, my bag is still missing and nobody called me back although you promised that twice.",
        "Nein. Der Koffer ist immer noch nicht da.",
        "no - where is it?",
        "No, 3 bags are missing",
        "No\nnothing came",
    ],
)
def test_no(text: str) -> None:
    assert read_follow_up(text) is FollowUpAnswer.WRONG


@pytest.mark.parametrize(
    "text",
    [
        *("", "yes?", "Yes, but my bag is torn", "ja, aber", "maybe", "who is this", "5", "thanks"),
        *(
            "no thanks",
            "No, thank you",
            "nein danke",
            "no problem",
            "No worries!",
            "no, no problem",
        ),
        *("No. 5 Elm Street is my new address.", "No.7", "no: 20384 is my order"),
        "No, " + "my bag is still missing, and I tell you all of it once more. " * 5,
        *("How much luggage may I take?", "not", "yesterday", "november", "nobody"),
    ],
)
def test_something_else_is_a_message(text: str) -> None:
    assert read_follow_up(text) is None


@given(text=st.text(max_size=500))
def test_any_text_is_read_or_left(text: str) -> None:
    assert read_follow_up(text) in {None, *FollowUpAnswer}
