"""Praise that asks nothing is thanked for; whoever wants something as well is answered."""

from dataclasses import replace
from typing import Any

import pytest

from domain.decisions import Answer
from routing.decision_table import decide
from tests.routing.situations import match, situation, understood

pytestmark = pytest.mark.unit

PRAISE = replace(
    understood("question", match("complaint", 0.99)), marks=("praise",), sentiment="positive"
)


@pytest.mark.parametrize("sensitive", [False, True])
def test_praise_is_thanked_for_whatever_article_comes_near(sensitive: bool) -> None:
    near = replace(PRAISE, matches=(match("complaint", 0.99, sensitive=sensitive),))
    ruling = decide(situation("No complaints at all, thank you!", near))
    assert ruling.decision == Answer(responder="small_talk", context={"kind": "thanks"})
    assert ruling.trace[-1].why == (
        "The message is praise and asks nothing, so it is taken as thanks."
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "No complaints. May I take two bags?"),
        ("en", "Thanks for solving it. Please send me the invoice."),
        ("en", "Thanks for fixing my booking, I need to change the name"),
        ("de", "Keine Beschwerden, aber mein Koffer fehlt"),
        ("de", "Danke für die Hilfe, ich möchte umbuchen"),
        ("fr", "Merci"),
    ],
)
def test_who_wants_something_as_well_is_answered_about_it(language: str, text: str) -> None:
    assert decide(situation(text, replace(PRAISE, language=language))).rule == "surely_known"


def test_words_that_ask_in_another_language_only_are_no_question() -> None:
    assert decide(situation("No complaints, it was lovely", PRAISE)).rule == "praise_thanked"


@pytest.mark.parametrize(
    "facts",
    [
        {"marks": ("praise", "sarcasm")},
        {"marks": ("praise", "abuse")},
        {"marks": ("praise", "law")},
        {"sentiment": "negative"},
        {"sentiment": "neutral"},
    ],
)
def test_what_is_not_simply_friendly_is_not_thanked_for(facts: dict[str, Any]) -> None:
    assert decide(situation("no complaint", replace(PRAISE, **facts))).rule == "surely_known"


def test_a_call_for_a_person_and_a_request_go_before_and_a_person_is_not_interrupted() -> None:
    text = "no complaints"
    assert decide(situation(text, replace(PRAISE, intent="person"))).rule == "asked_for_person"
    assert decide(situation(text, PRAISE, with_person=True)).rule == "person_has_conversation"
    wanting = replace(PRAISE, action="ring_bell")
    offered = {"ring_bell": "Ring the bell"}
    assert decide(situation(text, wanting, offered=offered)).rule == "self_service_asked"
