"""Scenarios by the command line."""

import json
from pathlib import Path

import pytest

from frontdesk.command_line import main
from tests.routing.simulation.random_scenarios import make_scenario

pytestmark = pytest.mark.unit


@pytest.fixture
def path(tmp_path: Path) -> str:
    file = tmp_path / "scenario.json"
    file.write_text(json.dumps(make_scenario(13) | {"days": 1}))
    return str(file)


def test_the_answer_has_what_scripts_rely_on(path: str, capsys: pytest.CaptureFixture[str]):
    assert main(["routing", "simulate", path]) == 0
    told = capsys.readouterr()
    result = json.loads(told.out)
    assert told.err == ""
    assert (result["scenario"], result["seeds"]) == ("random-13", 1)
    assert set(result["policies"]) == {"frontdesk", "fifo", "round_robin", "least_loaded"}
    policy = result["policies"]["frontdesk"]
    assert 0 <= policy["first_response_in_time"] <= 1
    assert 0 <= policy["occupancy"] <= 1
    for each in policy["classes"].values():
        assert each["answered"] + each["abandoned"] <= each["arrived"]
        assert 0 <= each["first_response_in_time"] <= 1
        assert 0 <= each["resolved_in_time"] <= 1
        waits = each["wait_minutes"]
        assert waits["p50"] <= waits["p90"] <= waits["p99"]


def test_one_policy_and_several_seeds(path: str, capsys: pytest.CaptureFixture[str]):
    assert main(["routing", "simulate", path, "--policy", "fifo", "--seeds", "2"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert list(result["policies"]) == ["fifo"]
    assert result["seeds"] == 2
    low, high = result["policies"]["fifo"]["first_response_interval"]
    assert low <= result["policies"]["fifo"]["first_response_in_time"] <= high


def test_people_get_tables(path: str, capsys: pytest.CaptureFixture[str]):
    assert main(["routing", "simulate", path, "--table"]) == 0
    assert capsys.readouterr().out.startswith("policy ")
    assert main(["routing", "staff", path, "--table", "--target", "0.9"]) == 0
    assert capsys.readouterr().out.startswith("queue ")


def test_a_scenario_that_cannot_be_run_is_refused_by_place_and_prints_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(make_scenario(13) | {"days": 0, "colour": "red"}))
    for command in ("simulate", "staff"):
        assert main(["routing", command, str(file)]) == 1
        told = capsys.readouterr()
        assert told.out == ""
        assert "frontdesk: days: " in told.err
        assert "frontdesk: colour: this key is unknown" in told.err
    assert main(["routing", "simulate", str(tmp_path / "none.json")]) == 1
    assert "No such file" in capsys.readouterr().err


def test_staffing_advice_is_by_group_and_hour(path: str, capsys: pytest.CaptureFixture[str]):
    assert main(["routing", "staff", path]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["target"] == 0.8
    assert all(len(group["hours"]) == 24 for group in result["groups"])
    busiest = max(result["groups"][0]["hours"], key=lambda each: each["arrivals"])
    assert busiest["agents"] >= 1
