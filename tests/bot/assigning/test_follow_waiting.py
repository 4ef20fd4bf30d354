"""Whoever waits for an agent has a row that says so, and nobody else has one."""

from datetime import timedelta

import pytest

from bot.assigning.reconcile import reconcile
from bot.assigning.unserved import note_all
from crm_store.conversations import change_conversation, find_conversation_by_id
from crm_store.routings import list_routings
from crm_store.transaction import Transaction
from crm_store.waiting import record_turns
from domain.assignment import OverflowStep
from domain.conversations import ConversationStatus, Priority
from domain.routings import RoutingKind
from tests.bot.assigning.floor_record import TestFloor

HOUR = timedelta(hours=1)


async def test_who_comes_to_a_queue_waits_with_when_their_answer_falls_due(
    floor: TestFloor,
) -> None:
    begun = await floor.waits("a", tier="gold", priority=Priority.HIGH)
    row = (await floor.waiting())["a"]
    assert row.waiting_since == begun.waiting_since
    assert row.due_at == floor.clock.now() + HOUR
    assert row.line.target == HOUR
    assert (row.line.queue, row.line.tier, row.line.priority) == ("general", "gold", "high")


@pytest.mark.parametrize(
    "change",
    [
        {"assignee": "s-ann"},
        {"status": ConversationStatus.RESOLVED},
        {"status": ConversationStatus.SNOOZED},
        {"status": ConversationStatus.ON_HOLD},
        {"status": ConversationStatus.PENDING, "waiting_since": None},
        {"queue": None},
    ],
)
async def test_who_is_seen_to_or_put_off_waits_no_more(
    floor: TestFloor, change: dict[str, object]
) -> None:
    await floor.agent("ann")
    await floor.waits("a")
    await floor.changes("a", **change)
    assert not await floor.waiting()


async def test_what_is_given_back_waits_again_since_when_it_did(floor: TestFloor) -> None:
    begun = await floor.waits("a")
    await floor.changes("a", assignee="s-ann")
    floor.clock.advance(HOUR)
    await floor.changes("a", assignee=None)
    assert (await floor.waiting())["a"].waiting_since == begun.waiting_since


async def test_a_raised_priority_moves_it_to_another_line_with_its_new_promise(
    floor: TestFloor,
) -> None:
    await floor.waits("a")
    await floor.changes("a", priority=Priority.URGENT)
    assert (await floor.waiting())["a"].line.priority == "urgent"


async def test_a_language_is_demanded_once_people_are_registered_as_speaking_it(
    floor: TestFloor,
) -> None:
    await floor.waits("a", language="de")
    assert (await floor.waiting())["a"].line.language == ""
    await floor.skill("lang:de")
    await floor.waits("b", language="de")
    assert (await floor.waiting())["b"].line.language == "de"
    assert await reconcile(floor.tools) == 1
    assert (await floor.waiting())["a"].line.language == "de"


async def test_rows_that_say_something_else_than_their_conversations_are_mended(
    floor: TestFloor,
) -> None:
    await floor.waits("missing")
    await floor.waits("right")
    await floor.waits("left-over")
    await floor.changes("missing", status=ConversationStatus.PENDING)

    def go_behind(tx: Transaction) -> None:
        for name, changes in (
            ("missing", {"status": ConversationStatus.OPEN}),
            ("left-over", {"status": ConversationStatus.RESOLVED}),
        ):
            found = find_conversation_by_id(tx, name)
            assert found is not None
            change_conversation(tx, found, now=floor.clock.now(), **changes)

    await floor.tools.store.run(go_behind)
    assert set(await floor.waiting()) == {"right", "left-over"}
    assert await reconcile(floor.tools) == 2
    assert set(await floor.waiting()) == {"right", "missing"}
    assert await reconcile(floor.tools) == 0


async def test_in_another_queue_its_first_overflow_step_is_noted_as_well(floor: TestFloor) -> None:
    for name in ("x", "y"):
        await floor.queue(name, overflow=(OverflowStep(after=0.5, to="general"),))
    await floor.agent("ann")
    await floor.waits("a", queue="x")
    floor.clock.advance(HOUR / 2)
    assert await note_all(floor.tools) == 1
    await floor.changes("a", queue="y")
    assert (await floor.waiting())["a"].widened == 0
    floor.clock.advance(HOUR)
    assert await note_all(floor.tools) == 1
    log = await floor.tools.store.read(list_routings, "a")
    widened = [each.queue for each in log if each.kind is RoutingKind.WIDENED]
    assert widened == ["x", "y"]


async def test_another_priority_keeps_what_is_noted(floor: TestFloor) -> None:
    await floor.waits("a")
    now = floor.clock.now()
    await floor.tools.store.run(record_turns, [("a", now)])
    await floor.changes("a", priority=Priority.URGENT)
    assert (await floor.waiting())["a"].turn_at == now
    await floor.queue("other")
    await floor.changes("a", queue="other")
    assert (await floor.waiting())["a"].turn_at is None
