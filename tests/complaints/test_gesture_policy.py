"""A table of gestures that makes no sense is refused with the place where."""

from dataclasses import replace

import pytest

from complaints.gesture_policy import check_gesture_policy
from domain.complaint_register import Severity
from domain.errors import InvalidInputError
from domain.redress import Gesture, GestureKind, GesturePolicy, GestureRule, GivingLimits

pytestmark = pytest.mark.unit
VOUCHER = Gesture(kind=GestureKind.VOUCHER, cost=2500, currency="EUR")


def line(gesture: Gesture, severity: Severity = Severity.MINOR) -> GestureRule:
    return GestureRule(severity=severity, category="any", gesture=gesture)


POLICY = GesturePolicy(rules=(line(VOUCHER),), approval_above={"EUR": 5000})


def test_a_table_that_makes_sense_is_taken():
    none = line(Gesture(kind=GestureKind.NONE), Severity.SERIOUS)
    check_gesture_policy(replace(POLICY, rules=(*POLICY.rules, none)))


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ((line(VOUCHER), line(VOUCHER)), "rules.1"),
        ((line(replace(VOUCHER, cost=0)),), "rules.0.cost"),
        ((line(replace(VOUCHER, currency="eur")),), "rules.0.currency"),
        ((line(replace(VOUCHER, kind=GestureKind.POINTS)),), "rules.0.points"),
        ((line(replace(VOUCHER, kind=GestureKind.UPGRADE)),), "rules.0.what"),
        ((line(replace(VOUCHER, kind=GestureKind.NONE)),), "rules.0.cost"),
    ],
)
def test_a_line_that_gives_nothing_sensible_is_named(rules: tuple[GestureRule, ...], field: str):
    with pytest.raises(InvalidInputError) as refused:
        check_gesture_policy(replace(POLICY, rules=rules))
    assert refused.value.field == field


@pytest.mark.parametrize(
    "policy",
    [
        replace(POLICY, approval_above={"EUR": -1}),
        replace(POLICY, limits=GivingLimits(days=0)),
        replace(POLICY, limits=GivingLimits(most_count=-1)),
        replace(POLICY, limits=GivingLimits(most_sum={"EUR": -1})),
    ],
)
def test_a_limit_below_nothing_is_refused(policy: GesturePolicy):
    with pytest.raises(InvalidInputError):
        check_gesture_policy(policy)
