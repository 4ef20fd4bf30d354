"""Those who wait stand in lines, and whoever can be next is found by what makes them first."""

from datetime import datetime, timedelta

from crm_store.store import Store
from crm_store.waiting import (
    WaitingRow,
    count_waiting_rows,
    find_waiting,
    finish_waiting,
    list_waiting,
    record_turns,
    save_waiting,
)
from crm_store.waiting_heads import Order, list_heads, lock_next_in_line, read_heads
from crm_store.waiting_lines import LineKey, list_lines
from tests.bot.assigning.floor_record import TestFloor, make_tools
from tests.fakes import FakeClock

MINUTE = timedelta(minutes=1)


async def _open(store: Store, *names: str) -> datetime:
    clock = FakeClock()
    floor = TestFloor(make_tools(store, clock), clock)
    await floor.queue("general")
    for place, name in enumerate(names):
        await floor.waits(name, since=(100 - place) * MINUTE)
    return clock.now()


async def test_a_line_is_made_once_and_what_is_noted_stays_as_a_row_moves(store: Store) -> None:
    now = await _open(store, "a", "b")
    assert len(await store.read(list_lines)) == 1
    await store.run(record_turns, [("a", now)])
    row = await store.read(find_waiting, "a")
    assert row is not None
    moved = LineKey(
        queue="general", channel="sms", language="", tier="gold", priority="high", target=None
    )
    await store.run(
        save_waiting, WaitingRow(conversation_id="a", line=moved, waiting_since=row.waiting_since)
    )
    changed = await store.read(find_waiting, "a")
    assert changed is not None
    assert (changed.line, changed.turn_at, changed.due_at) == (moved, now, None)


async def test_heads_are_the_first_by_each_thing_that_makes_somebody_first(store: Store) -> None:
    now = await _open(store, "late", "b", "c")
    # Promised within an hour: by then "late" and "b" are late.
    at = now - 39 * MINUTE
    (line,) = await store.read(list_lines)
    heads = {head.order: head.at for head in await store.read(list_heads, now=at)}
    assert heads == {Order.LATE: now - 40 * MINUTE, Order.HOLDS: now - 38 * MINUTE}
    await store.run(record_turns, [("b", now)])
    orders = {order: [line] for order in Order}
    rows = await store.read(read_heads, orders, agent=None, now=at)
    assert {row.conversation_id for row in rows} == {"late", "b", "c"}
    rows = await store.read(read_heads, orders, agent=None, skipped=["late", "b"], now=at)
    assert {row.conversation_id for row in rows} == {"c"}


async def test_whoever_stands_behind_is_locked_instead(store: Store) -> None:
    now = await _open(store, "a", "b")
    (line,) = await store.read(list_lines)
    found = await store.run(lock_next_in_line, line, Order.LATE, skipped=["a"], now=now)
    assert found == "b"
    assert await store.run(lock_next_in_line, line, Order.TURN, skipped=[], now=now) is None


async def test_pages_list_everybody_once_and_who_is_gone_is_not_listed(store: Store) -> None:
    await _open(store, "a", "b", "c")
    await store.run(finish_waiting, "b")
    first = await store.read(list_waiting, limit=1)
    rest = await store.read(list_waiting, after=first[0].conversation_id)
    assert [row.conversation_id for row in (*first, *rest)] == ["a", "c"]
    assert await store.read(count_waiting_rows) == 2
