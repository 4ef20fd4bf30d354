"""Orders, returns and appointments by text and chat, at a company that answers over the wire."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from crm_store.action_runs import list_runs
from domain.knowledge import Matcher
from domain.self_service import ActionRun, RunState
from tests.stories.airline_desk import AirlineDesk, open_airline_desk
from tests.stories.story_desk import ASTRID
from tests.stories.world import ANN

STRANGER = "+15550999"


@pytest.fixture
async def desk(sqlite_url: str, tmp_path: Path, matcher: Matcher) -> AsyncIterator[AirlineDesk]:
    async with open_airline_desk(sqlite_url, tmp_path, matcher) as opened:
        yield opened


async def test_an_order_and_its_return_from_one_end_to_the_other(desk: AirlineDesk):
    told = await desk.answers(ASTRID, "where is my order", "RETURN", "2", "I don't like it", "1")
    assert "was delivered" in told[0]
    assert told[1].startswith("These cannot be returned: Gift card.")
    assert "2. 2 x Travel pillow, 38.00 EUR" in told[1]
    assert "1. It is damaged" in told[2]
    assert told[3].startswith("Return Travel pillow and get 38.00 EUR back?")
    assert "/return-labels/" in told[4]
    later = await desk.answers(ASTRID, "return status RT-70001", "RETURN AS-2041", "2", "4", "yes")
    assert later[0].startswith("Return RT-70001: it is noted and has not arrived yet.")
    assert later[4].startswith("Travel pillow of order AS-2041 is being returned already.")
    assert len(changes(desk)) == 2


async def test_a_person_allows_what_is_more_than_the_limit(desk: AirlineDesk):
    told = await desk.answers(ASTRID, "I want to return something", "1 and 2", "4", "yes")
    assert told[3].startswith("Thank you. A colleague has to allow that first")
    assert changes(desk) == []
    run = await last_run(desk, ASTRID)
    assert run.state is RunState.APPROVAL
    items = "Cabin bag Fjord, Travel pillow"
    assert run.facts["approval"] == f"127.00 EUR for {items} is more than 100.00"
    assert run.slots["titles"] == items.split(", ")
    await desk.system.self_service.approve(run.id, agent=ANN)
    await desk.settle()
    assert desk.said_to(ASTRID)[-1].startswith("Return RT-70001 is noted.")
    assert len(changes(desk)) == 1


async def test_an_appointment_is_moved_by_text_and_another_called_off_in_the_chat(
    desk: AirlineDesk,
):
    told = await desk.answers(ASTRID, "move my appointment", "later", "1")
    assert told[1] != told[0]
    assert told[2].startswith("Moved: Collect the cabin bag")
    texts = ("cancel my appointment AP-502", "Weber", "yes", "yes")
    told = await desk.chat_answers("v1", *texts)
    assert "last name" in told[0]
    assert told[1].startswith("Cancel Have a damaged suitcase looked at")
    assert told[2].startswith("Cancelled: Have a damaged suitcase looked at")
    assert len(changes(desk)) == 2


async def test_nothing_is_claimed_that_nobody_knows(desk: AirlineDesk):
    await desk.answers(ASTRID, "RETURN")
    desk.media["parcel"] = b"\xff\xd8\xff\xe0 a photo"
    await desk.customer_texts(ASTRID, "", media=["parcel"])
    assert desk.said_to(ASTRID)[-1].startswith("I cannot read files here")
    await desk.answers(ASTRID, "2", "4")
    desk.airline.faults.fail_next("dies_after_doing", after=2, times=50)
    (told,) = await desk.answers(ASTRID, "yes")
    assert told.startswith("I cannot tell yet whether that went through.")
    assert (await last_run(desk, ASTRID)).state is RunState.UNCLEAR
    await desk.airline.go_down()
    (told,) = await desk.answers(STRANGER, "track AS-2055 Weber")
    assert "Our system does not answer" in told
    assert (await last_run(desk, STRANGER)).state is RunState.FAILED


async def test_whoever_wants_a_person_in_the_middle_gets_one_who_knows_of_it(desk: AirlineDesk):
    await desk.answers(ASTRID, "RETURN", "I want to talk to a human please")
    assert (await desk.conversation(ASTRID)).queue == "bookings"


def changes(desk: AirlineDesk) -> list[str]:
    return [path for method, path in desk.airline.faults.calls if method == "POST"]


async def last_run(desk: AirlineDesk, thread: str) -> ActionRun:
    conversation = await desk.conversation(thread)
    return (await desk.system.store.read(list_runs, conversation.id))[-1]
