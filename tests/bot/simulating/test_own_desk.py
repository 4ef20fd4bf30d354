"""The desk itself as a scenario, from what is on its record, on each engine."""

from datetime import time, timedelta

import pytest

from bot.simulating.desk import SimulationDesk, SimulationTools
from bot.simulating.read_own_desk import read_own_desk
from bot.simulating.scenario_source import OWN
from crm_store.agent_profiles import record_agent_profile
from crm_store.conversations import change_conversation
from crm_store.simulations import get_simulation
from crm_store.skills import record_skill
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.conversations import Author, Direction
from domain.errors import NotFoundError
from domain.routings import RoutingKind
from domain.simulations import SimulationState
from domain.staffing import AgentProfile, Shift, Skill, Taking
from routing.simulation.changes import AddedPeople, Changes
from routing.simulation.own_desk import describe_desk
from routing.simulation.reading import ScenarioError, check_scenario
from tests.bot.simulating.held_simulator import HeldSimulator
from tests.console.record import begin, hand_over, record_company, say
from tests.console.routing_record import put_routing
from tests.fakes import FakeClock, SequentialIds

NOW = FakeClock().now()
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def record_week(tx: Transaction) -> None:
    """Record three conversations of last Monday, each answered 12 minutes after it was taken."""
    record_company(tx, NOW)
    for number in (1, 2, 3):
        at = NOW - 7 * DAY
        one = hand_over(tx, begin(tx, number, now=at), now=at)
        put_routing(tx, one, RoutingKind.QUEUED, at)
        # Once more in the queue is no other customer.
        put_routing(tx, one, RoutingKind.QUEUED, at + MINUTE, number="again")
        put_routing(tx, one, RoutingKind.PULLED, at + 5 * MINUTE, agent="s-agent", via="baggage")
        say(
            tx,
            one,
            f"reply-{number}",
            text="It is on its way.",
            now=at + 17 * MINUTE,
            direction=Direction.OUT,
            author=Author.AGENT,
            author_id="s-agent",
            author_name="Agent Berg",
        )
        change_conversation(tx, one, now=at + 17 * MINUTE, assignee="s-agent")


def make_desk(store: Store, simulator: HeldSimulator | None = None) -> SimulationDesk:
    tools = SimulationTools(
        store=store,
        clock=FakeClock(),
        ids=SequentialIds(),
        simulator=simulator or HeldSimulator(),
    )
    return SimulationDesk(tools, look_seconds=0.01)


async def test_arrivals_targets_and_handling_come_from_the_record(store: Store) -> None:
    await store.run(record_week)
    found = await make_desk(store).find_scenario(OWN)
    assert found.source == "own:0"
    (kind,) = found.scenario.classes
    assert (kind.queue, kind.channel, kind.language, kind.tier) == (
        *("baggage", "api", "any", "gold"),
    )
    hour = (NOW - 7 * DAY).hour
    # Two Mondays: the one on which they came, and today.
    assert kind.arrivals_per_hour[hour] == 1.5
    assert sum(kind.arrivals_per_hour) == 1.5
    assert kind.first_response_minutes == 30
    # Three times 12 minutes, drawn towards the 10 from which everything begins.
    assert 10 < kind.handling_minutes.mean < 12
    assert [each.name for each in found.scenario.agents] == ["Agent Berg"]


async def test_profiles_shifts_and_registered_languages_count(store: Store) -> None:
    await store.run(record_week)

    def staff(tx: Transaction) -> None:
        record_skill(tx, Skill(name="lang:en", title="English", created_at=NOW))
        profile = AgentProfile(
            staff_id="s-knowledge",
            skills={"lang:en": 4},
            capacity={"api": 2},
            shifts=(Shift(weekday=0, starts=time(8), ends=time(0)),),
            taking=Taking.PUSH,
        )
        record_agent_profile(tx, profile, now=NOW)

    await store.run(staff)
    record = await store.read(read_own_desk, time_zone="Europe/Berlin", now=NOW)
    own = describe_desk(record)
    scenario = check_scenario(own.scenario)
    by_name = {each.name: each for each in scenario.agents}
    assert own.offset == 60
    assert by_name["Knowledge Berg"].shifts == (("07:00", "23:00"),)
    # Who has no shifts is there when those are who have some.
    assert by_name["Agent Berg"].shifts == (("07:00", "23:00"),)
    assert by_name["Knowledge Berg"].skills["lang:en"] == 4
    assert [each.language for each in scenario.classes] == ["en"]


async def test_a_desk_to_which_nothing_came_is_refused_in_words(store: Store) -> None:
    await store.run(record_company, NOW)
    with pytest.raises(ScenarioError, match="nothing came to people on a Monday"):
        await make_desk(store).find_scenario(OWN)
    with pytest.raises(NotFoundError, match="there is no scenario 'mine'; there are own, small"):
        await make_desk(store).find_scenario("mine")


async def test_a_result_is_kept_with_what_was_asked(store: Store) -> None:
    await store.run(record_week)
    simulator = HeldSimulator()
    desk = make_desk(store, simulator)
    found = await desk.find_scenario(OWN)
    changes = Changes(add=(AddedPeople(number=2, speaks=("de",)),))
    begun = await desk.start(found, changes, owner="Ana")
    simulator.give({"before": {}, "after": None, "seeds": 5, "days": 5})
    await simulator.ended.wait()
    await desk.finish()
    kept = await store.read(get_simulation, begun.id)
    assert (kept.state, kept.owner, kept.source) == (SimulationState.DONE, "Ana", "own:0")
    assert kept.result == {"before": {}, "after": None, "seeds": 5, "days": 5}
    assert Changes.model_validate(kept.changes) == changes
    again = await desk.find_scenario(f"kept:{begun.id}")
    assert again.scenario == found.scenario
    assert [each.id for each in await desk.list_recent()] == [begun.id]
