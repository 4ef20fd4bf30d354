"""Whose turn it would be if everybody were served in the order of coming.

Each time an agent takes a conversation, whichever it is, the turn of one has come: of the one that
came first of all that this agent could have taken. So it is known at any time how long each would
have waited under first come, first served, and nobody need wait much longer than that.
"""

from collections import deque
from datetime import datetime, timedelta

from domain.assignment import AgentState, Line, WaitingItem
from routing.assignment.crew import Crew
from routing.assignment.eligibility import has_room

_REMEMBERED = 500
_RECOUNT_EVERY = 16
# Beside the 99th percentile that is promised, with some room for what is not foreseen.
_BUSY = 0.97


class Turns:
    """Who stands where in the order of coming, among them those who were served before their turn."""

    def __init__(self) -> None:
        self._lines: dict[Line, dict[str, WaitingItem]] = {}
        self._waits: dict[Line, _Waits] = {}
        self.usual_waits: dict[Line, timedelta] = {}

    def join(self, item: WaitingItem) -> None:
        """Take up an item that begins to wait; items of a line come in the order of coming."""
        self._lines.setdefault(item.line, {})[item.id] = item

    def leave(self, item: WaitingItem) -> None:
        """Forget an item whose customer has left unserved; not one that was served."""
        self._lines[item.line].pop(item.id, None)

    def give_turn(self, agent: AgentState, crew: Crew, now: datetime) -> WaitingItem | None:
        """Find whose turn it is as an agent takes something; `agent` as they stood before."""
        first: WaitingItem | None = None
        for line in self._lines.values():
            if not line:
                continue
            head = next(iter(line.values()))
            if (
                (first is None or _came(head) < _came(first))
                and has_room(agent, head.channel)
                and agent.id in crew.find_able(head, now)
            ):
                first = head
        if first is not None:
            del self._lines[first.line][first.id]
            self._remember(first.line, now - first.waiting_since)
        return first

    def _remember(self, line: Line, wait: timedelta) -> None:
        waits = self._waits.setdefault(line, _Waits())
        self.usual_waits[line] = waits.add(wait)


def _came(item: WaitingItem) -> tuple[datetime, str]:
    return (item.waiting_since, item.id)


class _Waits:
    """The latest waits of a line and how long they are at busy times."""

    def __init__(self) -> None:
        self._latest: deque[timedelta] = deque(maxlen=_REMEMBERED)
        self._since_count = 0
        self._usual = timedelta()

    def add(self, wait: timedelta) -> timedelta:
        self._latest.append(wait)
        self._since_count += 1
        if self._since_count >= _RECOUNT_EVERY or len(self._latest) < _RECOUNT_EVERY:
            ordered = sorted(self._latest)
            self._usual = ordered[int(len(ordered) * _BUSY)]
            self._since_count = 0
        return self._usual
