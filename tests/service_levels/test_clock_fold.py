"""What holds of every clock, whatever happens to it and in whatever order."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import strategies as st

from domain.errors import InvalidInputError
from domain.sla_clocks import ClockEvent, ClockEventKind, ClockTerms
from service_levels.clock_fold import apply_event, pass_time, replay
from tests.service_levels.clock_histories import (
    ZONES,
    histories,
    hours_of,
    instants,
    lengths,
    make_terms,
    one_event,
    terms,
)
from tests.service_levels.examples import property_test

pytestmark = pytest.mark.unit
K = ClockEventKind
RUNNING = (K.PAUSED, K.RESUMED, K.MILESTONE)
WITH_TERMS = (*RUNNING, K.RETARGETED)


def start(at: datetime, what: ClockTerms) -> ClockEvent:
    return ClockEvent(kind=K.STARTED, at=at, terms=what)


def pause(at: datetime, until: datetime | None = None) -> ClockEvent:
    return ClockEvent(kind=K.PAUSED, at=at, reason="customer", until=until)


def resume(at: datetime) -> ClockEvent:
    return ClockEvent(kind=K.RESUMED, at=at)


def end_of(events: list[ClockEvent]) -> datetime:
    return max(each.at for each in events)


@property_test(events=histories(), cut=st.integers(1, 9))
def test_replaying_equals_living_through_it(events: list[ClockEvent], cut: int):
    lived = replay(events[:cut], hours_of)
    for event in events[cut:]:
        lived = apply_event(lived, event, hours_of)
    assert lived == replay(events, hours_of)


@property_test(events=histories(), later=lengths())
def test_counted_time_is_the_sum_of_the_stretches_in_which_it_ran(
    events: list[ClockEvent], later: timedelta
):
    end = end_of(events) + later
    state = pass_time(replay(events, hours_of), end, hours_of)
    assert state.counted == _sum_by_hand(events, end)


def _sum_by_hand(events: list[ClockEvent], end: datetime) -> timedelta:
    """Add up, event by event, what the calendar of the time counts."""
    counted, at, running, held_until = timedelta(), events[0].at, True, None
    calendar = "always"
    for event in [*events, ClockEvent(kind=K.MILESTONE, at=end)]:
        now = max(at, event.at)
        if running:
            counted += hours_of(calendar).count(max(at, held_until or at), now)
        if held_until is not None and held_until <= now:
            held_until = None
        at = now
        if event.kind is K.REOPENED:
            running = True
        elif running and event.kind is K.PAUSED:
            held_until = event.until or datetime.max.replace(tzinfo=now.tzinfo)
        elif running and event.kind in {K.RESUMED, K.MET, K.CANCELLED}:
            held_until = None
            running = event.kind is K.RESUMED
        elif running and event.terms is not None:
            calendar = event.terms.calendar_version
    return counted


@property_test(events=histories())
def test_clocks_on_the_wall_that_jump_back_take_nothing_away(events: list[ClockEvent]):
    states = [replay(events[: place + 1], hours_of) for place in range(len(events))]
    for before, after in pairwise(states):
        assert after.counted >= before.counted
        assert after.as_of >= before.as_of
    straight, latest = [], events[0].at
    for event in events:
        latest = max(latest, event.at)
        straight.append(replace(event, at=latest))
    assert replay(straight, hours_of) == states[-1]


@property_test(events=histories(), places=st.lists(lengths(longest_hours=400), max_size=5))
def test_looking_at_a_clock_in_between_changes_nothing(
    events: list[ClockEvent], places: list[timedelta]
):
    looks = [
        ClockEvent(kind=K.MILESTONE, at=events[0].at + place, reason="warning:80")
        for place in places
    ]
    straight = [events[0], *(each for each in events[1:] if each.kind is not K.MILESTONE)]
    latest = events[0].at
    for place, event in enumerate(straight):
        latest = max(latest, event.at)
        straight[place] = replace(event, at=latest)
    looked_at = sorted([*straight, *looks], key=lambda each: each.at)
    end = end_of(looked_at)
    expected = pass_time(replay(straight, hours_of), end, hours_of)
    assert pass_time(replay(looked_at, hours_of), end, hours_of) == expected


@property_test(
    events=histories(kinds=WITH_TERMS), after=lengths(), length=lengths(), known=st.booleans()
)
def test_pausing_never_brings_the_due_time_nearer(
    events: list[ClockEvent], after: timedelta, length: timedelta, known: bool
):
    at = end_of(events) + after
    before = pass_time(replay(events, hours_of), at, hours_of)
    held = [*events, pause(at, at + length if known else None)]
    for state in (replay(held, hours_of), replay([*held, resume(at + length)], hours_of)):
        # One that was held already for nobody knows how long is due at last.
        if before.due_at is not None and before.paused is None:
            assert state.due_at is None or state.due_at >= before.due_at


@property_test(events=histories(kinds=RUNNING), after=lengths(), ended=st.booleans())
def test_a_pause_that_ends_at_once_changes_nothing(
    events: list[ClockEvent], after: timedelta, ended: bool
):
    at = end_of(events) + after
    running = [*events, resume(at)]
    more = [pause(at), resume(at)] if ended else [pause(at, until=at)]
    assert replay([*running, *more], hours_of) == replay(running, hours_of)


@property_test(
    events=histories(kinds=WITH_TERMS), after=lengths(), length=lengths(), later=lengths()
)
def test_a_snooze_ends_by_itself_as_if_somebody_had_ended_it(
    events: list[ClockEvent], after: timedelta, length: timedelta, later: timedelta
):
    at = end_of(events) + after
    until = at + length + timedelta(seconds=1)
    by_itself = replay([*events, pause(at, until)], hours_of)
    by_hand = replay([*events, pause(at), resume(until)], hours_of)
    end = until + later
    assert pass_time(by_itself, end, hours_of) == pass_time(by_hand, end, hours_of)
    assert by_itself.due_at == by_hand.due_at


@property_test(at=instants(), what=terms())
def test_a_promise_is_broken_at_its_due_time_though_nobody_looked(at: datetime, what: ClockTerms):
    state = replay([start(at, what)], hours_of)
    assert state.due_at is not None
    assert pass_time(state, state.due_at - timedelta.resolution, hours_of).breached_at is None
    for late in (timedelta(), timedelta(hours=1), timedelta(days=30)):
        assert pass_time(state, state.due_at + late, hours_of).breached_at == state.due_at


@property_test(events=histories(kinds=RUNNING), later=lengths(longest_hours=200))
def test_no_promise_is_broken_before_its_target_has_counted(
    events: list[ClockEvent], later: timedelta
):
    end = end_of(events) + later
    state = pass_time(replay(events, hours_of), end, hours_of)
    if state.breached_at is None:
        assert state.counted < state.terms.target
        assert state.due_at is None or state.due_at > state.as_of
    else:
        assert state.due_at == state.breached_at
        assert _sum_by_hand(_list_until(events, state.breached_at), state.breached_at) == (
            state.terms.target
        )


def _list_until(events: list[ClockEvent], instant: datetime) -> list[ClockEvent]:
    latest = events[0].at
    for place, event in enumerate(events):
        latest = max(latest, event.at)
        if latest > instant:
            return events[:place]
    return events


@property_test(events=histories(), cut=st.integers(1, 9))
def test_nothing_that_is_recorded_later_undoes_or_moves_a_breach(
    events: list[ClockEvent], cut: int
):
    before = replay(events[:cut], hours_of)
    if before.breached_at is not None:
        assert replay(events, hours_of).breached_at == before.breached_at


@property_test(events=histories(), after=lengths(), other=terms())
def test_other_terms_keep_what_has_counted(
    events: list[ClockEvent], after: timedelta, other: ClockTerms
):
    at = end_of(events) + after
    before = pass_time(replay(events, hours_of), at, hours_of)
    changed = ClockEvent(kind=K.RETARGETED, at=at, reason="queue", terms=other)
    assert replay([*events, changed], hours_of).counted == before.counted


@property_test(
    events=histories(kinds=RUNNING), other=terms(), after=lengths(), kept=lengths(longest_hours=8)
)
def test_terms_that_change_and_change_back_leave_the_due_time_as_it_was(
    events: list[ClockEvent], other: ClockTerms, after: timedelta, kept: timedelta
):
    first = replay(events, hours_of)
    there = end_of(events) + after
    same_hours = replace(other, calendar_version=first.terms.calendar_version)
    for terms_between, back in ((other, there), (same_hours, there + kept)):
        if pass_time(first, back, hours_of).counted >= first.terms.target:
            continue
        changes = [
            ClockEvent(kind=K.RETARGETED, at=there, reason="queue", terms=terms_between),
            ClockEvent(kind=K.RETARGETED, at=back, reason="queue", terms=first.terms),
        ]
        assert replay([*events, *changes], hours_of).due_at == first.due_at


@property_test(events=histories(), zones=st.lists(st.sampled_from(ZONES), min_size=9, max_size=9))
def test_it_does_not_matter_in_which_zone_instants_are_written(
    events: list[ClockEvent], zones: list[str]
):
    written = [
        replace(
            event,
            at=event.at.astimezone(ZoneInfo(zone)),
            until=event.until and event.until.astimezone(ZoneInfo(zone)),
        )
        for event, zone in zip(events, zones, strict=False)
    ]
    end = end_of(events) + timedelta(days=3)
    local = pass_time(replay(written, hours_of), end.astimezone(ZoneInfo(zones[0])), hours_of)
    assert local == pass_time(replay(events, hours_of), end, hours_of)


@property_test(
    events=histories(kinds=WITH_TERMS),
    stop=st.sampled_from([K.MET, K.CANCELLED]),
    between=lengths(longest_hours=500),
    later=lengths(),
)
def test_nothing_counts_between_the_stop_and_the_reopening(
    events: list[ClockEvent], stop: ClockEventKind, between: timedelta, later: timedelta
):
    at = end_of(events) + later
    stopped = replay([*events, ClockEvent(kind=stop, at=at)], hours_of)
    reopened = ClockEvent(kind=K.REOPENED, at=at + between)
    state = apply_event(stopped, reopened, hours_of)
    assert state.running
    assert state.counted == stopped.counted
    assert pass_time(state, at + between + later, hours_of).counted == stopped.counted + hours_of(
        state.terms.calendar_version
    ).count(at + between, at + between + later)


@property_test(
    events=histories(kinds=WITH_TERMS),
    stop=st.sampled_from([K.MET, K.CANCELLED]),
    data=st.data(),
)
def test_a_clock_that_stopped_stays_as_it_is_until_it_is_reopened(
    events: list[ClockEvent], stop: ClockEventKind, data: st.DataObject
):
    at = end_of(events)
    stopped = replay([*events, ClockEvent(kind=stop, at=at)], hours_of)
    kinds = [each for each in K if each not in {K.STARTED, K.REOPENED}]
    event = data.draw(one_event(at + timedelta(days=2), data.draw(st.sampled_from(kinds))))
    assert replace(apply_event(stopped, event, hours_of), as_of=at) == replace(stopped, as_of=at)


@property_test(events=histories(), length=lengths(longest_hours=300), parts=st.integers(2, 9))
def test_time_that_passes_in_parts_is_time_that_passes_at_once(
    events: list[ClockEvent], length: timedelta, parts: int
):
    state = replay(events, hours_of)
    end = state.as_of + length
    by_parts = state
    for part in range(1, parts):
        by_parts = pass_time(by_parts, state.as_of + length * part / parts, hours_of)
    assert pass_time(by_parts, end, hours_of) == pass_time(state, end, hours_of)


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (ClockEvent(kind=K.RETARGETED, at=datetime.fromisoformat("2026-03-02T10:00Z")), "terms"),
        (
            ClockEvent(
                kind=K.RETARGETED,
                at=datetime.fromisoformat("2026-03-02T10:00Z"),
                terms=make_terms(0),
            ),
            "terms.target",
        ),
        (start(datetime.fromisoformat("2026-03-02T10:00Z"), make_terms(5)), "kind"),
        (
            ClockEvent(
                kind=K.PAUSED, at=datetime.fromisoformat("2026-03-02T10:00Z"), reason="lunch"
            ),
            "reason",
        ),
    ],
)
def test_an_event_that_no_clock_can_have_is_refused_with_its_field(event: ClockEvent, field: str):
    begun = replay([start(datetime.fromisoformat("2026-03-02T09:00Z"), make_terms(60))], hours_of)
    with pytest.raises(InvalidInputError) as refused:
        apply_event(begun, event, hours_of)
    assert refused.value.field == field


def test_a_clock_begins_with_its_start():
    with pytest.raises(InvalidInputError):
        replay([], hours_of)
    with pytest.raises(InvalidInputError):
        replay([pause(datetime.fromisoformat("2026-03-02T09:00Z"))], hours_of)


def test_a_clock_that_is_met_while_held_tells_when_it_would_have_been_due():
    at = datetime.fromisoformat("2026-03-02T09:00Z")
    met = ClockEvent(kind=K.MET, at=at + timedelta(hours=2), reason="agent")
    state = replay(
        [start(at, make_terms(90, "always")), pause(at + timedelta(hours=1)), met], hours_of
    )
    assert state.due_at == at + timedelta(hours=2, minutes=30)
    assert state.paused is None
