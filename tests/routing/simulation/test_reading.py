"""What is wrong with a scenario is told by its place."""

import json
from typing import Any

import pytest

from routing.simulation.reading import ScenarioError, parse_scenario
from routing.simulation.warnings import find_warnings
from tests.routing.simulation.random_scenarios import make_scenario

pytestmark = pytest.mark.unit


def scenario() -> dict[str, Any]:
    return make_scenario(1)


def refuse(given: dict[str, Any]) -> str:
    with pytest.raises(ScenarioError) as refusal:
        parse_scenario(json.dumps(given))
    return str(refusal.value)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("days",), 0, "days: "),
        (("days",), "3", "days: "),
        (("colour",), 1, "colour: this key is unknown"),
        (("start",), "2026-03-02T00:00:00", "start: "),
        (("agents", 0, "skills", "lang:en"), 6, "agents[0].skills.lang:en: "),
        (("agents", 0, "capacity", "chat"), -1, "agents[0].capacity.chat: "),
        (("agents", 0, "shifts"), [["08:00", "25:00"]], "agents[0].shifts[0][1]: "),
        (("agents", 0, "shifts"), [["08:00", "08:00"]], "agents[0].shifts[0]: begins and ends"),
        (("agents", 1, "name"), "agent-0", "agents[1].name: agent-0 is the name of agents[0]"),
        (("classes", 0, "queue"), "nowhere", "classes[0].queue: there is no queue nowhere"),
        (("classes", 0, "arrivals_per_hour"), [1] * 23, "classes[0].arrivals_per_hour: "),
        (("classes", 0, "arrivals_per_hour"), [-1] * 24, "classes[0].arrivals_per_hour[0]: "),
        (("classes", 0, "arrivals_per_hour"), [99_999] * 24, "classes: about "),
        (("classes", 0, "handling_minutes", "mean"), 0, "classes[0].handling_minutes.mean: "),
        (("classes", 0, "first_response_minutes"), None, "classes[0].first_response_minutes: "),
    ],
)
def test_an_absurd_value_is_refused_with_its_place(path: tuple[Any, ...], value: Any, told: str):
    given = scenario()
    place = given
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert told in refuse(given)


@pytest.mark.parametrize("key", ["agents", "queues", "classes", "seed", "days", "start"])
def test_what_is_missing_is_named(key: str):
    given = scenario()
    del given[key]
    assert f"{key}: Field required" in refuse(given)


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"name": "a", "name": "b"}', "[" * 100_000])
def test_what_is_no_scenario_is_refused(text: str):
    with pytest.raises(ScenarioError):
        parse_scenario(text)


def test_an_overflow_circle_is_refused_and_shown():
    given = scenario()
    names = [queue["name"] for queue in given["queues"]]
    for queue, onward in zip(given["queues"], [*names[1:], names[0]], strict=True):
        queue["overflow"] = [{"after": 0.5, "to": onward}]
    assert "goes round in a circle" in refuse(given)


def test_what_can_run_but_is_hardly_meant_is_a_warning():
    given = scenario()
    given["queues"][0]["requires"]["juggling"] = 5
    given["agents"][0]["capacity"] = {"chat": 0}
    given["agents"][1]["shifts"] = [["22:00", "06:00"]]
    told = "\n".join(find_warnings(parse_scenario(json.dumps(given))))
    assert "queues[0].requires: nobody is trained" in told
    assert "agents[0].capacity: agent-0 takes nothing" in told
    assert "agents[1].shifts[0]: 22:00 to 06:00 is taken to go on over midnight" in told
