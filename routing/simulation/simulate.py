"""A scenario under several policies and seeds, in the form that scripts read."""

from collections.abc import Callable, Sequence
from typing import Any

from domain.assignment import AssignmentPolicy
from routing.simulation.arrivals import draw_arrivals
from routing.simulation.engine import run_scenario
from routing.simulation.results import average, find_interval, summarise_run
from routing.simulation.scenario import POLICIES, Scenario
from routing.simulation.warnings import find_warnings


def _stay_silent(_seed: int, _policy: str) -> None:
    """Nobody wants to know how far it is."""


def simulate(
    scenario: Scenario,
    *,
    seeds: int = 1,
    policies: Sequence[str] = POLICIES,
    policy: AssignmentPolicy | None = None,
    tell: Callable[[int, str], None] = _stay_silent,
) -> dict[str, Any]:
    """Run a scenario with `seeds` seeds from its own on, and give the means.

    Every policy sees the same arrivals, handling times and patience.

    Args:
        policy: what Frontdesk's own choice is tuned by; its defaults where None.
        tell: hears of each run as it begins.
    """
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in policies}
    for seed in range(scenario.seed, scenario.seed + seeds):
        arrivals = draw_arrivals(scenario, seed)
        for name in policies:
            tell(seed, name)
            run = run_scenario(scenario, arrivals, name, policy or AssignmentPolicy())
            runs[name].append(summarise_run(scenario, run))
    return {
        "scenario": scenario.name,
        "seeds": seeds,
        "policies": {name: _sum_up(each) for name, each in runs.items()},
        "warnings": list(find_warnings(scenario)),
    }


def _sum_up(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    told = [run["first_response_in_time"] for run in runs]
    values = [value for value in told if value is not None]
    return {
        **average(runs),
        "first_response_interval": find_interval(values),
        "first_response_by_seed": told,
    }
