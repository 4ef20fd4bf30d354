"""The agents there are and what each of them is trained for."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from domain.assignment import AgentState, Presence, StaffedQueue, WaitingItem
from routing.assignment.eligibility import count_steps, find_route

_Key = tuple[str, str, str, int]


class Crew:
    """Answers at once who is trained for what; make it anew where skills or presence change.

    It keeps what it found out, since conversations that are alike ask the same again and again.
    How busy an agent is does not matter to it.
    """

    def __init__(self, agents: Iterable[AgentState], queues: Mapping[str, StaffedQueue]) -> None:
        self.agents = {agent.id: agent for agent in sorted(agents, key=lambda agent: agent.id)}
        self.queues = queues
        self._able: dict[_Key, dict[str, str]] = {}
        self._slots: dict[_Key, int] = {}
        self._shared: dict[tuple[_Key, _Key], float] = {}
        self._closing: dict[_Key, datetime | None] = {}
        self._rarity: dict[str, float] = {}

    def replace(self, agent: AgentState) -> "Crew":
        """Give the crew after an agent's presence changed; their skills and channels did not."""
        changed = Crew((), self.queues)
        changed.agents = {**self.agents, agent.id: agent}
        changed._able = self._able
        changed._shared = self._shared
        return changed

    def find_able(self, item: WaitingItem, now: datetime) -> Mapping[str, str]:
        """Find who may serve an item: by agent the queue whose requirements they meet."""
        key = self._key(item, now)
        found = self._able.get(key)
        if found is None:
            found = self._able[key] = self._seek_able(item, now)
        return found

    def count_slots(self, item: WaitingItem, now: datetime) -> int:
        """Count how many such conversations all who are there could have at once."""
        key = self._key(item, now)
        found = self._slots.get(key)
        if found is None:
            able = (self.agents[agent] for agent in self.find_able(item, now))
            here = (agent for agent in able if agent.presence is not Presence.OFFLINE)
            found = self._slots[key] = sum(agent.capacity[item.channel] for agent in here)
        return found

    def share_agents(self, item: WaitingItem, other: WaitingItem, now: datetime) -> float:
        """Tell the share, 0 to 1, of those who may serve an item who may serve another one too."""
        keys = (self._key(item, now), self._key(other, now))
        found = self._shared.get(keys)
        if found is None:
            able = set(self.find_able(item, now))
            both = able & set(self.find_able(other, now))
            found = self._shared[keys] = len(both) / len(able) if able else 0.0
        return found

    def find_closing(self, item: WaitingItem, now: datetime) -> datetime | None:
        """Find when the last of those who are there for an item leaves; None where none says."""
        key = self._key(item, now)
        if key not in self._closing:
            here = (self.agents[agent] for agent in self.find_able(item, now))
            ends = [agent.until for agent in here if agent.presence is not Presence.OFFLINE]
            known = [end for end in ends if end is not None]
            self._closing[key] = max(known) if known and len(known) == len(ends) else None
        return self._closing[key]

    def rate_rarity(self, agent: AgentState) -> float:
        """Rate how much would be missed with an agent: of each skill, their part of who has it."""
        found = self._rarity.get(agent.id)
        if found is None:
            shares = (1 / self._count_holders(skill) for skill in sorted(agent.skills))
            found = self._rarity[agent.id] = sum(shares)
        return found

    def _count_holders(self, skill: str) -> int:
        here = (a for a in self.agents.values() if a.presence is not Presence.OFFLINE)
        return max(1, sum(skill in agent.skills for agent in here))

    def _key(self, item: WaitingItem, now: datetime) -> _Key:
        queue = self.queues.get(item.queue)
        steps = count_steps(item, queue, now) if queue and queue.overflow else 0
        return (item.queue, item.channel, item.language, steps)

    def _seek_able(self, item: WaitingItem, now: datetime) -> dict[str, str]:
        able = {}
        for agent in self.agents.values():
            if agent.capacity.get(item.channel, 0) > 0:
                via = find_route(agent, item, self.queues, now)
                if via is not None:
                    able[agent.id] = via
        return able
