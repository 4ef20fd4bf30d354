"""Where a message goes, rule by rule and through the whole table."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.conversations import PendingQuestion
from domain.decisions import FOREIGN_LANGUAGE, Answer, Ask, Escalate, Ignore
from domain.routing import Hit, Miss, Situation
from routing.decision_table import DECISION_TABLE, decide
from tests.routing.situations import PENDING, asked, in_form, match, situation, told, understood

pytestmark = pytest.mark.unit

SURE = understood("question", match("baggage-allowance", 0.92), match("lost-baggage", 0.2))
HALF = understood("question", match("baggage-allowance", 0.41), match("lost-baggage", 0.3))
VAGUE = understood("question", match("baggage-allowance", 0.24), match("lost-baggage", 0.2))
TIE = understood("question", match("baggage-allowance", 0.81), match("lost-baggage", 0.78))

SENSITIVE = understood("question", match("bereavement", 0.92, "refund", sensitive=True))

PRAISE = replace(SURE, marks=("praise",), sentiment="positive")

OFFERED = {"ring_bell": "Ring the bell", "check_in": "Check in"}

# rule, a situation it must hit, a situation it must not
HITS_AND_MISSES = [
    ("consent_keyword", situation("STOP", consent="stop"), situation("stop my booking")),
    ("automatic_message", situation(automatic="auto-reply"), situation()),
    ("opted_out_sender", situation(opted_out=True), situation(opted_out=True, with_person=True)),
    ("person_has_conversation", situation(with_person=True), situation()),
    ("sender_refuted", situation(refuted="DMARC failed"), situation()),
    ("written_by_stranger", situation(stranger=True), situation()),
    ("written_by_copied", situation(copied=True), situation()),
    ("replied_too_often", situation(replied_lately=30), situation(replied_lately=29)),
    (
        "sender_replied_too_often",
        situation(sent_to_sender_within_hour=2),
        situation(sent_to_sender_within_hour=1),
    ),
    (
        "unproven_replied_too_often",
        situation(sent_to_unproven_within_hour=500),
        situation(sent_to_unproven_within_hour=499),
    ),
    ("led_elsewhere", situation(dialogue="rasa"), situation()),
    ("pending_question_answered", situation("2", pending=PENDING), situation("2")),
    ("sender_repeats_itself", situation(repeats_itself=True), situation()),
    ("asked_for_person", situation("agent", understood("person")), situation()),
    (
        "form_cancelled",
        situation("never mind", told("cancel"), form=in_form(reads=True)),
        situation("never mind", told("cancel")),
    ),
    (
        "form_restarted",
        situation("start over", told("restart"), form=in_form()),
        situation("start over", told("restart"), form=in_form(elsewhere=True)),
    ),
    (
        "menu_asked",
        situation("menu", told("menu"), offered={"check_in": "Check-in"}),
        situation("menu", told("menu")),
    ),
    ("form_answered", situation("red", form=in_form(reads=True)), situation(form=in_form())),
    (
        "form_got_no_words",
        situation("", understood("empty"), form=in_form(), attachments=1),
        situation("", understood("empty"), form=in_form(idle=True), attachments=1),
    ),
    (
        "self_service_asked",
        situation("ring", told(action="ring_bell"), offered=OFFERED),
        situation("ring", told(action="ring_bell")),
    ),
    (
        "form_resumed",
        situation("go on", told("go_on"), form=in_form(elsewhere=True)),
        situation("go on", told("go_on")),
    ),
    ("did_not_help", situation("no help", understood("not_helped")), situation()),
    (
        "attachment_only",
        situation("", understood("empty"), attachments=1),
        situation(attachments=1),
    ),
    ("empty_text", situation("", understood("empty")), situation()),
    (
        "foreign_language",
        situation(understanding=replace(SURE, entities={FOREIGN_LANGUAGE: "fi"})),
        situation(understanding=SURE),
    ),
    (
        "read_in_vain",
        situation(understanding=HALF, read_in_vain="baggage-allowance"),
        situation(understanding=SURE, read_in_vain="lost-baggage"),
    ),
    (
        "questions_all_known",
        situation(understanding=asked("pets", 0.9, "allowance", 0.8)),
        situation(understanding=asked("pets", 0.9, "allowance", 0.6)),
    ),
    (
        "questions_partly_known",
        situation(understanding=asked("pets", 0.9, "allowance", 0.6)),
        situation(understanding=asked("pets", 0.6, "allowance", 0.6)),
    ),
    (
        "praise_thanked",
        situation("no complaints at all", PRAISE),
        situation("no complaints, but how many bags may I take?", PRAISE),
    ),
    (
        "sensitive_article",
        situation(understanding=SENSITIVE),
        situation(understanding=SURE),
    ),
    ("surely_known", situation(understanding=SURE), situation(understanding=HALF)),
    ("small_talk", situation("hi", understood("greeting")), situation()),
    (
        "form_half_known",
        situation(understanding=HALF, form=in_form(asks=True)),
        situation(understanding=HALF, form=in_form()),
    ),
    (
        "form_not_understood",
        situation(understanding=HALF, form=in_form()),
        situation(understanding=HALF, form=in_form(idle=True)),
    ),
    (
        "nothing_asked",
        situation("yes", understood("question"), channel="sms", offered=OFFERED),
        situation("yes", understood("question"), channel="email", offered=OFFERED),
    ),
    ("half_known", situation(understanding=HALF), situation(understanding=VAGUE)),
]


@pytest.mark.parametrize(("rule", "hit", "miss"), HITS_AND_MISSES)
def test_each_rule_hits_what_it_is_for_and_misses_the_rest(
    rule: str, hit: Situation, miss: Situation
) -> None:
    function = {function.__name__: function for function in DECISION_TABLE}[rule]
    assert isinstance(function(hit), Hit)
    assert isinstance(function(miss), Miss)
    assert decide(hit).rule == rule
    assert decide(miss).rule != rule


def test_every_rule_of_the_table_but_the_last_is_tried_above() -> None:
    assert [rule.__name__ for rule in DECISION_TABLE] == [row[0] for row in HITS_AND_MISSES] + [
        "unknown"
    ]


def test_a_sure_question_is_answered_with_its_article() -> None:
    decision = decide(situation(understanding=SURE)).decision
    assert decision == Answer(responder="article", article=SURE.matches[0])


def test_an_article_that_was_read_in_vain_is_not_sent_once_more() -> None:
    ruling = decide(situation(understanding=SURE, read_in_vain="baggage-allowance"))
    assert ruling.decision == Escalate(queue="baggage", reason="not_helped")
    assert ruling.trace[-1].why.startswith(
        "'Baggage allowance' is 92 % sure, but the customer has read it and said that it did not"
    )
    several = asked("pets", 0.9, "allowance", 0.8)
    assert decide(situation(understanding=several, read_in_vain="pets")).rule == "read_in_vain"
    assert (
        decide(situation(understanding=VAGUE, read_in_vain="baggage-allowance")).rule == "unknown"
    )


def test_a_half_known_question_is_asked_back_with_the_best_articles_and_a_way_out() -> None:
    decision = decide(situation(understanding=HALF)).decision
    assert isinstance(decision, Ask)
    assert decision.question == "did_you_mean"
    assert [choice.value for choice in decision.choices] == [
        "article:baggage-allowance",
        "article:lost-baggage",
        "none",
    ]
    assert [choice.label for choice in decision.choices] == [
        "Baggage allowance",
        "Lost baggage",
        "",
    ]


def test_asking_back_offers_three_articles_at_most_and_leaves_out_far_guesses() -> None:
    crowded = understood("question", *(match(f"a{n}", 0.5 - n / 100) for n in range(6)))
    lonely = understood("question", match("a", 0.5), match("b", 0.05))
    for understanding, offered in ((crowded, 3), (lonely, 1)):
        decision = decide(situation(understanding=understanding)).decision
        assert isinstance(decision, Ask)
        assert len(decision.choices) == offered + 1


def test_a_tie_of_two_sure_articles_is_asked_not_guessed() -> None:
    ruling = decide(situation(understanding=TIE))
    assert isinstance(ruling.decision, Ask)
    missed = next(trace for trace in ruling.trace if trace.rule == "surely_known")
    assert "'Baggage allowance' is 81 % sure, and 'Lost baggage' is 78 % sure" in missed.why


def test_two_sure_articles_that_are_far_apart_are_no_tie() -> None:
    clear = understood("question", match("a", 0.95), match("b", 0.75))
    assert decide(situation(understanding=clear)).rule == "surely_known"


def test_an_unknown_question_goes_to_the_people_trained_for_it() -> None:
    decision = decide(situation(understanding=VAGUE)).decision
    assert decision == Escalate(queue="baggage", reason="unknown")


def test_the_bot_asks_back_twice_and_then_hands_over() -> None:
    assert decide(situation(understanding=HALF, asked_before=1)).rule == "half_known"
    assert decide(situation(understanding=HALF, asked_before=2)).rule == "unknown"


def test_a_missed_question_is_not_asked_again_but_a_sure_answer_is_given() -> None:
    vague = situation("well it is complicated", HALF, pending=PENDING)
    assert decide(vague).decision == Escalate(queue="baggage", reason="unknown")
    assert decide(situation("how many bags", SURE, pending=PENDING)).rule == "surely_known"


def test_a_chosen_article_is_answered_whatever_the_matcher_thinks_of_the_number() -> None:
    decision = decide(situation("2", HALF, pending=PENDING)).decision
    assert isinstance(decision, Answer)
    assert decision.article is not None
    assert decision.article.article_id == "lost-baggage"
    assert decision.article.title == "My suitcase is lost"
    assert decision.article.confidence == 1.0


def test_none_of_these_reaches_a_person() -> None:
    decision = decide(situation("4", pending=PENDING)).decision
    assert decision == Escalate(queue="general", reason="none_of_these")


def test_a_forged_choice_that_was_never_offered_is_no_answer() -> None:
    forged = situation("hello?", VAGUE, pending=PENDING, choice="article:secret-draft")
    assert decide(forged).rule == "unknown"


def test_who_opted_out_is_read_by_a_person_and_hears_nothing_automatic() -> None:
    decision = decide(situation(understanding=SURE, opted_out=True)).decision
    assert decision == Escalate(queue="baggage", reason="opted_out", acknowledge=False)


def test_start_is_answered_although_the_sender_had_opted_out() -> None:
    decision = decide(situation("START", consent="start", opted_out=True)).decision
    assert decision == Answer(responder="consent", context={"keyword": "start"})


def test_the_bot_is_silent_towards_machines_and_beside_people() -> None:
    assert decide(situation(automatic="out of office")).decision == Ignore(reason="automatic")
    beside = situation("I want an agent", understood("person"), with_person=True, opted_out=True)
    assert decide(beside).decision == Ignore(reason="with_person")


def test_a_picture_with_a_mere_hello_is_looked_at_by_a_person() -> None:
    picture = situation("hi", understood("greeting"), attachments=2)
    assert decide(picture).decision == Escalate(queue="general", reason="attachment")


def test_small_talk_says_which_kind_it_was() -> None:
    for intent in ("greeting", "thanks", "goodbye"):
        decision = decide(situation(intent, understood(intent))).decision
        assert decision == Answer(responder="small_talk", context={"kind": intent})
    empty = decide(situation("", understood("empty"))).decision
    assert empty == Answer(responder="small_talk", context={"kind": "empty"})


def test_the_record_tells_every_rule_tried_with_figures() -> None:
    ruling = decide(situation(understanding=HALF))
    assert [trace.rule for trace in ruling.trace] == [rule.__name__ for rule in DECISION_TABLE[:-1]]
    assert [trace.hit for trace in ruling.trace] == [False] * (len(DECISION_TABLE) - 2) + [True]
    why = {trace.rule: trace.why for trace in ruling.trace}
    assert "'Baggage allowance' is 41 % sure, 70 % is needed" in why["surely_known"]
    assert "that takes 25 %" in why["half_known"]


def test_a_near_miss_never_reads_as_if_it_had_been_enough() -> None:
    near = understood("question", match("baggage", 0.6999))
    missed = next(
        t for t in decide(situation(understanding=near)).trace if t.rule == "surely_known"
    )
    assert "69 % sure, 70 % is needed" in missed.why


def test_a_table_without_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="end it with one that always does"):
        decide(situation(), DECISION_TABLE[:1])


@given(
    text=st.text(max_size=300),
    intent=st.sampled_from(
        ["greeting", "thanks", "goodbye", "not_helped", "person", "question", "empty"]
    ),
    confidences=st.lists(st.floats(0, 1), max_size=5),
    choice=st.none() | st.text(max_size=20),
    asked=st.integers(0, 5),
    pending=st.sampled_from([None, PENDING]),
)
def test_any_situation_gets_a_decision_with_a_reason(
    *,
    text: str,
    intent: str,
    confidences: list[float],
    choice: str | None,
    asked: int,
    pending: PendingQuestion | None,
) -> None:
    matches = (match(f"a{n}", confidence) for n, confidence in enumerate(confidences))
    ruling = decide(
        situation(
            text, understood(intent, *matches), choice=choice, asked_before=asked, pending=pending
        )
    )
    assert ruling.trace[-1].hit
    assert all(trace.why.endswith(".") for trace in ruling.trace)


def test_beside_a_sensitive_question_nothing_is_sent() -> None:
    both = asked("check-in", 0.95, "bereavement", 0.95)
    first, second = both.questions
    sensitive = replace(second.matches[0], sensitive=True)
    both = replace(both, questions=(first, replace(second, matches=(sensitive,))))
    ruling = decide(situation(understanding=both))
    assert ruling.rule == "sensitive_article"
    assert isinstance(ruling.decision, Escalate)
    assert not ruling.decision.meanwhile


@pytest.mark.parametrize(
    ("text", "command", "facts", "kind"),
    [
        ("yes", None, {}, "empty"),
        ("2", None, {}, "empty"),
        ("Ja", None, {}, "empty"),
        ("never mind", "cancel", {"pending": PENDING}, "thanks"),
    ],
)
def test_an_answer_to_nothing_goes_to_no_person(
    text: str, command: str | None, facts: dict[str, Any], kind: str
) -> None:
    understanding = replace(VAGUE, command=command)
    ruling = decide(situation(text, understanding, channel="sms", offered=OFFERED, **facts))
    assert ruling.decision == Answer(responder="small_talk", context={"kind": kind})


def test_an_answer_to_nothing_goes_to_a_person_where_there_is_no_self_service() -> None:
    assert decide(situation("yes", VAGUE, channel="sms")).rule == "unknown"
