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
from knowledge_base.wording import LONGEST_QUERY, normalise_text, split_sentences, squeeze_spaces

EXACT = 0.99
"""Confidence where the text is one of the article's variants word for word."""

SENTENCE_WORTH = 0.9
"""Confidence of one sentence of several is taken at less: the others may say otherwise."""

UNSUPPORTED_WORTH = 0.2
"""The same where the text as a whole hardly speaks for the article: "I do not want a voucher" is
written by people who want something else."""

LEAST_SUPPORT = 0.15

DOUBTFUL = 0.5
"""Below this, single sentences and then the other locales are asked as well."""

LEAST_KNOWN = 0.01
"""What has no word in common with any article, and no meaning near one's, is no question for us."""

NEAR = 0.5


def ask_whole(index: LocaleIndex, text: str, limit: int) -> MatchExplanation:
    """Ask about the whole text."""
    return _ask_about(index, squeeze_spaces(text[:LONGEST_QUERY]), limit)


def ask_index(index: LocaleIndex, text: str, limit: int) -> MatchExplanation:
    """Ask about the whole text and, where that says little, about each of its sentences."""
    whole = ask_whole(index, text, limit)
    sentences = split_sentences(text)
    if len(sentences) < 2 or _is_enough(index, whole, sentences):
        return whole
    supported = {
        candidate.match.article_id
        for candidate in whole.candidates
        if candidate.match.confidence >= LEAST_SUPPORT
    }
    asked = [
        _weigh(_ask_about(index, squeeze_spaces(sentence), limit), supported)
        for sentence in sentences
    ]
    clear = [found for found in asked if best_confidence(found) >= DOUBTFUL]
    joined = reduce(join_explanations, clear, whole)
    return replace(joined, candidates=rank_candidates(joined.candidates, limit))


def _is_enough(index: LocaleIndex, whole: MatchExplanation, sentences: Sequence[str]) -> bool:
    """Say whether the whole text is clear, and no sentence of it is a variant word for word."""
    clear = best_confidence(whole) >= DOUBTFUL
    return clear and not any(normalise_text(sentence) in index.exact for sentence in sentences)


def _weigh(found: MatchExplanation, supported: set[str]) -> MatchExplanation:
    """Take what one sentence says at its worth."""
    weighed = []
    for candidate in found.candidates:
        match = candidate.match
        worth = SENTENCE_WORTH if match.article_id in supported else UNSUPPORTED_WORTH
        lower = replace(match, confidence=match.confidence * worth)
        weighed.append(replace(candidate, match=lower))
    return replace(found, candidates=tuple(weighed))


def _ask_about(index: LocaleIndex, text: str, limit: int) -> MatchExplanation:
    read = normalise_text(text)
    if not read:
        return NOTHING
    parts, repairs = index.score(text)
    exact = index.exact.get(read, ())
    ranks = _rank(parts, exact)[:limit]
    chances = _judge(index, parts, ranks, exact)
    candidates = tuple(
        _describe(index, parts, rank, chance, exact=parts.places[rank] in exact)
        for rank, chance in zip(ranks, chances, strict=True)
        if parts.known >= LEAST_KNOWN or parts.near.cosines[rank] >= NEAR or exact
    )
    return MatchExplanation(candidates=candidates, repairs=repairs, known=min(1.0, parts.known))


def _rank(parts: PartScores, exact: Sequence[int]) -> list[int]:
    """Return ranks of the shortlist, those that are exact first."""
    ranks = range(len(parts.places))
    return sorted(ranks, key=lambda rank: parts.places[rank] not in exact)


def _judge(
    index: LocaleIndex, parts: PartScores, ranks: Sequence[int], exact: Sequence[int]
) -> list[float]:
    """Return each candidate's confidence, never rising, together at most 1."""
    chances: list[float] = []
    left = 1.0
    for rank in ranks:
        sure = (
            EXACT / len(exact)
            if parts.places[rank] in exact
            else index.calibration.judge(parts.describe(rank))
        )
        chances.append(min(sure, left, *chances[-1:]))
        left -= chances[-1]
    return [max(0.0, chance) for chance in chances]


def _describe(
    index: LocaleIndex, parts: PartScores, rank: int, confidence: float, *, exact: bool
) -> Candidate:
    return Candidate(
        match=as_match(index.corpus.articles[parts.places[rank]], confidence),
        parts={
            "meaning": float(parts.meaning[rank]),
            "nearest": float(min(1.0, max(0.0, parts.near.cosines[rank]))),
            "words": float(min(1.0, max(0.0, (parts.words[rank] + 1) / 2))),
        },
        variant=index.corpus.questions.written[parts.near.rows[rank]],
        exact=exact,
    )


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
