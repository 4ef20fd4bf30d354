"""The order of coming is kept in mind, so that nobody waits much longer than in it."""

from datetime import timedelta

from bot.assigning.floor import TURNS
from bot.assigning.keep_turns import start_keeper
from crm_store.routing_state import find_state
from domain.conversations import ConversationStatus
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
