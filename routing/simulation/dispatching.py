"""Who gets what next: the real policy, and the three it is compared with."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from domain.assignment import AgentState, AssignmentPolicy, Presence, StaffedQueue, WaitingItem
from routing.assignment.choosing import Ranking, rank_agents, rank_next
from routing.assignment.crew import Crew
from routing.assignment.eligibility import has_room, measure_load
from routing.assignment.turns import Turns
from routing.assignment.urgency import Circumstances
from routing.simulation.waiting import Waiting


class Dispatcher(ABC):
    """One policy at work; the engine tells it what happens.

    Attributes:
        crew: as present now.
        waiting: all that wait.
    """

    def __init__(self, agents: Sequence[AgentState], queues: Mapping[str, StaffedQueue]) -> None:
        self.crew = Crew(agents, queues)
        self.waiting = Waiting()

    def arrive(self, item: WaitingItem) -> None:
        """A customer begins to wait."""
        self.waiting.add(item)

    def leave(self, item: WaitingItem, now: datetime) -> None:
        """A customer leaves unserved."""
        del now
        self.waiting.remove(item)

    def finish(self, item: WaitingItem, took: timedelta) -> None:
        """An agent is done with an item; most policies learn nothing of it."""
        del item, took

    def take(self, agent: AgentState, item: WaitingItem, now: datetime) -> None:
        """An agent, as they stood before, takes an item."""
        del agent, now
        self.waiting.remove(item)

    @abstractmethod
    def find_agent(
        self, item: WaitingItem, agents: Mapping[str, AgentState], now: datetime
    ) -> str | None:
        """Find the agent who is to have a waiting item at once."""

    @abstractmethod
    def find_next(self, agent: AgentState, now: datetime) -> WaitingItem | None:
        """Find what an agent is to take next."""

    def list_waiting_agents(self) -> Sequence[str]:
        """List agents who left room free though something waited, to be asked again."""
        return ()


class Frontdesk(Dispatcher):
    """The code that assigns real conversations."""

    def __init__(
        self,
        agents: Sequence[AgentState],
        queues: Mapping[str, StaffedQueue],
        policy: AssignmentPolicy,
    ) -> None:
        super().__init__(agents, queues)
        self._policy = policy
        self._turns = Turns()
        self._holding: set[str] = set()

    def arrive(self, item: WaitingItem) -> None:
        """Let an item wait."""
        super().arrive(item)
        self._advance(item.waiting_since)
        self._turns.join(item, self.crew, item.waiting_since)

    def leave(self, item: WaitingItem, now: datetime) -> None:
        """Forget an item."""
        super().leave(item, now)
        self._advance(now)
        self._turns.leave(item, now)

    def finish(self, item: WaitingItem, took: timedelta) -> None:
        """Learn how long it took."""
        self._turns.finish(item, took)

    def take(self, agent: AgentState, item: WaitingItem, now: datetime) -> None:
        """Note who has it."""
        super().take(agent, item, now)
        self._turns.take(item, now)

    def _advance(self, now: datetime) -> None:
        for turn in self._turns.advance(self.crew, now):
            self.waiting.mark(turn)

    def find_agent(
        self, item: WaitingItem, agents: Mapping[str, AgentState], now: datetime
    ) -> str | None:
        """Find who is to have it at once."""
        able = [agents[agent] for agent in self.crew.find_able(item, now)]
        for ranked in rank_agents(item, able, self.crew, self._policy, now):
            if ranked.agent.id not in self._holding:
                return ranked.agent.id
            chosen = self.find_next(ranked.agent, now)
            if chosen is not None and chosen.id == item.id:
                return ranked.agent.id
        return None

    def find_next(self, agent: AgentState, now: datetime) -> WaitingItem | None:
        """Find what comes next."""
        ranking = self._rank(agent, now)
        if ranking.held_for is None:
            self._holding.discard(agent.id)
        else:
            self._holding.add(agent.id)
        return ranking.chosen

    def list_waiting_agents(self) -> Sequence[str]:
        """List those who keep room free."""
        return sorted(self._holding)

    def _rank(self, agent: AgentState, now: datetime) -> Ranking:
        self._advance(now)
        given = Circumstances(
            self.crew,
            self._policy,
            now,
            self._turns.usual_waits,
            self._turns.tell_owed(self.crew, now),
        )
        return rank_next(agent, self.waiting.heads(now), given)


class _InOrder(Dispatcher):
    """First come, first served, as far as skills and room allow."""

    def find_next(self, agent: AgentState, now: datetime) -> WaitingItem | None:
        """Find what comes next."""
        could = (
            item
            for item in self.waiting.heads(now)
            if has_room(agent, item.channel) and agent.id in self.crew.find_able(item, now)
        )
        return min(could, key=lambda item: (item.waiting_since, item.id), default=None)

    def find_agent(
        self, item: WaitingItem, agents: Mapping[str, AgentState], now: datetime
    ) -> str | None:
        """Find who is to have it at once."""
        free = [
            agent
            for agent in (agents[name] for name in self.crew.find_able(item, now))
            if agent.presence is Presence.AVAILABLE and has_room(agent, item.channel)
        ]
        return self._pick(free).id if free else None

    @abstractmethod
    def _pick(self, free: list[AgentState]) -> AgentState: ...


class FirstComeFirstServed(_InOrder):
    """Of several free agents, the one whose last conversation was begun the longest ago."""

    def __init__(self, agents: Sequence[AgentState], queues: Mapping[str, StaffedQueue]) -> None:
        super().__init__(agents, queues)
        self._order = {agent.id: place for place, agent in enumerate(agents)}
        self._taken = len(agents)

    def take(self, agent: AgentState, item: WaitingItem, now: datetime) -> None:
        """Note who has it."""
        super().take(agent, item, now)
        self._taken += 1
        self._order[agent.id] = self._taken

    def _pick(self, free: list[AgentState]) -> AgentState:
        return min(free, key=lambda agent: self._order[agent.id])


class RoundRobin(_InOrder):
    """Of several free agents, the next one in a fixed order."""

    def __init__(self, agents: Sequence[AgentState], queues: Mapping[str, StaffedQueue]) -> None:
        super().__init__(agents, queues)
        self._places = {agent.id: place for place, agent in enumerate(agents)}
        self._last = -1

    def _pick(self, free: list[AgentState]) -> AgentState:
        number = len(self._places)
        chosen = min(free, key=lambda agent: (self._places[agent.id] - self._last - 1) % number)
        self._last = self._places[chosen.id]
        return chosen


class LeastLoaded(_InOrder):
    """Of several free agents, the least busy one."""

    def _pick(self, free: list[AgentState]) -> AgentState:
        return min(free, key=lambda agent: (measure_load(agent), agent.id))


def make_dispatcher(
    name: str,
    agents: Sequence[AgentState],
    queues: Mapping[str, StaffedQueue],
    policy: AssignmentPolicy,
) -> Dispatcher:
    """Make the policy of a name; raises KeyError for an unknown one."""
    if name == "frontdesk":
        return Frontdesk(agents, queues, policy)
    baselines: dict[str, type[FirstComeFirstServed | RoundRobin | LeastLoaded]] = {
        "fifo": FirstComeFirstServed,
        "round_robin": RoundRobin,
        "least_loaded": LeastLoaded,
    }
    return baselines[name](agents, queues)
