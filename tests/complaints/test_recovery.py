"""Recovered, lost, or not told: by what is on record, in one order, whoever judges when."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.recovery import JUDGED_WITHIN, RecoveryFacts, Sign, judge
from complaints.risk import score_risk
from domain.complaint_cases import Recovery
from domain.complaint_register import Outcome, Severity
from domain.risk import CustomerAtRisk, RiskFacts

pytestmark = pytest.mark.unit

ANSWERED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CLOSED = ANSWERED + timedelta(days=1)
LATER = CLOSED + timedelta(days=2)
R, L = Recovery.RECOVERED, Recovery.LOST


def judged(
    *signs: Sign, outcome: Outcome | None = Outcome.SETTLED, at: datetime = LATER
) -> Recovery | None:
    closed_at = None if outcome is None else CLOSED
    timed = tuple((at + timedelta(minutes=n), sign) for n, sign in enumerate(signs))
    facts = RecoveryFacts(answered_at=ANSWERED, closed_at=closed_at, outcome=outcome, signs=timed)
    return judge(facts)


@pytest.mark.parametrize(
    ("signs", "outcome", "told"),
    [
        ((), Outcome.SETTLED, None),
        ((Sign.RIGHT,), Outcome.SETTLED, R),
        ((Sign.HIGH_VOTE,), Outcome.DISAGREED, R),
        ((Sign.LOW_VOTE,), Outcome.SETTLED, L),
        ((Sign.STOPPED,), Outcome.SETTLED, L),
        ((Sign.OUTSIDE,), Outcome.SETTLED, L),
        ((), Outcome.DECIDED_OUTSIDE, L),
        ((Sign.RIGHT,), Outcome.DECIDED_OUTSIDE, L),
        ((Sign.WRONG,), Outcome.DISAGREED, L),
        ((Sign.WRONG,), Outcome.SETTLED, None),
        ((Sign.WRONG, Sign.RIGHT), Outcome.SETTLED, R),
        ((Sign.RIGHT, Sign.LOW_VOTE), Outcome.SETTLED, L),
        ((Sign.LOW_VOTE, Sign.RIGHT), Outcome.SETTLED, R),
        ((Sign.CAME_BACK,), Outcome.SETTLED, R),
        ((Sign.LOW_VOTE, Sign.CAME_BACK), Outcome.SETTLED, L),
        ((Sign.RIGHT,), None, None),
        ((Sign.OUTSIDE,), None, L),
        ((Sign.LOW_VOTE,), Outcome.WITHDRAWN, None),
        ((Sign.OUTSIDE,), Outcome.NO_COMPLAINT, None),
        ((Sign.RIGHT,), Outcome.JOINED, None),
    ],
)
def test_the_first_rule_that_holds_decides(
    signs: tuple[Sign, ...], outcome: Outcome | None, told: Recovery | None
) -> None:
    assert judged(*signs, outcome=outcome) is told


def test_what_was_voted_before_the_answer_says_nothing_of_it() -> None:
    assert judged(Sign.LOW_VOTE, at=ANSWERED - timedelta(hours=1)) is None
    assert judged(Sign.LOW_VOTE, at=ANSWERED + timedelta(hours=1)) is L


def test_what_comes_after_two_months_says_nothing_any_more() -> None:
    assert judged(Sign.RIGHT, at=CLOSED + JUDGED_WITHIN) is None
    assert judged(Sign.RIGHT, at=CLOSED + JUDGED_WITHIN - timedelta(seconds=1)) is R


def test_coming_back_before_it_was_closed_is_no_return() -> None:
    assert judged(Sign.CAME_BACK, at=CLOSED - timedelta(hours=1)) is None


@given(
    signs=st.lists(
        st.tuples(st.integers(-100, 3000), st.sampled_from(Sign)), max_size=8, unique=True
    ),
    outcome=st.sampled_from(Outcome),
    order=st.randoms(use_true_random=False),
)
def test_the_order_in_which_signs_are_read_does_not_matter(
    signs: list[tuple[int, Sign]], outcome: Outcome, order: object
) -> None:
    timed = [(ANSWERED + timedelta(hours=hours), sign) for hours, sign in signs]
    facts = RecoveryFacts(
        answered_at=ANSWERED, closed_at=CLOSED, outcome=outcome, signs=tuple(timed)
    )
    order.shuffle(timed)  # type: ignore[attr-defined] # hypothesis gives a Random
    shuffled = RecoveryFacts(
        answered_at=ANSWERED, closed_at=CLOSED, outcome=outcome, signs=tuple(timed)
    )
    assert judge(facts) is judge(shuffled)


def test_a_risk_is_a_sum_that_can_be_added_up() -> None:
    facts = RiskFacts(open=(Severity.SERIOUS, Severity.MINOR), breaches=9, low_votes=1, lost=1)
    parts = score_risk(facts)
    assert [part.points for part in parts] == [50, 30, 15, 40]
    risk = CustomerAtRisk(customer_id="c", name=None, tier="gold", parts=parts)
    assert risk.points == 135
    assert risk.why == (
        "1 serious and 1 minor complaints open; 9 promises broken; 1 low vote; "
        "1 complaint that lost them."
    )


@given(
    facts=st.builds(
        RiskFacts,
        open=st.lists(st.sampled_from(Severity), max_size=6).map(tuple),
        breaches=st.integers(0, 50),
        low_votes=st.integers(0, 9),
        lost=st.integers(0, 3),
    )
)
def test_nothing_that_is_worse_lowers_a_risk(facts: RiskFacts) -> None:
    def total(of: RiskFacts) -> int:
        return sum(part.points for part in score_risk(of))

    worse = RiskFacts(
        open=(*facts.open, Severity.MINOR),
        breaches=facts.breaches + 1,
        low_votes=facts.low_votes + 1,
        lost=facts.lost + 1,
    )
    assert total(worse) >= total(facts)
    assert 0 <= total(facts) <= 200
