"""How many promises are kept with the same people, by Frontdesk's assignment and by three others.

    python -m benchmarks.routing [--write]

Targets: on each scenario a higher share of first responses in time than every baseline on the same
arrivals (mean of 20 seeds, with the 95 % interval of the paired difference), and no class that
waits at the 99th percentile more than 1.5 times as long as under first come, first served.
"""

import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.report import Section, describe_conditions, parse_options, present, render_table
from domain.assignment import AssignmentPolicy
from routing.simulation.arrivals import draw_arrivals
from routing.simulation.engine import run_scenario
from routing.simulation.reading import parse_scenario
from routing.simulation.results import find_interval, summarise_run
from routing.simulation.scenario import POLICIES, Scenario
from routing.simulation.shipped import SHIPPED_FOLDER

SCENARIOS = SHIPPED_FOLDER
SEEDS = 20


def run_seeds(scenario: Scenario, seeds: int) -> dict[str, list[dict[str, Any]]]:
    """Run every policy on the same arrivals, seed by seed."""
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in POLICIES}
    for seed in range(scenario.seed, scenario.seed + seeds):
        arrivals = draw_arrivals(scenario, seed)
        for name in POLICIES:
            run = run_scenario(scenario, arrivals, name, AssignmentPolicy())
            runs[name].append(summarise_run(scenario, run))
    return runs


def find_longest_stretch(runs: dict[str, list[dict[str, Any]]]) -> tuple[float, str]:
    """Find the class whose mean p99 is longest beside first come, first served."""
    return max(
        (_mean_wait(runs["frontdesk"], name) / max(_mean_wait(runs["fifo"], name), 1e-9), name)
        for name in runs["fifo"][0]["classes"]
        if _mean_wait(runs["frontdesk"], name) > 0
    )


def _mean_wait(runs: list[dict[str, Any]], name: str) -> float:
    return float(np.mean([run["classes"][name]["wait_minutes"]["p99"] for run in runs]))


def measure(path: Path) -> tuple[list[str], ...]:
    """Write a scenario's rows, one for each policy."""
    scenario = parse_scenario(path.read_bytes())
    began = time.perf_counter()
    runs = run_seeds(scenario, SEEDS)
    seconds = (time.perf_counter() - began) / SEEDS
    stretch, name = find_longest_stretch(runs)
    ours = np.array([run["first_response_in_time"] for run in runs["frontdesk"]])
    rows = []
    for policy, each in runs.items():
        shares = np.array([run["first_response_in_time"] for run in each])
        more = find_interval((ours - shares).tolist()) or [0.0, 0.0]
        mine = policy == "frontdesk"
        rows.append(
            [
                scenario.name if mine else "",
                policy,
                f"{shares.mean():.1%}",
                "" if mine else _write_points(float((ours - shares).mean()), more),
                f"{np.mean([run['occupancy'] for run in each]):.1%}",
                f"**{stretch:.2f}** ({name})" if mine else "",
                f"{seconds:.1f} s" if mine else "",
            ]
        )
    return tuple(rows)


def _write_points(mean: float, interval: list[float]) -> str:
    low, high = (100 * each for each in interval)
    return f"{100 * mean:+.2f} [{low:.2f}, {high:.2f}]"


def main() -> None:
    write = parse_options(__doc__.splitlines()[0] if __doc__ else "")
    rows = [row for path in sorted(SCENARIOS.glob("*.json")) for row in measure(path)]
    head = ("scenario", "policy", "first responses in time", "Frontdesk has more (points)")
    table = render_table((*head, "occupancy", "longest p99 / fifo's", "a seed"), rows)
    with tempfile.TemporaryDirectory() as folder:
        conditions = describe_conditions(Path(folder))
    words = (
        f"Means of {SEEDS} seeds; in brackets the 95 % interval of the paired difference. All\n"
        "policies see the same arrivals, handling times and patience, and honour skills, shifts,\n"
        "capacity and overflow. Targets: every interval above 0, and no class whose p99 is more\n"
        "than 1.5 times that under first come, first served. A seed is all four policies, with\n"
        "other work on the machine."
    )
    body = f"{table}\n\n{words}\n\n{conditions}"
    present(Section(name="routing", title="Who is served next", body=body), write=write)


if __name__ == "__main__":
    main()
