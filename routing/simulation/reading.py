"""From the bytes of a scenario file to a scenario, or to everything that is wrong with it."""

import json
from collections.abc import Iterable, Iterator

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.errors import InvalidInputError
from routing.simulation.scenario import Scenario, read_minutes

_MOST_ARRIVALS = 2_000_000
_MOST_TOLD = 20


class ScenarioError(InvalidInputError):
    """A scenario that cannot be run; `problems` says where and why, one line each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems[:_MOST_TOLD]))


def parse_scenario(text: str | bytes) -> Scenario:
    """Read a scenario.

    Raises:
        ScenarioError: it is no JSON, a key is unknown or missing, a number is absurd, or one part
            names another that is not there.
    """
    try:
        data = json.loads(text, object_pairs_hook=_refuse_twice)
    except ScenarioError:
        raise
    except (ValueError, RecursionError) as error:
        raise ScenarioError([f"this is no JSON: {error}"]) from None
    return check_scenario(data)


def check_scenario(data: object) -> Scenario:
    """Make a scenario of what was read from JSON.

    Raises:
        ScenarioError: as `parse_scenario`.
    """
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        raise ScenarioError(_tell_problem(each) for each in error.errors()) from None
    problems = tuple(_find_problems(scenario))
    if problems:
        raise ScenarioError(problems)
    return scenario


def _refuse_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, _ in pairs if sum(key == other for other, _ in pairs) > 1)
        raise ScenarioError([f"{twice}: this key stands twice in one object"])
    return found


def _tell_problem(error: ErrorDetails) -> str:
    words = "this key is unknown" if error["type"] == "extra_forbidden" else error["msg"]
    given = error.get("input")
    shown = f" (given: {given!r})" if isinstance(given, int | float | str) else ""
    return f"{_write_path(error['loc']) or 'scenario'}: {words}{shown[:100]}"


def _write_path(steps: Iterable[int | str]) -> str:
    path = ""
    for step in steps:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def _find_problems(scenario: Scenario) -> Iterator[str]:
    for part in ("agents", "queues", "classes"):
        yield from _find_namesakes(part, [each.name for each in getattr(scenario, part)])
    yield from _find_unknown_queues(scenario)
    yield from _find_circles(scenario)
    yield from _find_empty_shifts(scenario)
    expected = scenario.days * sum(sum(each.arrivals_per_hour) for each in scenario.classes)
    if expected > _MOST_ARRIVALS:
        yield (
            f"classes: about {expected:,.0f} arrivals in {scenario.days} days; "
            f"more than {_MOST_ARRIVALS:,} are not simulated"
        )


def _find_namesakes(part: str, names: list[str]) -> Iterator[str]:
    for place, name in enumerate(names):
        if name in names[:place]:
            yield f"{part}[{place}].name: {name} is the name of {part}[{names.index(name)}] already"


def _find_unknown_queues(scenario: Scenario) -> Iterator[str]:
    names = {queue.name for queue in scenario.queues}
    there = ", ".join(sorted(names))
    for place, each in enumerate(scenario.classes):
        if each.queue not in names:
            yield f"classes[{place}].queue: there is no queue {each.queue}; there are {there}"
    for place, queue in enumerate(scenario.queues):
        for number, step in enumerate(queue.overflow):
            if step.to not in names:
                where = f"queues[{place}].overflow[{number}].to"
                yield f"{where}: there is no queue {step.to}; there are {there}"


def _find_circles(scenario: Scenario) -> Iterator[str]:
    onward = {queue.name: [step.to for step in queue.overflow] for queue in scenario.queues}
    for place, queue in enumerate(scenario.queues):
        circle = _find_circle(queue.name, onward)
        if circle:
            yield f"queues[{place}].overflow: goes round in a circle: {' -> '.join(circle)}"


def _find_circle(start: str, onward: dict[str, list[str]]) -> list[str]:
    """Find the way from a queue back to itself, shortest first; empty where there is none."""
    ways, seen = [[start]], {start}
    for way in ways:
        for name in onward.get(way[-1], ()):
            if name == start:
                return [*way, start]
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []


def _find_empty_shifts(scenario: Scenario) -> Iterator[str]:
    for place, agent in enumerate(scenario.agents):
        for number, (begin, end) in enumerate(agent.shifts):
            where = f"agents[{place}].shifts[{number}]"
            if begin == "24:00":
                yield f'{where}[0]: a shift begins at "00:00" rather than at "24:00"'
            elif read_minutes(begin) == read_minutes(end):
                yield f"{where}: begins and ends at {begin}; all day is 00:00 to 24:00"
