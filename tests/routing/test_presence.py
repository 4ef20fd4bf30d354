"""What counts of an agent's presence: tables of what happens when, and what holds of all of it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.assignment import Presence
from domain.staffing import AgentPresence, RoutingPolicy
from routing.presence import (
    CLOSING_GRACE,
    advance,
    begin_presence,
    choose,
    find_hand_on_at,
    leave,
    sign,
    wrap_up,
)
from tests.fakes import MONDAY_MORNING

pytestmark = pytest.mark.unit

AVAILABLE, WRAP_UP = Presence.AVAILABLE, Presence.WRAP_UP
AWAY, OFFLINE = Presence.AWAY, Presence.OFFLINE
POLICY = RoutingPolicy(wrap_up=timedelta(minutes=3))
Step = Callable[[AgentPresence, Any], AgentPresence]


def after(**span: float) -> Any:
    return MONDAY_MORNING + timedelta(**span)


def open_page(presence: AgentPresence, now: Any) -> AgentPresence:
    return sign(presence, POLICY, active=False, now=now)


def act(presence: AgentPresence, now: Any) -> AgentPresence:
    return sign(presence, POLICY, active=True, now=now)


def close_page(presence: AgentPresence, now: Any) -> AgentPresence:
    return leave(presence, POLICY, at=now + CLOSING_GRACE, now=now)


def log_out(presence: AgentPresence, now: Any) -> AgentPresence:
    return leave(presence, POLICY, at=now, now=now)


def resolve(presence: AgentPresence, now: Any) -> AgentPresence:
    return wrap_up(presence, POLICY, now=now)


def choosing(chosen: Presence, *, own: bool = True) -> Step:
    return lambda presence, now: choose(presence, POLICY, chosen, own=own, now=now)


def look(presence: AgentPresence, now: Any) -> AgentPresence:
    return advance(presence, POLICY, now=now)


def keep_open(presence: AgentPresence, now: Any) -> AgentPresence:
    """Have the console give a sign every half minute until then, without anybody there."""
    at = presence.seen_at
    while (at := at + timedelta(seconds=30)) <= now:
        presence = open_page(presence, at)
    return presence


def live(*steps: tuple[float, Step]) -> AgentPresence:
    """Come at nine, and go through what happens so many minutes later."""
    presence = begin_presence("ann", POLICY, now=MONDAY_MORNING, there=True)
    for minutes, step in steps:
        presence = step(presence, after(minutes=minutes))
    return presence


@pytest.mark.parametrize(
    ("steps", "counts"),
    [
        ((), AVAILABLE),
        # The console gives no sign any more.
        (((1.9, look),), AVAILABLE),
        (((2, look),), OFFLINE),
        # It is open and nobody does anything.
        (((9.5, keep_open),), AVAILABLE),
        (((10, keep_open),), AWAY),
        (((10, keep_open), (10.1, act)), AVAILABLE),
        (((10, keep_open), (12, look)), OFFLINE),
        # A laptop that wakes up in a bag shows its page, and nobody.
        (((30, look), (30, open_page)), AWAY),
        (((30, look), (30, act)), AVAILABLE),
        # What was chosen stays chosen.
        (((1, choosing(AWAY)), (2, act)), AWAY),
        (((1, choosing(OFFLINE)), (2, act)), OFFLINE),
        (((1, choosing(AWAY)), (2, choosing(AVAILABLE))), AVAILABLE),
        (((1, choosing(AWAY)), (3, look)), OFFLINE),
        (((1, choosing(AWAY)), (3, look), (4, act)), AWAY),
        # Another's choice brings nobody back.
        (((2, look), (3, choosing(AVAILABLE, own=False))), OFFLINE),
        (((10, keep_open), (11, choosing(AVAILABLE, own=False))), AWAY),
        (((1, choosing(AWAY)), (1.5, choosing(AVAILABLE, own=False))), AVAILABLE),
        (((1, choosing(OFFLINE, own=False)),), OFFLINE),
        # A page closed: another one may be open.
        (((0.5, close_page), (1.7, look)), AVAILABLE),
        (((0.5, close_page), (1.75, look)), OFFLINE),
        (((0.5, close_page), (1.5, open_page), (3.4, look)), AVAILABLE),
        (((0.5, close_page), (1.5, open_page), (3.5, look)), OFFLINE),
        (((1, log_out),), OFFLINE),
        (((1, log_out), (1.1, close_page)), OFFLINE),
        (((1, log_out), (1.2, act)), AVAILABLE),
        # Whoever resolves something finishes it first.
        (((1, resolve),), WRAP_UP),
        (((1, resolve), (3.5, keep_open)), WRAP_UP),
        (((1, resolve), (4, keep_open)), AVAILABLE),
        (((1, resolve), (2, choosing(AVAILABLE))), AVAILABLE),
        (((1, resolve), (2, choosing(AWAY)), (2.5, choosing(AVAILABLE))), AVAILABLE),
        (((1, resolve), (2.5, keep_open), (3, resolve), (5.5, keep_open)), WRAP_UP),
        (((1, choosing(AWAY)), (1.5, resolve)), AWAY),
        (((1, resolve), (3, look)), OFFLINE),
        (((1, resolve), (3, look), (3.2, act)), WRAP_UP),
    ],
)
def test_what_counts_follows_from_what_was_done(
    steps: Sequence[tuple[float, Step]], counts: Presence
):
    assert live(*steps).presence is counts


def test_each_presence_is_since_the_instant_at_which_it_began_however_late_anybody_looks():
    assert live((60, look)).since == after(minutes=2)
    assert live((10, keep_open)).since == after(minutes=10)
    assert live((10, keep_open), (60, look)).since == after(minutes=12)
    assert live((5, keep_open), (5, choosing(AWAY)), (6, act)).since == after(minutes=5)


def test_who_was_never_there_is_offline_until_they_come():
    absent = begin_presence("ann", POLICY, now=MONDAY_MORNING, there=False)
    assert (absent.presence, absent.due_at) == (OFFLINE, None)
    assert act(absent, after(minutes=1)).presence is AVAILABLE


def test_without_a_wrap_up_resolving_changes_nothing():
    present = live()
    assert wrap_up(present, RoutingPolicy(), now=after(minutes=1)) == present


@pytest.mark.parametrize(
    ("steps", "minutes"),
    [
        ((), None),
        (((1, resolve),), None),
        (((60, look),), 2),
        (((1, log_out),), 1),
        (((10, keep_open),), 20),
        (((1, choosing(AWAY)),), 11),
    ],
)
def test_nobody_waits_for_who_is_offline_or_long_away(
    steps: Sequence[tuple[float, Step]], minutes: float | None
):
    found = find_hand_on_at(live(*steps), POLICY)
    assert found == (None if minutes is None else after(minutes=minutes))


STEPS = st.sampled_from(
    [
        open_page,
        act,
        close_page,
        log_out,
        resolve,
        *(choosing(each) for each in (AVAILABLE, AWAY, OFFLINE)),
        *(choosing(each, own=False) for each in (AVAILABLE, AWAY, OFFLINE)),
    ]
)
LIVES = st.lists(st.tuples(st.integers(0, 900), STEPS), max_size=12)


def play(
    life: Sequence[tuple[int, Step]], *, looking: bool
) -> tuple[AgentPresence, list[tuple[Presence, Any]]]:
    presence, now, seen = begin_presence("ann", POLICY, now=MONDAY_MORNING, there=True), 0, []
    for seconds, step in life:
        while (
            looking
            and presence.due_at is not None
            and presence.due_at <= after(seconds=now + seconds)
        ):
            presence = look(presence, presence.due_at)
        now += seconds
        presence = step(presence, after(seconds=now))
        seen.append((presence.presence, presence.since))
    return presence, seen


@given(LIVES)
def test_it_does_not_matter_how_often_anybody_looks(life: Sequence[tuple[int, Step]]):
    assert play(life, looking=True) == play(life, looking=False)


@given(LIVES, st.integers(0, 3600), st.integers(0, 3600))
def test_looking_twice_is_looking_once(life: Sequence[tuple[int, Step]], first: int, second: int):
    presence, _ = play(life, looking=False)
    start = after(seconds=sum(seconds for seconds, _ in life))
    early, late = start + timedelta(seconds=first), start + timedelta(seconds=first + second)
    assert look(look(presence, early), late) == look(presence, late)


@given(LIVES)
def test_silence_ends_every_presence_but_offline_in_time(life: Sequence[tuple[int, Step]]):
    presence, _ = play(life, looking=False)
    gone = look(presence, presence.seen_at + POLICY.offline_after + timedelta(hours=1))
    assert (gone.presence, gone.due_at) == (OFFLINE, None)
    assert presence.presence is OFFLINE or presence.due_at is not None


@given(LIVES)
def test_only_who_chose_available_and_did_something_lately_is_available(
    life: Sequence[tuple[int, Step]],
):
    presence, _ = play(life, looking=False)
    now = after(seconds=sum(seconds for seconds, _ in life))
    if presence.presence in {AVAILABLE, WRAP_UP}:
        assert presence.chosen is AVAILABLE
        assert now - presence.active_at < POLICY.away_after
        assert now - presence.seen_at < POLICY.offline_after


def test_a_clock_that_ran_ahead_keeps_nobody_there_once_it_is_right() -> None:
    ahead = act(begin_presence("s-ann", POLICY, now=after(), there=True), after(days=1))
    right = open_page(ahead, after(minutes=1))
    assert advance(right, POLICY, now=after(hours=3)).presence is OFFLINE
