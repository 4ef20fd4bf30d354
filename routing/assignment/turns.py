"""Whose turn it would be if everybody were served in the order of coming.

Each time an agent takes a conversation, whichever it is, the turn of others has come: of those that
came first of all that this agent could have taken, as many as make up for the work that was taken.
So it is known at any time about how long each would have waited under first come, first served,
and nobody need wait much longer than that.
"""

from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from math import exp

from domain.assignment import AgentState, Line, WaitingItem
from routing.assignment.crew import Crew

_REMEMBERED = 500
_RECOUNT_EVERY = 16
# Beside the 99th percentile that is promised, with some room for what is not foreseen.
_BUSY = 0.97
_TYPICAL_MINUTES = 8.0
# Before so many were seen, the typical time counts as much as they do.
_TRUSTED_AFTER = 5
_ROUNDING = 1e-9


class Turns:
    """Who stands where in the order of coming, also those who were served before their turn.

    Attributes:
        usual_waits: by line, how long its like would wait at busy times.
    """

    def __init__(self) -> None:
        self.usual_waits: dict[Line, timedelta] = {}
        self._lines: dict[Line, _TurnLine] = {}
        self._credit: dict[str, float] = {}

    def join(self, item: WaitingItem) -> None:
        """Take up an item that begins to wait; items of a line come in the order of coming."""
        line = self._lines.get(item.line)
        if line is None:
            line = self._lines[item.line] = _TurnLine()
        line.items[item.id] = item

    def leave(self, item: WaitingItem, now: datetime) -> None:
        """Forget an item whose customer has left unserved."""
        line = self._lines[item.line]
        line.items.pop(item.id, None)
        line.owed.pop(item.id, None)
        line.note_wait(now - item.waiting_since, left=True)

    def finish(self, item: WaitingItem, took: timedelta) -> None:
        """Learn how long an agent was busy with an item."""
        self._lines[item.line].note_handling(took.total_seconds() / 60)

    def take(
        self, agent: AgentState, item: WaitingItem, crew: Crew, now: datetime
    ) -> Iterator[WaitingItem]:
        """Find whose turns have come as an agent takes an item."""
        line = self._lines[item.line]
        if line.owed.pop(item.id, None) is None:
            line.served[item.id] = now
        line.note_wait(now - item.waiting_since, left=False)
        credit = self._credit.get(agent.id, 0.0) + _cost(agent, item, line)
        while (first := self._find_first(agent, credit, crew, now)) is not None:
            theirs = self._lines[first.line]
            early = first.id in theirs.served
            if theirs.pass_turn(first, now):
                self.usual_waits[first.line] = theirs.remember(now - first.waiting_since)
                credit -= _cost(agent, first, theirs)
                if not early:
                    theirs.owed[first.id] = first
                    yield first
        # Whoever has nobody to give turns to saves none up: the agent would have stood idle.
        self._credit[agent.id] = min(credit, _cost(agent, item, line))

    def tell_owed(self, crew: Crew, now: datetime) -> dict[Line, float]:
        """Tell by line how many minutes it takes to serve all whose turn has come but who wait.

        Counted are those of every line, as far as they need the same agents.
        """
        indebted = [
            (next(iter(line.owed.values())), len(line.owed) * line.handling)
            for line in self._lines.values()
            if line.owed
        ]
        return {
            item.line: sum(
                work * crew.share_agents(other, item, now) / max(1, crew.count_slots(other, now))
                for other, work in indebted
            )
            for item, _ in indebted
        }

    def _find_first(
        self, agent: AgentState, credit: float, crew: Crew, now: datetime
    ) -> WaitingItem | None:
        first: WaitingItem | None = None
        for line in self._lines.values():
            if not line.items:
                continue
            head = next(iter(line.items.values()))
            if (
                (first is None or _came(head) < _came(first))
                and agent.id in crew.find_able(head, now)
                and _cost(agent, head, line) <= credit + _ROUNDING
            ):
                first = head
        return first


def _came(item: WaitingItem) -> tuple[datetime, str]:
    return (item.waiting_since, item.id)


def _cost(agent: AgentState, item: WaitingItem, line: "_TurnLine") -> float:
    """Tell how much of an agent's time an item takes, in minutes of the whole of them."""
    return line.handling / agent.capacity[item.channel]


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

    def note_handling(self, minutes: float) -> None:
        self._handled += 1
        self.handling += (minutes - self.handling) / self._handled

    def note_wait(self, wait: timedelta, *, left: bool) -> None:
        self._waited += wait.total_seconds()
        self._left += left

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
