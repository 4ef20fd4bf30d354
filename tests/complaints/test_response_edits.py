"""The words that are shipped hold, and an agent's own words change nothing but words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.sms.segments import count_segments, to_gsm7_friendly
from complaints.response_edits import ResponseEdits, edit_template, end_sentence
from complaints.response_templates import check_template, render_response
from complaints.shipped_templates import SHIPPED_TEMPLATES
from domain.complaint_responses import ResponseTemplate

pytestmark = pytest.mark.unit
BY_KEY = {(each.language, each.channel): each for each in SHIPPED_TEMPLATES}
VALUES = {
    "name": "Astrid",
    "number": "C-7K2M9Q",
    "reference": "FD-7K3M9QXD",
    "about": "your bag",
    "agent": "Ann",
    "company": "Aurora Airways",
    "doing": "Oslo looks for it.",
    "gesture": "",
}


def measure(text: str) -> int:
    return count_segments(to_gsm7_friendly(text)).segments


@pytest.mark.parametrize("template", SHIPPED_TEMPLATES, ids=str)
def test_what_is_shipped_has_its_three_parts_and_fits(template: ResponseTemplate):
    assert check_template(template) == ()
    if template.channel == "sms":
        assert check_template(template, most=3, measure=measure) == ()


def test_a_response_without_gesture_has_no_hole():
    text = render_response(BY_KEY["en", "any"], VALUES).text
    assert "\n\n\n" not in text
    assert "Oslo looks for it.\n\nIf this does not settle it" in text


@given(words=st.text(max_size=200))
def test_no_words_of_an_agent_do_what_a_template_does(words: str):
    apology = f"Sorry {words} es tut uns leid"
    edits = ResponseEdits(doing=VALUES["doing"], apology=apology, more=f"x{words}x")
    for template in SHIPPED_TEMPLATES:
        response = render_response(edit_template(template, edits), VALUES)
        assert len(response.text) >= len("".join(words.split()))
        assert "Oslo looks for it." in response.text


def test_braces_are_said_as_they_are():
    edits = ResponseEdits(doing="x", apology="Sorry {{ doing }} {% if %} {# no #}")
    response = render_response(edit_template(BY_KEY["en", "sms"], edits), VALUES)
    assert response.parts[0] == "Sorry {{ doing }} {% if %} {# no #}"


def test_what_ends_without_a_mark_gets_a_full_stop():
    assert end_sentence(" we look ") == "we look."
    assert end_sentence("Do we? Yes!") == "Do we? Yes!"
    assert end_sentence("") == ""
