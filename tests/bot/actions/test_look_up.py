"""What is booked, told to whoever has shown that it is theirs."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.look_up import LOOK_UP
from crm_store.store import Store, make_store
from domain.business import BookingStatus, BusinessUnavailableError, FlightStatus
from domain.self_service import RunState
from tests.bot.actions.fake_business import (
    ASTRID,
    NOW,
    FakeBusiness,
    FormTalk,
    booking,
    flight,
    forget_tried,
    make_pass,
)

PHONE = ASTRID.value


@pytest.fixture
async def guesses(sqlite_url: str) -> AsyncIterator[Store]:
    """Where wrong answers are counted."""
    store = make_store(sqlite_url)
    await store.open()
    yield store
    await store.close()


async def test_flights_and_who_is_checked_in_are_told(guesses: Store):
    flights = [
        flight("AU512", 10, gate="E21", expected_at=NOW + timedelta(hours=11)),
        flight("AU162", 80, status=FlightStatus.CANCELLED),
    ]
    held = booking("SM3R8K", "Sofia Marino", "Luca Marino", flights=flights)
    passes = tuple(make_pass("SM3R8K-1", each.id, 4) for each in flights)
    talk = FormTalk(LOOK_UP, FakeBusiness(replace(held, passes=passes)), guesses)
    heard = await talk.says("what is booked under SM3R8K, name: Marino")
    assert [line for line in heard.splitlines() if line] == [
        "Booking SM3R8K",
        "AU512 Norhavn-Lisbon today 19:00, now 20:00, gate E21",
        "AU162 Norhavn-Lisbon on Thursday 17:00, cancelled",
        "Checked in: Sofia. Not checked in: Luca.",
    ]
    assert talk.state is RunState.DONE


async def test_the_only_booking_of_a_telephone_is_told_at_once():
    talk = FormTalk(LOOK_UP, FakeBusiness(booking(phone=PHONE)), address=ASTRID)
    assert (await talk.says("my booking")).startswith("Booking DEMO42")


async def test_of_several_one_is_chosen():
    other = booking("RM8Y4T", "Rosa Reyes", phone=PHONE, flights=[flight("AU642", 100)])
    talk = FormTalk(LOOK_UP, FakeBusiness(booking(phone=PHONE), other), address=ASTRID)
    await talk.says("my booking")
    assert [choice.label for choice in talk.choices] == [
        "AU218 Norhavn-Lisbon, today 15:00",
        "AU642 Norhavn-Lisbon, on Friday 13:00",
        "",
    ]
    assert (await talk.says("the second one")).startswith("Booking RM8Y4T")


async def test_whoever_means_none_of_them_needs_reference_and_name(guesses: Store):
    held = [booking(name, phone=PHONE) for name in ("DEMO42", "DEMO44")]
    mine = booking("SM3R8K", "Sofia Marino")
    talk = FormTalk(LOOK_UP, FakeBusiness(*held, mine), guesses, address=ASTRID)
    await talk.says("my booking")
    await talk.says("3")
    assert talk.keys == ["look_up.not_yours", "look_up.ask_booking_reference"]
    await talk.says("DEMO42")
    assert talk.keys == ["look_up.ask_last_name"]
    await talk.says("Meyer")
    assert (await talk.says("SM3R8K Marino")).startswith("Booking SM3R8K")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (BookingStatus.CANCELLED, "DEMO42 is cancelled. Reply"),
        (BookingStatus.REBOOKED, "it is RB9T5K now"),
    ],
)
async def test_a_booking_that_does_not_hold_is_told_so(
    guesses: Store, status: BookingStatus, words: str
):
    new = "RB9T5K" if status is BookingStatus.REBOOKED else None
    talk = FormTalk(LOOK_UP, FakeBusiness(booking(status=status, rebooked_to=new)), guesses)
    assert words in await talk.says("booking DEMO42 Lindqvist")


async def test_a_wrong_name_and_an_unknown_reference_cannot_be_told_apart(guesses: Store):
    told = []
    for reference in ("DEMO42", "XY12Z9"):
        business = FakeBusiness(booking())
        talk = FormTalk(LOOK_UP, business, guesses)
        answers = [await talk.says(text) for text in ("my booking", reference, "Meyer")]
        told.append((answers, len(business.asked), forget_tried(talk)))
    assert told[0] == told[1]


async def test_nothing_is_told_while_the_system_is_down(guesses: Store):
    business = FakeBusiness(booking())
    business.error = BusinessUnavailableError("down")
    with pytest.raises(BusinessUnavailableError):
        await FormTalk(LOOK_UP, business, guesses).says("booking DEMO42 Lindqvist")
