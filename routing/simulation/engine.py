"""A scenario on simulated time, under one policy."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import isfinite

import simpy

from domain.assignment import AgentState, AssignmentPolicy, Presence, WaitingItem
from routing.simulation.arrivals import Arrival
from routing.simulation.dispatching import make_dispatcher
from routing.simulation.scenario import Scenario
from routing.simulation.staff import DAY, list_agents, list_presence, map_queues, represent

# What still waits when the last has arrived is worked off for so long.
DRAIN_DAYS = 7


@dataclass(slots=True)
class Outcome:
    """What became of one arrival; all times in minutes after the start."""

    arrival: Arrival
    answered_at: float | None = None
    left_at: float | None = None
    finished_at: float | None = None
    agent: str | None = None
    overflowed: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """What became of all, and until when it was looked at."""

    outcomes: tuple[Outcome, ...]
    ended_at: float


def run_scenario(
    scenario: Scenario, arrivals: Sequence[Arrival], name: str, policy: AssignmentPolicy
) -> Run:
    """Run arrivals through the policy of a name until each is answered or gone.

    Whoever still waits `DRAIN_DAYS` after the scenario's last day is left waiting.
    """
    return _Desk(scenario, name, policy).run(arrivals)


class _Desk:
    """The state of one run."""

    def __init__(self, scenario: Scenario, name: str, policy: AssignmentPolicy) -> None:
        agents = list_agents(scenario)
        self._scenario = scenario
        self._start = scenario.start_utc
        self._env = simpy.Environment()
        self._agents = {agent.id: agent for agent in agents}
        self._queues = map_queues(scenario)
        self._dispatcher = make_dispatcher(name, agents, self._queues, policy)
        self._open: dict[str, Outcome] = {}

    def run(self, arrivals: Sequence[Arrival]) -> Run:
        outcomes = tuple(Outcome(arrival) for arrival in arrivals)
        days = self._scenario.days + DRAIN_DAYS
        for form in self._scenario.agents:
            self._env.process(self._work(form.name, list_presence(form, self._start, days)))
        self._unfinished = len(outcomes)
        self._done = self._env.event()
        self._env.process(self._bring(outcomes))
        if outcomes:
            self._env.run(self._done | self._env.timeout(days * DAY))
        return Run(outcomes, float(self._env.now))

    def _bring(self, outcomes: Sequence[Outcome]) -> Generator[simpy.Event, None, None]:
        for outcome in outcomes:
            yield self._env.timeout(max(0.0, outcome.arrival.at - self._env.now))
            self._arrive(outcome)

    def _arrive(self, outcome: Outcome) -> None:
        arrival = outcome.arrival
        at = self._start + timedelta(minutes=arrival.at)
        item = represent(arrival.form, at, arrival.number)
        self._open[item.id] = outcome
        self._dispatcher.arrive(item)
        self._offer(item)
        if item.id in self._open:
            if isfinite(arrival.patience):
                self._after(arrival.patience, lambda: self._lose(item))
            for step in self._queues[item.queue].overflow:
                # A moment later, so that rounding never has it look a moment too early.
                soon = step.after * arrival.form.first_response_minutes + 1e-6
                self._after(soon, lambda: self._offer(item))

    def _after(self, delay: float, act: Callable[[], None]) -> None:
        self._env.timeout(delay).callbacks.append(lambda _event: act())

    def _work(
        self, name: str, spans: list[tuple[float, float]]
    ) -> Generator[simpy.Event, None, None]:
        for begin, end in spans:
            yield self._env.timeout(begin - self._env.now)
            until = self._start + timedelta(minutes=end)
            self._change(replace(self._agents[name], presence=Presence.AVAILABLE, until=until))
            self._fill(name)
            yield self._env.timeout(end - self._env.now)
            self._change(replace(self._agents[name], presence=Presence.OFFLINE))

    def _change(self, agent: AgentState) -> None:
        self._agents[agent.id] = agent
        self._dispatcher.crew = self._dispatcher.crew.replace(agent)

    def _offer(self, item: WaitingItem) -> None:
        if item.id not in self._open:
            return
        agent = self._dispatcher.find_agent(item, self._agents, self._now())
        if agent is not None:
            self._take(agent, item)
            self._ask_again()

    def _fill(self, name: str) -> None:
        while self._agents[name].presence is Presence.AVAILABLE:
            item = self._dispatcher.find_next(self._agents[name], self._now())
            if item is None:
                break
            self._take(name, item)
        self._ask_again()

    def _ask_again(self) -> None:
        """Ask those who left room for something whether they still want to."""
        for name in self._dispatcher.list_waiting_agents():
            item = self._dispatcher.find_next(self._agents[name], self._now())
            if item is not None:
                self._take(name, item)

    def _take(self, name: str, item: WaitingItem) -> None:
        now = self._now()
        agent = self._agents[name]
        outcome = self._open.pop(item.id)
        via = self._dispatcher.crew.find_able(item, now)[name]
        self._dispatcher.take(agent, item, now)
        self._carry(agent, item.channel, 1)
        outcome.answered_at = float(self._env.now)
        outcome.agent, outcome.overflowed = name, via != item.queue
        self._after(outcome.arrival.handling, lambda: self._finish(name, item, outcome))

    def _finish(self, name: str, item: WaitingItem, outcome: Outcome) -> None:
        outcome.finished_at = float(self._env.now)
        self._carry(self._agents[name], outcome.arrival.form.channel, -1)
        self._dispatcher.finish(item, timedelta(minutes=outcome.arrival.handling))
        self._count_down()
        self._fill(name)

    def _lose(self, item: WaitingItem) -> None:
        outcome = self._open.pop(item.id, None)
        if outcome is not None:
            outcome.left_at = float(self._env.now)
            self._dispatcher.leave(item, self._now())
            self._count_down()
            self._ask_again()

    def _carry(self, agent: AgentState, channel: str, more: int) -> None:
        load = {**agent.load, channel: agent.load.get(channel, 0) + more}
        self._agents[agent.id] = replace(agent, load=load)

    def _count_down(self) -> None:
        self._unfinished -= 1
        if self._unfinished == 0:
            self._done.succeed()

    def _now(self) -> datetime:
        return self._start + timedelta(minutes=float(self._env.now))
