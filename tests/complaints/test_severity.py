"""What is worse is never graded lower, and the sum says why."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.severity import check_severity_policy, grade, overrule, regrade, tell_severity
from domain.complaint_register import BrokenPromise, Severity, SeverityFacts, SeverityPolicy
from domain.errors import InvalidInputError
from domain.service_levels import ClockKind
from tests.complaints.courses import at

pytestmark = pytest.mark.unit
NOW = at("30 12:00")
HOUR = timedelta(hours=1)


def broken(kind: ClockKind, hours: float, target: float = 1) -> BrokenPromise:
    return BrokenPromise(kind=kind, target=target * HOUR, counted=hours * HOUR)


promises = st.builds(
    broken,
    st.sampled_from(ClockKind),
    st.floats(0, 50, allow_nan=False),
    st.sampled_from([0.5, 1.0, 4.0]),
)
shares = st.floats(0, 1)
facts = st.builds(
    SeverityFacts,
    at=st.just(NOW),
    category=st.sampled_from(["safety", "food"]),
    tier=st.sampled_from(["standard", "gold"]),
    broken=st.lists(promises, max_size=4).map(tuple),
    earlier=st.lists(
        st.integers(0, 60).map(lambda days: NOW - timedelta(days=days)), max_size=5
    ).map(tuple),
    urgency=shares,
    complaint=shares,
    negative=st.booleans(),
)


def assert_not_lower(before: SeverityFacts, after: SeverityFacts) -> None:
    one, other = grade(before), grade(after)
    assert other.points >= one.points
    assert other.computed.rank >= one.computed.rank


@given(facts, st.integers(0, 3), st.floats(0, 20))
def test_more_overrun_never_lowers_it(known: SeverityFacts, place: int, more: float):
    promised = list(known.broken)
    if place < len(promised):
        promised[place] = replace(promised[place], counted=promised[place].counted + more * HOUR)
    assert_not_lower(known, replace(known, broken=tuple(promised)))


@given(facts, promises)
def test_another_broken_promise_never_lowers_it(known: SeverityFacts, another: BrokenPromise):
    assert_not_lower(known, replace(known, broken=(*known.broken, another)))


@given(facts, st.integers(0, 90))
def test_an_earlier_breach_never_lowers_it(known: SeverityFacts, days: int):
    earlier = (*known.earlier, NOW - timedelta(days=days))
    assert_not_lower(known, replace(known, earlier=earlier))


@given(facts, shares, shares)
def test_more_of_what_was_felt_never_lowers_it(
    known: SeverityFacts, urgency: float, complaint: float
):
    after = replace(
        known,
        urgency=max(known.urgency, urgency),
        complaint=max(known.complaint, complaint),
        negative=True,
    )
    assert_not_lower(known, after)


@given(facts)
def test_a_higher_tier_never_lowers_it(known: SeverityFacts):
    assert_not_lower(replace(known, tier="standard"), replace(known, tier="gold"))


@given(facts)
def test_the_sum_is_of_its_parts_and_each_has_words(known: SeverityFacts):
    graded = grade(known)
    assert graded.points == sum(part.points for part in graded.parts)
    assert all(part.words and part.points >= 0 for part in graded.parts)
    names = [part.name for part in graded.parts]
    assert names == ["overrun", "promise", "frequency", "tier", "felt", "category"]


def test_a_complaint_about_nothing_broken_is_graded_by_its_category():
    nothing = SeverityFacts(at=NOW, category="food", tier="standard")
    assert grade(nothing).computed is Severity.MINOR
    assert grade(replace(nothing, category="safety")).computed is Severity.CRITICAL


def test_a_promise_that_was_kept_speaks_for_nothing():
    kept = (broken(ClockKind.RESOLUTION, 0.9),)
    known = SeverityFacts(at=NOW, category="food", tier="standard", broken=kept)
    assert grade(known).points == grade(replace(known, broken=())).points


def test_somebody_may_overrule_it_with_a_reason_and_the_sum_stays():
    computed = grade(SeverityFacts(at=NOW, category="food", tier="standard"))
    graded = overrule(computed, Severity.SERIOUS, by="Ada", at=NOW, reason="an infant was on board")
    assert (graded.severity, graded.computed) == (Severity.SERIOUS, Severity.MINOR)
    assert tell_severity(graded) == (
        "serious by Ada: “an infant was on board”; computed minor: 5 = 5 (about food)"
    )
    worse = SeverityFacts(at=NOW, category="safety", tier="standard")
    assert regrade(graded, worse).overruled == graded.overruled


@pytest.mark.parametrize(("by", "reason"), [("Ada", " "), ("", "so")])
def test_nobody_overrules_it_without_a_name_and_a_reason(by: str, reason: str):
    computed = grade(SeverityFacts(at=NOW, category="food", tier="standard"))
    with pytest.raises(InvalidInputError):
        overrule(computed, Severity.MINOR, by=by, at=NOW, reason=reason)


@pytest.mark.parametrize(
    "change",
    [
        {"overrun": ((2.0, 10), (1.0, 20))},
        {"overrun": ((1.0, 20), (2.0, 10))},
        {"tiers": {"gold": -1}},
        {"thresholds": dict.fromkeys(Severity, 0)},
        {"urgency": -1},
    ],
)
def test_a_policy_that_takes_worse_for_better_is_refused(change: dict[str, Any]):
    check_severity_policy(SeverityPolicy())
    with pytest.raises(InvalidInputError):
        check_severity_policy(replace(SeverityPolicy(), **change))
