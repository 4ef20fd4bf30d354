"""A budget never gives what it has not, also in the middle of a batch."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.budget import apply_event, decide_budget_event, replay, reserve_batch
from domain.errors import InvalidInputError
from domain.redress import BudgetEvent, BudgetEventKind, BudgetRequest, BudgetState
from tests.complaints.courses import at

pytestmark = pytest.mark.unit
K = BudgetEventKind
NOW = at("2 9:00")


def event(kind: BudgetEventKind, amount: int = 0, complaint: str = "") -> BudgetEvent:
    return BudgetEvent(kind=kind, at=NOW, by="Ada", amount=amount, complaint_id=complaint)


def request(complaint: str, *costs: int) -> BudgetRequest:
    return BudgetRequest(complaint_id=complaint, costs=costs)


def test_what_is_reserved_is_spent_or_given_back():
    events = [event(K.LIMITED, 100), event(K.RESERVED, 60, "a"), event(K.RESERVED, 40, "b")]
    assert replay("EUR", events).available == 0
    events += [event(K.SPENT, 50, "a"), event(K.RELEASED, complaint="b")]
    state = replay("EUR", events)
    assert (state.spent, dict(state.reserved), state.available) == (50, {}, 50)


@pytest.mark.parametrize(
    ("tried", "words"),
    [
        (event(K.RESERVED, 41, "b"), "EUR 0.40 left"),
        (event(K.RESERVED, 1, "a"), "reserved for this complaint already"),
        (event(K.SPENT, 61, "a"), "EUR 0.61 cannot be spent of EUR 0.60"),
        (event(K.SPENT, 1, "b"), "nothing is reserved"),
        (event(K.RELEASED, complaint="b"), "nothing is reserved"),
        (event(K.RESERVED, -1, "b"), "never below zero"),
    ],
)
def test_what_it_has_not_it_refuses(tried: BudgetEvent, words: str):
    state = replay("EUR", [event(K.LIMITED, 100), event(K.RESERVED, 60, "a")])
    with pytest.raises(InvalidInputError, match=words):
        apply_event(state, tried)


def test_a_batch_in_which_it_runs_out_gives_each_complaint_all_or_nothing():
    state = BudgetState(currency="EUR", limit=100)
    batch = reserve_batch(
        state,
        [request("a", 30, 30), request("b", 30, 20), request("c", 40), request("d", 1)],
        at=NOW,
        by="Ada",
    )
    assert [(each.complaint_id, each.amount) for each in batch.events] == [("a", 60), ("c", 40)]
    assert set(batch.refused) == {"b", "d"}
    assert "EUR 0.40 left" in batch.refused["b"]
    assert batch.state.available == 0


def test_a_limit_that_is_lowered_below_what_is_out_leaves_nothing_and_not_less():
    state = replay("EUR", [event(K.LIMITED, 100), event(K.RESERVED, 60, "a"), event(K.LIMITED, 10)])
    assert state.available == 0
    assert apply_event(state, event(K.SPENT, 60, "a")).available == 0


complaints = st.sampled_from("abc")
events = st.builds(event, st.sampled_from(K), st.integers(-5, 120), complaints)


@given(st.lists(events, max_size=30))
def test_whatever_is_tried_nothing_falls_below_zero(tried: list[BudgetEvent]):
    state = BudgetState(currency="EUR", limit=100)
    for each in tried:
        if decide_budget_event(state, each) is None:
            before, state = state.available, apply_event(state, each)
            assert each.kind is not K.RESERVED or state.available == before - each.amount
        assert state.available >= 0
        assert state.spent >= 0
        assert all(amount >= 0 for amount in state.reserved.values())


@given(
    st.integers(0, 200),
    st.lists(st.tuples(complaints, st.lists(st.integers(-3, 90), max_size=3)), max_size=8),
)
def test_a_batch_never_reserves_a_part_nor_more_than_there_is(
    limit: int, asked: list[tuple[str, list[int]]]
):
    requests = [request(complaint, *costs) for complaint, costs in asked]
    batch = reserve_batch(BudgetState(currency="EUR", limit=limit), requests, at=NOW, by="Ada")
    wanted = {(each.complaint_id, sum(each.costs)) for each in requests}
    assert all((each.complaint_id, each.amount) in wanted for each in batch.events)
    assert sum(each.amount for each in batch.events) <= limit
    assert len({each.complaint_id for each in batch.events}) == len(batch.events)
