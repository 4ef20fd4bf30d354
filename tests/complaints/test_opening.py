"""What opens a complaint, and the odd ones: each has its treatment."""

from dataclasses import dataclass, replace

import pytest

from complaints.opening import decide_opening
from domain.complaint_facts import Mark, OpeningFacts, OpeningKind, SpecialCase
from knowledge_base.feelings.reading import Feelings, Sentiment

pytestmark = pytest.mark.unit
OPEN, SUGGEST, IGNORE = OpeningKind


@dataclass(frozen=True)
class Feels:
    complaint: float = 0.9
    language: str = "en"
    sentiment: str = "negative"
    reason: str | None = "delay"


SPOKEN = frozenset({"en", "de"})
FACTS = OpeningFacts(felt=Feels(), languages=SPOKEN, customer_id="c1")


def cases(facts: OpeningFacts) -> list[str]:
    return [each.case.value for each in decide_opening(facts).treatments]


@pytest.mark.parametrize(
    ("complaint", "kind"), [(0.9, OPEN), (0.89, SUGGEST), (0.7, SUGGEST), (0.69, IGNORE)]
)
def test_how_surely_it_is_one_says_who_opens_it(complaint: float, kind: OpeningKind):
    assert decide_opening(replace(FACTS, felt=Feels(complaint))).kind is kind


@pytest.mark.parametrize(("complaint", "kind"), [(0.98, OPEN), (0.97, SUGGEST), (0.69, IGNORE)])
def test_what_words_alone_tell_has_to_be_surer(complaint: float, kind: OpeningKind):
    assert decide_opening(replace(FACTS, felt=Feels(complaint), by_words=True)).kind is kind


def test_who_is_not_displeased_does_not_complain():
    assert decide_opening(replace(FACTS, felt=Feels(0.95, sentiment="neutral"))).kind is IGNORE


def test_an_agents_button_opens_it_whatever_was_read():
    facts = replace(FACTS, felt=Feels(0.0), marks=frozenset({Mark.PRAISE}), by_hand=True)
    assert decide_opening(facts).kind is OPEN


def test_what_the_reader_of_feelings_says_is_taken_as_it_is():
    read = Feelings(
        language="en",
        sentiment=Sentiment.NEGATIVE,
        complaint=0.92,
        urgency=0.1,
        reason=None,
        evidence=(),
    )
    assert decide_opening(replace(FACTS, felt=read)).kind is OPEN


def test_a_plain_one_needs_no_treatment():
    opening = decide_opening(FACTS)
    assert (opening.treatments, opening.automatic, opening.barred) == ((), True, "")


def test_an_anonymous_one_is_opened_asked_who_and_gets_no_gesture_as_yet():
    opening = decide_opening(replace(FACTS, customer_id=None))
    (treatment,) = opening.treatments
    assert (opening.kind, treatment.ask) == (OPEN, "who")
    assert "find out first" in opening.barred


def test_one_about_nobody_is_opened_and_asked_once_what_it_is_about():
    (treatment,) = decide_opening(replace(FACTS, felt=Feels(reason=None))).treatments
    assert (treatment.case, treatment.ask) == (SpecialCase.ABOUT_NOBODY, "what")
    named = replace(FACTS, felt=Feels(reason=None), references=frozenset({"AU1"}))
    assert cases(named) == []
    assert cases(replace(FACTS, felt=Feels(reason=None), topic="baggage")) == []


def test_beside_what_only_a_person_answers_nothing_is_asked():
    vague = replace(FACTS, felt=Feels(reason=None))
    assert decide_opening(vague).ask == "what"
    assert decide_opening(replace(vague, customer_id=None)).ask == "who"
    assert decide_opening(replace(vague, marks=frozenset({Mark.LAW}))).ask == ""
    foreign = replace(vague, felt=Feels(reason="delay", language="eu"))
    assert decide_opening(foreign).ask == "language"


def test_one_about_two_orders_is_one_that_may_be_split():
    facts = replace(FACTS, references=frozenset({"A", "B"}))
    assert cases(facts) == ["about_several"]
    assert decide_opening(facts).automatic


def test_an_abusive_one_is_answered_by_a_person_and_may_be_made_good():
    opening = decide_opening(replace(FACTS, marks=frozenset({Mark.ABUSE})))
    assert (opening.kind, opening.automatic, opening.barred) == (OPEN, False, "")
    quiet = replace(FACTS, felt=Feels(0.1), marks=frozenset({Mark.ABUSE}))
    assert decide_opening(quiet).kind is SUGGEST


def test_a_lawyers_goes_to_a_supervisor_and_nothing_is_given_by_itself():
    opening = decide_opening(replace(FACTS, felt=Feels(0.2), marks=frozenset({Mark.LAW})))
    assert (opening.kind, opening.supervisor, opening.automatic) == (OPEN, True, False)
    assert "admission" in opening.barred


@pytest.mark.parametrize("complaint", [0.0, 0.99])
def test_one_in_a_language_nobody_speaks_is_looked_at_by_a_person(complaint: float):
    opening = decide_opening(replace(FACTS, felt=Feels(complaint, language="eu")))
    (treatment,) = opening.treatments
    assert (opening.kind, opening.automatic, treatment.ask) == (SUGGEST, False, "language")


def test_sarcastic_praise_is_never_thanked_for():
    facts = replace(FACTS, felt=Feels(0.9), marks=frozenset({Mark.SARCASM, Mark.PRAISE}))
    assert decide_opening(facts).kind is OPEN
    assert cases(facts) == ["sarcastic_praise"]
    assert not decide_opening(facts).automatic


def test_praise_that_has_the_word_opens_nothing_and_is_thanked_for():
    facts = replace(FACTS, felt=Feels(0.5), marks=frozenset({Mark.PRAISE}))
    assert decide_opening(facts).kind is IGNORE
    assert cases(facts) == ["praise"]
    assert decide_opening(replace(facts, felt=Feels(0.9))).kind is SUGGEST


def test_every_case_has_its_treatment():
    everything = OpeningFacts(
        felt=Feels(0.9, language="eu", reason=None),
        languages=SPOKEN,
        marks=frozenset(Mark) - {Mark.PRAISE},
    )
    seen = {*cases(everything), "about_several", "praise"}
    assert seen == {case.value for case in SpecialCase}
