"""Those who wait, in lines of those who are alike, so that only the heads need be looked at."""

from collections.abc import Iterator
from datetime import datetime

from domain.assignment import Line, WaitingItem


class Waiting:
    """Lines in the order of coming, each in two parts: promises that hold, and broken ones."""

    def __init__(self) -> None:
        self._hold: dict[Line, dict[str, WaitingItem]] = {}
        self._late: dict[Line, dict[str, WaitingItem]] = {}

    def add(self, item: WaitingItem) -> None:
        """Put an item at the end of its line."""
        self._hold.setdefault(item.line, {})[item.id] = item
        self._late.setdefault(item.line, {})

    def remove(self, item: WaitingItem) -> None:
        """Take an item out of its line."""
        line = item.line
        if self._hold[line].pop(item.id, None) is None:
            del self._late[line][item.id]

    def mark(self, item: WaitingItem) -> None:
        """Put an item that has changed in its own place; nothing where it waits no longer."""
        for part in (self._hold, self._late):
            line = part[item.line]
            if item.id in line:
                line[item.id] = item

    def heads(self, now: datetime) -> Iterator[WaitingItem]:
        """Give of each line the first whose promise holds and the first late one."""
        for line, hold in self._hold.items():
            late = self._late[line]
            while hold:
                first = next(iter(hold.values()))
                if first.due_at is None or first.due_at > now:
                    yield first
                    break
                late[first.id] = hold.pop(first.id)
            if late:
                yield next(iter(late.values()))

    def __iter__(self) -> Iterator[WaitingItem]:
        for line, hold in self._hold.items():
            yield from self._late[line].values()
            yield from hold.values()

    def __len__(self) -> int:
        return sum(map(len, self._hold.values())) + sum(map(len, self._late.values()))
