"""What customers get done by text message: a menu by digit, behind HELP too."""

from tests.stories.bells import BellDesk
from tests.stories.story_desk import ASTRID

MENU = "What would you like to do?\n\n1. Ring the bell\n\nReply 1."


async def test_a_menu_is_shown_and_a_digit_begins_what_it_stands_for(bells: BellDesk):
    await bells.customer_texts(ASTRID, "MENU")
    assert bells.said_to(ASTRID)[-1] == MENU
    await bells.customer_texts(ASTRID, "1")
    assert bells.said_to(ASTRID)[-1] == "How often shall I ring?"


async def test_help_has_the_menu_behind_what_carriers_want_said(bells: BellDesk):
    await bells.customer_texts(ASTRID, "HELP")
    told = bells.said_to(ASTRID)[-1]
    assert "Reply STOP to end." in told
    assert told.endswith("1. Ring the bell\n\nReply 1.")
    await bells.customer_texts(ASTRID, "1")
    assert bells.said_to(ASTRID)[-1] == "How often shall I ring?"


async def test_help_with_a_slip_of_the_finger_shows_the_menu(bells: BellDesk):
    await bells.customer_texts(ASTRID, "HLEP")
    assert bells.said_to(ASTRID)[-1] == MENU


async def test_who_opted_out_hears_no_more_of_help_than_carriers_want(bells: BellDesk):
    for text in ("STOP", "HELP"):
        await bells.customer_texts(ASTRID, text)
    assert "1. Ring" not in bells.said_to(ASTRID)[-1]
