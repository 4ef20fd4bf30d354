"""A clock's explanation accounts for all of its time, and its sentence says no more than that."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st

from domain.errors import InvalidInputError
from domain.service_levels import ClockKind
from domain.sla_clocks import ClockEvent, ClockEventKind, SpanKind
from service_levels.clock_fold import pass_time, replay
from service_levels.clock_sentence import tell_clock
from service_levels.clock_words import NO_TITLES, Titles
from service_levels.explain import explain
from tests.service_levels.clock_histories import (
    ZONES,
    histories,
    hours_of,
    instants,
    lengths,
    make_terms,
)
from tests.service_levels.examples import property_test

pytestmark = pytest.mark.unit
K = ClockEventKind
BEGUN = datetime.fromisoformat("2026-03-02T09:00Z")
LATER = lengths(longest_hours=1000)


def end_of(events: list[ClockEvent]) -> datetime:
    return max(each.at for each in events)


@property_test(events=histories(), later=LATER)
def test_spans_leave_no_gap_and_their_counted_amounts_add_up(
    events: list[ClockEvent], later: timedelta
):
    explanation = explain(events, hours_of, end_of(events) + later)
    state, spans = explanation.state, explanation.spans
    stop = state.met_at or state.cancelled_at or explanation.at
    borders = [state.started_at, *(each.end for each in spans)]
    assert [each.start for each in spans] == borders[:-1]
    assert borders[-1] == stop
    counted = [each.amount for each in spans if each.kind is SpanKind.COUNTED]
    assert sum(counted, timedelta()) == explanation.counted
    assert all(each.start < each.end and each.amount <= each.end - each.start for each in spans)


@property_test(events=histories(), share=st.floats(0, 1.2))
def test_it_explains_what_the_clock_is_at_any_instant(events: list[ClockEvent], share: float):
    begun = events[0].at
    at = begun + (end_of(events) - begun) * share
    explanation = explain(events, hours_of, at)
    known, latest = 0, begun
    for event in events:
        latest = max(latest, event.at)
        if latest > at:
            break
        known += 1
    assert explanation.state == pass_time(replay(events[:known], hours_of), at, hours_of)
    assert explanation.remaining == max(
        explanation.state.terms.target - explanation.counted, timedelta()
    )


@property_test(events=histories(), later=LATER)
def test_each_span_counts_what_the_calendar_of_its_time_counts(
    events: list[ClockEvent], later: timedelta
):
    explanation = explain(events, hours_of, end_of(events) + later)
    for span in explanation.spans:
        terms = [
            turn.event.terms
            for turn in explanation.turns
            if turn.at <= span.start and turn.event.terms is not None
        ]
        hours = hours_of(terms[-1].calendar_version)
        if span.kind is SpanKind.COUNTED:
            assert hours.count(span.start, span.end) == span.amount
        if span.kind is SpanKind.CLOSED:
            assert hours.count(span.start, span.end) == timedelta()
            assert span.reason


@property_test(at=instants(), later=st.integers(1, 1500), minutes=st.integers(1, 90_000))
def test_years_are_explained_by_few_spans(at: datetime, later: int, minutes: int):
    for calendar in ("oslo", "new york", "lord howe"):
        started = ClockEvent(kind=K.STARTED, at=at, terms=make_terms(minutes, calendar))
        explanation = explain([started], hours_of, at + timedelta(days=later))
        assert len(explanation.spans) <= 16


@property_test(events=histories(), later=LATER, looks=st.lists(lengths(), max_size=4))
def test_looking_at_a_clock_is_no_part_of_its_story(
    events: list[ClockEvent], later: timedelta, looks: list[timedelta]
):
    end = end_of(events) + later
    looked_at = [
        *events,
        *(ClockEvent(kind=K.MILESTONE, at=end_of(events) + each) for each in sorted(looks)),
    ]
    plain = explain(events, hours_of, end)
    watched = explain([each for each in looked_at if each.at <= end], hours_of, end)
    assert (watched.spans, watched.turns) == (plain.spans, plain.turns)


@property_test(
    events=histories(),
    later=LATER,
    kind=st.sampled_from(ClockKind),
    zone=st.sampled_from(ZONES),
)
def test_every_story_has_a_sentence_of_a_dozen_clauses_at_most(
    events: list[ClockEvent], later: timedelta, kind: ClockKind, zone: str
):
    at = end_of(events) + later
    explanation = explain(events, hours_of, at)
    told = tell_clock(kind, explanation, time_zone=zone, at=at)
    assert told.startswith("Started ")
    assert told.endswith(".")
    # A comma before a reason parts no clauses.
    clauses = told.replace(", for ", " for ").replace("Good Friday", "")
    clauses = re.sub(r"closed for [^,]*(, [^,]*)? and [^,]*", "closed", clauses)
    assert len(clauses.split(", ")) <= 13
    assert not re.search(r"\d:\d\d:\d\d", told)
    assert not re.search(r"\b0 (h|min)\b|-\d| {2}|None", told)


@property_test(events=histories(kinds=(K.PAUSED, K.RESUMED, K.RETARGETED)), later=LATER)
def test_the_sentence_of_a_running_clock_names_when_it_is_or_was_due(
    events: list[ClockEvent], later: timedelta
):
    at = end_of(events) + later
    explanation = explain(events, hours_of, at)
    told = tell_clock(ClockKind.RESOLUTION, explanation, time_zone="UTC", at=at)
    if explanation.breached_at is not None:
        assert re.search(r"was (due|past its new target already|broken) \w{3}\b", told)
    elif explanation.due_at is not None:
        assert re.search(r", due \w{3}\b", told)
    else:
        assert re.search(r"(is|are) left", told)


def test_what_was_odd_about_events_is_told():
    at = datetime.fromisoformat("2026-03-02T09:00Z")
    events = [
        ClockEvent(kind=K.STARTED, at=at, terms=make_terms(60, "always")),
        ClockEvent(kind=K.MILESTONE, at=at - timedelta(minutes=5), reason="warning:80"),
        ClockEvent(kind=K.PAUSED, at=at + timedelta(minutes=30), reason="customer"),
        ClockEvent(kind=K.RESUMED, at=at + timedelta(minutes=10)),
        ClockEvent(kind=K.MET, at=at + timedelta(minutes=40), reason="agent"),
        ClockEvent(kind=K.MET, at=at + timedelta(minutes=50), reason="agent"),
    ]
    found = explain(events, hours_of, at + timedelta(hours=1), time_zone="Europe/Oslo")
    assert found.warnings == (
        (
            "that it was resumed Mon 10:10 was recorded after what happened Mon 10:30, and counts "
            "as of then"
        ),
        "that it was met Mon 10:50 changes nothing, for the clock has stopped already",
    )


def retarget(after: int, reason: str, **facts: Any) -> ClockEvent:
    terms = replace(make_terms(120, "always"), **facts)
    at = BEGUN + timedelta(minutes=after)
    return ClockEvent(kind=K.RETARGETED, at=at, reason=reason, terms=terms)


def tell(*more: ClockEvent, titles: Titles = NO_TITLES) -> str:
    started = ClockEvent(kind=K.STARTED, at=BEGUN, terms=make_terms(120, "always"))
    at = BEGUN + timedelta(hours=1)
    found = explain([started, *more], hours_of, at)
    return tell_clock(ClockKind.FIRST_RESPONSE, found, time_zone="UTC", at=at, titles=titles)


def test_other_terms_by_which_it_counts_as_it_did_are_no_part_of_the_sentence():
    urgent = retarget(10, "priority", priority="urgent")
    assert tell(urgent) == tell()
    assert "from Mon 09:20 on" in tell(urgent, retarget(20, "queue", target=timedelta(hours=1)))


def test_the_sentence_calls_agreements_calendars_and_queues_as_people_do():
    moved = retarget(
        20,
        "queue",
        target=timedelta(hours=1),
        policy="queue:disruption",
        policy_version="queue:disruption",
        queue="disruption",
    )
    told = tell(
        moved,
        titles=Titles(
            policies={"queue:disruption": "the queue Delays and cancellations' own promise"},
            queues={"disruption": "Delays and cancellations"},
        ),
    )
    assert (
        "counted by the queue Delays and cancellations' own promise with a target of 1 h, for it "
        "moved to the queue Delays and cancellations"
    ) in told
    changed = retarget(20, "calendar", calendar_version="oslo")
    titles = Titles(calendars={"oslo": "Oslo office"})
    assert "counted by the changed calendar “Oslo office”" in tell(changed, titles=titles)


def test_a_clock_without_events_cannot_be_explained():
    with pytest.raises(InvalidInputError):
        explain([], hours_of, datetime.fromisoformat("2026-03-02T09:00Z"))


def test_before_its_start_nothing_has_happened_to_a_clock():
    at = datetime.fromisoformat("2026-03-02T09:00Z")
    started = ClockEvent(kind=K.STARTED, at=at, terms=make_terms(60))
    explanation = explain([started], hours_of, at - timedelta(days=1))
    assert explanation.at == at
    assert explanation.spans == ()
    assert [each.event for each in explanation.turns] == [started]
