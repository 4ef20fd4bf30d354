"""Nobody starves: not for all the promises that could be kept in their stead."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.assignment import AssignmentPolicy
from routing.assignment.choosing import pick_heads, rank_next
from routing.assignment.crew import Crew
from routing.assignment.turns import Turns
from routing.assignment.urgency import Circumstances
from tests.routing.assignment.desks import NOON, QUEUES, agent, item

pytestmark = pytest.mark.unit


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 12), st.integers(0, 30))
def test_a_broken_promise_is_served_although_one_that_can_be_kept_comes_every_minute(
    minutes: int, backlog: int
):
    """One agent, `minutes` each; the broken ones had `backlog` before them at most."""
    who = agent(capacity={"chat": 1})
    crew = Crew([who], QUEUES)
    turns = Turns()
    broken = [
        item(f"broken{n:02}", target=0.5, waiting_since=NOON, due_at=NOON)
        for n in range(backlog + 1)
    ]
    waiting = {each.id: each for each in broken}
    turns.advance(crew, NOON)
    for each in broken:
        turns.join(each, crew, NOON)
    served: list[str] = []
    now = NOON
    for minute in range(1, (backlog + 2) * minutes * 4 + 60):
        now = NOON + timedelta(minutes=minute)
        fresh = replace(
            item(f"fresh{minute:05}"), waiting_since=now, due_at=now + timedelta(minutes=10)
        )
        for turn in turns.advance(crew, now):
            waiting[turn.id] = turn
        turns.join(fresh, crew, now)
        waiting[fresh.id] = fresh
        if minute % minutes == 0:
            given_ = Circumstances(
                crew, AssignmentPolicy(), now, turns.usual_waits, turns.tell_owed(crew, now)
            )
            taken = rank_next(who, pick_heads(waiting.values(), now), given_).chosen
            assert taken is not None
            turns.take(waiting.pop(taken.id), now)
            turns.finish(taken, timedelta(minutes=minutes))
            served.append(taken.id)
    assert {each.id for each in broken} <= set(served)


def test_the_turn_of_who_came_first_comes_whoever_is_served():
    who = agent(capacity={"chat": 1})
    crew = Crew([who], QUEUES)
    turns = Turns()
    turns.advance(crew, NOON)
    first, second = item("first", waited=2), item("second", waited=1, target=5.0)
    turns.join(first, crew, NOON)
    turns.join(second, crew, NOON)
    turns.take(second, NOON)
    (turn,) = turns.advance(crew, NOON)
    assert (turn.id, turn.turn_at) == ("first", NOON)
