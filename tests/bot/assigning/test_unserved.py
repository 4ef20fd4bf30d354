"""What nobody can take is told to supervisors, so that it is never invisible."""

from datetime import timedelta

from bot.assigning.unserved import note_all
from crm_store.alerts import list_alerts
from crm_store.routings import list_routings
from crm_store.waiting_notes import count_unserved, list_unserved
from domain.assignment import OverflowStep, Presence
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
