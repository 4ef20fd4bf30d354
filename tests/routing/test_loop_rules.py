"""Letters: what strangers and copied people write is read by people, and no loop goes on."""

from dataclasses import replace

import pytest

from domain.decisions import Answer, Escalate, Ignore
from domain.routing import AnswerPolicy, Situation
from routing.decision_table import decide
from tests.routing.situations import PENDING, match, situation, understood

pytestmark = pytest.mark.unit

SURE = understood("question", match("baggage-allowance", 0.92))
THANKS = understood("thanks")


def escalation(given: Situation) -> Escalate:
    decision = decide(given).decision
    assert isinstance(decision, Escalate)
    return decision


@pytest.mark.parametrize(
    "given",
    [
        situation(understanding=SURE, stranger=True),
        situation(understanding=SURE, copied=True),
        situation(understanding=SURE, sent_to_sender_within_hour=2),
        situation(understanding=SURE, sent_to_sender_within_day=10),
        situation(understanding=SURE, repeats_itself=True),
        situation(understanding=SURE, sent_to_unproven_within_hour=500),
        situation("2", pending=PENDING, sent_to_unproven_within_hour=500),
        situation(understanding=SURE, refuted="DMARC failed for example.com"),
        situation("thanks", THANKS, refuted="DMARC failed for example.com"),
        situation("STOP", consent="stop", refuted="DMARC failed for example.com"),
        situation("agent", understood("person"), sent_to_sender_within_hour=2),
    ],
)
def test_a_person_looks_at_it_and_nothing_is_written(given: Situation) -> None:
    assert not escalation(given).acknowledge


def test_a_person_who_has_the_conversation_reads_strangers_too() -> None:
    assert decide(situation(stranger=True, with_person=True)).rule == "person_has_conversation"


@pytest.mark.parametrize(
    "given",
    [
        situation("thanks", THANKS, copied=True),
        situation("thanks", THANKS, sent_to_sender_within_hour=2),
        situation("thanks", THANKS, repeats_itself=True),
        situation("thanks", THANKS, sent_to_unproven_within_hour=500),
    ],
)
def test_a_courtesy_bothers_nobody(given: Situation) -> None:
    assert isinstance(decide(given).decision, Ignore)


def test_an_answer_to_what_the_bot_asked_is_taken_within_the_hour() -> None:
    given = situation("2", pending=PENDING, sent_to_sender_within_hour=2)
    assert decide(given).rule == "pending_question_answered"


def test_the_limit_of_a_day_ends_even_a_machine_that_names_choices() -> None:
    given = situation("2", pending=PENDING, sent_to_sender_within_day=10)
    assert decide(given).rule == "sender_replied_too_often"


def test_the_limits_are_the_policys() -> None:
    policy = AnswerPolicy(most_replies_to_sender_per_hour=5, most_replies_to_sender_per_day=5)
    given = situation(
        understanding=SURE,
        policy=policy,
        sent_to_sender_within_hour=4,
        sent_to_sender_within_day=4,
    )
    assert isinstance(decide(given).decision, Answer)


def test_nothing_is_sent_for_a_forged_letter_that_a_person_or_nobody_has_to_read() -> None:
    forged = situation(understanding=SURE, refuted="DMARC failed for example.com")
    for given in (
        replace(forged, text="STOP", consent="stop", with_person=True),
        replace(forged, text="STOP", consent="stop", automatic="it is a bounce"),
        replace(forged, with_person=True),
    ):
        assert isinstance(decide(given).decision, Ignore)


def test_who_refused_unasked_letters_only_is_answered() -> None:
    given = situation(understanding=SURE, opted_out=True, opt_out_covers_answers=False)
    assert isinstance(decide(given).decision, Answer)


def test_two_machines_are_stopped_after_five_letters_by_the_limits_that_are_the_default() -> None:
    most = AnswerPolicy().most_replies_to_sender_per_hour
    written_by_the_other = most + 1
    assert most + written_by_the_other <= 5
