"""A gesture comes from the table, within the limits, and whoever doubts it sees every rule."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.approvals import decide_approval
from complaints.gestures import decide_gesture, tell_gesture
from complaints.money import tell_money
from domain.complaint_register import Severity
from domain.redress import (
    BudgetState,
    Gesture,
    GestureFacts,
    GestureKind,
    GesturePolicy,
    GestureRule,
    GivenGesture,
    GivingLimits,
)
from domain.staff import Permission
from tests.complaints.courses import at

pytestmark = pytest.mark.unit
NOW = at("30 12:00")
VOUCHER = Gesture(kind=GestureKind.VOUCHER, cost=2500, currency="EUR")
REFUND = Gesture(kind=GestureKind.REFUND_REQUEST, cost=10_000, currency="EUR")
POLICY = GesturePolicy(
    rules=(
        GestureRule(severity=Severity.MODERATE, category="any", gesture=VOUCHER),
        GestureRule(severity=Severity.SERIOUS, category="lost baggage", gesture=REFUND),
    ),
    approval_above={"EUR": 5000},
    limits=GivingLimits(days=90, most_count=2, most_sum={"EUR": 12_000}),
)
BUDGET = BudgetState(currency="EUR", limit=100_000)
FACTS = GestureFacts(at=NOW, severity=Severity.MODERATE, category="food", customer_id="c1")


def gave(days: float, cost: int = 2500, currency: str = "EUR") -> GivenGesture:
    return GivenGesture(at=NOW - timedelta(days=days), cost=cost, currency=currency)


def test_the_line_of_the_category_goes_before_the_one_for_any():
    special = Gesture(kind=GestureKind.UPGRADE, cost=900, currency="EUR", what="a row more")
    line = GestureRule(severity=Severity.MODERATE, category="food", gesture=special)
    policy = replace(POLICY, rules=(*POLICY.rules, line))
    assert decide_gesture(FACTS, policy, BUDGET).gesture == special
    assert decide_gesture(replace(FACTS, category="crew"), policy, BUDGET).gesture == VOUCHER


def test_where_no_line_fits_nothing_is_given_and_nothing_was_refused():
    decision = decide_gesture(replace(FACTS, severity=Severity.MINOR), POLICY, BUDGET)
    assert decision.gesture is not None
    assert (decision.gesture.kind, decision.refused) == (GestureKind.NONE, "")
    assert "no line for minor by food" in decision.tried[0].words


@pytest.mark.parametrize(
    ("change", "budget", "words"),
    [
        ({"barred": "a lawyer is in it"}, BUDGET, "a lawyer is in it"),
        ({"already": True}, BUDGET, "has its gesture already"),
        ({"customer_id": None}, BUDGET, "nobody knows who the customer is"),
        ({"given": (gave(1, 0), gave(2, 0))}, BUDGET, "2 of at most 2 gestures within 90 days"),
        ({"given": (gave(1, 9501),)}, BUDGET, "EUR 95.01 before and EUR 25.00 now"),
        ({}, replace(BUDGET, limit=2499), "EUR 25.00 of EUR 24.99"),
        ({}, replace(BUDGET, currency="NOK"), "the budget is in NOK"),
    ],
)
def test_what_stands_in_the_way_is_said(change: dict[str, Any], budget: BudgetState, words: str):
    decision = decide_gesture(replace(FACTS, **change), POLICY, budget)
    assert decision.gesture is None
    assert not decision.needs_approval
    assert words in decision.refused


def test_limits_are_reached_exactly():
    budget = replace(BUDGET, limit=2500)
    assert decide_gesture(replace(FACTS, given=(gave(1, 9500),)), POLICY, budget).gesture == VOUCHER


def test_what_was_given_long_ago_or_in_other_money_does_not_count_to_the_sum():
    given_before = (gave(90, 12_000), gave(3, 12_000, "NOK"))
    assert decide_gesture(replace(FACTS, given=given_before), POLICY, BUDGET).gesture == VOUCHER


def test_every_rule_is_told_also_behind_a_refusal():
    decision = decide_gesture(replace(FACTS, already=True), POLICY, BUDGET)
    names = [each.name for each in decision.tried]
    assert names == ["table", "barred", "once", "customer", "count", "sum", "budget", "approval"]
    assert [each.name for each in decision.tried if not each.passed] == ["once"]


def test_above_the_threshold_a_second_person_with_permission_agrees():
    serious = replace(FACTS, severity=Severity.SERIOUS, category="lost baggage")
    decision = decide_gesture(serious, POLICY, BUDGET)
    assert decision.needs_approval

    def ask(approver: str, *permissions: Permission) -> str | None:
        return decide_approval(
            decision, proposer_id="ada", approver_id=approver, permissions=permissions
        )

    assert ask("bo", Permission.WORK, Permission.SUPERVISE) is None
    assert "second person" in (ask("ada", Permission.SUPERVISE) or "")
    assert "supervisor" in (ask("bo", Permission.WORK) or "")


def test_what_follows_from_a_raised_severity_somebody_else_agrees_to():
    decision = decide_gesture(replace(FACTS, raised="Ada set serious"), POLICY, BUDGET)
    assert decision.needs_approval
    assert [each.words for each in decision.tried if not each.passed] == [
        "Ada set serious; somebody else agrees to what follows from it"
    ]

    def ask(approver: str) -> str | None:
        permissions = {Permission.SUPERVISE}
        return decide_approval(
            decision,
            proposer_id="bo",
            approver_id=approver,
            permissions=permissions,
            raiser_id="ada",
        )

    assert "raised the severity" in (ask("ada") or "")
    assert ask("cia") is None


def test_what_needs_no_approval_or_was_refused_is_not_approved():
    for facts, words in ((FACTS, "no approval"), (replace(FACTS, already=True), "nothing to")):
        decision = decide_gesture(facts, POLICY, BUDGET)
        refusal = decide_approval(
            decision, proposer_id="a", approver_id="b", permissions={Permission.SUPERVISE}
        )
        assert words in (refusal or "")


def test_in_money_without_a_threshold_nobody_gives_alone():
    assert decide_gesture(FACTS, replace(POLICY, approval_above={}), BUDGET).needs_approval


@given(
    st.lists(st.builds(gave, st.integers(0, 200), st.integers(0, 9000)), max_size=4),
    st.integers(0, 20_000),
)
def test_no_customer_ever_gets_more_than_the_limits_nor_the_budget_less_than_nothing(
    before: list[GivenGesture], limit: int
):
    budget = replace(BUDGET, limit=limit)
    decision = decide_gesture(replace(FACTS, given=tuple(before)), POLICY, budget)
    if decision.gesture is not None:
        recent = [each for each in before if each.at > NOW - timedelta(days=90)]
        assert len(recent) < 2
        assert sum(each.cost for each in recent) + decision.gesture.cost <= 12_000
        assert decision.gesture.cost <= budget.available


def test_gestures_are_told_with_their_money():
    assert tell_gesture(VOUCHER) == "a voucher of EUR 25.00"
    points = Gesture(kind=GestureKind.POINTS, cost=500, currency="EUR", points=1000)
    assert tell_gesture(points) == "1000 points at EUR 5.00"
    assert (tell_money(2500, "JPY"), tell_money(2505, "KWD")) == ("JPY 2500", "KWD 2.505")
