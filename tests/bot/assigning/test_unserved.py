"""What nobody can take is told to supervisors, so that it is never invisible."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.util import await_only

from bot.assigning import unserved
from bot.assigning.floor import read_floor
from bot.assigning.unserved import note_all
from bot.assigning.what_to_note import decide_notes
from crm_store.alerts import list_alerts
from crm_store.conversations import lock_conversation
from crm_store.routings import list_routings
from crm_store.transaction import Transaction
from crm_store.waiting_notes import count_unserved, list_noted_groups, list_unserved
from domain.assignment import AssignmentPolicy, OverflowStep, Presence
from domain.conversations import Priority
from domain.routings import RoutingKind
from domain.staff import Role
from domain.staffing import Taking
from tests.bot.assigning.floor_record import TestFloor

MINUTE = timedelta(minutes=1)


async def test_a_queue_nobody_is_trained_for_is_told_once(floor: TestFloor) -> None:
    boss = await floor.agent("boss", role=Role.SUPERVISOR, taking=Taking.NONE)
    await floor.agent("ann")
    await floor.queue("refunds", requires={"refunds": 2})
    await floor.waits("a", queue="refunds")
    assert await note_all(floor.tools) == 1
    assert await note_all(floor.tools) == 0
    (routing,) = await floor.tools.store.read(list_routings, "a")
    assert routing.kind is RoutingKind.UNSERVED
    assert "nobody is trained for refunds at level 2" in routing.reason.lower()
    (told,) = await floor.tools.store.read(list_alerts, boss, limit=5)
    assert "refunds" in told.text
    assert await floor.tools.store.read(count_unserved) == {"refunds": 1}
    (row,) = await floor.tools.store.read(list_unserved)
    assert row.unserved_since == routing.at == floor.clock.now()


async def test_skills_and_languages_are_told_as_people_call_them(floor: TestFloor) -> None:
    boss = await floor.agent("boss", role=Role.SUPERVISOR, taking=Taking.NONE)
    await floor.skill("vip-care", "Care for VIPs")
    await floor.skill("lang:de", "German")
    await floor.agent("ann")
    await floor.queue("vip", requires={"vip-care": 2})
    await floor.waits("a", queue="vip", language="de")
    await note_all(floor.tools)
    (routing,) = await floor.tools.store.read(list_routings, "a")
    assert routing.reason == "Nobody is trained for Care for VIPs at level 2 and German."
    (told,) = await floor.tools.store.read(list_alerts, boss, limit=5)
    assert "Care for VIPs at level 2 and German" in told.text


async def test_it_is_no_longer_told_once_somebody_is_trained(floor: TestFloor) -> None:
    await floor.queue("refunds", requires={"refunds": 2})
    await floor.waits("a", queue="refunds")
    await note_all(floor.tools)
    await floor.agent("ann", trained={"refunds": 2})
    await note_all(floor.tools)
    assert not await floor.tools.store.read(list_unserved)


async def test_agents_with_capacity_zero_are_named_as_the_reason(floor: TestFloor) -> None:
    await floor.agent("ann", capacity={"email": 3, "web_chat": 0})
    await floor.waits("a")
    assert await note_all(floor.tools) == 1
    (routing,) = await floor.tools.store.read(list_routings, "a")
    assert "capacity" in routing.reason


async def test_where_all_who_could_are_gone_it_is_told_as_time_runs_out(
    floor: TestFloor,
) -> None:
    await floor.agent("ann", presence=Presence.OFFLINE)
    await floor.waits("a")
    assert await note_all(floor.tools) == 0
    floor.clock.advance(31 * MINUTE)
    assert await note_all(floor.tools) == 1
    await floor.is_now("ann", Presence.AVAILABLE)
    await note_all(floor.tools)
    assert not await floor.tools.store.read(list_unserved)


async def test_each_overflow_step_is_on_the_log_once(floor: TestFloor) -> None:
    steps = (OverflowStep(after=0.5, to="general"), OverflowStep(after=0.8, to="last"))
    await floor.queue("last")
    await floor.queue("refunds", requires={"refunds": 1}, overflow=steps)
    await floor.agent("ann", trained={"refunds": 1})
    await floor.waits("a", queue="refunds")
    assert await note_all(floor.tools) == 0
    floor.clock.advance(31 * MINUTE)
    assert await note_all(floor.tools) == 1
    assert await note_all(floor.tools) == 0
    floor.clock.advance(20 * MINUTE)
    assert await note_all(floor.tools) == 1
    log = await floor.tools.store.read(list_routings, "a")
    assert [(each.kind, each.via) for each in log] == [
        (RoutingKind.WIDENED, "general"),
        (RoutingKind.WIDENED, "last"),
    ]
    assert "the people of General may take it" in log[0].reason


async def test_who_comes_and_goes_makes_one_line_and_one_bell(floor: TestFloor) -> None:
    boss = await floor.agent("boss", role=Role.SUPERVISOR, taking=Taking.NONE)
    await floor.agent("ann", presence=Presence.OFFLINE)
    await floor.waits("a")
    await floor.waits("b", tier="gold")
    floor.clock.advance(31 * MINUTE)
    assert await note_all(floor.tools) == 2
    for presence in (Presence.AVAILABLE, Presence.AWAY) * 4:
        await floor.is_now("ann", presence)
        floor.clock.advance(MINUTE)
        assert await note_all(floor.tools) == 0
        marked = await floor.tools.store.read(list_unserved)
        assert len(marked) == (0 if presence is Presence.AVAILABLE else 2)
    assert len(await floor.tools.store.read(list_routings, "a")) == 1
    (told,) = await floor.tools.store.read(list_alerts, boss, limit=5)
    assert told.text == (
        "Nobody can take this: one person could take it, and is offline. "
        "The same holds of one other."
    )


async def test_it_is_told_again_once_it_waits_anew_or_elsewhere(floor: TestFloor) -> None:
    boss = await floor.agent("boss", role=Role.SUPERVISOR, taking=Taking.NONE)
    await floor.agent("ann")
    await floor.queue("refunds", requires={"refunds": 1})
    await floor.queue("visas", requires={"visas": 1})
    await floor.waits("a", queue="refunds")
    assert await note_all(floor.tools) == 1
    await floor.changes("a", priority=Priority.URGENT)
    assert await note_all(floor.tools) == 0
    await floor.changes("a", queue="visas")
    floor.clock.advance(MINUTE)
    assert await note_all(floor.tools) == 1
    await floor.changes("a", assignee="s-ann")
    await floor.changes("a", assignee=None)
    floor.clock.advance(MINUTE)
    assert await note_all(floor.tools) == 1
    assert len(await floor.tools.store.read(list_alerts, boss, limit=5)) == 2


async def test_another_reason_is_on_the_log_as_well(floor: TestFloor) -> None:
    await floor.agent("ann", presence=Presence.OFFLINE)
    await floor.waits("a")
    floor.clock.advance(31 * MINUTE)
    assert await note_all(floor.tools) == 1
    await floor.queue("general", requires={"refunds": 1})
    floor.clock.advance(MINUTE)
    assert await note_all(floor.tools) == 1
    log = await floor.tools.store.read(list_routings, "a")
    assert [each.reason.split(maxsplit=1)[0] for each in log] == ["One", "Nobody"]


async def test_who_is_away_is_not_called_gone(floor: TestFloor) -> None:
    await floor.agent("ann", presence=Presence.AWAY)
    await floor.agent("ben", presence=Presence.AWAY)
    await floor.agent("cleo", presence=Presence.OFFLINE)
    await floor.waits("a")
    floor.clock.advance(31 * MINUTE)
    await note_all(floor.tools)
    (routing,) = await floor.tools.store.read(list_routings, "a")
    assert routing.reason == "3 people could take it: 2 are away and 1 is offline."


async def test_however_many_wait_each_is_noted_once_and_as_long_as_it_is_ours(
    floor: TestFloor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unserved, "_AT_ONCE", 3)
    await floor.queue("refunds", requires={"refunds": 1})
    for number in range(10):
        await floor.waits(f"w{number}", queue="refunds", tier=("gold", "standard")[number % 2])
    asked: list[None] = []

    async def lose_it() -> bool:
        asked.append(None)
        return len(asked) < 2

    assert await note_all(floor.tools, go_on=lose_it) == 6
    assert await note_all(floor.tools) == 4
    assert await note_all(floor.tools) == 0
    for number in range(10):
        assert len(await floor.tools.store.read(list_routings, f"w{number}")) == 1
    await floor.agent("ann", trained={"refunds": 1})
    floor.clock.advance(MINUTE)
    await note_all(floor.tools)
    assert not await floor.tools.store.read(list_unserved)


async def test_of_what_is_as_it_was_nothing_is_written(floor: TestFloor) -> None:
    await floor.queue("refunds", requires={"refunds": 1})
    await floor.waits("a", queue="refunds")
    await note_all(floor.tools)
    view = await floor.tools.store.read(
        read_floor, AssignmentPolicy(), now=floor.clock.now(), time_zone="UTC"
    )
    groups = await floor.tools.store.read(list_noted_groups)
    assert decide_notes(view, groups, floor.clock.now()) == ()


async def test_what_somebody_works_on_is_left_for_the_next_look(floor: TestFloor) -> None:
    store = floor.tools.store
    if not await store.read(lambda tx: tx.on_postgres):
        # Here one writes at a time.
        return
    await floor.queue("refunds", requires={"refunds": 1})
    for name in ("a", "b"):
        await floor.waits(name, queue="refunds")
    locked, noted = asyncio.Event(), asyncio.Event()

    def work(tx: Transaction) -> None:
        lock_conversation(tx, "FD-A")
        locked.set()
        await_only(noted.wait())

    working = asyncio.create_task(store.run(work))
    await locked.wait()
    assert await note_all(floor.tools) == 1
    noted.set()
    await working
    assert await note_all(floor.tools) == 1
