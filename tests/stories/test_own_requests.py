"""How a request stands, a person, and messages that nobody asked for: asked in one's own words."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from crm_store.consents import list_consents
from domain.knowledge import Matcher
from tests.stories.letters import MARA, Letters
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk, open_story_desk
from tests.stories.world import KNOWN, KNOWN_ANSWER, UNKNOWN

STATUS = "status of my request {}"


@pytest.fixture
async def desk(sqlite_url: str, tmp_path: Path, matcher: Matcher) -> AsyncIterator[StoryDesk]:
    async with open_story_desk(sqlite_url, tmp_path, matcher) as opened:
        yield opened


async def test_a_request_is_told_by_its_reference_to_who_made_it(desk: StoryDesk):
    await desk.visitor_writes("v1", UNKNOWN)
    reference = await desk.reference("v1")
    await desk.time_passes(minutes=5)
    await desk.agent_resolves("v1")
    await desk.visitor_writes("v1", STATUS.format(reference))
    shown = await desk.page_shows("v1")
    assert shown.entries[-1].text == f"{reference} was settled today."


async def test_a_strangers_request_is_as_unknown_as_one_that_is_not_there(desk: StoryDesk):
    await desk.visitor_writes("v1", UNKNOWN)
    reference = await desk.reference("v1")
    told = []
    for number in (reference, "FD-7K3M9QXD"):
        await desk.customer_texts(JONAS, STATUS.format(number))
        told.append(desk.said_to(JONAS)[-1])
    assert told[0] == told[1]
    assert "no request of yours" in told[0]


async def test_a_reference_that_many_guess_is_told_to_nobody_for_a_while(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    asked = STATUS.format(await desk.reference(ASTRID))
    for number in range(11):
        await desk.visitor_writes(f"v{number}", asked)
    assert "no request of yours" in (await desk.said("v9"))[-1]
    assert "too often" in (await desk.said("v10"))[-1]


async def test_unsubscribing_in_the_chat_ends_what_nobody_asked_for_and_nothing_else(
    desk: StoryDesk,
):
    await desk.visitor_writes("v1", "stop sending me messages")
    shown = await desk.page_shows("v1")
    assert "your questions are still answered" in shown.entries[-1].text
    (consent,) = await desk.system.store.read(list_consents, "visitor", "v1")
    assert (consent.granted, consent.channel) == (False, "web_chat")
    await desk.visitor_writes("v1", KNOWN)
    shown = await desk.page_shows("v1")
    assert shown.entries[-1].text == KNOWN_ANSWER
    await desk.visitor_writes("v1", "subscribe to your messages")
    assert [
        each.granted for each in await desk.system.store.read(list_consents, "visitor", "v1")
    ] == [False, True]


async def test_unsubscribing_by_text_in_a_sentence_is_a_stop(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "please stop texting me")
    (told,) = desk.said_to(ASTRID)
    assert "no more messages" in told
    assert "START" in told
    await desk.customer_texts(ASTRID, KNOWN)
    assert len(desk.said_to(ASTRID)) == 1


async def test_nobody_unsubscribes_an_address_that_may_be_forged(desk: StoryDesk, letters: Letters):
    await letters.arrive(MARA, "unsubscribe", verified=False)
    assert await desk.system.store.read(list_consents, "email", MARA) == ()


async def test_the_keyword_for_a_person_hands_over(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "AGENT")
    assert (await desk.conversation(ASTRID)).with_person
    assert "passing you on" in desk.said_to(ASTRID)[-1]
