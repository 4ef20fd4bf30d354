"""The provider is slow, busy, broken or gone: nothing is lost, and nothing is sent twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.deliver import begin_delivery
from bot.tools import LEASE
from crm_store.jobs import claim_jobs
from crm_store.schema import outbox
from crm_store.transaction import Transaction
from domain.conversations import ConversationStatus, Direction, Interaction
from domain.messages import DeliveryState
from tests.stories.story_desk import ASTRID, StoryDesk, chat
from tests.stories.world import ANN, KNOWN, KNOWN_ANSWER, UNKNOWN


async def reply(desk: StoryDesk) -> Interaction:
    return (await desk.log(ASTRID, Direction.OUT))[-1]


async def attempts(desk: StoryDesk) -> list[int]:
    def read(tx: Transaction) -> list[int]:
        rows = tx.execute(select(outbox.c.attempts).order_by(outbox.c.created_at))
        return [row.attempts for row in rows]

    return await desk.system.store.read(read)


async def test_a_broken_provider_is_tried_again_until_it_works(desk: StoryDesk):
    desk.provider.fail_next("server_error", times=2)
    await desk.customer_texts(ASTRID, KNOWN)
    assert (await reply(desk)).delivery is DeliveryState.QUEUED
    assert "500" in ((await reply(desk)).delivery_error or "")
    await desk.time_passes(seconds=1)
    await desk.time_passes(seconds=2)
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]
    assert (await reply(desk)).delivery is DeliveryState.SENT
    assert (await reply(desk)).delivery_error is None
    assert await attempts(desk) == [3]


async def test_a_busy_provider_is_left_alone_for_as_long_as_it_asked(desk: StoryDesk):
    desk.provider.fail_next("too_many")
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.time_passes(seconds=6.9)
    assert await attempts(desk) == [1]
    await desk.time_passes(seconds=0.1)
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]


async def test_a_refused_text_is_given_up_and_the_agent_sees_why(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    desk.provider.fail_next("bad_request")
    await desk.agent_replies(ASTRID, "He is.")
    await desk.time_passes(hours=1)
    assert "He is." not in desk.said_to(ASTRID)
    assert (await reply(desk)).delivery is DeliveryState.FAILED
    assert "not a valid phone number" in ((await reply(desk)).delivery_error or "")
    event = (await desk.log(ASTRID, Direction.EVENT))[-1]
    assert event.text.startswith("Not delivered: ")
    assert "21211" in event.text
    assert await desk.shunted() == ()


async def test_a_provider_that_stays_broken_is_given_up_visibly_and_can_be_tried_again(
    desk: StoryDesk,
):
    desk.provider.fail_next("server_error", times=12)
    await desk.customer_texts(ASTRID, KNOWN)
    for _ in range(12):
        await desk.time_passes(hours=1)
    assert (await reply(desk)).delivery is DeliveryState.FAILED
    (job,) = await desk.shunted()
    await desk.system.operations.replay(job.id)
    await desk.settle()
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]
    assert (await reply(desk)).delivery is DeliveryState.SENT


async def test_a_provider_that_is_broken_for_four_hours_gets_every_text_after_all(desk: StoryDesk):
    desk.provider.fail_next("server_error", times=11)
    await desk.customer_texts(ASTRID, KNOWN)
    for _ in range(11):
        await desk.time_passes(hours=1)
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]
    assert await desk.shunted() == ()


async def test_a_text_whose_receipt_was_cut_off_is_unknown_and_never_sent_again(desk: StoryDesk):
    desk.provider.fail_next("cut_off")
    await desk.customer_texts(ASTRID, KNOWN)
    assert (await reply(desk)).delivery is DeliveryState.UNKNOWN
    sent = len(desk.said_to(ASTRID))
    await desk.time_passes(hours=1)
    assert len(desk.said_to(ASTRID)) == sent
    assert (await reply(desk)).delivery is DeliveryState.UNKNOWN
    assert await attempts(desk) == [1]


@pytest.mark.slow
async def test_a_text_whose_receipt_never_comes_is_unknown_and_never_sent_again(desk: StoryDesk):
    desk.provider.fail_next("hang")
    await desk.customer_texts(ASTRID, KNOWN)
    assert (await reply(desk)).delivery is DeliveryState.UNKNOWN
    await desk.time_passes(hours=1)
    assert desk.said_to(ASTRID) == []
    assert await attempts(desk) == [1]


@asynccontextmanager
async def working(desk: StoryDesk) -> AsyncIterator[None]:
    """Work as a server does, at the same time as others write."""
    worker = desk.system.worker
    running = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        desk.provider.release.set()
        await worker.drain(60)
        await running


async def test_a_provider_that_never_answers_holds_up_no_chat(desk: StoryDesk):
    desk.provider.fail_next("hang", times=40)
    async with working(desk), asyncio.timeout(60):
        for number in range(40):
            assert await desk.text_arrives(f"+155502{number:02}", KNOWN) == 200
        async with desk.system.store.follow(chat("vera").topic) as follower:
            await desk.visitor_asks("vera", KNOWN)
            while len((await desk.page_shows("vera")).entries) < 2:
                await follower.next(1)
        assert (await desk.page_shows("vera")).entries[-1].text == KNOWN_ANSWER
        assert list(desk.provider.messages) == []


async def test_a_text_that_a_process_died_over_is_unknown_and_never_sent_again(desk: StoryDesk):
    desk.provider.fail_next("server_error")
    await desk.customer_texts(ASTRID, KNOWN)
    now = desk.clock.advance(timedelta(minutes=1))
    store = desk.system.store
    (job,) = await store.run(claim_jobs, now=now, lease_until=now + LEASE, limit=10)
    assert await store.run(begin_delivery, desk.system.tools, job, now=now) is not None
    await desk.restart()
    await desk.time_passes(hours=1)
    assert desk.said_to(ASTRID) == []
    assert (await reply(desk)).delivery is DeliveryState.UNKNOWN
    assert "may or may not be there" in ((await reply(desk)).delivery_error or "")


async def test_an_unknown_text_does_not_hold_up_the_next_one(desk: StoryDesk):
    desk.provider.fail_next("cut_off")
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.customer_texts(ASTRID, "When do I get my refund?")
    assert desk.said_to(ASTRID)[-1] == "Within seven days."


async def test_a_text_too_long_for_the_provider_is_refused_with_what_to_do(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.agent_replies(ASTRID, "word " * 400)
    assert (await reply(desk)).delivery is DeliveryState.FAILED
    assert "Write it in several" in ((await reply(desk)).delivery_error or "")


async def test_a_person_hears_once_of_a_reply_that_the_carrier_could_not_deliver(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.agent_replies(ASTRID, "He is.")
    reference = await desk.reference(ASTRID)
    for_whom = "the airport"
    await desk.system.desk.hold(reference, agent=ANN, for_whom=for_whom)
    for _ in range(2):
        await desk.delivery_is_reported(desk.last_sms(), "undelivered", "30003")
    (conversation,) = await desk.conversations(ASTRID)
    assert (conversation.status, conversation.held_for) == (ConversationStatus.OPEN, None)
    assert conversation.waiting_since is not None
    told = [each.text for each in await desk.log(ASTRID, Direction.EVENT)]
    assert sum(text.startswith("Not delivered") for text in told) == 1
