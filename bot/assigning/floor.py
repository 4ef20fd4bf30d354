"""The agents, queues and lines as whoever gives out work sees them, read anew once a second."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.assigning.sort_heads import sort_heads
from bot.assigning.waiting_items import make_item, name_queue, widen_queues
from crm_store.agent_states import FloorAgent, list_floor, map_staffed_queues
from crm_store.routing_names import read_routing_names
from crm_store.routing_state import find_state
from crm_store.transaction import Transaction
from crm_store.waiting import WaitingRow
from crm_store.waiting_heads import Head, list_heads
from crm_store.waiting_lines import LineKey, list_lines
from domain.assignment import AssignmentPolicy, Line
from domain.routing_names import RoutingNames
from routing.assignment.crew import Crew
from routing.assignment.urgency import Circumstances

TURNS: Final = "turns"
# Of presence and skills a second old nobody is wronged; of who has room, the latest is read.
_FRESH_FOR: Final = timedelta(seconds=1)
_LONG_AGO: Final = timedelta(days=3650)
_MINUTE: Final = timedelta(minutes=1)


@dataclass
class FloorView:
    """All that a choice depends on beside the agent and those who wait.

    Attributes:
        names: of all staff, queues and skills.
        waiting: how many waited, as told last by whoever keeps the order of coming in mind.
        heads: of all lines, in the order of their urgency as far as lines alone tell it.
        able: lines by agent, as far as that was asked; likewise `groups` of lines that ask the same
            of agents.
    """

    made_at: datetime
    agents: Mapping[str, FloorAgent]
    crew: Crew
    lines: Mapping[int, LineKey]
    usual_waits: Mapping[Line, timedelta]
    owed: Mapping[Line, float]
    names: RoutingNames = field(default_factory=RoutingNames)
    waiting: int = 0
    heads: Sequence[Sequence[Head]] = ()
    able: dict[str, frozenset[int]] = field(default_factory=dict)
    groups: dict[tuple[object, ...], list[int]] = field(default_factory=dict)

    def list_lines_for(self, agent: str) -> frozenset[int]:
        """List the lines an agent is trained for, overflow included however late it comes."""
        found = self.able.get(agent)
        if found is None:
            found = self.able[agent] = frozenset(
                line
                for alike in self._group_lines()
                if agent in self._find_able(self.lines[alike[0]])
                for line in alike
            )
        return found

    def _group_lines(self) -> Iterable[Sequence[int]]:
        """Group the lines that ask the same of agents."""
        if not self.groups:
            groups: dict[tuple[object, ...], list[int]] = {}
            for line, key in self.lines.items():
                groups.setdefault(key.name_asked(), []).append(line)
            # At once, as others look at the same view meanwhile.
            self.groups = groups
        return self.groups.values()

    def give_circumstances(self, policy: AssignmentPolicy, now: datetime) -> Circumstances:
        """Give what urgency depends on."""
        return Circumstances(self.crew, policy, now, self.usual_waits, self.owed)

    def keep_from(self, before: "FloorView") -> None:
        """Keep what an earlier view found out, as far as the same still holds."""
        self.crew = keep_crew(before.crew, self.crew)
        if self.lines == before.lines:
            self.groups = before.groups
            if self.crew is before.crew:
                self.able = before.able

    def _find_able(self, line: LineKey) -> Mapping[str, str]:
        since = self.made_at - _LONG_AGO
        row = WaitingRow(conversation_id="", line=line, waiting_since=since)
        return self.crew.find_able(make_item(row), self.made_at)


class Floor:
    """Remembers the last view for a second, and what could not be given to anybody lately."""

    def __init__(self, policy: AssignmentPolicy | None = None) -> None:
        self._policy = policy or AssignmentPolicy()
        self._view: FloorView | None = None
        self._left_alone: dict[str, datetime] = {}

    def look(self, tx: Transaction, *, now: datetime, time_zone: str) -> FloorView:
        """See how things stand, as of a second ago at the most."""
        view = self._view
        # A view of this very instant may be from before something that happened at it.
        if view is None or not view.made_at < now <= view.made_at + _FRESH_FOR:
            view = self.look_anew(tx, now=now, time_zone=time_zone)
        return view

    def look_anew(self, tx: Transaction, *, now: datetime, time_zone: str) -> FloorView:
        """See how things stand now."""
        view = read_floor(tx, self._policy, now=now, time_zone=time_zone)
        if self._view is not None:
            view.keep_from(self._view)
        self._view = view
        return view

    def leave_alone(self, conversation_id: str, *, until: datetime) -> None:
        """Pass over a conversation for a while that could not be given to anybody."""
        self._left_alone[conversation_id] = until

    def list_left_alone(self, *, now: datetime) -> frozenset[str]:
        """List the conversations that are passed over for now, by id."""
        if self._left_alone:
            left = {each: until for each, until in self._left_alone.items() if until > now}
            self._left_alone = left
        return frozenset(self._left_alone)


def keep_crew(before: Crew | None, after: Crew) -> Crew:
    """Keep a crew as long as nothing of it changed but how busy its agents are.

    It has found out by then who is trained for what.
    """
    if before is None or before.queues != after.queues or len(before.agents) != len(after.agents):
        return after
    same = all(
        name in before.agents and replace(before.agents[name], load=agent.load) == agent
        for name, agent in after.agents.items()
    )
    return before if same else after


def read_floor(
    tx: Transaction, policy: AssignmentPolicy, *, now: datetime, time_zone: str
) -> FloorView:
    """Read how things stand."""
    agents = {each.state.id: each for each in list_floor(tx, now=now, time_zone=time_zone)}
    lines = list_lines(tx)
    queues = widen_queues(map_staffed_queues(tx), lines.values())
    known = find_state(tx, TURNS) or {}
    return FloorView(
        made_at=now,
        agents=agents,
        crew=Crew((each.state for each in agents.values()), queues),
        lines=lines,
        usual_waits={
            _line(key): each * _MINUTE for key, each in _by_line(known.get("usual_minutes"), lines)
        },
        owed={_line(key): each for key, each in _by_line(known.get("owed_minutes"), lines)},
        names=read_routing_names(tx),
        waiting=int(known.get("waiting", 0)),
        heads=_list_heads(tx, lines, policy, now),
    )


def _list_heads(
    tx: Transaction, lines: Mapping[int, LineKey], policy: AssignmentPolicy, now: datetime
) -> list[list[Head]]:
    def weigh(line_id: int) -> float:
        row = WaitingRow(conversation_id="", line=lines[line_id], waiting_since=now)
        return policy.weigh(make_item(row))

    heads = [head for head in list_heads(tx, now=now) if head.line_id in lines]
    return sort_heads(
        heads,
        weigh=weigh,
        find_target=lambda line_id: lines[line_id].target or timedelta(),
        now=now,
    )


def _by_line(known: Any, lines: Mapping[int, LineKey]) -> list[tuple[LineKey, float]]:
    """Read what is known by the number of a line."""
    numbered = {} if known is None else known
    return [
        (lines[int(line)], float(each)) for line, each in numbered.items() if int(line) in lines
    ]


def _line(key: LineKey) -> Line:
    queue = name_queue(key.queue, key.widened_to)
    return (queue, key.channel, key.language, key.tier, key.priority, key.target)
