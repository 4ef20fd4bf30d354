"""Whoever is about to wait much longer than in the order of coming is seen in good time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.assignment import Band
from routing.assignment.choosing import rank_next
from routing.assignment.tails import BEHIND, Tail, is_behind
from tests.routing.assignment.desks import NOON, agent, circumstances, item

pytestmark = pytest.mark.unit


def fill(*minutes: float) -> Tail:
    tail = Tail()
    for each in minutes:
        tail.add(each * 60)
    return tail


def test_a_few_long_waits_are_fair_where_as_many_wait_long_in_the_order_of_coming():
    fair = fill(*[5.0] * 98, 90.0, 100.0)
    assert not is_behind(fair, fill(*[5.0] * 98, 90.0, 100.0), [], 0.0, NOON)
    assert is_behind(fair, fill(*[5.0] * 90, *[120.0] * 10), [], 0.0, NOON)


def test_those_who_still_wait_count_by_when_they_can_be_served():
    fair = own = fill(*[10.0] * 100)
    owed = [item(f"i{n}", waited=9, turn_at=NOON) for n in range(6)]
    assert not is_behind(fair, own, owed, 0.5, NOON)
    assert is_behind(fair, own, owed, 5.0, NOON)


def test_where_fairness_is_at_stake_who_came_first_goes_first():
    who = agent()
    old = item("old", waited=40, queue="baggage", turn_at=NOON - timedelta(minutes=1))
    owed = item("owed", waited=30, turn_at=NOON - timedelta(minutes=25))
    given = replace(circumstances([who]), owed={old.line: BEHIND, owed.line: BEHIND})
    ranked = rank_next(who, [owed, old, item("kept", waited=9)], given).fitting
    assert [each.item.id for each in ranked] == ["old", "owed", "kept"]
    assert ranked[0].band is Band.TURN_OVERDUE
