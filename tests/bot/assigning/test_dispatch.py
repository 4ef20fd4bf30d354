"""Who wants to be given work gets it as soon as there is some and they have room for it."""

from datetime import timedelta

from sqlalchemy import update

from bot.assigning.dispatch import dispatch
from crm_store.alerts import list_alerts
from crm_store.routings import list_routings
from crm_store.schema import conversations
from crm_store.transaction import Transaction
from domain.assignment import OverflowStep, Presence
from domain.conversations import ConversationStatus
from domain.routings import RoutingKind
from domain.staffing import Taking
from tests.bot.assigning.floor_record import TestFloor

MINUTE = timedelta(minutes=1)
ONE = {"web_chat": 1}


async def test_work_is_given_to_who_is_free_and_they_are_told(floor: TestFloor) -> None:
    ann = await floor.agent("ann", taking=Taking.PUSH)
    await floor.waits("a", since=5 * MINUTE)
    assert await dispatch(floor.tools) == 1
    assert not await floor.waiting()
    (routing,) = await floor.tools.store.read(list_routings, "a")
    assert (routing.kind, routing.agent, routing.by) == (RoutingKind.PUSHED, ann.id, None)
    (told,) = await floor.tools.store.read(list_alerts, ann, limit=5)
    assert told.conversation_id == "a"


async def test_nothing_is_given_to_who_asks_for_work_is_away_or_full(floor: TestFloor) -> None:
    await floor.agent("asks", taking=Taking.PULL)
    await floor.agent("away", taking=Taking.PUSH, presence=Presence.AWAY)
    await floor.agent("full", taking=Taking.PUSH, capacity={"email": 1})
    await floor.waits("a")
    assert await dispatch(floor.tools) == 0
    assert set(await floor.waiting()) == {"a"}


async def test_the_backlog_drains_as_soon_as_somebody_has_room(floor: TestFloor) -> None:
    await floor.agent("ann", taking=Taking.PUSH, capacity=ONE)
    for number in range(3):
        await floor.waits(f"a{number}", since=(10 - number) * MINUTE)
    assert await dispatch(floor.tools) == 1
    assert await dispatch(floor.tools) == 0
    await floor.changes("a0", status=ConversationStatus.PENDING, waiting_since=None)
    assert await dispatch(floor.tools) == 1
    await floor.resolves("a1")
    assert await dispatch(floor.tools) == 1
    assert not await floor.waiting()


async def test_who_comes_back_is_given_what_waits(floor: TestFloor) -> None:
    await floor.agent("ann", taking=Taking.PUSH, presence=Presence.OFFLINE)
    await floor.waits("a")
    assert await dispatch(floor.tools) == 0
    await floor.is_now("ann", Presence.AVAILABLE)
    assert await dispatch(floor.tools) == 1


async def test_whose_skills_are_rare_is_kept_for_who_needs_them(floor: TestFloor) -> None:
    await floor.queue("refunds", requires={"refunds": 1})
    await floor.agent("ann", taking=Taking.PUSH, trained={"refunds": 3}, capacity=ONE)
    await floor.agent("ben", taking=Taking.PUSH, capacity=ONE)
    await floor.waits("simple", since=2 * MINUTE)
    await floor.waits("refund", queue="refunds")
    assert await dispatch(floor.tools) == 2
    (simple,) = await floor.tools.store.read(list_routings, "simple")
    (refund,) = await floor.tools.store.read(list_routings, "refund")
    assert (simple.agent, refund.agent) == ("s-ben", "s-ann")
    assert refund.explanation is not None
    assert "refunds" in str(refund.explanation.rejected)


async def test_others_are_given_it_once_the_queue_overflows(floor: TestFloor) -> None:
    steps = (OverflowStep(after=0.5, to="general"),)
    await floor.queue("refunds", requires={"refunds": 1}, overflow=steps)
    await floor.agent("ann", taking=Taking.PUSH)
    await floor.waits("a", queue="refunds")
    assert await dispatch(floor.tools) == 0
    floor.clock.advance(31 * MINUTE)
    await floor.is_now("ann", Presence.AVAILABLE)
    assert await dispatch(floor.tools) == 1


async def test_one_that_cannot_be_given_keeps_no_other_waiting(floor: TestFloor) -> None:
    await floor.agent("ann", taking=Taking.PUSH)
    await floor.waits("poison", since=5 * MINUTE)
    await floor.waits("sound")

    def poison(tx: Transaction) -> None:
        changed = update(conversations).where(conversations.c.id == "poison")
        tx.execute(changed.values(pending={"question": None}))

    await floor.tools.store.run(poison)
    assert await dispatch(floor.tools) == 1
    assert set(await floor.waiting()) == {"poison"}
