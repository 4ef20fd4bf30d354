"""What the bot may send, what it may only offer, and what people send alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.decisions import Answer, Ask, Escalate
from domain.routing import AnswerPolicy
from routing.decision_table import decide
from tests.routing.situations import match, situation, understood

pytestmark = pytest.mark.unit

POLICY = AnswerPolicy(precision=0.95, precision_by_channel={"sms": 0.985}, answer=0.7, ask=0.25)


def explain(rule: str, *matches: object, channel: str = "web_chat") -> str:
    understanding = understood("question", *matches)  # type: ignore[arg-type]
    ruling = decide(situation(understanding=understanding, policy=POLICY, channel=channel))
    return next(trace.why for trace in ruling.trace if trace.rule == rule)


@pytest.mark.parametrize(("confidence", "rule"), [(0.86, "surely_known"), (0.859, "half_known")])
def test_the_confidence_for_the_wanted_precision_holds_where_the_matcher_tells_it(
    confidence: float, rule: str
) -> None:
    asked = understood("question", match("baggage", confidence, needed=0.86))
    assert decide(situation(understanding=asked, policy=POLICY)).rule == rule


@pytest.mark.parametrize(("confidence", "rule"), [(0.7, "surely_known"), (0.699, "half_known")])
def test_the_fixed_confidence_holds_where_the_matcher_cannot_tell(
    confidence: float, rule: str
) -> None:
    asked = understood("question", match("baggage", confidence))
    assert decide(situation(understanding=asked, policy=POLICY)).rule == rule


def test_the_reason_names_what_was_needed_and_for_which_share_of_right_answers() -> None:
    sure = match("baggage", 0.91, needed=0.86)
    assert explain("surely_known", sure) == (
        "Best article 'Baggage' is 91 % sure, 86 % is needed for 95 % right answers."
    )
    assert "for 98.5 % right answers" in explain("surely_known", sure, channel="sms")


def test_the_reason_names_the_share_that_the_article_asks_for_itself() -> None:
    strict = match("baggage", 0.91, needed=0.97, precision=0.99)
    assert "97 % is needed for 99 % right answers" in explain("surely_known", strict)


def test_a_miss_by_less_than_one_in_a_hundred_does_not_read_as_enough() -> None:
    near = match("baggage", 0.862, needed=0.868)
    assert "86.2 % sure, 86.8 % is needed" in explain("surely_known", near)


def test_a_share_that_nothing_reaches_is_never_answered_and_the_reason_says_so() -> None:
    certain = match("baggage", 1.0, needed=1.01)
    asked = understood("question", certain)
    assert isinstance(decide(situation(understanding=asked, policy=POLICY)).decision, Ask)
    assert "nothing is sure enough for 95 % right answers" in explain("surely_known", certain)


def test_a_sensitive_article_goes_to_its_queue_and_is_suggested_to_whoever_answers() -> None:
    asked = understood("question", match("bereavement-fare", 0.99, "refund", sensitive=True))
    ruling = decide(situation(understanding=asked))
    assert ruling.decision == Escalate(queue="bookings", reason="sensitive")
    why = ruling.trace[-1].why
    assert why.startswith("'Bereavement fare' is 99 % sure but sensitive, so a person answers")
    assert why.endswith("Queue 'bookings' is trained for the topic 'refund'.")


def test_a_half_known_sensitive_article_is_not_asked_about() -> None:
    asked = understood("question", match("bereavement-fare", 0.3, "refund", sensitive=True))
    assert decide(situation(understanding=asked)).rule == "sensitive_article"


def test_a_sensitive_article_that_ties_with_another_is_for_people_too() -> None:
    asked = understood("question", match("refund", 0.81), match("bereavement", 0.8, sensitive=True))
    assert decide(situation(understanding=asked)).rule == "sensitive_article"


def test_a_sensitive_article_far_behind_keeps_no_answer_back() -> None:
    asked = understood("question", match("refund", 0.9), match("bereavement", 0.2, sensitive=True))
    assert decide(situation(understanding=asked)).rule == "surely_known"


def test_a_sensitive_article_is_never_among_the_choices() -> None:
    asked = understood(
        "question",
        match("refund", 0.5),
        match("bereavement", 0.4, sensitive=True),
        match("voucher", 0.3),
    )
    decision = decide(situation(understanding=asked)).decision
    assert isinstance(decision, Ask)
    assert [choice.value for choice in decision.choices] == [
        "article:refund",
        "article:voucher",
        "none",
    ]


@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.booleans(), st.none() | st.floats(0, 1.1)),
        max_size=5,
    )
)
def test_whatever_comes_near_nothing_sensitive_reaches_a_customer_by_itself(
    found: list[tuple[float, bool, float | None]],
) -> None:
    matches = [
        match(f"a{number}", confidence, sensitive=sensitive, needed=needed)
        for number, (confidence, sensitive, needed) in enumerate(found)
    ]
    decision = decide(situation(understanding=understood("question", *matches))).decision
    secret = {each.article_id for each in matches if each.sensitive}
    if isinstance(decision, Answer):
        assert decision.article is not None
        assert decision.article.article_id not in secret
    if isinstance(decision, Ask):
        offered = {choice.value.removeprefix("article:") for choice in decision.choices}
        assert not offered & secret


@pytest.mark.parametrize("channel", ["sms", "web_chat"])
def test_a_channel_asks_for_its_own_share_or_else_for_the_common_one(channel: str) -> None:
    assert POLICY.precision_on(channel) == {"sms": 0.985, "web_chat": 0.95}[channel]


def test_whom_an_answer_did_not_help_reaches_the_people_trained_for_what_it_was_about() -> None:
    said = situation(
        "that did not help",
        understood("not_helped"),
        answered=match("baggage-allowance", 0.9, "baggage"),
    )
    ruling = decide(said)
    assert ruling.decision == Escalate(queue="baggage", reason="not_helped")
    assert ruling.trace[-1].why == (
        "The customer says that the answer 'Baggage allowance' did not help. "
        "Queue 'baggage' is trained for the topic 'baggage'."
    )


def test_who_is_helped_by_nothing_in_particular_reaches_a_person_all_the_same() -> None:
    decision = decide(situation("that did not help", understood("not_helped"))).decision
    assert decision == Escalate(queue="general", reason="not_helped")


def test_who_calls_for_a_person_after_an_answer_reaches_those_trained_for_it() -> None:
    said = situation("agent", understood("person"), answered=match("fees", 0.9, "refund"))
    assert decide(said).decision == Escalate(queue="bookings", reason="asked_for_person")
