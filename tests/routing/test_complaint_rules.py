"""Whoever is displeased and may be complaining is not asked "Is it this?"."""

from dataclasses import replace

import pytest

from domain.decisions import Ask, Escalate
from routing.complaint_rules import DOUBTED, RULE, send_doubted_to_people
from routing.decision_table import decide
from tests.routing.situations import in_form, match, situation, understood

pytestmark = pytest.mark.unit

HALF = understood("question", match("baggage-allowance", 0.41), match("lost-baggage", 0.3))
DISPLEASED = replace(HALF, sentiment="negative")


def test_who_is_displeased_reaches_people_instead_of_being_asked_back() -> None:
    told = situation(understanding=DISPLEASED)
    ruling = send_doubted_to_people(decide(told), told, "read as a complaint with 0.80")
    assert isinstance(ruling.decision, Escalate)
    assert (ruling.rule, ruling.decision.reason) == (RULE, DOUBTED)
    assert "read as a complaint with 0.80" in ruling.trace[-1].why


def test_who_is_not_displeased_is_asked_back() -> None:
    told = situation(understanding=HALF)
    assert isinstance(send_doubted_to_people(decide(told), told, "why").decision, Ask)


def test_a_form_that_is_under_way_goes_on() -> None:
    told = situation(understanding=DISPLEASED, form=in_form(asks=True))
    ruling = decide(told)
    assert send_doubted_to_people(ruling, told, "why") == ruling


def test_what_is_surely_known_is_answered() -> None:
    sure = understood("question", match("baggage-allowance", 0.92))
    told = situation(understanding=replace(sure, sentiment="negative"))
    ruling = decide(told)
    assert send_doubted_to_people(ruling, told, "why") == ruling
