"""What a conversation adds to the figures follows from its record, and from that alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.figures.parts_of import parts_of
from domain.complaints import ComplaintStage
from domain.figure_facts import (
    CountedBallot,
    CountedClock,
    CountedComplaint,
    CountedGift,
    CountedMove,
    FigureFacts,
)
from domain.figures import NO_HOUR, Figure, FigurePart
from tests.fakes import MONDAY_MORNING as NOW

pytestmark = pytest.mark.unit
HOUR = timedelta(hours=1)
OSLO = ZoneInfo("Europe/Oslo")
TALK = FigureFacts(
    conversation_id="talk",
    channel="sms",
    queue="baggage",
    topic="lost",
    tier="gold",
    created_at=NOW,
)
CLOCK = CountedClock(
    kind="first_response",
    queue="general",
    started_at=NOW,
    target=HOUR,
    counted=HOUR / 2,
    running=False,
    breached_at=None,
    met_at=NOW + HOUR / 2,
)
COMPLAINT = CountedComplaint(
    received_at=NOW,
    channel="email",
    category="delay",
    cause="",
    severity="serious",
    product="flight",
    owner="ann",
    outcome="",
    recovery="",
)


def count(facts: FigureFacts = TALK, **changes: Any) -> dict[tuple[Figure, str], FigurePart]:
    """The parts of a conversation, by figure and label, which are unlike in each test."""
    parts = parts_of(replace(facts, **changes), OSLO)
    found = {(part.figure, part.label): part for part in parts}
    assert len(found) == len(parts)
    return found


def count_of(complaint: CountedComplaint) -> dict[tuple[Figure, str], FigurePart]:
    return count(complaints=(complaint,))


def test_a_conversation_arrives_with_all_that_it_is_told_apart_by():
    arrived = count()[Figure.ARRIVED, "lost"]
    assert arrived == FigurePart(
        figure=Figure.ARRIVED,
        day=date(2026, 3, 2),
        queue="baggage",
        channel="sms",
        tier="gold",
        label="lost",
    )
    assert count().keys() == {(Figure.ARRIVED, "lost")}


def test_a_day_is_one_of_the_companys_own():
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert count(created_at=late)[Figure.ARRIVED, "lost"].day == date(2026, 3, 3)


def test_what_came_to_people_and_was_resolved_counts_on_each_ones_day():
    parts = count(
        handed_at=NOW + timedelta(days=1), resolved_at=NOW + timedelta(days=2), disposition="solved"
    )
    assert parts[Figure.HANDED_OVER, "lost"].day == date(2026, 3, 3)
    resolved = parts[Figure.RESOLVED, "solved"]
    assert (resolved.day, resolved.amount) == (date(2026, 3, 4), 2 * 86_400)


def test_a_promise_that_was_kept_counts_with_what_it_took_in_its_own_queue():
    kept = count(clocks=(CLOCK,))[Figure.KEPT, "first_response"]
    assert (kept.queue, kept.amount, kept.hour) == ("general", 1_800, NO_HOUR)


def test_promises_of_a_kind_on_one_day_are_one_part():
    kept = count(clocks=(CLOCK, CLOCK))[Figure.KEPT, "first_response"]
    assert (kept.n, kept.amount) == (2, 3_600)


def test_what_still_runs_or_was_cancelled_in_time_counts_nothing():
    assert len(count(clocks=(replace(CLOCK, met_at=None, running=True),))) == 1
    assert len(count(clocks=(replace(CLOCK, met_at=None),))) == 1


def test_a_broken_promise_counts_at_once_and_by_how_much_once_it_ended():
    late = replace(CLOCK, breached_at=NOW + HOUR, running=True, met_at=None)
    running = count(clocks=(late,))
    assert running[Figure.BROKEN, "first_response"].amount == 0
    ended = replace(late, running=False, met_at=NOW + 3 * HOUR, counted=3 * HOUR)
    parts = count(clocks=(ended,))
    assert (Figure.KEPT, "first_response") not in parts
    assert parts[Figure.BROKEN, "first_response"].amount == 7_200
    assert parts[Figure.BROKEN_BY_TOPIC, "lost"].amount == 7_200
    # Ten in the morning, UTC, is eleven in Oslo.
    assert parts[Figure.BROKEN_BY_CAUSE, "unlogged"].hour == 11


def test_a_promise_broken_and_then_given_up_stays_broken():
    late = replace(CLOCK, breached_at=NOW + HOUR, met_at=None, counted=2 * HOUR)
    assert count(clocks=(late,))[Figure.BROKEN, "first_response"].amount == 3_600


def test_a_complaint_counts_once_by_each_thing_it_is_told_by():
    parts = count_of(COMPLAINT)
    told = {figure: label for figure, label in parts if figure is not Figure.ARRIVED}
    assert told == {
        Figure.COMPLAINTS_BY_CATEGORY: "delay",
        Figure.COMPLAINTS_BY_CAUSE: "",
        Figure.COMPLAINTS_BY_SEVERITY: "serious",
        Figure.COMPLAINTS_BY_PRODUCT: "flight",
        Figure.COMPLAINTS_BY_AGENT: "ann",
        Figure.COMPLAINTS_BY_OUTCOME: "",
        Figure.COMPLAINTS_BY_RECOVERY: "/serious",
    }
    assert parts[Figure.COMPLAINTS_BY_AGENT, "ann"].channel == "email"


@pytest.mark.parametrize("outcome", ["no_complaint", "joined"])
def test_what_was_no_complaint_of_its_own_counts_by_outcome_alone(outcome: str):
    parts = count_of(replace(COMPLAINT, outcome=outcome))
    assert parts.keys() == {(Figure.ARRIVED, "lost"), (Figure.COMPLAINTS_BY_OUTCOME, outcome)}


def moves(*told: tuple[str, float, float | None]) -> tuple[CountedMove, ...]:
    return tuple(
        CountedMove(
            to=ComplaintStage(to),
            at=NOW + hours * HOUR,
            due_at=None if due is None else NOW + due * HOUR,
        )
        for to, hours, due in told
    )


def test_each_stage_that_was_left_is_told_by_its_limit_of_then():
    left = moves(
        ("received", 0, None),
        ("acknowledged", 1, 4),
        ("responded", 30, 30),
        ("reopened", 50, None),
        ("responded", 60, 90),
        ("closed", 400, 390),
    )
    parts = count_of(replace(COMPLAINT, moves=left))
    assert parts[Figure.STAGE_TIMES, "received/in_time"].amount == 3_600
    assert parts[Figure.STAGE_TIMES, "acknowledged/late"].amount == 29 * 3_600
    assert parts[Figure.STAGE_TIMES, "reopened/in_time"].amount == 10 * 3_600
    stages = [label for figure, label in parts if figure is Figure.TIME_TO_STAGE]
    assert sorted(stages) == ["acknowledged/1", "closed/more", "responded/48"]


def test_what_is_opened_again_is_closed_no_more():
    left = moves(("received", 0, None), ("closed", 1, None), ("reopened", 2, None))
    parts = count_of(replace(COMPLAINT, moves=left))
    assert not any(figure is Figure.TIME_TO_STAGE for figure, _ in parts)


def test_what_was_given_and_what_was_made_of_it_count_on_each_ones_day():
    gift = CountedGift(
        kind="voucher", currency="EUR", cost=2_500, given_at=NOW, done_at=NOW + timedelta(days=3)
    )
    unused = replace(gift, cost=100, done_at=None)
    parts = count_of(replace(COMPLAINT, gifts=(gift, unused)))
    given = parts[Figure.REDRESS_GIVEN, "voucher/EUR"]
    assert (given.n, given.amount, given.day) == (2, 2_600, date(2026, 3, 2))
    spent = parts[Figure.REDRESS_SPENT, "voucher/EUR"]
    assert (spent.n, spent.amount, spent.day) == (1, 2_500, date(2026, 3, 5))


def test_a_question_without_a_vote_counts_as_well():
    asked = CountedBallot(survey="csat", asked_at=NOW, queue="bookings", value=None)
    parts = count(ballots=(asked, replace(asked, value=4), replace(asked, value=4)))
    assert (parts[Figure.VOTES, "csat/none"].n, parts[Figure.VOTES, "csat/none"].amount) == (1, 0)
    assert (parts[Figure.VOTES, "csat/4"].n, parts[Figure.VOTES, "csat/4"].amount) == (2, 8)
    assert parts[Figure.VOTES, "csat/4"].queue == "bookings"
