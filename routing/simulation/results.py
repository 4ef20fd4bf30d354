"""What runs come to: shares, waiting times and occupancy, over one seed or several."""

from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Any

import numpy as np
from scipy.stats import t as student

from routing.simulation.engine import Outcome, Run
from routing.simulation.scenario import Scenario
from routing.simulation.staff import DAY, list_presence

_PERCENTILES = (50, 90, 99)
_CONFIDENCE = 0.95


def summarise_run(scenario: Scenario, run: Run) -> dict[str, Any]:
    """Sum one run up; figures that cannot be told, as of a class where nobody came, are None."""
    by_class: dict[str, list[Outcome]] = {each.name: [] for each in scenario.classes}
    by_queue: dict[str, list[Outcome]] = {queue.name: [] for queue in scenario.queues}
    for outcome in run.outcomes:
        by_class[outcome.arrival.form.name].append(outcome)
        by_queue[outcome.arrival.form.queue].append(outcome)
    agents = _measure_agents(scenario, run)
    there = sum(present for present, _ in agents.values())
    busy = sum(worked for _, worked in agents.values())
    whole = summarise_outcomes(run.outcomes, run.ended_at)
    return {
        "classes": {
            name: summarise_outcomes(them, run.ended_at) for name, them in by_class.items()
        },
        "queues": {name: summarise_outcomes(them, run.ended_at) for name, them in by_queue.items()},
        "agents": {
            name: {"occupancy": _divide(worked, present)}
            for name, (present, worked) in agents.items()
        },
        "clocks": {
            "first_response": whole["first_response_in_time"],
            "resolution": whole["resolved_in_time"],
        },
        **whole,
        "occupancy": _divide(busy, there),
    }


def summarise_outcomes(outcomes: Sequence[Outcome], ended_at: float) -> dict[str, Any]:
    """Count what became of some; shares are of all that arrived, whoever left was not in time."""
    answered = sum(each.answered_at is not None for each in outcomes)
    left = sum(each.left_at is not None for each in outcomes)
    promised = [each for each in outcomes if each.arrival.form.resolution_minutes is not None]
    return {
        "arrived": len(outcomes),
        "answered": answered,
        "abandoned": left,
        "still_waiting": len(outcomes) - answered - left,
        "overflowed": sum(each.overflowed for each in outcomes),
        "abandoned_share": _divide(left, len(outcomes)),
        "first_response_in_time": _divide(sum(map(_answered_in_time, outcomes)), len(outcomes)),
        "resolved_in_time": _divide(sum(map(_resolved_in_time, promised)), len(promised)),
        "wait_minutes": _measure_waits(outcomes, ended_at),
    }


def _answered_in_time(outcome: Outcome) -> bool:
    target = outcome.arrival.form.first_response_minutes
    return outcome.answered_at is not None and outcome.answered_at - outcome.arrival.at <= target


def _resolved_in_time(outcome: Outcome) -> bool:
    target = outcome.arrival.form.resolution_minutes
    if target is None or outcome.finished_at is None:
        return False
    return outcome.finished_at - outcome.arrival.at <= target


def _measure_waits(outcomes: Sequence[Outcome], ended_at: float) -> dict[str, float | None]:
    """Give percentiles of the time until the answer, or until the customer left."""
    waits = [_measure_wait(each, ended_at) for each in outcomes]
    if not waits:
        return {f"p{share}": None for share in _PERCENTILES}
    figures = np.percentile(waits, _PERCENTILES)
    return {f"p{s}": float(x) for s, x in zip(_PERCENTILES, figures, strict=True)}


def _measure_wait(outcome: Outcome, ended_at: float) -> float:
    ends = (outcome.answered_at, outcome.left_at, ended_at)
    return next(end for end in ends if end is not None) - outcome.arrival.at


def _measure_agents(scenario: Scenario, run: Run) -> dict[str, tuple[float, float]]:
    """Tell by agent the minutes in shifts of the scenario's days, and the share worked of them."""
    last = scenario.days * DAY
    capacity = {agent.name: agent.capacity for agent in scenario.agents}
    spans = {
        agent.name: [
            (begin, min(end, last))
            for begin, end in list_presence(agent, scenario.start_utc, scenario.days)
        ]
        for agent in scenario.agents
    }
    worked = dict.fromkeys(spans, 0.0)
    for each in run.outcomes:
        if each.agent is not None and each.answered_at is not None:
            end = run.ended_at if each.finished_at is None else each.finished_at
            minutes = _overlap(spans[each.agent], each.answered_at, end)
            worked[each.agent] += minutes / capacity[each.agent][each.arrival.form.channel]
    return {name: (sum(e - b for b, e in spans[name]), worked[name]) for name in spans}


def _overlap(spans: Iterable[tuple[float, float]], begin: float, end: float) -> float:
    return sum(max(0.0, min(end, last) - max(begin, first)) for first, last in spans)


def _divide(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def average(runs: Sequence[Any]) -> Any:
    """Average the like-shaped summaries of several seeds; what one cannot tell is left out."""
    first = runs[0]
    if isinstance(first, dict):
        return {key: average([run[key] for run in runs]) for key in first}
    told = [run for run in runs if run is not None]
    if not told:
        return None
    mean = sum(told) / len(told)
    return first if all(each == first for each in told) else round(mean, 6)


def find_interval(values: Sequence[float]) -> list[float] | None:
    """Give the 95 % confidence interval of a mean (Student's t); None of fewer than two values."""
    if len(values) < 2:
        return None
    mean = float(np.mean(values))
    error = float(np.std(values, ddof=1)) / sqrt(len(values))
    reach = float(student.ppf((1 + _CONFIDENCE) / 2, len(values) - 1)) * error
    return [round(mean - reach, 6), round(mean + reach, 6)]
