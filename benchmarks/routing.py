"""How many promises are kept with the same people, by Frontdesk's assignment and by three others.

    python -m benchmarks.routing [--write]
    python -m benchmarks.routing --random N [--seeds N] [--first N]    # N scenarios by chance

Targets: on each scenario a higher share of first responses in time than every baseline on the same
arrivals (mean of 20 seeds, with the 95 % interval of the paired difference), and no class that
waits at the 99th percentile more than 1.5 times as long as under first come, first served.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.random_scenarios import make_scenario
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


def run_seeds(
    scenario: Scenario, seeds: int, policies: Sequence[str] = POLICIES
) -> dict[str, list[dict[str, Any]]]:
    """Run policies on the same arrivals, seed by seed."""
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in policies}
    for seed in range(scenario.seed, scenario.seed + seeds):
        arrivals = draw_arrivals(scenario, seed)
        for name in policies:
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
    return float(np.mean([run["classes"][name]["wait_minutes"]["p99"] or 0.0 for run in runs]))


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


def _measure_random(number: int, seeds: int) -> tuple[str, float, float, str]:
    """Give a random scenario's name, points more than fifo's, and its longest stretch."""
    scenario = parse_scenario(json.dumps(make_scenario(number)))
    runs = run_seeds(scenario, seeds, ("frontdesk", "fifo"))
    more = np.mean(
        [
            ours["first_response_in_time"] - theirs["first_response_in_time"]
            for ours, theirs in zip(runs["frontdesk"], runs["fifo"], strict=True)
        ]
    )
    return scenario.name, 100 * float(more), *find_longest_stretch(runs)


def print_random(arguments: list[str]) -> None:
    """Print how scenarios by chance come out, one a line, beside first come, first served."""
    options = argparse.ArgumentParser(description="Scenarios by chance.")
    options.add_argument("--random", type=int, required=True, help="how many, 500 at most")
    options.add_argument("--seeds", type=int, default=3, help="seeds of each, 20 at most")
    options.add_argument("--first", type=int, default=0, help="the number of the first")
    given = options.parse_args(arguments)
    stretches, gains = [], []
    for number in range(given.first, given.first + min(given.random, 500)):
        name, more, stretch, of = _measure_random(number, min(given.seeds, SEEDS))
        stretches.append(stretch)
        gains.append(more)
        print(f"{name}: {more:+.2f} points, longest p99 / fifo's {stretch:.2f} ({of})", flush=True)
    print(
        f"{sum(each > 1.5 for each in stretches)} of {len(stretches)} beyond 1.5, median "
        f"{np.median(stretches):.2f}; {sum(each < 0 for each in gains)} below fifo, mean "
        f"{np.mean(gains):+.2f} points"
    )


def main() -> None:
    """Measure the shipped scenarios, or those by chance."""
    if "--random" in sys.argv:
        print_random(sys.argv[1:])
        return
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
