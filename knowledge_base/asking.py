"""One locale's index asked about a text and, where that says little, about its sentences."""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from domain.knowledge import Article, ArticleMatch, Candidate, MatchExplanation
from knowledge_base.evidence import PartScores
from knowledge_base.explanation import (
    NOTHING,
    best_confidence,
    join_explanations,
    rank_candidates,
)
from knowledge_base.locale_index import LocaleIndex
from knowledge_base.wording import normalise_text, split_sentences

EXACT = 0.99
"""Confidence where the text is one of the article's variants word for word."""

SENTENCE_WORTH = 0.9
"""Confidence of one sentence of several is taken at less: the others may say otherwise."""

DOUBTFUL = 0.5
"""Below this, single sentences and then the other locales are asked as well."""


def ask_whole(index: LocaleIndex, text: str, limit: int) -> MatchExplanation:
    """Ask about the whole text."""
    return _ask_about(index, normalise_text(text), limit, worth=1.0)


def ask_index(index: LocaleIndex, text: str, limit: int) -> MatchExplanation:
    """Ask about the whole text and, where that says little, about each of its sentences."""
    whole = ask_whole(index, text, limit)
    sentences = split_sentences(text)
    if len(sentences) < 2 or best_confidence(whole) >= DOUBTFUL:
        return whole
    asked = [
        _ask_about(index, normalise_text(sentence), limit, worth=SENTENCE_WORTH)
        for sentence in sentences
    ]
    clear = [found for found in asked if best_confidence(found) >= DOUBTFUL]
    joined = reduce(join_explanations, clear, whole)
    return replace(joined, candidates=rank_candidates(joined.candidates, limit))


def _ask_about(index: LocaleIndex, text: str, limit: int, *, worth: float) -> MatchExplanation:
    if not text:
        return NOTHING
    parts, repairs = index.score(text)
    exact = index.exact.get(text, ())
    order = [*exact, *(place for place in parts.rank(limit) if place not in exact)][:limit]
    chances = _judge(index, parts, order, exact)
    candidates = tuple(
        Candidate(
            match=as_match(index.corpus.articles[place], chance * worth),
            parts={
                "classifier": float(parts.shares[place]),
                "nearest": min(1.0, float(parts.nearest[place])),
                "covered": min(1.0, float(parts.covered[place])),
            },
            exact=place in exact,
        )
        for place, chance in zip(order, chances, strict=True)
        if parts.known or place in exact
    )
    return MatchExplanation(candidates=candidates, repairs=repairs, known=parts.known)


def _judge(
    index: LocaleIndex, parts: PartScores, order: Sequence[int], exact: Sequence[int]
) -> list[float]:
    """Return each candidate's confidence, never rising, together at most 1."""
    chances: list[float] = []
    left = 1.0
    for place in order:
        sure = (
            EXACT / len(exact) if place in exact else index.calibration.judge(parts.describe(place))
        )
        chances.append(min(sure, left, *chances[-1:]))
        left -= chances[-1]
    return [max(0.0, chance) for chance in chances]


def as_match(article: Article, confidence: float) -> ArticleMatch:
    """Say how surely an article answers."""
    return ArticleMatch(
        article_id=article.id,
        locale=article.locale,
        version=article.version,
        title=article.title,
        confidence=confidence,
        topic=article.topic,
        sensitive=article.sensitive,
    )
