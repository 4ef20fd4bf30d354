"""What supervisors do with simulations: begin one, see how far it is, end it."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import structlog

from bot.simulating.scenario_source import FILE, FoundScenario, find_scenario
from bot.simulating.simulator import Simulator
from crm_store.simulations import (
    finish_simulation,
    get_simulation,
    list_simulations,
    note_progress,
    note_seen,
    record_simulation,
)
from crm_store.store import Store
from domain.assignment import AssignmentPolicy
from domain.clock import Clock, Ids
from domain.error_words import describe_error
from domain.errors import FrontdeskError, TooManyRequestsError
from domain.simulations import WATCHED_FOR, Simulation, SimulationState
from routing.simulation.bounds import Bounded, fit
from routing.simulation.changes import Changes, apply_changes
from routing.simulation.comparison_task import ComparisonTask
from routing.simulation.reading import ScenarioError, parse_scenario
from routing.simulation.scenario import Scenario

MOST_BYTES: Final = 1_000_000
_LOOK_SECONDS: Final = 1.0
_RETRY_SECONDS: Final = 30
_RECENT: Final = 12
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationTools:
    """What simulations are run with.

    Attributes:
        time_zone: of the company, by whose clocks its people work.
        policy: what Frontdesk's own choice is tuned by.
    """

    store: Store
    clock: Clock
    ids: Ids
    simulator: Simulator
    time_zone: str = "UTC"
    policy: AssignmentPolicy = field(default_factory=AssignmentPolicy)


class SimulationDesk:
    """The use cases of simulations; runs one at a time.

    Args:
        tools: store, time, and what runs them.
        look_seconds: how often it is looked whether anybody still waits.
    """

    def __init__(self, tools: SimulationTools, *, look_seconds: float = _LOOK_SECONDS) -> None:
        self._tools = tools
        self._look_seconds = look_seconds
        self._running: asyncio.Task[None] | None = None
        self._owner = ""

    async def find_scenario(self, name: str) -> FoundScenario:
        """Find a scenario; see `bot.simulating.scenario_source.find_scenario`."""
        tools = self._tools
        return await find_scenario(tools.store, tools.clock, tools.time_zone, name)

    async def list_recent(self) -> tuple[Simulation, ...]:
        """List the latest that were run, without scenarios and results."""
        return await self._tools.store.read(list_simulations, limit=_RECENT)

    async def get(self, simulation_id: str) -> Simulation:
        """Read one; whoever does so while it runs waits for it.

        Raises:
            NotFoundError: there is none, or none any more.
        """
        found = await self._tools.store.read(get_simulation, simulation_id)
        if found.state is not SimulationState.RUNNING:
            return found
        await self._tools.store.run(note_seen, simulation_id, now=self._tools.clock.now())
        return await self._tools.store.read(get_simulation, simulation_id)

    async def keep_file(self, content: bytes, *, owner: str) -> Simulation:
        """Keep a scenario that somebody sent, for it to be tried out.

        Raises:
            ScenarioError: it cannot be run.
        """
        if len(content) > MOST_BYTES:
            raise ScenarioError([f"the file is larger than {MOST_BYTES:,} bytes"])
        scenario = await asyncio.to_thread(parse_scenario, content)
        fit(scenario)
        found = FoundScenario(source=FILE, scenario=scenario)
        draft = self._make(found, Changes(), owner=owner, state=SimulationState.DRAFT)
        await self._tools.store.run(record_simulation, draft)
        return draft

    async def start(self, found: FoundScenario, changes: Changes, *, owner: str) -> Simulation:
        """Begin to compare a scenario with the same under changes.

        Raises:
            ScenarioError: it cannot be run, or the changes name what is not there.
            TooManyRequestsError: another one runs on this server.
        """
        after = None if changes.nothing else apply_changes(found.scenario, changes)
        bounded = fit(found.scenario, *(() if after is None else (after,)))
        self._require_free()
        simulation = self._make(found, changes, owner=owner)
        task = self._make_task(found.scenario, after, bounded)
        # Before anything is waited for, so that nobody else begins one meanwhile.
        self._owner, recorded = owner, asyncio.Event()
        self._running = asyncio.create_task(self._work(simulation, task, recorded))
        waiting = asyncio.create_task(recorded.wait())
        await asyncio.wait({waiting, self._running}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if not recorded.is_set():
            await self._running
        return simulation

    async def stop(self, simulation_id: str) -> None:
        """End one that runs, on whichever server it does."""
        await self._finish(simulation_id, SimulationState.STOPPED, error="somebody ended it")

    async def close(self) -> None:
        """End what runs, as the server stops."""
        if self._running is not None:
            self._running.cancel()
        await self.finish()

    async def finish(self) -> None:
        """Wait until what runs on this server has come to its end."""
        if self._running is not None:
            await asyncio.gather(self._running, return_exceptions=True)

    def _require_free(self) -> None:
        if self._running is not None and not self._running.done():
            raise TooManyRequestsError(
                f"this server runs a simulation of {self._owner} already, and one at a time; "
                "try again in a minute",
                retry_after=_RETRY_SECONDS,
            )

    def _make(
        self,
        found: FoundScenario,
        changes: Changes,
        *,
        owner: str,
        state: SimulationState = SimulationState.RUNNING,
    ) -> Simulation:
        now = self._tools.clock.now()
        return Simulation(
            id=self._tools.ids.new(),
            owner=owner,
            source=found.source,
            state=state,
            scenario=found.scenario.model_dump(mode="json"),
            changes=changes.model_dump(mode="json"),
            offset=found.offset,
            notes=found.notes,
            done=0,
            whole=0,
            result=None,
            error=None,
            started_at=now,
            seen_at=now,
            ended_at=None,
        )

    def _make_task(
        self, before: Scenario, after: Scenario | None, bounded: Bounded
    ) -> ComparisonTask:
        policy = self._tools.policy
        days = {"days": bounded.days}
        return ComparisonTask(
            before=before.model_copy(update=days),
            after=None if after is None else after.model_copy(update=days),
            seeds=bounded.seeds,
            # Read-only mappings cannot be sent to another process.
            policy=replace(
                policy,
                priority_weights=dict(policy.priority_weights),
                tier_weights=dict(policy.tier_weights),
            ),
            progress=Path(),
            notes=bounded.notes,
        )

    async def _work(
        self, simulation: Simulation, task: ComparisonTask, recorded: asyncio.Event
    ) -> None:
        await self._tools.store.run(record_simulation, simulation)
        recorded.set()
        try:
            await self._run(simulation.id, task)
        except asyncio.CancelledError:
            with contextlib.suppress(Exception):
                error = "the server that ran it has stopped; run it again"
                await self._finish(simulation.id, SimulationState.STOPPED, error=error)
            raise
        except Exception as error:  # noqa: BLE001 - whoever waits for it is told
            log.warning("simulation_failed", error=describe_error(error))
            words = str(error) if isinstance(error, FrontdeskError) else "it could not be run"
            await self._finish(simulation.id, SimulationState.FAILED, error=words)

    async def _run(self, simulation_id: str, task: ComparisonTask) -> None:
        """Run one while somebody waits for it.

        Raises:
            Exception: it came to nothing.
        """
        progress = [0, 0]

        def tell(done: int, whole: int) -> None:
            progress[:] = done, whole

        work = asyncio.create_task(self._tools.simulator.run(task, tell))
        try:
            while not work.done():
                await asyncio.wait({work}, timeout=self._look_seconds)
                if not work.done() and not await self._is_wanted(simulation_id, *progress):
                    return
        finally:
            work.cancel()
            await asyncio.wait({work})
        await self._finish(simulation_id, SimulationState.DONE, result=work.result())

    async def _is_wanted(self, simulation_id: str, done: int, whole: int) -> bool:
        noted = await self._tools.store.run(note_progress, simulation_id, done=done, whole=whole)
        if noted is None or noted[0] is not SimulationState.RUNNING:
            return False
        if self._tools.clock.now() - noted[1] <= WATCHED_FOR:
            return True
        error = f"nobody asked for it for {WATCHED_FOR.seconds} seconds, so it was ended"
        await self._finish(simulation_id, SimulationState.STOPPED, error=error)
        return False

    async def _finish(
        self,
        simulation_id: str,
        state: SimulationState,
        *,
        result: Mapping[str, Any] | None = None,
        error: str | None = None,
    ) -> None:
        now: datetime = self._tools.clock.now()
        await self._tools.store.run(
            finish_simulation, simulation_id, state, now=now, result=result, error=error
        )
