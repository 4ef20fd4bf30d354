"""The order of coming is kept in mind, so that nobody waits much longer than in it."""

from datetime import timedelta

from bot.assigning.floor import TURNS
from bot.assigning.keep_turns import TurnsKeeper, start_keeper
from crm_store.routing_state import find_state
from crm_store.waiting import list_waiting, record_turns
from domain.conversations import ConversationStatus, Priority
from tests.bot.assigning.floor_record import TestFloor

MINUTE = timedelta(minutes=1)


async def test_whose_turn_has_come_is_marked_and_stays_so_after_a_restart(
    floor: TestFloor,
) -> None:
    await floor.agent("ann", capacity={"web_chat": 1})
    await floor.waits("a", since=3 * MINUTE)
    await floor.waits("b", since=2 * MINUTE)
    keeper = await start_keeper(floor.tools)
    await keeper.go_on()
    rows = await floor.waiting()
    assert rows["a"].turn_at is not None
    assert rows["b"].turn_at is None
    again = await start_keeper(floor.tools)
    await again.go_on()
    assert (await floor.waiting())["a"].turn_at == rows["a"].turn_at


async def test_what_happens_afterwards_is_taken_up(floor: TestFloor) -> None:
    await floor.agent("ann", capacity={"web_chat": 1})
    keeper = await start_keeper(floor.tools)
    await floor.waits("a")
    await floor.waits("b")
    await keeper.go_on()
    assert set(keeper.waiting) == {"a", "b"}
    assert await floor.takes_all("ann") == ["a"]
    floor.clock.advance(4 * MINUTE)
    await floor.changes("a", status=ConversationStatus.PENDING, waiting_since=None)
    await floor.resolves("b")
    await keeper.go_on()
    assert not keeper.waiting
    assert not keeper.served


async def test_what_is_learned_is_told_to_all_who_give_out_work(floor: TestFloor) -> None:
    await floor.agent("ann")
    await floor.waits("a", since=9 * MINUTE)
    keeper = await start_keeper(floor.tools)
    await keeper.go_on()
    known = await floor.tools.store.read(find_state, TURNS)
    assert known is not None
    assert known["waiting"] == 1
    assert list(known["usual_minutes"].values()) == [9.0]


async def test_who_is_put_into_another_queue_stands_there_and_not_where_they_did(
    floor: TestFloor,
) -> None:
    await floor.agent("ann", capacity={"web_chat": 1})
    await floor.queue("refunds", requires={"refunds": 1})
    await floor.waits("a", since=3 * MINUTE)
    keeper = await start_keeper(floor.tools)
    await keeper.go_on()
    assert (await floor.waiting())["a"].turn_at is not None
    await floor.changes("a", queue="refunds")
    assert (await floor.waiting())["a"].turn_at is None
    await keeper.go_on()
    assert keeper.waiting["a"].queue == "refunds"
    # Nobody is trained for it there.
    assert (await floor.waiting())["a"].turn_at is None
    await floor.changes("a", queue=None)
    await keeper.go_on()
    assert not keeper.waiting


async def test_whose_turn_has_come_keeps_it_with_another_priority(floor: TestFloor) -> None:
    await floor.agent("ann", capacity={"web_chat": 1})
    await floor.waits("a", since=3 * MINUTE)
    keeper = await start_keeper(floor.tools)
    await keeper.go_on()
    turn_at = (await floor.waiting())["a"].turn_at
    floor.clock.advance(MINUTE)
    await floor.changes("a", priority=Priority.URGENT)
    await keeper.go_on()
    assert (keeper.waiting["a"].priority, keeper.waiting["a"].turn_at) == ("urgent", turn_at)
    assert (await floor.waiting())["a"].turn_at == turn_at


async def test_a_turn_in_the_old_queue_that_is_noted_late_is_taken_back(floor: TestFloor) -> None:
    await floor.queue("refunds", requires={"refunds": 1})
    await floor.waits("a")
    keeper = await start_keeper(floor.tools)
    await floor.changes("a", queue="refunds")
    await floor.tools.store.run(record_turns, [("a", floor.clock.now())])
    await keeper.go_on()
    assert (await floor.waiting())["a"].turn_at is None


async def test_who_is_listed_and_told_of_as_well_has_one_turn(floor: TestFloor) -> None:
    await floor.agent("ann", capacity={"web_chat": 1})
    keeper = TurnsKeeper(floor.tools)
    await floor.waits("a", since=3 * MINUTE)
    turn_at = floor.clock.now()
    await floor.tools.store.run(record_turns, [("a", turn_at)])
    # As where it came between what was passed over and what was listed.
    keeper.remember(await floor.tools.store.read(list_waiting))
    keeper.restore()
    floor.clock.advance(MINUTE)
    await keeper.go_on()
    assert set(keeper.waiting) == {"a"}
    assert (await floor.waiting())["a"].turn_at == turn_at


async def test_how_long_people_usually_wait_is_known_after_a_restart(floor: TestFloor) -> None:
    await floor.agent("ann", capacity={"web_chat": 1})
    await floor.waits("a", since=9 * MINUTE)
    await (await start_keeper(floor.tools)).go_on()
    assert await floor.takes_all("ann") == ["a"]
    floor.clock.advance(MINUTE)
    await (await start_keeper(floor.tools)).go_on()
    known = await floor.tools.store.read(find_state, TURNS)
    assert known is not None
    assert list(known["usual_minutes"].values()) == [9.0]
