"""STOP is obeyed at once and by everybody; START lifts it; HELP is always answered."""

import pytest

from crm_store.consents import list_consents
from domain.conversations import Direction
from domain.errors import InvalidInputError
from domain.messages import DeliveryState
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import KNOWN, KNOWN_ANSWER, UNKNOWN

pytestmark = SLOW_ON_POSTGRES


async def test_stop_is_logged_and_confirmed(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "Stop")
    (told,) = desk.said_to(ASTRID)
    assert "unsubscribed" in told
    (consent,) = await desk.system.store.read(list_consents, "phone", ASTRID)
    assert (consent.granted, consent.channel) == (False, "sms")
    assert consent.source == "keyword Stop"


async def test_after_stop_nothing_automatic_goes_out_and_a_person_reads_on(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "STOP")
    for text in (KNOWN, "hello", UNKNOWN):
        await desk.customer_texts(ASTRID, text)
    assert len(desk.said_to(ASTRID)) == 1
    conversation = await desk.conversation(ASTRID)
    assert conversation.with_person
    assert conversation.waiting_since is not None


async def test_an_agents_reply_to_who_said_stop_is_refused_with_words(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.customer_texts(ASTRID, "STOP")
    with pytest.raises(InvalidInputError, match=r"opted out.*another way"):
        await desk.agent_replies(ASTRID, "He is.")
    assert len(desk.said_to(ASTRID)) == 2


async def test_what_waited_for_the_provider_when_stop_came_is_never_sent(desk: StoryDesk):
    desk.provider.fail_next("server_error")
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.time_passes(seconds=0.2)
    await desk.customer_texts(ASTRID, "STOP")
    await desk.time_passes(seconds=30)
    (told,) = desk.said_to(ASTRID)
    assert "unsubscribed" in told
    withdrawn = (await desk.log(ASTRID, Direction.OUT))[0]
    assert withdrawn.delivery is DeliveryState.FAILED
    assert "opted out" in (withdrawn.delivery_error or "")


async def test_start_brings_everything_back(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "STOP")
    await desk.time_passes(minutes=1)
    await desk.customer_texts(ASTRID, "START")
    await desk.customer_texts(ASTRID, KNOWN)
    assert desk.said_to(ASTRID)[-1] == KNOWN_ANSWER
    stopped, started = await desk.system.store.read(list_consents, "phone", ASTRID)
    assert (stopped.granted, started.granted) == (False, True)


async def test_help_is_answered_even_while_people_have_the_conversation(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.customer_texts(ASTRID, "HELP")
    assert "STOP" in desk.said_to(ASTRID)[-1]
    assert (await desk.conversation(ASTRID)).with_person


async def test_one_customers_stop_stops_nobody_else(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "STOP")
    await desk.customer_texts(JONAS, KNOWN)
    assert desk.said_to(JONAS) == [KNOWN_ANSWER]


async def test_stop_within_a_sentence_is_an_ordinary_word(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "Does the train stop at the airport?")
    assert await desk.system.store.read(list_consents, "phone", ASTRID) == ()
