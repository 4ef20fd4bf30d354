"""A complaint is acknowledged with its number, and a text message has room for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.replies import ReplyRequest
from responders.registry import respond
from tests.fakes import MONDAY_MORNING as NOW
from tests.responders.requests import ANSWERS

pytestmark = pytest.mark.unit

REQUEST = ReplyRequest(
    language="en",
    company="Aurora Airways",
    now=NOW,
    time_zone="Europe/Berlin",
    due_at=NOW + timedelta(days=2, hours=3),
    reference="FD-7K3M9QXD",
    context={"number": "C-7K2M9Q", "again": "", "ask": "", "letter": ""},
)


def say(language: str = "en", **context: str) -> str:
    asked = {**REQUEST.context, **context}
    return respond("complaint", replace(REQUEST, language=language, context=asked)).text


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("ask", ["", "what", "language"])
def test_a_text_message_has_room_for_it(language: str, ask: str):
    """Who writes text messages is not asked who they are: their number is known."""
    told = say(language, ask=ask)
    assert "C-7K2M9Q" in told
    assert len(told) <= 160
    assert "\n" not in told
    assert "  " not in told


def test_who_was_told_before_is_told_in_a_sentence():
    assert say(again="yes") == (
        "It is noted with your complaint C-7K2M9Q. A person will answer you by 13:00 on Wednesday."
    )
    assert say("de", again="yes", number="").startswith("Es ist bei der Beschwerde dazu vermerkt.")


@pytest.mark.parametrize(
    ("language", "start"), [("en", "Hello,\n\nI am"), ("de", "Guten Tag,\n\nd")]
)
def test_a_letter_has_its_form_and_its_subject_both_numbers(language: str, start: str):
    context = {**REQUEST.context, "letter": "yes"}
    reply = respond("complaint", replace(REQUEST, language=language, context=context))
    assert reply.text.startswith(start)
    assert "C-7K2M9Q" in (reply.subject or "")
    assert "FD-7K3M9QXD" in (reply.subject or "")


@pytest.mark.parametrize("responder", ["complaint", "complaint_known"])
@pytest.mark.parametrize(
    ("language", "conceding", "who"),
    [("en", "sorry", "A supervisor will answer"), ("de", "leid", "Die Teamleitung antwortet")],
)
@pytest.mark.parametrize("letter", ["", "yes"])
def test_a_lawyer_is_conceded_nothing_and_told_that_a_supervisor_answers(
    responder: str, language: str, conceding: str, who: str, letter: str
):
    context = {**REQUEST.context, "lawyer": "yes", "letter": letter}
    asked = replace(REQUEST, language=language, context=context, answers=ANSWERS)
    reply = respond(responder, asked)
    for told in (reply.text, reply.html or reply.text):
        assert conceding not in told
        assert who in told
        assert "C-7K2M9Q" in told


def test_a_lawyers_letter_is_called_one():
    told = say(lawyer="yes", letter="yes")
    assert "We have your letter and have taken it down as complaint C-7K2M9Q." in told
    assert len(say("de", lawyer="yes", ask="language")) <= 160
