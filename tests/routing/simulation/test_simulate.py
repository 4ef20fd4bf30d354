"""What a simulation promises: the same arrivals for all, nothing lost, more promises kept."""

import json
from typing import Any

import numpy as np
import pytest

from domain.assignment import AssignmentPolicy
from routing.simulation.arrivals import draw_arrivals, draw_handling
from routing.simulation.engine import run_scenario
from routing.simulation.reading import parse_scenario
from routing.simulation.results import find_interval
from routing.simulation.scenario import POLICIES, HandlingForm
from routing.simulation.simulate import simulate
from tests.routing.simulation.random_scenarios import make_scenario

pytestmark = pytest.mark.unit


def read(number: int, **changes: Any):
    return parse_scenario(json.dumps(make_scenario(number) | changes))


@pytest.fixture(scope="module")
def runs():
    scenario = read(13, days=1)
    arrivals = draw_arrivals(scenario, 1)
    return scenario, {
        name: run_scenario(scenario, arrivals, name, AssignmentPolicy()) for name in POLICIES
    }


def test_the_same_seed_gives_the_same_figures():
    assert simulate(read(13, days=1)) == simulate(read(13, days=1))


def test_every_policy_sees_the_same_arrivals_and_loses_none(runs: Any):
    _, by_policy = runs
    seen = [[outcome.arrival for outcome in run.outcomes] for run in by_policy.values()]
    assert all(each == seen[0] for each in seen)
    for run in by_policy.values():
        for each in run.outcomes:
            ends = (each.answered_at is not None, each.left_at is not None)
            assert ends in ((True, False), (False, True))


def test_no_agent_ever_has_more_than_their_capacity_or_begins_outside_a_shift(runs: Any):
    scenario, by_policy = runs
    agents = {agent.name: agent for agent in scenario.agents}
    for run in by_policy.values():
        events = []
        for each in run.outcomes:
            if each.agent is not None:
                share = 1 / agents[each.agent].capacity[each.arrival.form.channel]
                events += [(each.answered_at, 1, each.agent, share)]
                events += [(each.finished_at, 0, each.agent, -share)]
                minute = each.answered_at % (24 * 60)
                (begin, end) = agents[each.agent].shifts[0]
                assert f"{int(minute // 60):02}:{int(minute % 60):02}" >= begin
                assert minute <= int(end[:2]) * 60 + int(end[3:])
        load = dict.fromkeys(agents, 0.0)
        for _, _, name, share in sorted(events):
            load[name] += share
            assert load[name] <= 1 + 1e-6


def test_another_class_does_not_change_the_arrivals_of_this_one():
    given = make_scenario(13)
    fewer = given | {"classes": given["classes"][:1]}
    first = given["classes"][0]["name"]
    all_ = draw_arrivals(parse_scenario(json.dumps(given)), 5)
    alone = draw_arrivals(parse_scenario(json.dumps(fewer)), 5)
    assert [each for each in all_ if each.form.name == first] == alone


def test_handling_times_have_the_mean_and_the_spread_that_were_asked_for():
    drawn = draw_handling(HandlingForm(mean=6.0, sd=4.0), 200_000, np.random.default_rng(1))
    assert drawn.mean() == pytest.approx(6.0, rel=0.02)
    assert drawn.std() == pytest.approx(4.0, rel=0.05)


def test_a_queue_nobody_is_trained_for_leaves_its_customers_waiting_in_plain_sight():
    given = make_scenario(13) | {"days": 1}
    for queue in given["queues"]:
        queue["requires"]["juggling"] = 5
        queue["overflow"] = []
    for each in given["classes"]:
        each.pop("patience_minutes", None)
    result = simulate(parse_scenario(json.dumps(given)), policies=("frontdesk",))
    whole = result["policies"]["frontdesk"]
    assert whole["still_waiting"] == whole["arrived"] > 0
    assert any("nobody is trained" in warning for warning in result["warnings"])


@pytest.mark.slow
def test_more_promises_are_kept_than_by_any_baseline_and_hardly_a_class_pays_for_it():
    """Over scenarios by chance, among them some with several times the work that can be done."""
    gains, stretched, classes = [], 0, 0
    for number in range(100, 120):
        policies = simulate(read(number))["policies"]
        ours = policies["frontdesk"]
        best = max(policies[name]["first_response_in_time"] for name in POLICIES[1:])
        gains.append(ours["first_response_in_time"] - best)
        for name, each in policies["fifo"]["classes"].items():
            before, after = (x["wait_minutes"]["p99"] for x in (each, ours["classes"][name]))
            if before is not None:
                classes += 1
                stretched += after > max(1.5 * before, before + 1.0)
    interval = find_interval(gains)
    assert interval is not None
    assert interval[0] > 0
    assert stretched <= classes * 0.07
