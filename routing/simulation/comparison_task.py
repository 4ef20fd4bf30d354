"""What a process of its own is to compare; whoever sends it there needs none of what does it."""

from dataclasses import dataclass
from pathlib import Path

from domain.assignment import AssignmentPolicy
from routing.simulation.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonTask:
    """What a process of its own is to do.

    Attributes:
        policy: what Frontdesk's own choice is tuned by.
        notes: what is left out of the scenario, one sentence each.
        progress: a file that always tells how many of how many runs are done.
    """

    before: Scenario
    after: Scenario | None
    seeds: int
    policy: AssignmentPolicy
    progress: Path
    notes: tuple[str, ...] = ()
