"""What customers can do by themselves is shown, and chosen by a digit."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.conversations import PendingQuestion
from domain.decisions import Answer, Ask, RunAction
from domain.messages import QuickReply
from domain.routing import FormSituation
from routing.decision_table import decide
from tests.routing.situations import match, situation, understood

pytestmark = pytest.mark.unit

OFFERED = {"check_in": "Check-in", "flight_status": "Flight status"}
MENU = PendingQuestion(
    question="menu",
    choices=(
        QuickReply(label="Check in", value="action:check_in"),
        QuickReply(label="Flight status", value="action:flight_status"),
    ),
    text="menu",
    asked_at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
)
ASKS = replace(understood("question"), command="menu")


def test_who_asks_what_can_be_done_is_shown_what_is_offered():
    ruling = decide(situation("menu", ASKS, offered=OFFERED))
    assert ruling.rule == "menu_asked"
    assert isinstance(ruling.decision, Ask)
    assert [choice.value for choice in ruling.decision.choices] == [
        "action:check_in",
        "action:flight_status",
    ]


def test_where_nothing_is_offered_there_is_no_menu():
    assert decide(situation("menu", ASKS)).rule != "menu_asked"


def test_help_on_sms_is_answered_with_the_menu_behind_it():
    decision = decide(situation("HELP", consent="help", channel="sms", offered=OFFERED)).decision
    assert isinstance(decision, Ask)
    assert decision.question == "help_menu"


@pytest.mark.parametrize(
    "facts",
    [
        {"channel": "telegram"},
        {"channel": "sms", "opted_out": True},
        {"channel": "sms", "with_person": True},
        {"channel": "sms", "dialogue": "rasa"},
    ],
)
def test_help_is_answered_plainly_where_a_menu_would_lead_nowhere(facts: dict[str, Any]):
    decision = decide(situation("HELP", consent="help", offered=OFFERED, **facts)).decision
    assert isinstance(decision, Answer)
    assert decision.responder == "consent"


def test_a_digit_begins_what_it_stands_for():
    decision = decide(situation("2", pending=MENU, offered=OFFERED)).decision
    assert decision == RunAction(action="flight_status")


def test_an_entry_is_chosen_by_all_of_its_name_and_not_by_a_word_of_it():
    said = decide(situation("Flight status!", pending=MENU, offered=OFFERED)).decision
    assert said == RunAction(action="flight_status")
    asked = decide(situation("how do I check in?", pending=MENU, offered=OFFERED)).decision
    assert not isinstance(asked, RunAction)


def test_what_is_under_way_is_gone_on_with():
    form = FormSituation(run="r1", action="check_in", title="Check-in", requested="reference")
    decision = decide(situation("1", pending=MENU, offered=OFFERED, form=form)).decision
    assert decision == RunAction(action="check_in", do="ask_again", run="r1")


def test_what_is_offered_no_more_is_not_begun():
    assert not isinstance(decide(situation("1", pending=MENU)).decision, RunAction)


def test_a_menu_that_was_not_used_keeps_the_bot_from_nothing():
    half = understood("question", match("baggage-allowance", 0.5))
    decision = decide(situation("bags", half, pending=MENU, offered=OFFERED)).decision
    assert isinstance(decision, Ask)
    assert decision.question == "did_you_mean"
