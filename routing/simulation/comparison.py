"""A scenario as it is beside the same with changes, under every policy."""

from collections.abc import Callable
from typing import Any, Final

from routing.simulation.comparison_task import ComparisonTask
from routing.simulation.results import find_interval
from routing.simulation.scenario import POLICIES, Scenario
from routing.simulation.simulate import simulate
from routing.staffing.advice import advise_staffing

# The share of first responses in time for which staffing is reckoned.
WANTED: Final = 0.8


def compare(task: ComparisonTask) -> dict[str, Any]:
    """Run both on the same arrivals; `after` is None where nothing is changed."""
    whole = task.seeds * len(POLICIES) * (1 if task.after is None else 2)
    done = 0

    def tell(_seed: int, _policy: str) -> None:
        nonlocal done
        task.progress.write_text(f"{done} {whole}")
        done += 1

    before = _run(task.before, task, tell)
    after = None if task.after is None else _run(task.after, task, tell)
    return {
        "seeds": task.seeds,
        "days": task.before.days,
        "notes": list(task.notes),
        "before": before,
        "after": after,
        "gain_interval": None if after is None else find_gain(before, after),
    }


def find_gain(before: dict[str, Any], after: dict[str, Any]) -> list[float] | None:
    """Give the 95 % interval of what Frontdesk's share in time gains, seed by seed.

    Both sides have the same customers, so that their differences vary less than either.
    """
    sides = (each["policies"]["frontdesk"]["first_response_by_seed"] for each in (before, after))
    pairs = zip(*sides, strict=True)
    return find_interval([new - old for old, new in pairs if old is not None and new is not None])


def _run(
    scenario: Scenario, task: ComparisonTask, tell: Callable[[int, str], None]
) -> dict[str, Any]:
    found = simulate(scenario, seeds=task.seeds, policy=task.policy, tell=tell)
    return {**found, "staffing": advise_staffing(scenario, WANTED)["groups"]}
