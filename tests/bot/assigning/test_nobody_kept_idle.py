"""However much urgent work there is for others, everybody gets what there is for them."""

from datetime import timedelta

from sqlalchemy import update

from bot.assigning.dispatch import dispatch
from crm_store.schema import clocks
from crm_store.transaction import Transaction
from domain.assignment import OverflowStep
from domain.conversations import Priority
from domain.staffing import Taking
from tests.bot.assigning.floor_record import TestFloor

MINUTE = timedelta(minutes=1)


async def crowd(floor: TestFloor, queue: str) -> None:
    """Have people of so many kinds wait that not all of their lines are looked at together."""
    for priority in Priority:
        for tier in "abcdefgh":
            name = f"{priority.value}-{tier}"
            await floor.waits(name, queue=queue, priority=priority, tier=tier, since=20 * MINUTE)


async def test_what_overflows_later_keeps_nobody_from_their_own_work(floor: TestFloor) -> None:
    steps = (OverflowStep(after=0.8, to="general"),)
    await floor.queue("general", minutes=600)
    await floor.queue("refunds", minutes=60, requires={"refunds": 1}, overflow=steps)
    await floor.agent("ann")
    await floor.agent("ben", taking=Taking.PUSH)
    await crowd(floor, "refunds")
    await floor.waits("first", since=MINUTE)
    await floor.waits("second")
    taken = (await floor.takes("ann")).conversation
    assert taken is not None
    assert taken.id == "first"
    assert await dispatch(floor.tools) == 1


async def test_what_they_have_no_room_for_keeps_nobody_from_what_they_have(
    floor: TestFloor,
) -> None:
    room = {"email": 4, "web_chat": 1}
    await floor.agent("ann", taking=Taking.PUSH, capacity=room)
    await floor.waits("hers", channel="email")
    assert await dispatch(floor.tools) == 1
    await crowd(floor, "general")
    await floor.waits("letter", channel="email", priority=Priority.LOW)
    assert await dispatch(floor.tools) == 1
    assert "letter" not in await floor.waiting()


async def test_what_was_widened_may_be_taken_though_nothing_is_promised(floor: TestFloor) -> None:
    await floor.queue("refunds", requires={"refunds": 1})
    await floor.agent("ann")
    await floor.waits("a", queue="refunds")

    def promise_nothing(tx: Transaction) -> None:
        tx.execute(update(clocks).values(cancelled_at=floor.clock.now()))

    await floor.tools.store.run(promise_nothing)
    assert (await floor.takes("ann")).conversation is None
    await floor.changes("a", widened_to="general")
    assert (await floor.takes("ann")).conversation is not None
