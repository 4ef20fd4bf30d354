"""How many agents each hour and skill group of a scenario takes for a target."""

from collections.abc import Iterator, Sequence
from math import ceil, inf
from typing import Any

from routing.assignment.crew import Crew
from routing.simulation.scenario import ClassForm, Scenario
from routing.simulation.staff import DAY, list_agents, list_presence, map_queues, represent
from routing.simulation.warnings import find_warnings
from routing.staffing.erlang import find_agents

_HOUR = 60


def advise_staffing(scenario: Scenario, wanted: float) -> dict[str, Any]:
    """Tell by skill group (queue, language and channel) and hour how many agents it takes.

    Each group is reckoned by itself, as if its agents did nothing else: agents who serve several
    groups are needed less often than the sum says, which the simulation shows.

    Args:
        wanted: the share of first responses in time, 0 to 1, exclusive.
    """
    groups: dict[tuple[str, str, str], list[ClassForm]] = {}
    for each in scenario.classes:
        groups.setdefault((each.queue, each.language, each.channel), []).append(each)
    crew = Crew(list_agents(scenario), map_queues(scenario))
    return {
        "scenario": scenario.name,
        "target": wanted,
        "groups": [_advise_group(scenario, crew, forms, wanted) for forms in groups.values()],
        "warnings": list(find_warnings(scenario)),
    }


def _advise_group(
    scenario: Scenario, crew: Crew, forms: Sequence[ClassForm], wanted: float
) -> dict[str, Any]:
    first = forms[0]
    able = list(crew.find_able(represent(first, scenario.start_utc), scenario.start_utc))
    capacities = [crew.agents[agent].capacity[first.channel] for agent in able]
    at_once = sum(capacities) / len(capacities) if capacities else 1.0
    there = _count_there(scenario, set(able))
    patient = any(form.patience_minutes is None for form in forms)
    return {
        "queue": first.queue,
        "language": first.language,
        "channel": first.channel,
        "formula": "Erlang C" if patient else "Erlang A",
        "at_once": round(at_once, 3),
        "hours": list(_advise_hours(forms, there, at_once, wanted)),
    }


def _advise_hours(
    forms: Sequence[ClassForm], there: Sequence[float], at_once: float, wanted: float
) -> Iterator[dict[str, Any]]:
    for hour in range(24):
        rates = [form.arrivals_per_hour[hour] for form in forms]
        arrivals = sum(rates)
        slots = _find_slots(forms, rates, wanted) if arrivals else 0
        yield {
            "hour": hour,
            "arrivals": round(arrivals, 3),
            "agents": ceil(slots / at_once),
            "agents_there": round(there[hour], 2),
        }


def _find_slots(forms: Sequence[ClassForm], rates: Sequence[float], wanted: float) -> int:
    """Find for how many at once there must be room; the strictest target holds for all."""
    arrivals = sum(rates)
    pairs = list(zip(forms, rates, strict=True))
    handling = sum(form.handling_minutes.mean * rate for form, rate in pairs) / arrivals
    target = min(form.first_response_minutes for form, rate in pairs if rate)
    patience = inf
    leaving = [(form.patience_minutes, rate) for form, rate in pairs]
    if all(form is not None for form, _ in leaving):
        patience = sum(form.mean * rate for form, rate in leaving if form) / arrivals
    return find_agents(arrivals / _HOUR, handling, target, wanted, patience)


def _count_there(scenario: Scenario, able: set[str]) -> list[float]:
    """Count by hour of day how many of some agents are there, part of an hour as a part."""
    start = scenario.start_utc.replace(hour=0, minute=0, second=0, microsecond=0)
    counts = [0.0] * 24
    for agent in scenario.agents:
        if agent.name in able:
            for begin, end in list_presence(agent, start, 1):
                for hour in range(24):
                    within = min(end, DAY, (hour + 1) * _HOUR) - max(begin, hour * _HOUR)
                    counts[hour] += max(0.0, within) / _HOUR
    return counts
