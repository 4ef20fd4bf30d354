"""What lay behind a broken promise, found from the log as it was at that instant; pure.

The same log gives the same cause whenever it is asked, so that it can be found again later.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from domain.breaches import BreachCause, BreachFacts, HandStep
from domain.routings import RoutingKind
from domain.sla_clocks import ClockEvent, ClockEventKind

# Whoever gets something with less than this share of its time left was given no chance.
_NO_CHANCE: Final = 0.2
# People who got it with more than this share of its time gone got it late.
_GONE: Final = 0.5
_MANY_MOVES: Final = 2
_HOLDS: Final = frozenset(
    {
        ClockEventKind.PAUSED,
        ClockEventKind.RESUMED,
        ClockEventKind.MET,
        ClockEventKind.CANCELLED,
    }
)
# These say of a conversation that stays where it is what else is known of it.
_NOTES: Final = frozenset({RoutingKind.WIDENED, RoutingKind.UNSERVED})

CAUSES: Final[Mapping[BreachCause, str]] = MappingProxyType(
    {
        BreachCause.UNLOGGED: "It is from before there was a log of who has what.",
        BreachCause.CAME_LATE: "More than half of its time had gone before people got it.",
        BreachCause.UNSERVED: "Nobody was trained for it, had room for its kind, or was there.",
        BreachCause.HANDED_ON: "Its agent had gone, and it went back to the queue.",
        BreachCause.BOUNCED: "It went from queue to queue, at least twice.",
        BreachCause.HELD: "It had been put off or held for longer than was promised.",
        BreachCause.WITH_AGENT: "An agent had it with enough time left, and did not do it.",
        BreachCause.WAITED: "It waited in the queue until it was late, or nearly so.",
    }
)
"""What each cause says, in the order in which they are tried; the first that holds is it."""


@dataclass(frozen=True, slots=True)
class _Log:
    """What the log said at the breach.

    Attributes:
        steps: those in which it changed hands, up to the breach.
        unserved: whether, since then, nobody could take it.
    """

    facts: BreachFacts
    steps: tuple[HandStep, ...]
    unserved: bool

    @property
    def last(self) -> HandStep:
        return self.steps[-1]

    @property
    def taken_at(self) -> datetime:
        """Since when whoever has it at the end has it."""
        taken = self.last.at
        for step in reversed(self.steps):
            if step.agent != self.last.agent:
                break
            taken = step.at
        return taken

    @property
    def since(self) -> tuple[HandStep, ...]:
        """The steps since the promise was given."""
        return tuple(step for step in self.steps if step.at >= self.facts.started_at)

    def share(self, at: datetime) -> float:
        """Which share of the time up to the breach had gone at an instant, by the wall clock."""
        facts = self.facts
        whole = facts.breached_at - facts.started_at
        return (at - facts.started_at) / whole if whole > timedelta() else 1.0


def find_cause(facts: BreachFacts) -> BreachCause:
    """Find what lay behind a broken promise."""
    log = _read(facts)
    if log is None:
        return BreachCause.UNLOGGED
    return next((cause for cause, holds in _TRIED if holds(log)), BreachCause.WAITED)


def sum_held(events: Iterable[ClockEvent], *, until: datetime) -> timedelta:
    """Add up for how long a clock was held, by the wall clock, up to an instant."""
    held, begun, ends = timedelta(), None, None
    for event in events:
        if event.at >= until:
            break
        if event.kind not in _HOLDS:
            continue
        if begun is not None:
            held += min(event.at, ends or event.at) - begun
        begun = event.at if event.kind is ClockEventKind.PAUSED else None
        ends = event.until
    return held if begun is None else held + min(until, ends or until) - begun


def _read(facts: BreachFacts) -> _Log | None:
    known = [step for step in facts.steps if step.at <= facts.breached_at]
    hands = tuple(step for step in known if step.kind not in _NOTES)
    if not hands:
        return None
    noted = known[known.index(hands[-1]) + 1 :]
    unserved = any(step.kind is RoutingKind.UNSERVED for step in noted)
    return _Log(facts, hands, unserved and hands[-1].agent is None)


def _came_late(log: _Log) -> bool:
    """Say so of when it came to people last, as the bot may have had it again in between."""
    came_at = log.steps[0].at
    for before, step in pairwise(log.steps):
        if before.queue is None and step.queue is not None:
            came_at = step.at
    return log.share(came_at) > _GONE


def _handed_on(log: _Log) -> bool:
    gone = any(step.kind is RoutingKind.HANDED_ON for step in log.since)
    return gone and (log.last.agent is None or _without_chance(log))


def _bounced(log: _Log) -> bool:
    stood = [step for step in log.steps if step.queue is not None]
    since = log.facts.started_at
    moves = sum(one.queue != to.queue and to.at >= since for one, to in pairwise(stood))
    return moves >= _MANY_MOVES


def _held(log: _Log) -> bool:
    return log.facts.held > log.facts.target


def _with_agent(log: _Log) -> bool:
    return log.last.agent is not None and not _without_chance(log)


def _without_chance(log: _Log) -> bool:
    return log.share(log.taken_at) > 1 - _NO_CHANCE


_TRIED: Final[Sequence[tuple[BreachCause, Callable[[_Log], bool]]]] = (
    (BreachCause.CAME_LATE, _came_late),
    (BreachCause.UNSERVED, lambda log: log.unserved),
    (BreachCause.HANDED_ON, _handed_on),
    (BreachCause.BOUNCED, _bounced),
    (BreachCause.HELD, _held),
    (BreachCause.WITH_AGENT, _with_agent),
)
