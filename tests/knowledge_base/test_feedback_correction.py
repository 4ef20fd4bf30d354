"""What people say of answers moves how sure the matcher is, as far as it is evidence."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.feedback import ON_WHAT_WAS_SENT, AnswerFeedback, FeedbackSource, Verdict
from knowledge_base.feedback_correction import Correction, learn_correction

pytestmark = pytest.mark.unit

AGENT, CUSTOMER, HANDOFF = FeedbackSource.AGENT, FeedbackSource.CUSTOMER, FeedbackSource.HANDOFF
GRID = [number / 200 for number in range(201)]
numbers = count()


def say(
    confidence: float,
    *,
    right: bool,
    article: str = "bags",
    source: FeedbackSource = AGENT,
    version: int = 1,
) -> AnswerFeedback:
    return AnswerFeedback(
        conversation_id="c",
        interaction_id=f"i{next(numbers)}",
        article_id=article,
        locale="en",
        article_version=version,
        index_version=1,
        confidence=confidence,
        verdict=Verdict.RIGHT if right else Verdict.WRONG,
        source=source,
        at=datetime(2026, 3, 2, tzinfo=UTC),
    )


def wrong(number: int, confidence: float = 0.97, **facts: object) -> list[AnswerFeedback]:
    return [say(confidence, right=False, **facts) for _ in range(number)]  # type: ignore[arg-type]


def learn(feedback: Iterable[AnswerFeedback], **facts: object) -> Correction:
    return learn_correction(list(feedback), **facts)  # type: ignore[arg-type]


verdicts = st.builds(
    say,
    st.floats(0, 1),
    right=st.booleans(),
    article=st.sampled_from(["bags", "fees", "pets"]),
    source=st.sampled_from(FeedbackSource),
    version=st.integers(1, 3),
)


@given(st.floats(0, 1))
def test_without_feedback_nothing_changes(confidence: float) -> None:
    assert learn([]).correct(confidence, "bags", "en") == confidence


@settings(deadline=None, max_examples=50)
@given(st.lists(verdicts, max_size=60))
def test_whatever_is_said_surer_stays_surer_and_a_probability(said: list[AnswerFeedback]) -> None:
    correction = learn(said)
    for article in ("bags", "unjudged"):
        corrected = [correction.correct(confidence, article, "en") for confidence in GRID]
        assert all(0 <= confidence <= 1 for confidence in corrected)
        assert corrected == sorted(corrected)


@settings(deadline=None, max_examples=30)
@given(st.lists(verdicts, min_size=1, max_size=40), st.randoms())
def test_the_order_in_which_it_was_said_does_not_matter(
    said: list[AnswerFeedback], random: object
) -> None:
    shuffled = list(said)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = learn(said), learn(shuffled)
    assert one.correct(0.9, "bags", "en") == pytest.approx(other.correct(0.9, "bags", "en"))


@settings(deadline=None, max_examples=30)
@given(st.lists(verdicts, max_size=30), st.floats(0.5, 0.99))
def test_one_more_wrong_answer_never_makes_surer(
    said: list[AnswerFeedback], confidence: float
) -> None:
    said = [replace(one, article_version=3) for one in said]
    before, after = learn(said), learn([*said, say(confidence, right=False, version=3)])
    # A hair's breadth is what the search for the best coefficients leaves open.
    assert after.correct(0.9, "bags", "en") <= before.correct(0.9, "bags", "en") + 1e-3


@pytest.mark.parametrize("share", [0.3, 0.6, 0.8, 0.9, 0.97])
def test_much_feedback_of_agents_leads_to_the_share_that_was_right(share: float) -> None:
    said = [
        say(0.9, right=place < share, article=f"a{number % 7}")
        for number, place in enumerate(np.linspace(0, 1, 3000))
    ]
    # Article by article, those at the end of the range being wrong in each alike.
    assert learn(said).correct(0.9, "a3", "en") == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize("source", FeedbackSource)
def test_two_verdicts_silence_no_article_and_twenty_of_agents_do(source: FeedbackSource) -> None:
    said = learn(wrong(2, source=source))
    assert said.correct(0.97, "bags", "en") == pytest.approx(0.97, abs=0.002)
    assert learn(wrong(20)).correct(0.97, "bags", "en") < 0.75
    assert learn(wrong(20, 0.99)).correct(0.99, "bags", "en") < 0.85


@settings(deadline=None, max_examples=30)
@given(st.lists(verdicts, max_size=30), st.floats(0.5, 0.99))
def test_one_more_right_answer_never_makes_less_sure(
    said: list[AnswerFeedback], confidence: float
) -> None:
    said = [replace(one, article_version=3) for one in said]
    before, after = learn(said), learn([*said, say(confidence, right=True, version=3)])
    assert after.correct(0.9, "bags", "en") >= before.correct(0.9, "bags", "en") - 1e-3


def test_what_is_wrong_with_one_article_hardly_touches_the_others() -> None:
    correction = learn(wrong(20))
    assert correction.correct(0.97, "fees", "en") > 0.95
    assert correction.correct(0.97, "bags", "de") == correction.correct(0.97, "fees", "en")


def test_agents_are_believed_more_than_customers_and_those_more_than_handoffs() -> None:
    told = [learn(wrong(9, source=source)) for source in ON_WHAT_WAS_SENT]
    said = [each.correct(0.97, "bags", "en") for each in told]
    assert said == sorted(said)
    assert len(set(said)) == 3


def test_on_one_answer_the_most_believed_verdict_counts_alone() -> None:
    right = [say(0.97, right=True) for _ in range(10)]
    beside = [replace(one, source=HANDOFF, verdict=Verdict.WRONG) for one in right]
    alone, both = learn(right), learn([*right, *beside])
    assert both.correct(0.9, "bags", "en") == pytest.approx(alone.correct(0.9, "bags", "en"))


def test_an_article_that_changed_starts_afresh_but_for_a_remainder() -> None:
    said = wrong(20, version=1)
    now = learn(said, versions={("bags", "en"): 2}).correct(0.97, "bags", "en")
    before = learn(said, versions={("bags", "en"): 1}).correct(0.97, "bags", "en")
    assert before < 0.75
    assert 0.9 < now < 0.97


def test_without_word_of_versions_the_latest_that_was_judged_is_the_present_one() -> None:
    old, fresh = wrong(20, version=1), [say(0.97, right=True, version=2)]
    assert learn([*old, *fresh]).correct(0.97, "bags", "en") > 0.85


@pytest.mark.parametrize("source", [CUSTOMER, HANDOFF])
def test_that_only_the_unhappy_speak_up_does_not_silence_the_bot(source: FeedbackSource) -> None:
    # Each of a hundred articles was complained of three times, among hundreds of silent people.
    said = [one for number in range(100) for one in wrong(3, article=f"a{number}", source=source)]
    correction = learn(said)
    assert correction.correct(0.97, "unjudged", "en") == 0.97
    assert correction.correct(0.97, "a5", "en") > 0.92


def test_customers_tell_a_bad_article_from_good_ones() -> None:
    fine = [
        say(0.97, right=number < 100, article=f"a{number % 20}", source=CUSTOMER)
        for number in range(200)
    ]
    bad = wrong(20, article="bad", source=CUSTOMER)
    correction = learn([*fine, *bad])
    assert correction.correct(0.97, "bad", "en") < 0.9
    assert correction.correct(0.97, "a3", "en") > 0.95


def test_ten_thousand_verdicts_on_a_thousand_articles_are_learnt() -> None:
    random = np.random.default_rng(7)
    said = [
        say(float(sure), right=bool(random.random() < sure), article=f"a{random.integers(1000)}")
        for sure in random.uniform(0.86, 1, 10_000)
    ]
    # They are as right as they were sure, so that little is to be corrected.
    assert learn(said).correct(0.95, "unjudged", "en") == pytest.approx(0.95, abs=0.01)


def test_what_agents_answered_with_of_their_own_makes_no_article_surer() -> None:
    chosen = [say(0.1, right=True, source=FeedbackSource.SUGGESTION) for _ in range(500)]
    said = wrong(6)
    assert learn(chosen) == Correction()
    assert learn([*said, *chosen]) == learn(said)
