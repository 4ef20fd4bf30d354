"""What a message means to whoever is in the middle of a form, or wants to begin one."""

from dataclasses import replace

import pytest

from domain.decisions import Answer, Escalate, RunAction
from routing.decision_table import decide
from tests.routing.situations import in_form, match, situation, told, understood

pytestmark = pytest.mark.unit

OFFERED = {"ring_bell": "Ring the bell", "check_in": "Check in"}
SURE = understood("question", match("baggage-allowance", 0.92))


def test_something_else_than_the_form_is_about_begins_anew() -> None:
    asked = situation("check in", told(action="check_in"), form=in_form(), offered=OFFERED)
    ruling = decide(asked)
    assert ruling.decision == RunAction(action="check_in")
    assert ruling.trace[-1].why == "The message asks for 'Check in', which is offered."


def test_the_same_asked_again_goes_on_where_it_was() -> None:
    asked = situation("ring", told(action="ring_bell"), form=in_form(), offered=OFFERED)
    assert decide(asked).decision == RunAction(action="ring_bell", do="ask_again", run="r1")


def test_the_same_asked_again_on_another_channel_goes_on_there() -> None:
    form = in_form(elsewhere=True)
    ruling = decide(situation("ring", told(action="ring_bell"), form=form, offered=OFFERED))
    assert ruling.decision == RunAction(action="ring_bell", do="ask_again", run="r1")
    assert "begun on another channel" in ruling.trace[-1].why


@pytest.mark.parametrize("facts", [{"reads": True}, {"reads": True, "idle": True}])
def test_an_answer_is_one_however_late_it_comes(facts: dict[str, bool]) -> None:
    ruling = decide(situation("red", SURE, form=in_form(**facts)))
    assert ruling.decision == RunAction(action="ring_bell", do="go_on", run="r1")


def test_what_is_surely_known_is_answered_in_the_middle_of_a_form() -> None:
    assert isinstance(decide(situation(understanding=SURE, form=in_form())).decision, Answer)


def test_what_is_not_known_is_taken_for_an_answer_to_the_form() -> None:
    ruling = decide(situation("blurgh", form=in_form()))
    assert ruling.rule == "form_not_understood"
    assert ruling.decision == RunAction(action="ring_bell", do="go_on", run="r1")


def test_what_is_not_known_goes_to_a_person_where_the_form_was_left_long_ago() -> None:
    assert isinstance(decide(situation("blurgh", form=in_form(idle=True))).decision, Escalate)


def test_nobody_has_to_argue_with_a_form_to_reach_a_person() -> None:
    asked = situation("a person", understood("person"), form=in_form(reads=True))
    assert decide(asked).rule == "asked_for_person"


def test_once_a_person_has_it_the_form_is_silent_too() -> None:
    asked = situation("red", form=in_form(reads=True), with_person=True)
    assert decide(asked).rule == "person_has_conversation"


def test_a_form_begun_elsewhere_takes_no_answers_here() -> None:
    form = in_form(reads=True, elsewhere=True)
    assert isinstance(decide(situation("red", form=form)).decision, Escalate)


def test_the_same_words_again_may_answer_another_question_of_the_form() -> None:
    again = situation("yes", form=in_form(reads=True), repeats_itself=True)
    assert decide(again).rule == "form_answered"
    assert decide(replace(again, form=None)).rule == "sender_repeats_itself"


def test_what_is_not_offered_is_not_begun() -> None:
    ruling = decide(situation("ring", told(action="ring_bell")))
    assert isinstance(ruling.decision, Escalate)
    (tried,) = (each for each in ruling.trace if each.rule == "self_service_asked")
    assert "not offered here" in tried.why
