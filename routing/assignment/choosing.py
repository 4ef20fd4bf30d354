"""The choice itself: the next conversation for an agent, and an agent for a conversation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from domain.assignment import (
    AgentState,
    AssignmentPolicy,
    Band,
    Line,
    Presence,
    WaitingItem,
)
from routing.assignment.crew import Crew
from routing.assignment.eligibility import has_room, measure_load
from routing.assignment.urgency import Circumstances, Urgency, rate_urgency

NO_WAITS: Mapping[Line, timedelta] = MappingProxyType({})
_MUCH_TIME = 4.0


@dataclass(frozen=True, slots=True)
class Ranking:
    """What an agent could take, most urgent first, and what they could if they had more room."""

    chosen: WaitingItem | None
    held_for: WaitingItem | None
    fitting: tuple[Urgency, ...]
    too_large: tuple[Urgency, ...]


def rank_next(agent: AgentState, heads: Iterable[WaitingItem], given: Circumstances) -> Ranking:
    """Put in order what an agent could take next; see `pick_heads` for what to give."""
    fitting: list[Urgency] = []
    too_large: list[Urgency] = []
    if agent.presence is Presence.AVAILABLE:
        room: dict[str, bool] = {}
        for item in heads:
            if agent.id in given.crew.find_able(item, given.now):
                if item.channel not in room:
                    room[item.channel] = has_room(agent, item.channel)
                rated = rate_urgency(agent, item, given)
                (fitting if room[item.channel] else too_large).append(rated)
    fitting.sort(key=lambda rated: rated.key)
    too_large.sort(key=lambda rated: rated.key)
    held_for = _find_held(fitting, too_large, given.policy)
    chosen = fitting[0].item if fitting and held_for is None else None
    return Ranking(chosen, held_for, tuple(fitting), tuple(too_large))


def _find_held(
    fitting: list[Urgency], too_large: list[Urgency], policy: AssignmentPolicy
) -> WaitingItem | None:
    """Find what is worth leaving room for, instead of filling it with what can wait."""
    if not (policy.hold_room and fitting and too_large):
        return None
    best, larger = fitting[0], too_large[0]
    if best.band is Band.TURN_OVERDUE or larger.band not in (Band.PRESSING, Band.TURN_OVERDUE):
        return None
    if best.band is Band.LATE or best.slack > _MUCH_TIME * max(larger.slack, larger.back_in):
        return larger.item
    return None


def pick_heads(items: Iterable[WaitingItem], now: datetime) -> list[WaitingItem]:
    """Pick those that can be next: of each line the first whose promise holds and the first late.

    All others stand behind one who is like them in everything but came earlier. Who is known to
    somebody stands alone.
    """
    heads: dict[tuple[Line, str | None, bool], WaitingItem] = {}
    for item in items:
        late = item.due_at is not None and item.due_at <= now
        key = (item.line, item.known_agent, late)
        first = heads.get(key)
        if first is None or (item.waiting_since, item.id) < (first.waiting_since, first.id):
            heads[key] = item
    return sorted(heads.values(), key=lambda item: (item.waiting_since, item.id))


@dataclass(frozen=True, slots=True)
class Suitability:
    """What makes an agent go before another for an item; the lowest score first."""

    agent: AgentState
    via: str
    score: float
    rarity: float
    load: float
    overflow: float
    knows: bool

    @property
    def key(self) -> tuple[bool, float, str]:
        """By which agents are put in order; no two have the same."""
        return (not self.knows, self.score, self.agent.id)


def rank_agents(
    item: WaitingItem,
    agents: Iterable[AgentState],
    crew: Crew,
    policy: AssignmentPolicy,
    now: datetime,
) -> list[Suitability]:
    """Put in order the agents who can take an item now."""
    able = crew.find_able(item, now)
    rated = [
        _rate_agent(agent, item, able[agent.id], crew, policy)
        for agent in agents
        if agent.id in able
        and agent.presence is Presence.AVAILABLE
        and has_room(agent, item.channel)
    ]
    return sorted(rated, key=lambda one: one.key)


def _rate_agent(
    agent: AgentState, item: WaitingItem, via: str, crew: Crew, policy: AssignmentPolicy
) -> Suitability:
    rarity = policy.rarity_weight * crew.rate_rarity(agent)
    load = policy.load_weight * measure_load(agent)
    overflow = policy.overflow_weight if via != item.queue else 0.0
    knows = item.known_agent == agent.id
    return Suitability(agent, via, rarity + load + overflow, rarity, load, overflow, knows)
