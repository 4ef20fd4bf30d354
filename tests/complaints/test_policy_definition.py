"""What complaints are decided by, as people write it: what is meant is taken, all else is told."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.gesture_definition import parse_gesture, render_gesture
from complaints.policy_definition import list_oddities, parse_policy, read_policy, render_policy
from complaints.policy_toml import render_toml
from complaints.shipped_policy import SHIPPED
from domain.complaint_register import Severity
from domain.complaints import ComplaintStage
from domain.errors import InvalidInputError
from domain.redress import Gesture, GestureKind

pytestmark = pytest.mark.unit

CALENDARS = ("office",)


def refuse(definition: Any) -> list[tuple[str, str]]:
    _, faults = read_policy(definition, 1, CALENDARS)
    return [(each.field, each.reason) for each in faults]


def test_nothing_written_is_what_is_shipped():
    assert parse_policy({}, 0, CALENDARS) == SHIPPED


def test_what_is_shown_is_taken_in_again():
    text = render_toml(render_policy(SHIPPED))
    assert parse_policy(tomllib.loads(text), 0, ()) == SHIPPED


def test_the_example_of_the_docs_can_be_used_and_is_taken_in_again_as_it_is_shown():
    page = (Path(__file__).parents[2] / "docs" / "redress.md").read_text()
    (block,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    policy = parse_policy(tomllib.loads(block), 1, CALENDARS)
    assert policy.gestures.rules
    assert policy.gestures.limits.most_sum == {"EUR": 120_00}
    assert policy.limits[Severity.CRITICAL][ComplaintStage.RECEIVED].total_seconds() == 30 * 60
    assert policy.recovery.follow_up_hours is None
    assert list_oddities(policy) == []
    assert parse_policy(tomllib.loads(render_toml(render_policy(policy))), 1, CALENDARS) == policy


def test_the_docs_name_every_key():
    page = (Path(__file__).parents[2] / "docs" / "redress.md").read_text()
    known = {
        key
        for part, value in render_policy(SHIPPED).items()
        for key in (
            part,
            *(value if part in {"severity", "gestures", "joining", "recovery"} else ()),
        )
    }
    assert {each for each in known if f"`{each}`" not in page} == set()


@pytest.mark.parametrize(
    ("definition", "field", "words"),
    [
        ({"calender": "office"}, "calender", "did you mean 'calendar'?"),
        ({"calendar": "ofice"}, "calendar", "known are always, office"),
        ({"voucher_days": 0}, "voucher_days", "from 1 to 3,650"),
        ({"categories": ["delay", "delay"]}, "categories[1]", "there twice"),
        ({"causes": "weather"}, "causes", "no list"),
        ({"budgets": {"EUR": 1000}}, "budgets.EUR", 'in quotes, as "50.00"'),
        ({"budgets": {"EUR": "10.5"}}, "budgets.EUR", "no amount"),
        ({"budgets": {"JPY": "10.50"}}, "budgets.JPY", "no amount"),
        ({"budgets": {"euro": "1"}}, "budgets.euro", "three capitals"),
        ({"severity": {"urgency": -1}}, "severity.urgency", "out of reach"),
        ({"severity": {"overrun": [[2, 30], [1, 40]]}}, "severity.overrun", "ascend"),
        ({"severity": {"overrun": [[1]]}}, "severity.overrun[0]", "two numbers"),
        ({"severity": {"thresholds": {"moderate": 25}}}, "severity.thresholds.serious", "how many"),
        ({"severity": {"kinds": {"resolutions": 5}}}, "severity.kinds.resolutions", "resolution"),
        ({"severity": {"categories": {"dely": 5}}}, "severity.categories.dely", "can be filed"),
        ({"limits": {"minor": {"closed": "1h"}}}, "limits.minor.closed", "means nothing"),
        ({"limits": {"minor": {"received": 16}}}, "limits.minor.received", '"16h"'),
        ({"limits": {"minor": {"received": "0m"}}}, "limits.minor.received", "1m to 366d"),
        ({"gestures": {"table": [{"give": "voucher"}]}}, "gestures.table[0].severity", "missing"),
        ({"gestures": {"approval_above": {"EUR": -1}}}, "gestures.approval_above.EUR", "no amount"),
        ({"gestures": {"limits": {"days": 0}}}, "gestures.limits.days", "out of reach"),
        ({"joining": {"steps": [[24, 0.6], [1, 0.4]]}}, "joining.steps", "ascend"),
        ({"joining": {"steps": [[24, 6]]}}, "joining.steps[0][1]", "0 to 1"),
        ({"recovery": {"ask_share": 2}}, "recovery.ask_share", "from 0 to 1"),
        ({"recovery": {"follow_up_hours": "soon"}}, "recovery.follow_up_hours", "no number"),
        ({"recovery": {"csat": 1}}, "recovery.csat", "neither true nor false"),
        ([], "", "no table"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_to_do(definition: Any, field: str, words: str):
    faults = refuse(definition)
    assert [each for each, _ in faults] == [field]
    assert words in faults[0][1]


LINE = {"severity": "minor", "give": "voucher", "cost": "EUR 25.00"}


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        ({"severity": "minr"}, "severity", "did you mean 'minor'?"),
        ({"give": "vouchers"}, "give", "did you mean 'voucher'?"),
        ({"cost": 25}, "cost", '"EUR 25.00"'),
        ({"cost": "EUR 0"}, "cost", "more than nothing"),
        ({"category": "weather"}, "category", "nothing can be filed under 'weather'"),
        ({"give": "points"}, "points", "how many points"),
        ({"give": "upgrade"}, "what", "what the upgrade is"),
        ({"give": "none"}, "cost", "nothing costs nothing"),
        ({"amount": "EUR 5"}, "amount", "means nothing"),
    ],
)
def test_a_line_of_the_table_that_gives_nothing_sensible_is_told(
    line: dict[str, Any], field: str, words: str
):
    ((place, reason),) = refuse({"gestures": {"table": [LINE | line]}})
    assert place == f"gestures.table[0].{field}"
    assert words in reason


def test_a_line_that_is_there_twice_is_told():
    ((place, reason),) = refuse({"gestures": {"table": [LINE, LINE]}})
    assert place == "gestures.table[1]"
    assert "already" in reason


def test_all_that_is_wrong_is_told_at_once():
    faults = refuse({"calendar": "x", "budgets": 1, "causes": 2, "x": 3})
    assert [field for field, _ in faults] == ["calendar", "budgets", "causes", "x"]


def test_what_was_taken_in_once_is_read_again_though_its_calendar_is_gone():
    policy, faults = read_policy({"calendar": "gone"}, 4, None)
    assert (policy.calendar, policy.number, faults) == ("gone", 4, ())


def test_a_part_that_cannot_be_read_counts_as_shipped():
    wrong = {"gestures": {"table": [LINE | {"give": "gold"}]}, "voucher_days": 9}
    policy, faults = read_policy(wrong, 4, None)
    assert policy.gestures == SHIPPED.gestures
    assert policy.voucher_days == 9
    assert len(faults) == 1


GESTURES = st.one_of(
    st.just(Gesture(kind=GestureKind.NONE)),
    st.builds(
        Gesture,
        kind=st.sampled_from([GestureKind.VOUCHER, GestureKind.REFUND_REQUEST]),
        cost=st.integers(1, 10**9),
        currency=st.sampled_from(["EUR", "JPY", "KWD"]),
    ),
    st.builds(
        Gesture,
        kind=st.just(GestureKind.POINTS),
        cost=st.integers(0, 10**6),
        currency=st.just("NOK"),
        points=st.integers(1, 10**6),
    ),
    st.builds(
        Gesture,
        kind=st.just(GestureKind.UPGRADE),
        cost=st.integers(0, 10**6),
        currency=st.just("USD"),
        what=st.sampled_from(["Business", 'the "good" seats', "Größe"]),
    ),
)


@given(GESTURES)
def test_a_gesture_is_read_as_it_is_written(gesture: Gesture):
    written = render_gesture(gesture)
    assert parse_gesture(written, "gesture") == gesture
    (read,) = tomllib.loads(render_toml({"table": [written]}))["table"]
    assert read == written


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [*render_policy(SHIPPED), "table", "minor", "received", "EUR", "steps"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(list(render_policy(SHIPPED))), JUNK, max_size=4))
def test_whatever_is_written_is_read_or_told_what_is_wrong(definition: dict[str, Any]):
    policy, faults = read_policy(definition, 1, CALENDARS)
    assert all(each.reason for each in faults)
    if not faults:
        assert parse_policy(render_policy(policy), 1, CALENDARS) == policy
    else:
        with pytest.raises(InvalidInputError):
            parse_policy(definition, 1, CALENDARS)
