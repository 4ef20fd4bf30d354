"""Messages that come twice, all at once, or behind one that cannot be done yet."""

import asyncio

from domain.conversations import Direction
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import KNOWN, KNOWN_ANSWER, UNKNOWN


async def test_the_same_message_twice_is_one_message_with_one_reply(desk: StoryDesk):
    sid = "SM" + "1" * 32
    await desk.customer_texts(ASTRID, KNOWN, sid=sid)
    await desk.customer_texts(ASTRID, KNOWN, sid=sid)
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]
    assert len(await desk.log(ASTRID)) == 2


async def test_the_same_message_many_times_at_once_is_one_message_with_one_reply(desk: StoryDesk):
    sid = "SM" + "1" * 32
    statuses = await asyncio.gather(*(desk.text_arrives(ASTRID, KNOWN, sid=sid) for _ in range(10)))
    await desk.settle()
    assert statuses == [200] * 10
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]
    assert len(await desk.log(ASTRID)) == 2


async def test_messages_in_quick_succession_keep_their_order(desk: StoryDesk):
    for number in range(20):
        await desk.text_arrives(ASTRID, f"{UNKNOWN} {number}")
    await desk.settle()
    said = [each.text for each in await desk.log(ASTRID, Direction.IN)]
    assert said == [f"{UNKNOWN} {number}" for number in range(20)]
    assert len(desk.said_to(ASTRID)) == 1


async def test_a_crowd_at_once_is_served_whole_and_in_each_ones_order(desk: StoryDesk):
    numbers = [f"+155501{number:02}" for number in range(20)]

    async def write(number: str) -> None:
        for text in (KNOWN, "When do I get my refund?", "Is there wifi on board?"):
            assert await desk.text_arrives(number, text) == 200

    await asyncio.gather(*(write(number) for number in numbers))
    await desk.settle()
    answers = [KNOWN_ANSWER, "Within seven days.", "Yes, on all long flights."]
    assert {number: desk.said_to(number) for number in numbers} == dict.fromkeys(numbers, answers)


async def test_twenty_messages_at_once_from_one_sender_make_one_conversation(desk: StoryDesk):
    await asyncio.gather(*(desk.text_arrives(ASTRID, f"{UNKNOWN} {n}") for n in range(20)))
    await desk.settle()
    logged = [each.text for each in await desk.log(ASTRID, Direction.IN)]
    assert sorted(logged) == sorted(f"{UNKNOWN} {number}" for number in range(20))
    assert len(await desk.conversations(ASTRID)) == 1
    assert len(desk.said_to(ASTRID)) == 1


async def test_replies_keep_their_order_while_the_provider_fails(desk: StoryDesk):
    desk.provider.fail_next("server_error", times=2)
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.customer_texts(ASTRID, "When do I get my refund?")
    assert desk.said_to(ASTRID) == []
    await desk.time_passes(seconds=30)
    await desk.time_passes(seconds=30)
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER, "Within seven days."]


async def test_replies_keep_their_order_over_the_border_of_conversations(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    desk.provider.fail_next("server_error", times=2)
    await desk.agent_replies(ASTRID, "He is.")
    await desk.agent_resolves(ASTRID)
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.time_passes(seconds=30)
    await desk.time_passes(seconds=30)
    assert desk.said_to(ASTRID)[1:] == ["He is.", KNOWN_ANSWER]


async def test_one_customers_trouble_holds_up_nobody_else(desk: StoryDesk):
    desk.provider.fail_next("server_error")
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.customer_texts(JONAS, KNOWN)
    assert desk.said_to(ASTRID) == []
    assert desk.said_to(JONAS) == [KNOWN_ANSWER]
