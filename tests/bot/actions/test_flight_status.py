"""Whether a flight is on time."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.actions.flight_status import FLIGHT_STATUS
from crm_store.store import Store, make_store
from domain.business import BookingStatus, FlightStatus
from domain.self_service import RunState
from tests.bot.actions.fake_business import (
    ASTRID,
    NOW,
    FakeBusiness,
    FormTalk,
    booking,
    flight,
    forget_tried,
)

PHONE = ASTRID.value
LATER = NOW + timedelta(hours=7)


@pytest.fixture
async def guesses(sqlite_url: str) -> AsyncIterator[Store]:
    """Where wrong answers are counted."""
    store = make_store(sqlite_url)
    await store.open()
    yield store
    await store.close()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"gate": "B7"}, "on time, leaves at 15:00, gate B7."),
        (
            {"status": FlightStatus.DELAYED, "expected_at": LATER},
            "it is late and leaves at 16:00 instead of 15:00.",
        ),
        (
            {"status": FlightStatus.DELAYED},
            "it is late, and the new time is not known yet; planned was 15:00.",
        ),
        ({"status": FlightStatus.BOARDING}, "boarding now, leaves at 15:00."),
        ({"status": FlightStatus.DEPARTED}, "it has left."),
        ({"status": FlightStatus.LANDED}, "it has landed."),
        ({"status": FlightStatus.CANCELLED}, "cancelled. Reply AGENT for a person."),
    ],
)
async def test_anybody_hears_how_a_flight_stands(facts: dict[str, Any], words: str):
    business = FakeBusiness()
    business.flights = [flight("AU231", **facts)]
    talk = FormTalk(FLIGHT_STATUS, business)
    assert await talk.says("Is AU 231 on time?") == f"AU231 Norhavn-Lisbon today: {words}"
    assert (talk.state, talk.outcome) == (RunState.DONE, "told")


async def test_the_day_may_be_named_in_the_question():
    business = FakeBusiness()
    business.flights = [flight("AU231"), flight("AU231", 30)]
    talk = FormTalk(FLIGHT_STATUS, business)
    assert "Lisbon tomorrow:" in await talk.says("Is AU231 on time tomorrow?")


async def test_in_the_evening_the_flight_of_tomorrow_is_told_as_well():
    business = FakeBusiness()
    business.flights = [flight("AU231", -2, status=FlightStatus.DEPARTED), flight("AU231", 22)]
    heard = await FormTalk(FLIGHT_STATUS, business).says("flight AU231")
    assert "today: it has left." in heard
    assert "tomorrow: on time" in heard


async def test_a_flight_that_there_is_not_is_asked_for_again():
    business = FakeBusiness()
    business.flights = [flight("AU231")]
    talk = FormTalk(FLIGHT_STATUS, business)
    assert (await talk.says("status of AU999")).startswith("I find no flight AU999 today.")
    assert "on time" in await talk.says("AU231")


async def test_it_is_asked_which_flight():
    talk = FormTalk(FLIGHT_STATUS, FakeBusiness())
    assert "Which flight" in await talk.says("flight status")


async def test_the_next_flight_of_the_own_telephone_is_told():
    talk = FormTalk(FLIGHT_STATUS, FakeBusiness(booking(phone=PHONE)), address=ASTRID)
    assert "AU218" in await talk.says("is my flight on time?")


async def test_the_flight_of_a_booking_takes_its_name(guesses: Store):
    talk = FormTalk(FLIGHT_STATUS, FakeBusiness(booking()), guesses)
    await talk.says("flight status DEMO42")
    assert talk.keys == ["flight_status.ask_last_name"]
    assert "AU218" in await talk.says("Lindqvist")


async def test_a_wrong_name_and_an_unknown_reference_cannot_be_told_apart(guesses: Store):
    told = []
    for reference in ("DEMO42", "XY12Z9"):
        talk = FormTalk(FLIGHT_STATUS, FakeBusiness(booking()), guesses)
        told.append(([await talk.says(text) for text in (reference, "Meyer")], forget_tried(talk)))
    assert told[0] == told[1]


async def test_a_cancelled_booking_is_told_so(guesses: Store):
    held = booking(status=BookingStatus.CANCELLED)
    talk = FormTalk(FLIGHT_STATUS, FakeBusiness(held), guesses)
    assert "DEMO42 is cancelled." in await talk.says("flight status DEMO42 Lindqvist")
