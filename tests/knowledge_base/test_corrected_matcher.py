"""What was said of its answers makes the matcher less sure, or lets it start afresh."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.feedback import AnswerFeedback, FeedbackSource, Verdict
from domain.knowledge import Article, ArticleMatch, Knowledge
from knowledge_base.matcher import train_matcher
from tests.knowledge_base.phone_shop import ARTICLES

pytestmark = pytest.mark.unit

JUDGED = next(article for article in ARTICLES if article.locale == "en")
QUESTION = JUDGED.variants[0]


def ask(
    said: list[AnswerFeedback], articles: tuple[Article, ...] = tuple(ARTICLES)
) -> ArticleMatch:
    matcher = train_matcher(Knowledge(version=1, articles=articles, feedback=tuple(said)))
    return matcher.explain(QUESTION, locale="en").candidates[0].match


def say_wrong(number: int, confidence: float) -> list[AnswerFeedback]:
    return [
        AnswerFeedback(
            conversation_id="c",
            interaction_id=f"i{place}",
            article_id=JUDGED.id,
            locale=JUDGED.locale,
            article_version=JUDGED.version,
            index_version=1,
            confidence=confidence,
            verdict=Verdict.WRONG,
            source=FeedbackSource.AGENT,
            at=datetime(2026, 3, 2, tzinfo=UTC),
        )
        for place in range(number)
    ]


def test_an_article_that_was_wrong_again_and_again_is_not_sent_any_more() -> None:
    before = ask([])
    assert before.needed is not None
    assert before.confidence >= before.needed
    after = ask(say_wrong(20, before.confidence))
    assert after.article_id == JUDGED.id
    assert after.needed is not None
    assert after.confidence < after.needed


def test_a_match_tells_how_sure_it_was_before_what_was_said() -> None:
    before = ask([])
    after = ask(say_wrong(5, before.confidence))
    assert after.confidence < before.confidence
    assert after.calibrated == pytest.approx(before.confidence)


def test_an_article_that_has_changed_since_is_nearly_as_sure_as_before() -> None:
    changed = tuple(
        replace(article, version=article.version + 1) if article is JUDGED else article
        for article in ARTICLES
    )
    before = ask([])
    said = say_wrong(10, before.confidence)
    assert ask(said).confidence < ask(said, changed).confidence <= before.confidence
