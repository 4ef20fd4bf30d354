"""What cannot be done is tried again, then put aside where people see it; nobody else waits."""

from sqlalchemy import delete, update

from bot.tools import LEASE
from crm_store.jobs import claim_jobs
from crm_store.schema import jobs, queues
from crm_store.staff import record_queue
from crm_store.transaction import Transaction
from domain.messages import RawMessage
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import KNOWN, KNOWN_ANSWER, QUEUES, UNKNOWN


def unreadable(desk: StoryDesk) -> RawMessage:
    return RawMessage(
        channel="sms",
        account="main",
        delivery_id="unreadable",
        source=ASTRID,
        body=b"\xff\x00 this is no form",
        received_at=desk.clock.now(),
    )


async def test_an_unreadable_message_is_put_aside_at_once_and_can_be_seen(desk: StoryDesk):
    await desk.keep(unreadable(desk))
    await desk.settle()
    (job,) = await desk.shunted()
    assert "MalformedMessage" in (job.last_error or "")
    assert job.attempts == 1
    assert await desk.conversations() == []


async def test_it_does_not_block_what_the_same_customer_writes_next(desk: StoryDesk):
    await desk.keep(unreadable(desk))
    await desk.customer_texts(ASTRID, KNOWN)
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]
    assert len(await desk.shunted()) == 1


async def test_a_message_for_an_account_that_is_gone_waits_for_it_and_is_answered_when_it_is_back(
    desk: StoryDesk,
):
    await desk.text_is_kept(ASTRID, KNOWN)
    await desk.restart(sms=False)
    for _ in range(6):
        await desk.time_passes(minutes=3)
    (job,) = await desk.shunted()
    assert "sms account 'main'" in (job.last_error or "")
    await desk.restart()
    await desk.system.operations.replay(job.id)
    await desk.settle()
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]
    assert await desk.shunted() == ()


async def test_a_reply_for_an_account_that_is_gone_is_sent_when_it_is_back(desk: StoryDesk):
    desk.provider.fail_next("server_error")
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.restart(sms=False)
    for _ in range(6):
        await desk.time_passes(minutes=3)
    (job,) = await desk.shunted()
    assert (await desk.log(ASTRID))[-1].delivery == "queued"
    await desk.restart()
    await desk.system.operations.replay(job.id)
    await desk.settle()
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]
    assert (await desk.log(ASTRID))[-1].delivery == "sent"


def remove_queues(tx: Transaction) -> None:
    tx.execute(delete(queues))


def restore_queues(tx: Transaction) -> None:
    for queue in QUEUES:
        record_queue(tx, queue)


async def test_what_fails_is_tried_again_after_longer_and_longer_and_then_put_aside(
    desk: StoryDesk,
):
    await desk.system.store.run(remove_queues)
    await desk.customer_texts(ASTRID, UNKNOWN)
    for failures, seconds in ((1, 0.5), (2, 2), (3, 8), (4, 32), (5, 128)):
        job = await desk.job("process")
        assert job.failures == failures
        assert (job.available_at - desk.clock.now()).total_seconds() == seconds
        assert "no staff queue" in job.last_error
        await desk.time_passes(seconds=seconds)
    (shunted,) = await desk.shunted()
    assert shunted.failures == 6
    assert await desk.conversations() == []
    assert desk.said_to(ASTRID) == []


async def test_what_was_put_aside_is_done_whole_once_the_cause_is_gone(desk: StoryDesk):
    await desk.system.store.run(remove_queues)
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.customer_texts(JONAS, KNOWN)
    assert desk.said_to(JONAS) == [KNOWN_ANSWER]
    for _ in range(5):
        await desk.time_passes(minutes=3)
    await desk.system.store.run(restore_queues)
    (shunted,) = await desk.shunted()
    await desk.system.operations.replay(shunted.id)
    await desk.settle()
    assert (await desk.conversation(ASTRID)).queue == "general"
    assert len(desk.said_to(ASTRID)) == 1


async def test_what_a_process_took_in_before_it_died_is_answered_by_the_next_one(desk: StoryDesk):
    await desk.text_is_kept(ASTRID, KNOWN)
    await desk.restart()
    await desk.settle()
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]


async def take_up_and_die(desk: StoryDesk) -> None:
    """Take up all there is, as a process does that is killed over it."""
    now = desk.clock.now()
    assert await desk.system.store.run(claim_jobs, now=now, lease_until=now + LEASE, limit=10)
    await desk.restart()
    desk.clock.advance(LEASE)


async def test_restarts_use_up_no_retries(desk: StoryDesk):
    await desk.text_is_kept(ASTRID, UNKNOWN)
    for _ in range(6):
        await take_up_and_die(desk)
    await desk.system.store.run(remove_queues)
    await desk.settle()
    assert (await desk.job("process")).failures == 1
    await desk.system.store.run(restore_queues)
    await desk.time_passes(seconds=0.5)
    assert len(desk.said_to(ASTRID)) == 1


async def test_an_outage_of_two_minutes_puts_nothing_aside(desk: StoryDesk):
    await desk.system.store.run(remove_queues)
    await desk.customer_texts(ASTRID, UNKNOWN)
    for seconds in (0.5, 2, 8, 32, 77.5):
        await desk.time_passes(seconds=seconds)
    await desk.system.store.run(restore_queues)
    await desk.time_passes(minutes=1)
    assert await desk.shunted() == ()
    assert len(desk.said_to(ASTRID)) == 1


def take_up_often(tx: Transaction) -> None:
    tx.execute(update(jobs).values(attempts=20))


async def test_a_message_over_which_processes_die_again_and_again_is_put_aside(desk: StoryDesk):
    await desk.text_is_kept(ASTRID, KNOWN)
    await desk.system.store.run(take_up_often)
    await desk.settle()
    (job,) = await desk.shunted()
    assert "taken up 21 times without an end" in (job.last_error or "")
    await desk.system.operations.replay(job.id)
    await desk.settle()
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]
