"""Sending something back, from the order to the label."""

import pytest

from bot.actions.product_return import PRODUCT_RETURN
from bot.tools import BotSettings
from domain.business import BusinessUnavailableError, BusinessUnclearError
from domain.self_service import RunState
from tests.bot.actions.shop import ASTRID, Shop, shop

__all__ = ["shop"]

PILLOW = "UPDATE order_items SET returnable_until = NULL WHERE id = 'AS-2041-2'"


async def test_a_return_is_noted_step_by_step(shop: Shop):
    talk = shop.talk(PRODUCT_RETURN)
    assert "order number" in await talk.says("RETURN")
    assert "last name" in await talk.says("as 2041")
    heard = await talk.says("Lindqvist")
    assert heard.startswith("These cannot be returned: Gift card.\n\nWhat of order AS-2041")
    assert [choice.label for choice in talk.choices] == [
        "Cabin bag Fjord, 89.00 EUR",
        "2 x Travel pillow, 38.00 EUR",
        "",
    ]
    assert "Why" in await talk.says("2")
    assert await talk.says("4") == "Return Travel pillow and get 38.00 EUR back?"
    assert shop.changes == []
    heard = await talk.says("yes")
    assert heard.startswith("Return RT-70001 is noted. Put this label on the parcel and post it:")
    assert heard.endswith("Once it is here, 38.00 EUR is paid back.")
    assert (talk.state, talk.outcome) == (RunState.DONE, "noted")


async def test_what_is_said_at_first_is_not_asked_again(shop: Shop):
    talk = shop.talk(PRODUCT_RETURN)
    await talk.says("return AS-2041 Lindqvist")
    await talk.says("1 and 2")
    heard = await talk.says("I changed my mind")
    assert heard == "Return Cabin bag Fjord, Travel pillow and get 127.00 EUR back?"
    heard = await talk.says("no, I meant the cabin bag")
    assert heard == "Return Cabin bag Fjord and get 89.00 EUR back?"


async def test_for_damaged_goods_the_money_alone_may_be_asked_for(shop: Shop):
    talk = shop.talk(PRODUCT_RETURN, ASTRID)
    await talk.says("I want to return something")
    await talk.says("2")
    assert "only get the money" in await talk.says("it arrived broken")
    assert (await talk.says("2")).startswith("Ask the money back for Travel pillow")
    assert "There is nothing to send" in await talk.says("yes")


async def test_another_reason_is_told_in_the_customers_words(shop: Shop):
    talk = shop.talk(PRODUCT_RETURN, ASTRID)
    for text in ("return", "1", "5"):
        heard = await talk.says(text)
    assert "few words" in heard
    assert (await talk.says("it smells of fish")).startswith("Return Cabin bag Fjord")
    assert talk.slots["remark"] == "it smells of fish"


async def test_the_only_thing_that_can_go_back_is_not_asked_for(shop: Shop):
    await shop.change(PILLOW)
    heard = await shop.talk(PRODUCT_RETURN, ASTRID).says("return")
    assert heard == (
        "These cannot be returned: Travel pillow, Gift card.\n\nWhy do you want to return it?"
    )


REFUSED = {
    "return AS-2007 Okoye": ("not_returnable", "Model aircraft (time ended on 23 January)"),
    "return AS-2055 Weber": ("not_delivered", "has not been delivered yet"),
    "return AS-2033 Grant": ("cancelled", "is cancelled"),
}


async def test_what_cannot_go_back_is_said(shop: Shop):
    for text, (outcome, words) in REFUSED.items():
        talk = shop.talk(PRODUCT_RETURN)
        heard = await talk.says(text)
        assert words in heard
        assert len(heard) <= 160
        assert (talk.state, talk.outcome) == (RunState.REFUSED, outcome)


async def test_what_is_on_its_way_back_is_not_returned_twice(shop: Shop):
    for expected in ("noted", "already_returned"):
        talk = shop.talk(PRODUCT_RETURN, ASTRID)
        talk.key = expected
        for text in ("return", "2", "4", "yes"):
            heard = await talk.says(text)
        assert talk.outcome == expected
    assert heard.startswith("Travel pillow of order AS-2041 is being returned already.")


async def test_the_same_yes_again_notes_one_return(shop: Shop):
    talk = shop.talk(PRODUCT_RETURN, ASTRID)
    for text in ("return", "2", "4", "yes"):
        first = await talk.says(text)
    talk.repeated = True
    assert await talk.performs() == first
    assert len(shop.changes) == 1


async def test_a_no_changes_nothing(shop: Shop):
    talk = shop.talk(PRODUCT_RETURN, ASTRID)
    for text in ("return", "2", "4", "no"):
        heard = await talk.says(text)
    assert heard == "All right, I have stopped that. Nothing was changed."
    assert (talk.outcome, shop.changes) == ("declined", [])


async def test_who_has_the_telephone_now_is_told_no_more_once_it_is_not_them(shop: Shop):
    talk = shop.talk(PRODUCT_RETURN, ASTRID)
    await talk.says("return")
    assert talk.choices[-1].value == "none"
    assert (await talk.says("4")).startswith("All right, then it is another order.")
    assert "last name" in await talk.says("AS-2041")
    assert (await talk.says("Meyer")).startswith("I find no order")


async def test_somebody_elses_order_and_an_unknown_one_cannot_be_told_apart(shop: Shop):
    told = []
    for number in ("AS-2041", "AS-9999"):
        talk = shop.talk(PRODUCT_RETURN)
        told.append([await talk.says("return"), await talk.says(f"{number} Meyer")])
    assert told[0] == told[1]


async def test_a_person_allows_what_is_more_than_the_limit(shop: Shop):
    talk = shop.talk(PRODUCT_RETURN, ASTRID)
    for text in ("return", "both", "4"):
        await talk.says(text)
    context = talk.context()
    form = PRODUCT_RETURN.form
    assert form.approval_needed(talk.slots, context) == (
        "127.00 EUR for Cabin bag Fjord, Travel pillow is more than 100.00"
    )
    assert form.approval_needed(talk.slots | {"refund": [100_00, "EUR"]}, context) is None
    assert BotSettings(company="Aurora").approve_refunds_above == 100_00


async def test_it_speaks_german(shop: Shop):
    talk = shop.talk(PRODUCT_RETURN, ASTRID, language="de")
    for text in ("Retoure", "1"):
        await talk.says(text)
    assert "nur das Geld" in await talk.says("es ist kaputt")
    await talk.says("1")
    assert (await talk.says("ja")).startswith("Retoure RT-70001 ist vermerkt.")


async def test_nothing_is_said_to_be_noted_that_may_not_be(shop: Shop):
    talk = shop.talk(PRODUCT_RETURN, ASTRID)
    for text in ("return", "2", "4"):
        await talk.says(text)
    shop.airline.faults.fail_next("dies_after_doing", after=2, times=50)
    with pytest.raises(BusinessUnclearError):
        await talk.says("yes")
    await shop.airline.go_down()
    with pytest.raises(BusinessUnavailableError):
        await shop.talk(PRODUCT_RETURN, ASTRID).says("return")
