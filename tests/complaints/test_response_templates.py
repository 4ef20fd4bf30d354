"""No response goes out without its three parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.sms.segments import count_segments
from complaints.response_templates import (
    check_template,
    find_template,
    list_missing,
    render_response,
)
from domain.complaint_responses import ResponsePart, ResponseTemplate
from domain.errors import InvalidInputError

pytestmark = pytest.mark.unit
APOLOGY = "{% block apology %}We are sorry about {{ about }}.{% endblock %}\n"
ASSURANCE = "{% block assurance %}We take it seriously: {{ doing }}.{% endblock %}\n"
GESTURE = "{% block gesture %}{% if gesture %}For you: {{ gesture }}.{% endif %}{% endblock %}\n"
WHOLE = APOLOGY + ASSURANCE + GESTURE
GERMAN = (
    "{% block apology %}Das tut uns leid, {{ name }}.{% endblock %} "
    "{% block assurance %}Wir nehmen das ernst: {{ doing }}.{% endblock %} "
    "{% block gesture %}{{ gesture }}{% endblock %}"
)
VALUES = {"about": "your bag", "doing": "Oslo is searching for it", "gesture": "a voucher K7QM"}


def make(text: str, language: str = "en", channel: str = "email") -> ResponseTemplate:
    return ResponseTemplate(language=language, channel=channel, text=text)


def faults(text: str, language: str = "en") -> list[str]:
    return [each.words for each in check_template(make(text, language))]


@pytest.mark.parametrize(("text", "language"), [(WHOLE, "en"), (GERMAN, "de")])
def test_a_template_with_its_three_parts_is_taken(text: str, language: str):
    assert faults(text, language) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (ASSURANCE + GESTURE, ResponsePart.APOLOGY),
        (APOLOGY + GESTURE, ResponsePart.ASSURANCE),
        (APOLOGY + ASSURANCE, ResponsePart.GESTURE),
    ],
)
def test_a_part_that_is_missing_is_named(text: str, part: ResponsePart):
    (fault,) = check_template(make(text))
    assert fault.part is part
    assert f"the {part.value} is missing" in fault.words
    with pytest.raises(InvalidInputError, match="is missing"):
        render_response(make(text), VALUES)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (WHOLE.replace("We are sorry about", "Thank you for"), "say that you are sorry"),
        (WHOLE.replace("seriously", "lightly"), "say that it is taken seriously"),
        (WHOLE.replace("{{ doing }}", "soon"), "does not tell {{ doing }}"),
        (WHOLE.replace("For you: {{ gesture }}", "Enjoy"), "does not tell {{ gesture }} in every"),
        (WHOLE.replace("{% if gesture %}", "{% if not gesture %}"), "{{ gesture }} in every"),
        (WHOLE.replace("sorry", "{% if not gesture %}sorry{% endif %}"), "you are sorry"),
        ("{% if gesture %}" + WHOLE + "{% endif %}", "stands within something else"),
        (WHOLE + "{{ nam }}", "nothing is called 'nam'"),
        (WHOLE + "{% for x in name %}{{ x }}{% endfor %}", "'for' has no place"),
        (WHOLE + "{{ name.__class__ }}", "'getattr' has no place"),
        (WHOLE + "{{ name() }}", "'call' has no place"),
        (WHOLE + "{% include 'x' %}", "'include' has no place"),
        (WHOLE + "{{ name|tojson }}", "the filter 'tojson'"),
        (WHOLE + "{% block", "line"),
        ("x" * 10_001, "longer than"),
        ("", "the apology is missing"),
    ],
)
def test_what_is_wrong_is_said(wrong: str, words: str):
    assert any(words in each for each in faults(wrong)), faults(wrong)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (WHOLE + "{% if name %}" * 150 + "x" + "{% endif %}" * 150, "it is nested too deep"),
        (WHOLE + "{{ " + "9" * 5000 + " }}", "a number in it is too long"),
    ],
)
def test_what_python_itself_cannot_read_is_a_fault_like_any_other(wrong: str, words: str):
    assert faults(wrong) == [words]


def test_a_language_without_words_of_its_own_still_needs_all_parts():
    text = (
        "{% block apology %}Vi beklager dette virkelig.{% endblock %}"
        "{% block assurance %}Vi tar det alvorlig: {{ doing }}{% endblock %}"
        "{% block gesture %}{{ gesture }}{% endblock %}"
    )
    assert faults(text, "nb") == []
    assert faults(text.replace("Vi beklager dette virkelig.", ""), "nb") != []


def test_a_text_message_that_is_too_long_is_refused_by_its_segments():
    def measure(text: str) -> int:
        return count_segments(text).segments

    assert check_template(make(WHOLE, channel="sms"), most=2, measure=measure) == ()
    long = make(WHOLE + "We write this once more. " * 20, channel="sms")
    (fault,) = check_template(long, most=2, measure=measure)
    assert "of 2 on sms; shorten it" in fault.words
    with pytest.raises(InvalidInputError, match="say less"):
        render_response(make(WHOLE), {**VALUES, "doing": "x" * 500}, most=2, measure=measure)


def test_a_response_has_its_parts_in_its_text():
    response = render_response(make(WHOLE), VALUES)
    assert response.parts == (
        "We are sorry about your bag.",
        "We take it seriously: Oslo is searching for it.",
        "For you: a voucher K7QM.",
    )
    assert all(part in response.text for part in response.parts)


def test_where_the_policy_gives_nothing_the_other_two_stand():
    response = render_response(make(WHOLE), {**VALUES, "gesture": ""})
    assert response.parts[2] == ""
    assert "For you" not in response.text


@pytest.mark.parametrize("values", [{"about": "x", "gesture": "y"}, {"doing": "x", "gesture": "y"}])
def test_a_value_that_is_missing_is_refused(values: dict[str, str]):
    with pytest.raises(InvalidInputError):
        render_response(make(WHOLE), values)


def test_a_part_that_is_said_to_others_and_not_to_this_customer_is_refused():
    sly = WHOLE.replace("sorry", "{% if agent %}sorry{% else %}glad{% endif %}")
    assert faults(sly) == []
    with pytest.raises(InvalidInputError, match="you are sorry"):
        render_response(make(sly), {**VALUES, "agent": ""})


@given(st.text(max_size=80))
def test_what_a_customer_wrote_is_never_run(text: str):
    response = render_response(make(WHOLE), {**VALUES, "about": text})
    assert text.strip() in response.text


@given(st.text(alphabet="{}%abcdefif blockendgesture|()._'", max_size=60))
def test_whatever_is_written_as_a_template_is_taken_or_told(text: str):
    check_template(make(WHOLE + text))


def test_the_nearest_words_are_found_and_what_is_missing_is_listed():
    templates = [make(WHOLE, "en", "any"), make(WHOLE, "en", "sms"), make(GERMAN, "de", "any")]
    assert find_template(templates, "en", "sms") is templates[1]
    assert find_template(templates, "de", "sms") is templates[2]
    assert find_template(templates, "fr", "chat") is templates[0]
    assert list_missing(templates, ["en", "fr"], ["sms"]) == [("fr", "sms")]
