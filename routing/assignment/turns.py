"""Whose turn it would be if everybody were served in the order of coming.

A second desk is kept in mind beside the real one: the same customers and the same agents, but each
agent takes whoever came first of all they are trained and have room for. So it is known at any
time about how long each would have waited under first come, first served, and nobody need wait much
longer than that. What cannot be known of that desk is learned: how long each line's conversations
take, and how many of those who were served early would have left by now.
"""

from collections import deque
from dataclasses import replace
from datetime import datetime, timedelta
from heapq import heappop, heappush
from math import exp

from domain.assignment import AgentState, Line, Presence, WaitingItem
from routing.assignment.crew import Crew
from routing.assignment.eligibility import has_room
from routing.assignment.tails import BEHIND, Tail, is_behind

_REMEMBERED = 500
_RECOUNT_EVERY = 16
# Beside the 99th percentile that is promised, with some room for what is not foreseen.
_BUSY = 0.97
_TYPICAL_MINUTES = 8.0
# Before so many were seen, the typical time counts as much as they do.
_TRUSTED_AFTER = 5


class Turns:
    """Who stands where in the order of coming, also those who were served before their turn.

    Tell it everything as it happens, in the order of time; `now` never goes back.

    Attributes:
        usual_waits: by line, how long its like would wait at busy times.
    """

    def __init__(self) -> None:
        self.usual_waits: dict[Line, timedelta] = {}
        self._lines: dict[Line, _TurnLine] = {}
        self._agents: dict[str, AgentState] = {}
        self._crew: Crew | None = None
        self._busy: list[tuple[datetime, int, str, str]] = []
        self._taken: dict[str, int] = {}
        self._count = 0
        self._turned: list[tuple[WaitingItem, datetime]] = []

    def advance(self, crew: Crew, now: datetime) -> list[WaitingItem]:
        """Go on to an instant, and give those whose turn came since and who still wait."""
        while self._busy and self._busy[0][0] <= now:
            at, _, agent, channel = heappop(self._busy)
            self._carry(agent, channel, -1)
            self._fill(agent, self._crew or crew, at)
        if crew is not self._crew:
            self._change_crew(crew, now)
        turned = [
            replace(item, turn_at=at)
            for item, at in self._turned
            if item.id in self._lines[item.line].owed
        ]
        self._turned.clear()
        return turned

    def join(self, item: WaitingItem, crew: Crew, now: datetime) -> None:
        """Take up an item that begins to wait; items of a line come in the order of coming."""
        line = self._lines.get(item.line)
        if line is None:
            line = self._lines[item.line] = _TurnLine()
        line.items[item.id] = item
        # It may have been taken and given back.
        line.served.pop(item.id, None)
        free = [agent for agent in crew.find_able(item, now) if self._could(agent, item, crew, now)]
        if free:
            longest_idle = min(free, key=lambda agent: (self._taken.get(agent, 0), agent))
            self._fill(longest_idle, crew, now)

    def restore(self, item: WaitingItem) -> None:
        """Take up an item that waited before all of this was begun, in the order of coming."""
        line = self._lines.setdefault(item.line, _TurnLine())
        (line.items if item.turn_at is None else line.owed)[item.id] = item

    def leave(self, item: WaitingItem, now: datetime) -> None:
        """Forget an item whose customer has left unserved."""
        line = self._lines[item.line]
        if line.items.pop(item.id, None) is not None:
            line.fair.add((now - item.waiting_since).total_seconds())
        line.owed.pop(item.id, None)
        line.note_wait(now - item.waiting_since, left=True)

    def take(self, item: WaitingItem, now: datetime) -> None:
        """Note that an agent takes an item."""
        line = self._lines[item.line]
        if line.owed.pop(item.id, None) is None:
            line.served[item.id] = now
        line.note_wait(now - item.waiting_since, left=False)

    def finish(self, item: WaitingItem, took: timedelta) -> None:
        """Learn how long an agent was busy with an item."""
        self._lines[item.line].note_handling(took.total_seconds() / 60)

    def tell_owed(self, crew: Crew, now: datetime) -> dict[Line, float]:
        """Tell by line how many minutes it takes to serve all whose turn has come but who wait.

        Counted are those of every line, as far as they need the same agents. `BEHIND` stands for
        every line that needs agents of one whose customers wait, or soon will have waited, much
        longer than in the order of coming.
        """
        indebted = [
            (next(iter(line.owed.values())), len(line.owed) * line.handling)
            for line in self._lines.values()
            if line.owed
        ]
        owed = {
            item.line: sum(
                work * crew.share_agents(other, item, now) / max(1, crew.count_slots(other, now))
                for other, work in indebted
            )
            for item, _ in indebted
        }
        behind = [
            item for item, _ in indebted if self._lines[item.line].is_behind(owed[item.line], now)
        ]
        return owed | {
            item.line: BEHIND
            for item, _ in indebted
            if any(crew.share_agents(each, item, now) > 0 for each in behind)
        }

    def _change_crew(self, crew: Crew, now: datetime) -> None:
        self._crew = crew
        for name, agent in crew.agents.items():
            before = self._agents.get(name)
            load = before.load if before else {}
            self._agents[name] = replace(agent, load=load)
            if before is None or before.presence is not agent.presence:
                self._fill(name, crew, now)

    def _could(self, name: str, item: WaitingItem, crew: Crew, now: datetime) -> bool:
        agent = self._agents[name]
        return (
            agent.presence is Presence.AVAILABLE
            and has_room(agent, item.channel)
            and name in crew.find_able(item, now)
        )

    def _fill(self, name: str, crew: Crew, now: datetime) -> None:
        if self._agents[name].presence is not Presence.AVAILABLE:
            return
        while (first := self._find_first(name, crew, now)) is not None:
            line = self._lines[first.line]
            early = first.id in line.served
            if line.pass_turn(first, now):
                line.fair.add((now - first.waiting_since).total_seconds())
                self.usual_waits[first.line] = line.remember(now - first.waiting_since)
                self._serve(name, first, line, now)
                if not early:
                    line.owed[first.id] = first
                    self._turned.append((first, now))

    def _serve(self, name: str, item: WaitingItem, line: "_TurnLine", now: datetime) -> None:
        self._count += 1
        self._taken[name] = self._count
        self._carry(name, item.channel, 1)
        ends = now + timedelta(minutes=line.handling)
        heappush(self._busy, (ends, self._count, name, item.channel))

    def _carry(self, name: str, channel: str, more: int) -> None:
        agent = self._agents[name]
        load = {**agent.load, channel: agent.load.get(channel, 0) + more}
        self._agents[name] = replace(agent, load=load)

    def _find_first(self, name: str, crew: Crew, now: datetime) -> WaitingItem | None:
        agent = self._agents[name]
        room = {channel for channel in agent.capacity if has_room(agent, channel)}
        if agent.presence is not Presence.AVAILABLE or not room:
            return None
        heads = (next(iter(line.items.values())) for line in self._lines.values() if line.items)
        fitting = [head for head in heads if head.channel in room]
        fitting.sort(key=lambda head: (head.waiting_since, head.id))
        return next((head for head in fitting if name in crew.find_able(head, now)), None)


class _TurnLine:
    """A line's turns, and what was learned of it: how long it takes, how soon its like leave."""

    def __init__(self) -> None:
        self.items: dict[str, WaitingItem] = {}
        self.served: dict[str, datetime] = {}
        self.owed: dict[str, WaitingItem] = {}
        self.handling = _TYPICAL_MINUTES
        self._handled = _TRUSTED_AFTER
        self._left = 0
        self._waited = 0.0
        self._would_be_there = 0.0
        self._latest: deque[timedelta] = deque(maxlen=_REMEMBERED)
        self._since_count = 0
        self._usual = timedelta()
        self.fair = Tail()
        self._own = Tail()

    def is_behind(self, minutes: float, now: datetime) -> bool:
        return is_behind(self.fair, self._own, self.owed.values(), minutes, now)

    def note_handling(self, minutes: float) -> None:
        self._handled += 1
        self.handling += (minutes - self.handling) / self._handled

    def note_wait(self, wait: timedelta, *, left: bool) -> None:
        self._waited += wait.total_seconds()
        self._left += left
        self._own.add(wait.total_seconds())

    def pass_turn(self, item: WaitingItem, now: datetime) -> bool:
        """Take an item out as its turn comes; False where it takes up none.

        Of those who were served early, some would have left by now. How many follows from how many
        leave of those who wait: an exponential patience, by its maximum likelihood.
        """
        del self.items[item.id]
        served_at = self.served.pop(item.id, None)
        if served_at is None or not self._left or served_at == now:
            return True
        rate = self._left / max(self._waited, 1.0)
        self._would_be_there += exp(-rate * (now - served_at).total_seconds())
        if self._would_be_there < 1.0:
            return False
        self._would_be_there -= 1.0
        return True

    def remember(self, wait: timedelta) -> timedelta:
        self._latest.append(wait)
        self._since_count += 1
        if self._since_count >= _RECOUNT_EVERY or len(self._latest) < _RECOUNT_EVERY:
            ordered = sorted(self._latest)
            self._usual = ordered[int(len(ordered) * _BUSY)]
            self._since_count = 0
        return self._usual
