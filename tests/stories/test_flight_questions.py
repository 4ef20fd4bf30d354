"""Passengers ask how their flight stands and what they booked."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.knowledge import Matcher
from tests.stories.airline_desk import AirlineDesk, open_airline_desk
from tests.stories.story_desk import ASTRID

STRANGER = "+15550999"


@pytest.fixture
async def desk(sqlite_url: str, tmp_path: Path, matcher: Matcher) -> AsyncIterator[AirlineDesk]:
    async with open_airline_desk(sqlite_url, tmp_path, matcher) as opened:
        yield opened


async def test_anybody_may_ask_whether_a_flight_is_on_time(desk: AirlineDesk):
    told = await desk.answers(STRANGER, "Is AU642 on time?", "Is AU218 on time?")
    assert told == [
        "AU642 Prague-Norhavn today: it is late and leaves at 21:55 instead of 21:00, gate D12.",
        "AU218 Norhavn-Lisbon today: on time, leaves at 16:00, gate B7.",
    ]


@pytest.mark.parametrize(
    "question",
    ["Is my flight on time?", "When does my flight leave?", "Ist mein Flug pünktlich?"],
)
async def test_my_flight_is_that_of_my_telephone(desk: AirlineDesk, question: str):
    (told,) = await desk.answers(ASTRID, question)
    assert told.startswith("AU218 Norhavn-Lisbon")
    assert "16:00" in told


async def test_a_booking_is_shown_to_its_telephone_and_to_who_knows_it(desk: AirlineDesk):
    (mine,) = await desk.answers(ASTRID, "my booking")
    known = await desk.answers(STRANGER, "show my booking", "DEMO42", "Lindqvist")
    assert mine == known[-1]
    assert "AU218 Norhavn-Lisbon today 16:00, gate B7" in mine
    assert "Not checked in: Astrid." in mine


@pytest.mark.parametrize(
    "texts",
    [
        ("Flight status AU218", "No, I meant AU642"),
        ("Flugstatus AU218", "Nein, ich meinte AU642"),
    ],
)
async def test_what_was_told_already_can_still_be_corrected(
    desk: AirlineDesk, texts: tuple[str, ...]
):
    told = await desk.answers(STRANGER, *texts)
    assert told[0].startswith("AU218 Norhavn-Lisbon")
    assert told[1].startswith("AU642 Prague-Norhavn")


async def test_a_correction_that_names_nothing_is_still_passed_on(desk: AirlineDesk):
    told = await desk.answers(STRANGER, "Flight status AU218", "No, I meant something else")
    assert "AU218" not in told[1]


async def test_a_flight_leaves_by_the_clocks_of_its_airport_as_the_boarding_pass_says(
    desk: AirlineDesk,
):
    (told,) = await desk.answers(STRANGER, "Flight status AU219")
    (flight,) = desk.airline.bookings["QK7M2P"].flights[:1]
    leaves = desk.clock.now() + timedelta(hours=flight.departs_in_hours)
    assert f"leaves at {leaves.astimezone(ZoneInfo('Europe/Lisbon')):%H:%M}" in told
    assert leaves.utcoffset() != leaves.astimezone(ZoneInfo("Europe/Oslo")).utcoffset()
