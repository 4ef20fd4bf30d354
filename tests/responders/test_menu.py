"""The menu of what customers can do by themselves."""

import pytest

from bot.understanding.action_phrases import read_action_phrases
from domain.channels import Capabilities
from domain.messages import QuickReply
from responders.fitting import fit_reply
from responders.menu import MOST_SHOWN
from responders.registry import respond
from responders.self_service import list_words
from tests.responders.requests import request

pytestmark = pytest.mark.unit

# Two segments of concatenated GSM-7 (3GPP TS 23.040): 153 septets each.
TWO_SEGMENTS = 306


def offered(*names: str) -> tuple[QuickReply, ...]:
    return tuple(QuickReply(label=name.title(), value=f"action:{name}") for name in names)


EVERY = offered(*sorted({one.action for one in read_action_phrases()}))


def test_the_menu_has_the_customer_s_words_and_its_own_order():
    choices = offered("talk_to_person", "ring_bell", "opt_in", "flight_status", "check_in")
    reply = respond("menu", request("de", quick_replies=choices))
    assert [choice.label for choice in reply.quick_replies] == [
        "Einchecken",
        "Flugstatus",
        "Ring_Bell",
        "Mit einem Menschen sprechen",
    ]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", ["menu", "help_menu"])
def test_the_longest_menu_fits_two_text_messages_and_leads_to_a_person(name: str, language: str):
    reply = respond(name, request(language, quick_replies=EVERY))
    told = fit_reply(reply, Capabilities(), None, language).text
    assert len(told) <= TWO_SEGMENTS
    assert len(reply.quick_replies) == MOST_SHOWN
    assert reply.quick_replies[-1].value == "action:talk_to_person"


def test_help_says_what_carriers_want_before_the_menu():
    reply = respond("help_menu", request(quick_replies=EVERY))
    assert "Reply STOP to end" in reply.text
    assert reply.quick_replies


def test_every_action_that_can_be_asked_for_is_in_the_menu_or_left_out_on_purpose():
    assert {one.action for one in read_action_phrases()} <= set(list_words("menu", "en"))
