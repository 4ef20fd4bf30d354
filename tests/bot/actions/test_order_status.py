"""Where an order is, and a return of one."""

import pytest

from bot.actions.order_status import ORDER_STATUS
from bot.actions.product_return import PRODUCT_RETURN
from bot.forms.reading import Reading
from domain.business import BusinessAnswerError, BusinessUnavailableError
from domain.messages import Address
from tests.bot.actions.fake_business import NOW, STRANGER
from tests.bot.actions.shop import ASTRID, Shop, shop

__all__ = ["shop"]


SOMEBODY = Address(kind="visitor", value="somebody")
TOLD = {
    "track AS-2060 Fernandes": "is placed and not packed yet; it should arrive",
    "track AS-2058 Hoffmann": "is packed and leaves us soon",
    "track AS-2055 Weber": "is on its way; it should arrive on Wednesday. Track it: https://",
    "track AS-2041 Lindqvist": "(Cabin bag Fjord and 2 more) was delivered on 25 February.",
    "track AS-2033 Grant": "is cancelled",
}


async def note_return(shop: Shop) -> None:
    """Have RT-70001 on record, of AS-2041."""
    returning = shop.talk(PRODUCT_RETURN, ASTRID)
    for text in ("return", "1", "4", "yes"):
        await returning.says(text)
    assert returning.outcome == "noted"


async def test_one_text_tells_how_far_an_order_is(shop: Shop):
    for text, words in TOLD.items():
        heard = await shop.talk(ORDER_STATUS).says(text)
        assert words in heard
        assert len(heard) <= 160


@pytest.mark.parametrize(
    "typed",
    ["as 2041", "AS2O41", "as-2041", "A S 2 0 4 1", "AS - 2041", "it is AS 2041", "As-2041 please"],
)
def test_a_number_may_be_typed_in_any_way(typed: str):
    (read,) = (slot.read for slot in ORDER_STATUS.form.slots if slot.name == "order_number")
    reading = Reading(text=typed, language="en", now=NOW, requested=True)
    assert read(reading) == "AS-2041"


async def test_number_and_name_are_asked_for_one_after_the_other(shop: Shop):
    talk = shop.talk(ORDER_STATUS)
    assert "order number" in await talk.says("where is my order")
    assert "last name" in await talk.says("as 2041")
    assert "was delivered" in await talk.says("Lindqvist")


async def test_the_orders_own_telephone_or_mailbox_needs_neither(shop: Shop):
    assert "AS-2041" in await shop.talk(ORDER_STATUS, ASTRID).says("where is my order")
    mailbox = Address(kind="email", value="jonas.weber@example.com", verified=True)
    assert "AS-2055" in await shop.talk(ORDER_STATUS, mailbox).says("where is my parcel")


async def test_a_mailbox_that_nobody_vouches_for_proves_nothing(shop: Shop):
    forged = Address(kind="email", value="jonas.weber@example.com")
    assert "order number" in await shop.talk(ORDER_STATUS, forged).says("where is my parcel")


async def test_of_several_orders_one_is_chosen_by_its_number(shop: Shop):
    await shop.change("UPDATE orders SET phone = ? WHERE number = 'AS-2055'", ASTRID.value)
    talk = shop.talk(ORDER_STATUS, ASTRID)
    assert await talk.says("where is my order") == "Which order do you mean?"
    assert talk.choices[0].label == "AS-2055: Suitcase Skerry, 70 litres"
    assert "AS-2055" in await talk.says("1")


async def test_somebody_elses_order_and_an_unknown_one_cannot_be_told_apart(shop: Shop):
    told = []
    for number in ("AS-2055", "AS-9999", "RT-70001"):
        before = len(shop.looked_up)
        talk = shop.talk(ORDER_STATUS)
        told.append([await talk.says("track"), await talk.says(number), await talk.says("Meyer")])
        if number.startswith("AS"):
            assert len(shop.looked_up) - before == 2
    assert told[0] == told[1] == told[2]
    assert told[0][2].startswith("I find no order with that number")


async def test_somebody_elses_return_and_an_unknown_one_cannot_be_told_apart(shop: Shop):
    await note_return(shop)
    told, taken = [], []
    for number in ("RT-70001", "RT-79999"):
        for address in (STRANGER, SOMEBODY):
            before = len(shop.looked_up)
            talk = shop.talk(ORDER_STATUS, address)
            told.append([await talk.says(f"track {number}"), await talk.says("Meyer")])
            taken.append(len(shop.looked_up) - before)
    assert told[0] == told[1] == told[2] == told[3]
    assert taken[:2] == taken[2:]


async def test_a_wrong_guess_of_a_return_counts_for_the_return(shop: Shop):
    await note_return(shop)
    for number in range(10):
        guesser = Address(kind="phone", value=f"+4915112345{number:02}")
        await shop.talk(ORDER_STATUS, guesser).says("track RT-70001 Meyer")
    told = await shop.talk(ORDER_STATUS).says("track RT-70001 Lindqvist")
    assert told.startswith("That was too often")
    assert "AS-2041" in await shop.talk(ORDER_STATUS).says("track AS-2041 Lindqvist")


async def test_after_too_many_guesses_nothing_is_looked_up(shop: Shop):
    for number in range(5):
        await shop.talk(ORDER_STATUS).says(f"track AS-100{number} Weber")
    before = shop.looked_up
    for text in ("track AS-2055 Weber", "track RT-70001 Weber"):
        assert (await shop.talk(ORDER_STATUS).says(text)).startswith("That was too often")
    assert shop.looked_up == before


async def test_a_return_is_told_by_its_number_to_whoever_proves_its_order(shop: Shop):
    await note_return(shop)
    told = await shop.talk(ORDER_STATUS).says("return status RT-70001 Lindqvist")
    assert told.startswith("Return RT-70001: it is noted and has not arrived yet. Its label: http")
    assert "RT-70001" in await shop.talk(ORDER_STATUS, ASTRID).says("return status rt 70001")
    talk = shop.talk(ORDER_STATUS)
    assert "last name" in await talk.says("status of my return RT-70001")
    assert (await talk.says("Meyer")).startswith("I find no order")
    assert "AS-2055" in await talk.says("AS-2055 Weber")


async def test_it_speaks_german(shop: Shop):
    talk = shop.talk(ORDER_STATUS, ASTRID, language="de")
    heard = await talk.says("Bestellstatus")
    assert (
        heard
        == "Bestellung AS-2041 (Cabin bag Fjord und 2 weitere) wurde am 25. Februar zugestellt."
    )


async def test_nothing_is_told_while_the_shop_is_down_or_lies(shop: Shop):
    shop.airline.faults.fail_always("other_reference")
    with pytest.raises(BusinessAnswerError):
        await shop.talk(ORDER_STATUS).says("track AS-2055 Weber")
    await shop.airline.go_down()
    with pytest.raises(BusinessUnavailableError):
        await shop.talk(ORDER_STATUS).says("track AS-2055 Weber")
