"""A policy as people write it: what is taken, and what is said of what is not."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from domain.conversations import Priority
from domain.errors import InvalidInputError
from domain.service_levels import ClockKind, PauseReason, Retarget, SlaPolicy, StepAction
from service_levels.calendar_definition import parse_calendar
from service_levels.durations import parse_duration, render_duration
from service_levels.policy_definition import parse_policy, render_policy
from tests.service_levels.examples import property_test
from tests.service_levels.policy_definitions import FIRST, KNOWN, definitions

pytestmark = pytest.mark.unit


def parse(definition: dict[str, Any], name: str = "gold") -> SlaPolicy:
    return parse_policy(name, "v1", 1, definition, KNOWN)


def test_only_targets_must_be_given():
    policy = parse({"targets": {"first_response": "2h"}})
    assert policy.find_target(ClockKind.FIRST_RESPONSE, Priority.URGENT) == 120
    assert policy.find_target(ClockKind.RESOLUTION, Priority.URGENT) is None
    assert (policy.title, policy.calendar, policy.enabled) == ("gold", "always", True)
    assert (policy.warnings, policy.retarget) == ((80,), Retarget.ALWAYS)
    assert policy.pauses[ClockKind.RESOLUTION] == {
        PauseReason.CUSTOMER,
        PauseReason.SNOOZE,
        PauseReason.THIRD_PARTY,
    }
    assert ClockKind.FIRST_RESPONSE not in policy.pauses


def test_a_priority_without_a_target_of_its_own_has_the_default_one():
    policy = parse({"targets": {"next_response": {"default": "4h", "urgent": 15}}})
    assert policy.find_target(ClockKind.NEXT_RESPONSE, Priority.LOW) == 240
    assert policy.find_target(ClockKind.NEXT_RESPONSE, Priority.URGENT) == 15


def test_no_pauses_at_all_can_be_agreed_on():
    assert parse({"targets": {"resolution": "2d"}, "pauses": {}}).pauses == {}
    assert parse({"targets": {"resolution": "2d"}, "pauses": {"resolution": []}}).pauses == {}


def test_steps_say_when_what_is_done_and_to_whom():
    before, at, after = parse(
        {
            "targets": FIRST,
            "steps": [
                {"at": "80%", "do": "notify", "to": "supervisors", "email": True},
                {"at": "breach", "do": "raise_priority", "to": "urgent"},
                {"at": "breach+1h30m", "do": "reassign", "to": "ann.berg@EXAMPLE.com"},
            ],
        }
    ).steps
    assert (before.percent, before.after_minutes, before.email) == (80, 0, True)
    assert (at.percent, at.after_minutes, at.do) == (None, 0, StepAction.RAISE_PRIORITY)
    assert (after.after_minutes, after.to) == (90, "Ann.Berg@example.com")


@property_test(definition=definitions())
def test_what_is_read_and_written_again_means_the_same(definition: dict[str, Any]):
    policy = parse(definition)
    assert parse(render_policy(policy)) == policy


@property_test(minutes=st.integers(1, 366 * 1440))
def test_an_amount_of_time_is_written_as_it_is_read(minutes: int):
    assert parse_duration(render_duration(minutes), "target") == minutes


@pytest.mark.parametrize(
    ("written", "minutes"),
    [(90, 90), ("90", 90), ("45m", 45), ("2h", 120), ("2h30m", 150), ("2h 30min", 150),
     ("2d", 2880), ("1d2h", 1560), (120.0, 120), (" 2H ", 120)],
)  # fmt: skip
def test_amounts_of_time_may_be_written_in_several_ways(written: object, minutes: int):
    assert parse_duration(written, "target") == minutes


@pytest.mark.parametrize(
    "written", [True, None, "", " ", "h", "2x", "2h2h", "-5", 0, "0m", 1.5, float("nan"),
                float("inf"), [], {}, "367d", 527_041, "9999999999999d", "٣m", "2 weeks"],
)  # fmt: skip
def test_what_is_no_amount_of_time_is_refused(written: object):
    with pytest.raises(InvalidInputError) as refused:
        parse_duration(written, "targets.resolution")
    assert refused.value.field == "targets.resolution"


STEP = {"at": "breach", "do": "notify", "to": "queue"}


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"targets": None}, "targets", "give at least one"),
        ({"targets": {}}, "targets", "nothing would be promised"),
        ({"targets": {"first_respons": "2h"}}, "targets.first_respons", "'first_response'?"),
        ({"targets": {"resolution": {}}}, "targets.resolution", "it is empty"),
        ({"targets": {"resolution": {"urgnt": 5}}}, "targets.resolution.urgnt", "'urgent'?"),
        ({"targets": {"resolution": {"urgent": 0}}}, "targets.resolution.urgent", "too short"),
        ({"targets": {"resolution": -3}}, "targets.resolution", "too short"),
        ({"targets": {"resolution": "400d"}}, "targets.resolution", "longer than anybody waits"),
        ({"targets": "2h"}, "targets", "is no table"),
        ({"target": {}}, "target", "'targets'?"),
        ({"title": ""}, "title", "write a few words"),
        ({"enabled": "yes"}, "enabled", "neither true nor false"),
        ({"tell_customer": 1}, "tell_customer", "neither true nor false"),
        ({"calendar": "offce"}, "calendar", "did you mean 'office'?"),
        ({"calendar": 7}, "calendar", "is no text"),
        ({"retarget": "sometimes"}, "retarget", "there is no such rule"),
        ({"conditions": []}, "conditions", "is no table"),
        ({"conditions": {"tier": ["gold"]}}, "conditions.tier", "'tiers'?"),
        ({"conditions": {"tiers": "gold"}}, "conditions.tiers", "is no list"),
        ({"conditions": {"tiers": ["gold", "gold"]}}, "conditions.tiers[1]", "is there twice"),
        ({"conditions": {"queues": ["bagage"]}}, "conditions.queues[0]", "'baggage'?"),
        ({"conditions": {"channels": ["sms", "fax"]}}, "conditions.channels[1]", "no channel"),
        ({"conditions": {"accounts": ["sms/mian"]}}, "conditions.accounts[0]", "'sms/main'?"),
        (
            {"conditions": {"channels": ["email"], "accounts": ["sms/main"]}},
            "conditions.accounts[0]",
            "name sms among the channels",
        ),
        ({"pauses": {"resolution": ["bot"]}}, "pauses.resolution[0]", "leave it out"),
        ({"pauses": {"resolution": ["snoze"]}}, "pauses.resolution[0]", "'snooze'?"),
        ({"pauses": {"resolved": []}}, "pauses.resolved", "means nothing here"),
        ({"warnings": [0]}, "warnings[0]", "from 1 to 99"),
        ({"warnings": [50, 100]}, "warnings[1]", "from 1 to 99"),
        ({"warnings": [True]}, "warnings[0]", "from 1 to 99"),
        ({"warnings": [50, 50]}, "warnings[1]", "is there twice"),
        ({"warnings": 80}, "warnings", "is no list"),
        ({"steps": ["notify"]}, "steps[0]", "is no table"),
        ({"steps": [{"do": "notify", "to": "queue"}]}, "steps[0].at", "it is missing"),
        ({"steps": [{"at": "breach", "to": "queue"}]}, "steps[0].do", "it is missing"),
        ({"steps": [{"at": "breach", "do": "notify"}]}, "steps[0].to", "supervisors"),
        ({"steps": [STEP, {**STEP, "at": "100%"}]}, "steps[1].at", "at 100% write breach"),
        ({"steps": [{**STEP, "at": "0%"}]}, "steps[0].at", "between 1% and 99%"),
        ({"steps": [{**STEP, "at": "later"}]}, "steps[0].at", "no such moment"),
        ({"steps": [{**STEP, "at": "breach+0m"}]}, "steps[0].at", "too short"),
        ({"steps": [{**STEP, "do": "notfy"}]}, "steps[0].do", "'notify'?"),
        ({"steps": [{**STEP, "to": "everybody"}]}, "steps[0].to", "no group to notify"),
        ({"steps": [{**STEP, "kinds": []}]}, "steps[0].kinds", "it is empty"),
        ({"steps": [{**STEP, "kinds": ["resolution"]}]}, "steps[0].kinds[0]", "no target"),
        ({"steps": [{**STEP, "mail": True}]}, "steps[0].mail", "'email'?"),
        (
            {"steps": [{"at": "breach", "do": "raise_priority", "to": "low"}]},
            "steps[0].to",
            "no priority to raise to",
        ),
        (
            {"steps": [{"at": "breach", "do": "widen_queue", "to": "refund"}]},
            "steps[0].to",
            "'refunds'?",
        ),
        (
            {"steps": [{"at": "breach", "do": "reassign", "to": "bob@example.com"}]},
            "steps[0].to",
            "no agent",
        ),
        (
            {"steps": [{"at": "breach", "do": "webhook", "to": "pagr", "email": False}]},
            "steps[0].to",
            "'pager'?",
        ),
        (
            {"steps": [{"at": "breach", "do": "webhook", "to": "pager", "email": True}]},
            "steps[0].email",
            "only notify sends emails",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_what_would_be_right(
    changed: dict[str, Any], field: str, words: str
):
    with pytest.raises(InvalidInputError) as refused:
        parse({"targets": FIRST} | changed)
    assert refused.value.field == field
    assert words in refused.value.reason


@pytest.mark.parametrize("name", ["", "Gold", "queue:x", "-gold", "go ld", "g" * 65, "gold\n"])
def test_a_name_stands_in_addresses_and_files(name: str):
    with pytest.raises(InvalidInputError) as refused:
        parse({"targets": FIRST}, name)
    assert refused.value.field == "name"


def test_what_the_docs_show_can_be_used():
    page = (Path(__file__).parents[2] / "docs" / "agreements.md").read_text()
    shown = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL)]
    policies = [each for document in shown for each in document.get("policies", {}).items()]
    calendars = [each for document in shown for each in document.get("calendars", {}).items()]
    assert [parse(definition, name).title for name, definition in policies] == ["Gold customers"]
    for name, definition in calendars:
        assert parse_calendar(name, "v1", definition).title == "Oslo office"
    assert calendars


def junk() -> st.SearchStrategy[Any]:
    leaves = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
        st.sampled_from(["first_response", "breach", "80%", "sms/main", "customer", "notify"]),
    )  # fmt: skip
    keys = st.sampled_from(
        ["title", "targets", "first_response", "default", "conditions", "accounts", "pauses",
         "resolution", "warnings", "steps", "at", "do", "to", "kinds", "calendar"]
    )  # fmt: skip
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)
        ),
        max_leaves=12,
    )


@property_test(definition=junk())
def test_nothing_but_a_refusal_comes_of_nonsense(definition: Any):
    try:
        promises = bool(parse_policy("gold", "v1", 1, definition, KNOWN).targets)
    except InvalidInputError:
        promises = True
    assert promises
