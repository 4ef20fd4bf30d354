"""Matchers for tests; the encoder of sentences is opened once and remembers what it was asked."""

from collections.abc import Sequence
from functools import cache

from domain.feedback import AnswerFeedback
from domain.knowledge import Article, Candidate, Knowledge, Matcher
from knowledge_base.encoders.bundled import find_bundled
from knowledge_base.encoders.cache import CachedEncoder
from knowledge_base.encoders.contract import Encoder
from knowledge_base.encoders.learning import LearningEncoder
from knowledge_base.encoders.onnx_encoder import OnnxEncoder
from knowledge_base.matcher import KnowledgeMatcher, train_matcher


@cache
def open_encoder() -> LearningEncoder:
    """Return the encoder that is installed with Frontdesk; it never finishes learning."""
    return LearningEncoder(CachedEncoder(OnnxEncoder(find_bundled())))


def train(
    articles: Sequence[Article],
    *,
    encoder: Encoder | None,
    previous: Matcher | None = None,
    feedback: Sequence[AnswerFeedback] = (),
) -> KnowledgeMatcher:
    """Train on articles, or join them to an earlier matcher."""
    knowledge = Knowledge(version=1, articles=tuple(articles), feedback=tuple(feedback))
    return train_matcher(knowledge, encoder=encoder, previous=previous)


def ask(
    matcher: KnowledgeMatcher,
    text: str,
    *,
    locale: str | None = "en",
    precision: float | None = None,
) -> Candidate | None:
    """Return the best candidate, if there is one."""
    found = matcher.explain(text, locale=locale, precision=precision).candidates
    return found[0] if found else None


def find_id(matcher: KnowledgeMatcher, text: str, *, locale: str | None = "en") -> str | None:
    """Return the best candidate's article."""
    found = ask(matcher, text, locale=locale)
    return found.match.article_id if found else None


def is_sent(candidate: Candidate | None) -> bool:
    """Say whether a candidate is sure enough for the wanted precision."""
    if candidate is None:
        return False
    assert candidate.match.needed is not None
    return candidate.match.confidence >= candidate.match.needed
