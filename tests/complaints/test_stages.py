"""A complaint goes the way of ISO 10002, says so, and no step is taken unexplained."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.explain_stages import explain
from complaints.stage_fold import apply_event, replay
from complaints.stage_moves import MOVES, decide_move, list_outcomes
from complaints.stage_times import STANDARD_LIMITS, find_due, list_stage_times
from domain.complaint_register import ComplaintEvent, Outcome, Severity
from domain.complaints import ComplaintStage
from domain.errors import InvalidInputError
from tests.complaints.courses import HOURS, at, move

pytestmark = pytest.mark.unit

COURSE = (
    move("received", "2 16:00", by="Frontdesk"),
    move("acknowledged", "2 16:30"),
    move("investigating", "3 9:00"),
    move("responded", "3 11:00"),
)


def test_a_complaint_goes_from_received_to_closed():
    state = replay(
        [*COURSE, move("closed", "5 10:00", "says it is right", outcome=Outcome.SETTLED)]
    )
    assert not state.open
    assert state.outcome is Outcome.SETTLED
    assert (state.received_at, state.closed_at) == (at("2 16:00"), at("5 10:00"))


def test_a_closed_complaint_that_is_opened_again_has_no_outcome_and_is_counted():
    closed = move("closed", "5 10:00", "nothing heard", outcome=Outcome.SETTLED)
    state = replay([*COURSE, closed, move("reopened", "6 9:00", "the bag is still lost")])
    assert state.open
    assert (state.outcome, state.closed_at, state.reopenings) == (None, None, 1)


@pytest.mark.parametrize(
    ("events", "event", "words"),
    [
        ([], move("acknowledged", "2 9:00"), "begins with being received"),
        (COURSE[:1], move("responded", "2 17:00"), "acknowledge it first"),
        (COURSE[:1], move("received", "2 17:00"), "already"),
        (COURSE, move("received", "3 12:00"), "a new matter is a new complaint"),
        (COURSE, move("investigating", "3 12:00"), "it may become closed or reopened"),
        (COURSE[:3], move("reopened", "3 10:00", "x"), "only what was answered"),
        (COURSE, move("reopened", "4 9:00"), "not content with"),
        (COURSE, move("escalated_outside", "4 9:00", " "), "name the body outside"),
        (COURSE, move("closed", "4 9:00", "done"), "settled, disagreed"),
        (COURSE[:2], move("closed", "4 9:00", "x", outcome=Outcome.SETTLED), "withdrawn"),
        (COURSE, move("closed", "4 9:00", outcome=Outcome.SETTLED), "how it ended"),
        (COURSE[:2], move("investigating", "3 9:00", outcome=Outcome.SETTLED), "only a complaint"),
        (COURSE[:1], move("acknowledged", "2 17:00", by=" "), "name who"),
    ],
)
def test_what_may_not_be_is_refused_with_what_to_do(
    events: tuple[ComplaintEvent, ...], event: ComplaintEvent, words: str
):
    state = replay(events) if events else None
    refusal = decide_move(state, event)
    assert refusal is not None
    assert words in refusal
    with pytest.raises(InvalidInputError, match="to: "):
        apply_event(state, event)


def test_no_complaint_is_settled_that_nobody_answered():
    unanswered = set(ComplaintStage) - {ComplaintStage.RESPONDED, ComplaintStage.ESCALATED_OUTSIDE}
    assert all(Outcome.SETTLED not in list_outcomes(stage) for stage in unanswered)


def test_every_stage_leads_somewhere_and_every_one_can_be_reached():
    assert set(MOVES) == set(ComplaintStage)
    assert {to for targets in MOVES.values() for to in targets} == set(ComplaintStage) - {
        ComplaintStage.RECEIVED
    }


stages = st.sampled_from(ComplaintStage)
minutes = st.integers(-600, 6000)


@given(st.lists(st.tuples(stages, minutes), max_size=30))
def test_whatever_is_tried_the_register_stays_in_order(tried: list[tuple[ComplaintStage, int]]):
    state = replay(COURSE[:1])
    for to, passed in tried:
        outcomes = list_outcomes(state.stage) if to is ComplaintStage.CLOSED else (None,)
        event = ComplaintEvent(
            to=to,
            at=at("2 16:00") + timedelta(minutes=passed),
            by="Ada",
            why="so",
            outcome=outcomes[0],
        )
        if decide_move(state, event) is None:
            before, state = state, apply_event(state, event)
            assert state.since >= before.since
        assert (state.outcome is not None) == (state.stage is ComplaintStage.CLOSED)
        assert state.open == (state.closed_at is None)


def test_a_clock_that_was_set_back_takes_no_time_away():
    state = replay([COURSE[0], move("acknowledged", "2 15:00")])
    assert state.since == at("2 16:00")


def test_each_stage_is_measured_by_the_calendar_against_its_own_limit():
    times = list_stage_times(COURSE, Severity.CRITICAL, HOURS, at("4 10:00"))
    assert [each.counted for each in times] == [
        timedelta(minutes=30),
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=7),
    ]
    assert find_due(times) == at("6 11:00")
    assert not any(each.late for each in times)


def test_a_stage_is_late_from_the_very_instant_at_which_it_was_due():
    limit = STANDARD_LIMITS[Severity.CRITICAL][ComplaintStage.RECEIVED]
    assert limit == timedelta(hours=1)
    (just,) = list_stage_times(COURSE[:1], Severity.CRITICAL, HOURS, at("2 16:59"))
    (due,) = list_stage_times(COURSE[:1], Severity.CRITICAL, HOURS, at("2 17:00"))
    assert (just.late, due.late) == (False, True)


def test_graver_complaints_have_no_more_time_in_any_stage():
    for lesser, graver in zip(list(Severity), list(Severity)[1:], strict=False):
        for stage, limit in STANDARD_LIMITS[lesser].items():
            assert STANDARD_LIMITS[graver][stage] <= limit


def test_nothing_counts_for_us_while_a_body_outside_has_it():
    outside = move("escalated_outside", "4 9:00", "the ombudsman")
    assert (
        list_stage_times([*COURSE, outside], Severity.CRITICAL, HOURS, at("9 9:00"))[-1].limit
        is None
    )


def test_the_sentence_tells_who_when_why_and_what_is_next():
    told = explain(COURSE, Severity.SERIOUS, HOURS, at("4 10:00"))
    assert told == (
        "Received Mon 2 Mar 16:00 by Frontdesk, acknowledged Mon 2 Mar 16:30 by Ada, "
        "investigated from Tue 3 Mar 09:00 by Ada, responded Tue 3 Mar 11:00 by Ada; "
        "7 h of 40 h counted as it is serious, due Tue 10 Mar 11:00."
    )


def test_the_sentence_tells_what_was_late_and_how_it_ended():
    late = replace(COURSE[1], at=at("3 10:00"))
    course = [
        COURSE[0],
        late,
        move("closed", "3 11:00", "took it\nback", outcome=Outcome.WITHDRAWN),
    ]
    assert explain(course, Severity.CRITICAL, HOURS, at("9 9:00")) == (
        "Received Mon 2 Mar 16:00 by Frontdesk (2 h, late), acknowledged Tue 3 Mar 10:00 by Ada "
        "(1 h, late), closed Tue 3 Mar 11:00 by Ada as withdrawn: “took it back”."
    )


def test_the_sentence_tells_the_year_where_it_is_another():
    told = explain(COURSE[:1], Severity.MINOR, HOURS, at("2 16:30").replace(year=2027))
    assert told.startswith("Received Mon 2 Mar 2026 16:00 by Frontdesk; ")
