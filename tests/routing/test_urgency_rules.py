"""What a message and its customer's past ask for at a handoff; a priority is never lowered."""

from dataclasses import replace

import pytest

from domain.conversations import Priority
from domain.decisions import Answer, Escalate, Ignore, RuleTrace
from domain.routing import Ruling
from domain.routing_facts import Evidence, RoutingFacts
from routing.urgency_rules import (
    find_raise,
    is_complaint,
    name_urgency,
    raise_priority,
    trace_for_people,
)
from tests.fakes import MONDAY_MORNING as NOW

pytestmark = pytest.mark.unit

TABLE = (RuleTrace(rule="unknown", hit=True, why="Nothing is sure."),)
CALM = RoutingFacts(
    channel="sms",
    account="sms/main",
    text="Is your captain married?",
    subject="",
    at=NOW,
    local=NOW,
    urgency="none",
    sentiment="neutral",
    complaint=0.1,
)
UPSET = replace(CALM, sentiment="negative", complaint=0.93, complains=True)


def hand_over(priority: Priority = Priority.NORMAL) -> Ruling:
    decision = Escalate(queue="general", reason="unknown", priority=priority)
    return Ruling(decision=decision, rule="unknown", trace=TABLE)


def priority_of(
    facts: RoutingFacts,
    *,
    decided: Priority = Priority.NORMAL,
    current: Priority = Priority.NORMAL,
) -> Priority:
    decision = raise_priority(hand_over(decided), facts, current).decision
    assert isinstance(decision, Escalate)
    return decision.priority


@pytest.mark.parametrize(
    ("urgency", "name"),
    [(None, None), (0.0, "none"), (0.1, "low"), (0.35, "medium"), (0.7, "high"), (1.0, "high")],
)
def test_urgency_has_a_name(urgency: float | None, name: str | None):
    assert name_urgency(urgency) == name


def test_what_asks_for_nothing_stays_as_it_is_decided():
    assert priority_of(CALM) is Priority.NORMAL
    assert priority_of(replace(CALM, urgency="medium")) is Priority.NORMAL


def test_what_was_not_read_changes_nothing():
    unread = replace(CALM, urgency=None, sentiment=None, complaint=None, recent_breach=NOW)
    assert priority_of(unread) is Priority.NORMAL


@pytest.mark.parametrize(
    "facts",
    [
        replace(CALM, urgency="high"),
        UPSET,
        replace(CALM, sentiment="negative", recent_breach=NOW),
    ],
)
def test_urgency_complaints_and_broken_promises_raise_the_priority_to_high(facts: RoutingFacts):
    assert priority_of(facts) is Priority.HIGH


@pytest.mark.parametrize("facts", [CALM, UPSET, replace(CALM, urgency="high")])
def test_a_priority_is_never_lowered(facts: RoutingFacts):
    assert priority_of(facts, decided=Priority.URGENT) is Priority.URGENT


def test_a_conversation_that_is_urgent_already_is_not_made_less_so():
    assert priority_of(UPSET, current=Priority.URGENT) is Priority.URGENT


def test_only_what_is_taken_down_as_a_complaint_goes_ahead_as_one():
    assert is_complaint(UPSET)
    assert not is_complaint(replace(UPSET, complains=False))


def test_a_broken_promise_alone_raises_nothing():
    facts = replace(CALM, sentiment="positive", recent_breach=NOW)
    assert priority_of(facts) is Priority.NORMAL
    trace = raise_priority(hand_over(), facts, Priority.NORMAL).trace
    assert trace[-1].why == (
        "A promise to the customer was broken on 2 March 2026, but the message does not sound "
        "displeased."
    )


def test_the_trace_says_what_was_found_and_by_which_words():
    told = Evidence(name="complaint", value="0.90", why="Not for the first time: “third time”.")
    ruling = raise_priority(hand_over(), replace(UPSET, evidence=(told,)), Priority.NORMAL)
    assert ruling.rule == "unknown"
    assert ruling.trace[0] is TABLE[0]
    assert [(each.rule, each.hit) for each in ruling.trace[1:]] == [
        ("urgent_message", False),
        ("likely_complaint", True),
        ("promise_broken_before", False),
    ]
    assert "very likely a complaint (0.93), so the priority is high" in ruling.trace[2].why
    assert "“third time”" in ruling.trace[2].why


def test_what_the_bot_answers_is_left_alone():
    answered = Ruling(decision=Answer(responder="small_talk"), rule="small_talk", trace=TABLE)
    assert raise_priority(answered, UPSET, Priority.NORMAL) is answered


def test_words_under_a_forged_address_neither_go_ahead_nor_count_as_a_complaint():
    forged = replace(hand_over(), decision=Escalate(queue="general", reason="refuted"))
    assert raise_priority(forged, UPSET, Priority.NORMAL) is forged
    assert not is_complaint(replace(UPSET, reason="refuted"))


def to_people(facts: RoutingFacts, *, forged: bool = False) -> Ruling:
    silent = Ruling(decision=Ignore(reason="with_person"), rule="person", trace=TABLE)
    return trace_for_people(silent, facts, forged=forged)


def test_what_is_urgent_or_complains_raises_what_people_have_already():
    urgent = find_raise(to_people(replace(CALM, urgency="high")), Priority.LOW)
    assert urgent is not None
    assert urgent.priority is Priority.HIGH
    upset = find_raise(to_people(UPSET), Priority.NORMAL)
    assert upset is not None
    assert "very likely a complaint" in upset.why
    assert find_raise(to_people(UPSET), Priority.URGENT) is None


def test_nothing_else_changes_what_people_have():
    kept_waiting = replace(CALM, sentiment="negative", recent_breach=NOW)
    assert find_raise(to_people(CALM), Priority.NORMAL) is None
    assert find_raise(to_people(kept_waiting), Priority.NORMAL) is None
    assert find_raise(to_people(UPSET, forged=True), Priority.NORMAL) is None
    machine = Ruling(decision=Ignore(reason="automatic"), rule="automatic", trace=TABLE)
    assert trace_for_people(machine, UPSET, forged=False) is machine
    assert find_raise(hand_over(), Priority.NORMAL) is None


def test_the_rule_that_decided_is_told_from_those_that_shaped_it():
    ruling = raise_priority(hand_over(), UPSET, Priority.NORMAL)
    assert ruling.trace[-1].rule != ruling.rule
    assert ruling.why == TABLE[0].why
