"""Simulations on record, and what a simulation of the desk itself is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

# A simulation for which nobody asks for so long is ended.
WATCHED_FOR: Final = timedelta(seconds=60)
# Whatever still says that it runs after so long is not run by anybody any more.
LOST_AFTER: Final = timedelta(minutes=5)


class SimulationState(StrEnum):
    """How far a simulation is.

    `draft`: a scenario that somebody sent, of which nothing was run yet. `stopped`: ended by hand,
    or as nobody waited for it any more.
    """

    DRAFT = "draft"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """A scenario, what was changed of it, and what came of that.

    Attributes:
        owner: the name of whoever began it.
        source: where the scenario came from: `own:<weekday>`, the key of a shipped one, or `file`.
        scenario: as in its file.
        changes: as `routing.simulation.changes.Changes` writes them.
        offset: minutes by which the clocks of its people are ahead of UTC.
        notes: what was left out or taken for granted, one sentence each.
        done: how many runs are done, of `whole`.
        result: as `routing.simulation.comparison.compare` gives it, or None.
        error: why there is none, or None.
        seen_at: when somebody last asked how far it is.
    """

    id: str
    owner: str
    source: str
    state: SimulationState
    scenario: Mapping[str, Any]
    changes: Mapping[str, Any]
    offset: int
    notes: tuple[str, ...]
    done: int
    whole: int
    result: Mapping[str, Any] | None
    error: str | None
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """A conversation that came to people.

    Attributes:
        language: "" where it is unknown.
        target: within which a first response was promised, or None.
    """

    queue: str
    channel: str
    language: str
    tier: str
    priority: str
    at: datetime
    target: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """What an agent did with a conversation that they had taken.

    Attributes:
        first_reply: their first one after that, or None; `last_reply` is the last.
        resolved_at: when it was settled, or None.
    """

    queue: str
    channel: str
    agent: str
    taken_at: datetime
    first_reply: datetime | None
    last_reply: datetime | None
    resolved_at: datetime | None
