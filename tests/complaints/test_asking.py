"""One question, never both, always the same one for the same conversation, and taking turns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.asking import choose_survey, find_low, is_in_share, is_top
from domain.complaint_policy import RecoveryPolicy
from domain.satisfaction import Survey

pytestmark = pytest.mark.unit

BOTH = RecoveryPolicy()


@given(conversation_id=st.text(max_size=40))
def test_the_first_time_it_is_one_of_the_two_and_stays_so(conversation_id: str) -> None:
    chosen = choose_survey(BOTH, conversation_id, complaint=False, last=None)
    assert chosen is not None
    assert choose_survey(BOTH, conversation_id, complaint=False, last=None) is chosen


def test_about_half_are_asked_either_way() -> None:
    chosen = [choose_survey(BOTH, f"v-{n}", complaint=False, last=None) for n in range(1000)]
    assert 400 < chosen.count(Survey.CES) < 600


@given(conversation_id=st.text(max_size=40))
def test_the_two_take_turns_and_a_complaint_is_about_satisfaction(conversation_id: str) -> None:
    def choose(last: Survey | None, *, complaint: bool = False) -> Survey | None:
        return choose_survey(BOTH, conversation_id, complaint=complaint, last=last)

    assert choose(Survey.CSAT) is Survey.CES
    assert choose(Survey.CES) is Survey.CSAT
    assert choose(Survey.CSAT, complaint=True) is Survey.CSAT


def test_what_is_switched_off_is_not_asked() -> None:
    def choose(*, csat: bool, ces: bool) -> Survey | None:
        policy = RecoveryPolicy(csat=csat, ces=ces)
        return choose_survey(policy, "v-1", complaint=True, last=None)

    assert choose(csat=False, ces=True) is Survey.CES
    assert choose(csat=True, ces=False) is Survey.CSAT
    assert choose(csat=False, ces=False) is None


@given(conversation_id=st.text(max_size=40), share=st.floats(0, 1), more=st.floats(0, 1))
def test_whoever_is_asked_at_a_share_is_asked_at_a_larger_one(
    conversation_id: str, share: float, more: float
) -> None:
    if is_in_share(conversation_id, min(share, more)):
        assert is_in_share(conversation_id, max(share, more))
    assert is_in_share(conversation_id, 1.0)
    assert not is_in_share(conversation_id, 0.0)


def test_a_share_is_what_it_says() -> None:
    asked = sum(is_in_share(f"v-{n}", 0.25) for n in range(4000))
    assert 900 < asked < 1100


def test_low_and_top_are_the_same_part_of_either_scale() -> None:
    assert [find_low(each, BOTH) for each in Survey] == [2, 3]
    assert [value for value in range(1, 6) if is_top(Survey.CSAT, value)] == [4, 5]
    assert [value for value in range(1, 8) if is_top(Survey.CES, value)] == [6, 7]
