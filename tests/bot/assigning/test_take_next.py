"""An agent asks for the next conversation and gets the one that needs them most."""

from datetime import timedelta

from sqlalchemy import update

from bot.clocks.follow_change import change_with_clocks
from crm_store.conversations import find_conversation_by_id
from crm_store.interactions import record_interaction
from crm_store.routings import list_routings
from crm_store.schema import conversations
from crm_store.transaction import Transaction
from domain.assignment import OverflowStep, Presence
from domain.conversations import Author, ConversationStatus, Direction
from domain.routings import RoutingKind
from domain.staffing import Taking
from tests.bot.assigning.floor_record import TestFloor

MINUTE = timedelta(minutes=1)
MANY = {"web_chat": 20, "email": 20}


async def test_the_promise_that_falls_due_first_is_kept_first(floor: TestFloor) -> None:
    await floor.queue("slow", minutes=600)
    await floor.agent("ann", capacity=MANY)
    await floor.waits("came-first", queue="slow", since=90 * MINUTE)
    await floor.waits("due-soon", since=50 * MINUTE)
    await floor.waits("due-later", since=10 * MINUTE)
    assert await floor.takes_all("ann") == ["due-soon", "due-later", "came-first"]


async def test_a_promise_that_can_be_kept_goes_before_one_that_is_broken(
    floor: TestFloor,
) -> None:
    await floor.agent("ann", capacity=MANY)
    await floor.waits("late", since=300 * MINUTE)
    await floor.waits("later", since=200 * MINUTE)
    await floor.waits("kept", since=50 * MINUTE)
    assert await floor.takes_all("ann") == ["kept", "late", "later"]


async def test_what_somebody_got_is_theirs_and_says_why(floor: TestFloor) -> None:
    ann = await floor.agent("ann")
    await floor.waits("a", since=5 * MINUTE)
    taken = await floor.takes("ann")
    assert taken.conversation is not None
    assert taken.conversation.assignee == ann.id
    assert not await floor.waiting()
    (routing,) = await floor.tools.store.read(list_routings, "a")
    assert (routing.kind, routing.agent, routing.by) == (RoutingKind.PULLED, ann.id, ann.id)
    assert routing.waited == 5 * MINUTE
    assert routing.explanation is not None
    assert routing.explanation.candidates[0].id == "a"
    assert "Ann" in routing.reason
    assert "Ann" not in routing.told


async def test_who_is_full_gets_nothing_until_something_is_done(floor: TestFloor) -> None:
    await floor.agent("ann", capacity={"web_chat": 1})
    await floor.waits("a", since=5 * MINUTE)
    await floor.waits("b")
    assert await floor.takes_all("ann") == ["a"]
    refused = await floor.takes("ann")
    assert "no room" in str(refused.explanation.rejected)
    await floor.changes("a", status=ConversationStatus.PENDING, waiting_since=None)
    assert await floor.takes_all("ann") == ["b"]


async def test_a_queue_is_served_by_who_is_trained_for_it_alone(floor: TestFloor) -> None:
    await floor.queue("refunds", requires={"refunds": 3})
    await floor.agent("ann", trained={"refunds": 2})
    await floor.agent("ben", trained={"refunds": 3})
    await floor.waits("a", queue="refunds")
    assert await floor.takes_all("ann") == []
    assert await floor.takes_all("ben") == ["a"]


async def test_a_customer_is_served_in_their_language(floor: TestFloor) -> None:
    await floor.skill("lang:de")
    await floor.agent("ann")
    await floor.agent("ben", trained={"lang:de": 4})
    await floor.waits("german", language="de")
    await floor.waits("french", language="fr")
    assert await floor.takes_all("ann") == ["french"]
    assert await floor.takes_all("ben") == ["german"]


async def test_others_help_once_the_queue_overflows_and_that_is_on_the_log(
    floor: TestFloor,
) -> None:
    await floor.queue(
        "refunds", requires={"refunds": 1}, overflow=(OverflowStep(after=0.5, to="general"),)
    )
    await floor.agent("ann")
    await floor.waits("a", queue="refunds")
    assert await floor.takes_all("ann") == []
    floor.clock.advance(31 * MINUTE)
    assert await floor.takes_all("ann") == ["a"]
    (routing,) = await floor.tools.store.read(list_routings, "a")
    assert routing.overflowed
    assert (routing.queue, routing.via) == ("refunds", "general")


async def test_the_people_of_a_queue_that_it_was_widened_to_may_take_it(
    floor: TestFloor,
) -> None:
    await floor.queue("refunds", requires={"refunds": 1})
    await floor.agent("ann")
    await floor.waits("a", queue="refunds")
    await floor.changes("a", widened_to="general")
    assert await floor.takes_all("ann") == ["a"]
    (routing,) = await floor.tools.store.read(list_routings, "a")
    assert (routing.queue, routing.via) == ("refunds", "general")


async def test_who_knows_the_customer_goes_first_for_a_while(floor: TestFloor) -> None:
    await floor.agent("ann")
    await floor.agent("ben")
    await floor.waits("before", customer="astrid")
    await floor.takes("ann")
    await floor.tools.store.run(_record_reply, floor, "before")
    await floor.waits("known", customer="astrid", since=2 * MINUTE)
    await floor.waits("unknown", since=2 * MINUTE)
    assert (await floor.waiting())["known"].known_agent == "s-ann"
    assert (await floor.takes("ben")).explanation.assignment is not None
    assert set(await floor.waiting()) == {"known"}
    got = await floor.takes("ann")
    assert got.explanation.assignment is not None
    assert got.explanation.assignment.known


def _record_reply(tx: Transaction, floor: TestFloor, name: str) -> None:
    found = find_conversation_by_id(tx, name)
    assert found is not None
    now = floor.clock.now()
    record_interaction(
        tx,
        found,
        interaction_id=floor.tools.ids.new(),
        direction=Direction.OUT,
        author=Author.AGENT,
        author_id="s-ann",
        author_name="Ann",
        now=now,
        text="So it is.",
    )
    change_with_clocks(
        tx,
        floor.tools,
        found,
        now=now,
        status=ConversationStatus.PENDING,
        waiting_since=None,
        replied_at=now,
    )


async def test_who_takes_part_in_no_queue_is_told_so(floor: TestFloor) -> None:
    await floor.agent("ann", taking=Taking.NONE)
    await floor.waits("a")
    refused = await floor.takes("ann")
    assert refused.conversation is None
    assert "takes part" in str(refused.explanation.rejected)


async def test_who_asks_is_there_whatever_their_presence_says(floor: TestFloor) -> None:
    await floor.agent("ann", presence=Presence.AWAY)
    await floor.waits("a")
    assert await floor.takes_all("ann") == ["a"]


async def test_one_that_cannot_be_read_keeps_nobody_from_the_others(floor: TestFloor) -> None:
    await floor.agent("ann")
    await floor.waits("poison", since=5 * MINUTE)
    await floor.waits("sound")

    def poison(tx: Transaction) -> None:
        changed = update(conversations).where(conversations.c.id == "poison")
        tx.execute(changed.values(pending={"question": None}))

    await floor.tools.store.run(poison)
    assert await floor.takes_all("ann") == ["sound"]
