"""One simulation at a time, for whoever waits for it, and none for nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.simulating.desk import MOST_BYTES, SimulationDesk, SimulationTools
from crm_store.schema import simulations
from crm_store.simulations import KEPT, get_simulation
from crm_store.store import Store, make_store
from domain.errors import FrontdeskError, NotFoundError, TooManyRequestsError
from domain.simulations import LOST_AFTER, WATCHED_FOR, Simulation, SimulationState
from routing.simulation.changes import Changes
from routing.simulation.reading import ScenarioError
from tests.bot.simulating.held_simulator import HeldSimulator
from tests.fakes import FakeClock, SequentialIds

SMALL = "small-multilingual-helpdesk"


class Bench:
    """A desk with a simulator that is done when a test says so."""

    def __init__(self, store: Store) -> None:
        self.store, self.clock, self.simulator = store, FakeClock(), HeldSimulator()
        self.ids = SequentialIds()
        self.desk = self.make_desk()

    def make_desk(self) -> SimulationDesk:
        tools = SimulationTools(
            store=self.store, clock=self.clock, ids=self.ids, simulator=self.simulator
        )
        return SimulationDesk(tools, look_seconds=0.01)

    async def start(self) -> Simulation:
        found = await self.desk.find_scenario(SMALL)
        begun = await self.desk.start(found, Changes(arrivals_factor=1.2), owner="Ana")
        await self.simulator.begun.wait()
        return begun

    async def read(self, simulation_id: str) -> Simulation:
        return await self.store.read(get_simulation, simulation_id)


@pytest.fixture
async def bench(sqlite_url: str):
    store = make_store(sqlite_url)
    await store.open()
    made = Bench(store)
    yield made
    await made.desk.close()
    await store.close()


async def test_a_second_one_is_told_that_the_first_runs(bench: Bench) -> None:
    await bench.start()
    with pytest.raises(TooManyRequestsError, match="runs a simulation of Ana already"):
        await bench.start()
    bench.simulator.give({"seeds": 1})
    await bench.desk.finish()
    bench.simulator.begun.clear()
    await bench.start()


async def test_one_that_is_ended_by_another_server_is_called_off_here(bench: Bench) -> None:
    begun = await bench.start()
    await bench.make_desk().stop(begun.id)
    await bench.simulator.ended.wait()
    await bench.desk.finish()
    assert bench.simulator.called_off
    assert (await bench.read(begun.id)).state is SimulationState.STOPPED


async def test_one_for_which_nobody_asks_any_more_is_called_off(bench: Bench) -> None:
    begun = await bench.start()
    bench.clock.advance(WATCHED_FOR)
    await bench.desk.get(begun.id)
    bench.clock.advance(WATCHED_FOR)
    assert not bench.simulator.ended.is_set()
    bench.clock.advance(timedelta(seconds=1))
    await bench.simulator.ended.wait()
    await bench.desk.finish()
    kept = await bench.read(begun.id)
    assert bench.simulator.called_off
    assert kept.state is SimulationState.STOPPED
    assert kept.error == "nobody asked for it for 60 seconds, so it was ended"


async def test_a_server_that_stops_calls_it_off_and_says_so(bench: Bench) -> None:
    begun = await bench.start()
    await bench.desk.close()
    assert bench.simulator.called_off
    kept = await bench.read(begun.id)
    assert (kept.state, kept.error) == (
        SimulationState.STOPPED,
        "the server that ran it has stopped; run it again",
    )


async def test_one_whose_server_was_killed_does_not_run_for_ever(bench: Bench) -> None:
    begun = await bench.start()
    # As if nothing had been left of that server.
    await bench.desk.close()
    running = update(simulations).values(state="running", error=None, ended_at=None)
    await bench.store.run(lambda tx: tx.execute(running))
    bench.clock.advance(LOST_AFTER + timedelta(seconds=1))
    assert (await bench.make_desk().get(begun.id)).state is SimulationState.FAILED


async def test_why_one_failed_is_told(bench: Bench) -> None:
    begun = await bench.start()
    bench.simulator.fail(FrontdeskError("simulating took longer than 180 s and was ended"))
    await bench.desk.finish()
    kept = await bench.read(begun.id)
    assert (kept.state, kept.error) == (
        SimulationState.FAILED,
        "simulating took longer than 180 s and was ended",
    )


async def test_what_is_sent_is_checked_before_it_is_kept(bench: Bench) -> None:
    with pytest.raises(ScenarioError, match="this is no JSON"):
        await bench.desk.keep_file(b"{", owner="Ana")
    with pytest.raises(ScenarioError, match="larger than 1,000,000 bytes"):
        await bench.desk.keep_file(b" " * (MOST_BYTES + 1), owner="Ana")
    assert await bench.desk.list_recent() == ()


async def test_results_are_forgotten_after_some_days(bench: Bench) -> None:
    begun = await bench.start()
    bench.simulator.give({"seeds": 1})
    await bench.desk.finish()
    bench.clock.advance(KEPT + timedelta(seconds=1))
    bench.simulator.begun.clear()
    await bench.start()
    with pytest.raises(NotFoundError, match="kept for 7 days"):
        await bench.desk.get(begun.id)
