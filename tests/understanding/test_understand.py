"""Language, intent, articles and topic joined."""

from dataclasses import dataclass, field

import pytest

from bot.understanding import Understander
from bot.understanding.understand import choose_topic
from domain.decisions import Understanding
from domain.knowledge import ArticleMatch, Candidate, MatchExplanation

pytestmark = pytest.mark.unit


def match(article: str, confidence: float, topic: str | None) -> ArticleMatch:
    """One article and how sure the matcher is of it."""
    return ArticleMatch(
        article_id=article,
        locale="en",
        version=1,
        title=article,
        confidence=confidence,
        topic=topic,
    )


@dataclass
class ShelfMatcher:
    """Finds the same two articles for every text, and remembers what it was asked."""

    version: int = 7
    locales: tuple[str, ...] = ("en", "de")
    encoder: str | None = None
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def explain(
        self,
        text: str,
        *,
        locale: str | None = None,
        limit: int = 3,
        precision: float | None = None,
    ) -> MatchExplanation:
        """Remember the question."""
        self.asked.append((text, locale))
        found = (match("allowance", 0.6, "baggage"), match("name", 0.2, "booking"))[:limit]
        return MatchExplanation(candidates=tuple(Candidate(match=each) for each in found))


def guess_language(text: str, hint: str | None) -> str:
    """German where it says Koffer."""
    return "de" if "Koffer" in text else hint or "en"


def understand(
    text: str, matcher: ShelfMatcher | None = None, *, hint: str | None = None
) -> Understanding:
    """Understand on behalf of Aurora Airways."""
    shelf = matcher or ShelfMatcher()
    understander = Understander(lambda: shelf, guess_language, names=("Aurora Airways",))
    return understander.understand(text, hint=hint)


def test_a_question_is_matched_without_its_greeting_in_its_language() -> None:
    matcher = ShelfMatcher()
    understanding = understand("Hallo Aurora Airways, wo ist mein Koffer?", matcher)
    assert matcher.asked == [("wo ist mein Koffer?", "de")]
    assert understanding.language == "de"
    assert understanding.intent == "question"
    assert understanding.topic == "baggage"
    assert understanding.index_version == 7
    assert [match.article_id for match in understanding.matches] == ["allowance", "name"]


def test_small_talk_is_not_looked_up() -> None:
    matcher = ShelfMatcher()
    for text in ("hi", "thanks a lot", "bye", "", "agent"):
        assert understand(text, matcher).matches == ()
    assert matcher.asked == []


def test_a_call_for_a_person_keeps_its_topic() -> None:
    understanding = understand("Can I speak to an agent about my lost suitcase?")
    assert understanding.intent == "person"
    assert understanding.topic == "baggage"


def test_a_language_without_articles_is_matched_against_all() -> None:
    matcher = ShelfMatcher(locales=("en",))
    understand("wo ist mein Koffer?", matcher)
    assert matcher.asked == [("wo ist mein Koffer?", None)]


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        ("2", "de", "de"),
        ("2", None, "en"),
        ("\U0001f44d", "de", "de"),
        ("hi", "de", "de"),
        ("guten tag", None, "de"),
        ("good morning", "de", "en"),
        ("mein Koffer ist weg", "en", "de"),
    ],
)
def test_short_texts_follow_their_phrases_or_the_customers_language(
    text: str, hint: str | None, language: str
) -> None:
    assert understand(text, hint=hint).language == language


def test_the_topic_is_what_the_matches_speak_for_together() -> None:
    matches = (match("a", 0.4, "pets"), match("b", 0.3, "refund"), match("c", 0.2, "refund"))
    assert choose_topic(matches) == "refund"


def test_no_topic_is_named_on_a_whim() -> None:
    assert choose_topic((match("a", 0.1, "pets"), match("b", 0.9, None))) is None
    assert choose_topic(()) is None


def test_a_request_is_understood_with_the_words_that_make_it() -> None:
    understanding = understand("Hello Aurora Airways, I want to check in please")
    assert (understanding.action, understanding.action_words) == ("check_in", "check in")
    assert understand("how do I check in").action is None
    assert understand("AGENT").action == "talk_to_person"


def test_a_keyword_beside_a_name_keeps_the_customer_s_language() -> None:
    assert understand("CHECKIN DEMO42 Lindqvist", hint="de").language == "de"
    assert understand("STATUS Koffer AU218").language == "en"
    assert understand("einchecken", hint="en").language == "de"


def test_what_is_an_article_s_own_wording_is_no_request_in_words() -> None:
    class Exact(ShelfMatcher):
        def explain(self, text: str, **_: object) -> MatchExplanation:
            return MatchExplanation(
                candidates=(Candidate(match=match("allowance", 1.0, "baggage"), exact=True),)
            )

    assert understand("I want to do my check in", Exact()).action is None
    assert understand("CHECKIN", Exact()).action == "check_in"


def test_a_command_is_understood() -> None:
    assert understand("never mind").command == "cancel"
    assert understand("where is my suitcase?").command is None
