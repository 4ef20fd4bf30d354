"""What a clock passes on its way is seen to in order, once each, and never too early."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import strategies as st

from domain.conversations import Priority
from domain.service_levels import ClockKind, EscalationStep, SlaPolicy, StepAction
from domain.sla_clocks import ClockEvent, ClockEventKind, ClockState
from service_levels.clock_fold import apply_event, pass_time, replay
from service_levels.milestones import BREACH, find_next_milestone, list_milestones
from tests.service_levels.clock_histories import histories, hours_of, instants, make_terms
from tests.service_levels.examples import property_test

pytestmark = pytest.mark.unit
K = ClockEventKind
FIRST = ClockKind.FIRST_RESPONSE


def make_step(percent: int | None = None, after: int = 0) -> EscalationStep:
    return EscalationStep(
        do=StepAction.NOTIFY, to="supervisors", percent=percent, after_minutes=after
    )


def make_policy(warnings: tuple[int, ...] = (50, 80), *steps: EscalationStep) -> SlaPolicy:
    return SlaPolicy(
        name="gold",
        title="Gold",
        version="gold/1",
        position=1,
        targets={FIRST: {"default": 120}},
        warnings=warnings,
        steps=steps,
    )


POLICY = make_policy((50, 80), make_step(50), make_step(), make_step(after=30))


def policies() -> st.SearchStrategy[SlaPolicy]:
    steps = st.builds(make_step, st.none() | st.integers(1, 99), st.integers(0, 300))
    warnings = st.sets(st.integers(1, 99), max_size=4).map(lambda some: tuple(sorted(some)))
    return st.builds(
        lambda warned, taken: make_policy(warned, *taken), warnings, st.lists(steps, max_size=4)
    )


def watch(
    events: list[ClockEvent], policy: SlaPolicy, every: timedelta, end: datetime
) -> tuple[ClockState, list[tuple[datetime, str]]]:
    """Live through events as the centre does that looks at a clock every so often."""
    state = apply_event(None, events[0], hours_of)
    seen: list[tuple[datetime, str]] = []
    looks = events[0].at + every
    for event in [*events[1:], None]:
        until = end if event is None else event.at
        while looks <= until:
            state = _see_to_all(state, policy, seen, looks)
            looks += every
        if event is not None:
            state = apply_event(state, event, hours_of)
    return _see_to_all(state, policy, seen, end), seen


def _see_to_all(
    state: ClockState, policy: SlaPolicy, seen: list[tuple[datetime, str]], now: datetime
) -> ClockState:
    while True:
        milestones = list_milestones(policy, FIRST, state.terms.target)
        found = find_next_milestone(state, milestones, [name for _, name in seen], hours_of)
        if found is None or found[0] > now:
            return state
        seen.append((found[0], found[1].name))
        event = ClockEvent(kind=K.MILESTONE, at=found[0], reason=found[1].name)
        state = apply_event(state, event, hours_of)


HELD = (K.PAUSED, K.RESUMED)


@property_test(
    events=histories(kinds=HELD, steps_back=False),
    policy=policies(),
    every=st.integers(1, 100).map(lambda hours: timedelta(hours=hours)),
    later=st.integers(0, 400).map(lambda hours: timedelta(hours=hours)),
)
def test_all_are_seen_in_order_and_once_and_none_too_early_however_seldom_somebody_looks(
    events: list[ClockEvent], policy: SlaPolicy, every: timedelta, later: timedelta
):
    end = events[-1].at + later
    state, seen = watch(events, policy, every, end)
    milestones = list_milestones(policy, FIRST, state.terms.target)
    reached = pass_time(replay(events, hours_of), end, hours_of)
    assert [name for _, name in seen] == [
        each.name for each in milestones if each.after <= reached.counted
    ]
    at_names = {each.name: each.after for each in milestones}
    for at, name in seen:
        known = [events[0], *(each for each in events[1:] if each.at <= at)]
        assert pass_time(replay(known, hours_of), at, hours_of).counted >= at_names[name]


@property_test(
    events=histories(kinds=(*HELD, K.RETARGETED, K.MET, K.REOPENED), steps_back=False),
    policy=policies(),
    seldom=st.integers(1, 200).map(lambda hours: timedelta(hours=hours)),
)
def test_a_breach_has_the_same_instant_however_seldom_somebody_looks(
    events: list[ClockEvent], policy: SlaPolicy, seldom: timedelta
):
    end = events[-1].at + timedelta(days=3)
    unwatched = pass_time(replay(events, hours_of), end, hours_of)
    for every in (seldom, timedelta(hours=7)):
        state, seen = watch(events, policy, every, end)
        assert pass_time(state, end, hours_of) == unwatched
        if state.running and unwatched.breached_at is not None:
            assert (unwatched.breached_at, BREACH) in seen


@property_test(at=instants(), policy=policies(), minutes=st.integers(1, 3000))
def test_a_clock_left_alone_passes_each_exactly_when_as_much_has_counted(
    at: datetime, policy: SlaPolicy, minutes: int
):
    started = ClockEvent(kind=K.STARTED, at=at, terms=make_terms(minutes))
    end = at + timedelta(days=60)
    _, seen = watch([started], policy, timedelta(days=10), end)
    hours = hours_of("oslo")
    milestones = list_milestones(policy, FIRST, timedelta(minutes=minutes))
    assert seen == [(hours.add(at, each.after), each.name) for each in milestones]


def test_of_two_at_once_the_warning_comes_before_the_step_and_the_breach_before_its_own():
    listed = list_milestones(POLICY, FIRST, timedelta(hours=2))
    assert [(each.name, each.after / timedelta(minutes=1)) for each in listed] == [
        ("warning:50", 60),
        ("step:0", 60),
        ("warning:80", 96),
        ("breach", 120),
        ("step:1", 120),
        ("step:2", 150),
    ]


def test_a_step_is_for_the_kinds_that_it_names():
    step = replace(make_step(), kinds=(ClockKind.RESOLUTION,))
    listed = list_milestones(make_policy((), step), FIRST, timedelta(hours=2))
    assert [each.name for each in listed] == [BREACH]
    assert make_policy().find_target(FIRST, Priority.NORMAL) == 120


def test_a_breach_nobody_looked_at_is_found_although_a_longer_target_came_after_it():
    at = datetime.fromisoformat("2026-03-02T09:00Z")
    broken = [
        ClockEvent(kind=K.STARTED, at=at, terms=make_terms(60, "always")),
        ClockEvent(
            kind=K.RETARGETED,
            at=at + timedelta(minutes=90),
            reason="priority",
            terms=make_terms(240, "always"),
        ),
    ]
    _, seen = watch(broken, make_policy(), timedelta(hours=2), at + timedelta(hours=2))
    due = at + timedelta(hours=1)
    assert seen == [(due, "warning:50"), (due, "warning:80"), (due, BREACH)]


def test_a_stopped_or_endlessly_held_clock_has_no_next_one():
    at = datetime.fromisoformat("2026-03-02T09:00Z")
    started = ClockEvent(kind=K.STARTED, at=at, terms=make_terms(60, "always"))
    listed = list_milestones(POLICY, FIRST, timedelta(hours=1))
    for kind, reason in ((K.MET, "agent"), (K.CANCELLED, "resolved"), (K.PAUSED, "customer")):
        event = ClockEvent(kind=kind, at=at + timedelta(minutes=5), reason=reason)
        assert find_next_milestone(replay([started, event], hours_of), listed, (), hours_of) is None


def test_a_snoozed_clock_has_its_next_one_after_the_snooze():
    at = datetime.fromisoformat("2026-03-02T09:00Z")
    until = at + timedelta(days=1)
    events = [
        ClockEvent(kind=K.STARTED, at=at, terms=make_terms(60, "always")),
        ClockEvent(kind=K.PAUSED, at=at, reason="snooze", until=until),
    ]
    listed = list_milestones(POLICY, FIRST, timedelta(hours=1))
    found = find_next_milestone(replay(events, hours_of), listed, (), hours_of)
    assert found is not None
    assert (found[0], found[1].name) == (until + timedelta(minutes=30), "warning:50")
