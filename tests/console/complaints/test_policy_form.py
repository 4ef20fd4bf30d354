"""What is typed into the form of the policy is the policy, and each mistake has its field."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.policy_definition import parse_policy, render_policy
from complaints.shipped_policy import SHIPPED
from console.pages.complaints.gesture_cells import EXAMPLES, read_cell, write_cell
from console.pages.complaints.policy_form import (
    fill_values,
    find_faults,
    list_categories,
    make_definition,
    name_cell,
)
from domain.errors import InvalidInputError

pytestmark = pytest.mark.unit
CALENDARS = ("always", "office")
RICH: dict[str, Any] = {
    **render_policy(SHIPPED),
    "calendar": "office",
    "budgets": {"EUR": "1000.00", "JPY": "90000"},
    "gestures": {
        "approval_above": {"EUR": "50.00"},
        "limits": {"days": 30, "most_count": 2, "most_sum": {"EUR": "120.00"}},
        "table": [
            {"severity": "serious", "category": "any", "give": "voucher", "cost": "EUR 25.00"},
            {"severity": "minor", "category": "delay", "give": "none"},
            {
                "severity": "critical",
                "category": "safety",
                "give": "upgrade",
                "cost": "EUR 90.00",
                "what": "first class",
            },
            {
                "severity": "moderate",
                "category": "damaged",
                "give": "points",
                "cost": "EUR 5.00",
                "points": 500,
            },
        ],
    },
}


@pytest.mark.parametrize("definition", [render_policy(SHIPPED), RICH])
def test_a_policy_comes_back_from_its_form_as_it_was(definition: dict[str, Any]):
    rows = list_categories(definition)
    back, _, faults = make_definition(fill_values(definition), rows)
    assert faults == {}
    before, after = (parse_policy(each, 1, CALENDARS) for each in (definition, back))
    by_line = {(each.severity, each.category): each for each in after.gestures.rules}
    assert by_line == {(each.severity, each.category): each for each in before.gestures.rules}
    gestures = before.gestures
    assert replace(after, gestures=gestures) == before
    assert replace(after.gestures, rules=gestures.rules) == gestures


@pytest.mark.parametrize("text", EXAMPLES)
def test_what_the_page_shows_as_an_example_can_be_written(text: str):
    assert write_cell(read_cell(text)) == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", {}),
        ("  Voucher   eur 25 ", {"give": "voucher", "cost": "EUR 25"}),
        ("vouchers EUR 25.00", {"give": "voucher", "cost": "EUR 25.00"}),
        ("Nothing", {"give": "none"}),
        ("points EUR 5.00 500", {"give": "points", "cost": "EUR 5.00", "points": 500}),
        ("upgrade EUR 9.00 a seat", {"give": "upgrade", "cost": "EUR 9.00", "what": "a seat"}),
    ],
)
def test_a_cell_is_read_as_people_write_it(text: str, line: dict[str, Any]):
    assert read_cell(text) == line


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("money EUR 5", "cannot be given"),
        ("voucher", "what it costs"),
        ("voucher 25", "what it costs"),
        ("voucher EUR 5.00 please", "leave out 'please'"),
        ("nothing at all", "leave out 'at all'"),
        ("points EUR 5.00", "how many points"),
    ],
)
def test_a_cell_that_gives_nothing_known_is_refused(text: str, words: str):
    with pytest.raises(InvalidInputError, match=words):
        read_cell(text)


@given(st.text(max_size=60))
def test_whatever_is_typed_into_a_cell_is_read_or_refused(text: str):
    try:
        line = read_cell(text)
    except InvalidInputError:
        return
    assert not line or "give" in line


def test_everything_that_is_wrong_is_found_at_its_own_field():
    standing = fill_values(RICH)
    wrong = {
        name_cell("serious", "any"): "vouchre EUR 5",
        name_cell("minor", "any"): "voucher EUR x",
        name_cell("moderate", "delay"): "voucher EUR 2.345",
        name_cell("critical", "delay"): "upgrade EUR 2.00",
        "voucher_days": "soon",
        "calendar": "gone",
        "budgets": "EUR",
        "gestures.limits.days": "0",
        "gestures.approval_above": "EUR many",
        "severity.tiers": "gold",
        "severity.urgency": "-1",
        "severity.overrun[1].first": "0.5",
        "severity.thresholds.serious": "5",
        "limits.minor.received": "soon",
        "recovery.low_vote": "9",
        "recovery.ask_share": "120",
        "joining.steps[0].second": "7",
        "categories": "delay\ndelay",
    }
    found = find_faults(standing | wrong, standing, list_categories(RICH), CALENDARS)
    ascending = {"severity.overrun[1].first": "severity.overrun[0].first"}
    ascending |= {"severity.thresholds.serious": "severity.thresholds"}
    assert {ascending.get(each, each) for each in wrong} <= {*found}


def test_what_is_right_has_no_fault():
    standing = fill_values(RICH)
    assert find_faults(standing, standing, list_categories(RICH), CALENDARS) == {}


@given(st.sampled_from(sorted(fill_values(RICH))), st.text(max_size=40))
def test_whatever_is_typed_is_taken_or_has_a_fault(field: str, text: str):
    standing = fill_values(RICH)
    typed, rows = standing | {field: text}, list_categories(RICH)
    if not find_faults(typed, standing, rows, CALENDARS):
        definition, _, _ = make_definition(typed, rows)
        parse_policy(definition, 1, CALENDARS)
