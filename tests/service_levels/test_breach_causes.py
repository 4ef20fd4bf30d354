"""What lay behind a broken promise is read from the log alone, and is the same each time."""

from datetime import timedelta

import pytest

from domain.breaches import BreachCause, BreachFacts, HandStep
from domain.routings import RoutingKind
from domain.sla_clocks import ClockEvent, ClockEventKind
from service_levels.breach_causes import CAUSES, find_cause, sum_held
from tests.fakes import MONDAY_MORNING as NOW

pytestmark = pytest.mark.unit
HOUR = timedelta(hours=1)
QUEUED, TAKEN, HANDED_ON = RoutingKind.QUEUED, RoutingKind.TAKEN, RoutingKind.HANDED_ON
UNSERVED, ASSIGNED = RoutingKind.UNSERVED, RoutingKind.ASSIGNED


def step(kind: RoutingKind, minute: int, agent: str | None = None, queue: str | None = "general"):
    """A line of the log, so many minutes after the promise was given."""
    return HandStep(kind, NOW + timedelta(minutes=minute), agent, queue)


def cause(*steps: HandStep, held: timedelta = timedelta()) -> BreachCause:
    """The cause of a promise of one hour that was broken after one hour."""
    return find_cause(
        BreachFacts(started_at=NOW, breached_at=NOW + HOUR, target=HOUR, held=held, steps=steps)
    )


def test_what_nobody_took_waited():
    assert cause(step(QUEUED, 0)) is BreachCause.WAITED


def test_what_was_taken_when_it_was_nearly_due_waited():
    assert cause(step(QUEUED, 0), step(TAKEN, 55, "ann")) is BreachCause.WAITED


def test_what_somebody_had_in_time_was_with_them():
    assert cause(step(QUEUED, 0), step(TAKEN, 10, "ann")) is BreachCause.WITH_AGENT


def test_who_was_given_it_twice_has_had_it_since_the_first_time():
    steps = step(QUEUED, 0), step(TAKEN, 10, "ann"), step(ASSIGNED, 58, "ann")
    assert cause(*steps) is BreachCause.WITH_AGENT


def test_what_nobody_could_take_was_unserved():
    assert cause(step(QUEUED, 0), step(UNSERVED, 1)) is BreachCause.UNSERVED


def test_what_nobody_could_take_at_first_and_somebody_took_was_with_them():
    steps = step(QUEUED, 0), step(UNSERVED, 1), step(TAKEN, 20, "ann")
    assert cause(*steps) is BreachCause.WITH_AGENT


def test_what_the_bot_had_for_most_of_the_time_came_late():
    assert cause(step(QUEUED, 40), step(TAKEN, 45, "ann")) is BreachCause.CAME_LATE


def test_what_people_gave_back_to_the_bot_came_late_again():
    steps = step(QUEUED, 0), step(RoutingKind.RELEASED, 5, queue=None), step(QUEUED, 50)
    assert cause(*steps) is BreachCause.CAME_LATE


def test_a_later_promise_of_what_people_had_before_did_not_come_late():
    assert cause(step(QUEUED, -500), step(TAKEN, -400, "ann")) is BreachCause.WITH_AGENT


def test_whose_agent_had_gone_was_handed_on():
    steps = step(QUEUED, 0), step(TAKEN, 5, "ann"), step(HANDED_ON, 30)
    assert cause(*steps) is BreachCause.HANDED_ON


def test_whoever_got_it_in_time_after_that_had_it():
    steps = step(QUEUED, 0), step(TAKEN, 1, "ann"), step(HANDED_ON, 5), step(TAKEN, 9, "bo")
    assert cause(*steps) is BreachCause.WITH_AGENT


def test_what_went_through_three_queues_bounced():
    steps = (
        step(QUEUED, 0),
        step(ASSIGNED, 10, queue="baggage"),
        step(ASSIGNED, 20, queue="bookings"),
        step(TAKEN, 25, "ann", queue="bookings"),
    )
    assert cause(*steps) is BreachCause.BOUNCED


def test_what_was_put_off_for_longer_than_was_promised_was_held():
    steps = step(QUEUED, 0), step(TAKEN, 5, "ann")
    assert cause(*steps, held=2 * HOUR) is BreachCause.HELD


def test_what_came_on_the_log_after_the_breach_does_not_matter():
    steps = step(QUEUED, 0), step(TAKEN, 61, "ann"), step(UNSERVED, 62)
    assert cause(*steps) is BreachCause.WAITED


def test_without_a_log_it_is_said_that_there_is_none():
    assert cause() is BreachCause.UNLOGGED


def test_each_cause_says_what_it_is_in_a_sentence():
    assert set(CAUSES) == set(BreachCause)
    assert all(words.endswith(".") for words in CAUSES.values())


def event(kind: ClockEventKind, hour: float, until: float | None = None) -> ClockEvent:
    ends = None if until is None else NOW + until * HOUR
    return ClockEvent(kind=kind, at=NOW + hour * HOUR, until=ends)


def test_holds_are_added_up_to_the_breach_and_end_when_they_were_to_end():
    paused, resumed = ClockEventKind.PAUSED, ClockEventKind.RESUMED
    events = (
        event(ClockEventKind.STARTED, 0),
        event(paused, 1, until=3),
        event(ClockEventKind.MILESTONE, 4),
        event(resumed, 5),
        event(paused, 6),
        event(paused, 7),
        event(resumed, 20),
    )
    assert sum_held(events, until=NOW + 9 * HOUR) == 5 * HOUR
    assert sum_held(events[:2], until=NOW + 2 * HOUR) == HOUR
