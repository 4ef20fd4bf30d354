"""The matcher: an index for each locale, asked together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
from scipy.sparse import vstack

from domain.knowledge import Article, ArticleMatch
from knowledge_base.evidence import PartScores
from knowledge_base.locale_index import (
    LocaleIndex,
    collect_corpus,
    label_wording,
    learn_terms,
    list_exact,
)
from knowledge_base.rehearsal import Rehearsal, calibrate
from knowledge_base.softmax_classifier import span_texts, train_softmax
from knowledge_base.spelling import Repair
from knowledge_base.wording import normalise_text, split_sentences

EXACT = 0.99
"""Confidence where the text is one of the article's variants word for word."""

SENTENCE_WORTH = 0.9
"""Confidence of one sentence of several is taken at less: the others may say otherwise."""

DOUBTFUL = 0.5
"""Below this, single sentences and then the other locales are asked as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartScore:
    """Why one article came up: the parts' scores of it, each 0 to 1."""

    match: ArticleMatch
    classifier: float
    nearest_variant: float
    words_covered: float
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchExplanation:
    """What was made of a text.

    Attributes:
        candidates: best first, over the whole text and its sentences.
        repairs: words that were read as others.
        known: share of the text's words that the knowledge base has, by weight; the largest over
            the locales asked.
    """

    candidates: tuple[PartScore, ...]
    repairs: tuple[Repair, ...]
    known: float


@dataclass(frozen=True, slots=True)
class LexicalMatcher:
    """Matches by words, letters and spelling; implements `domain.knowledge.Matcher`."""

    version: int
    indexes: dict[str, LocaleIndex]

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages it has articles in."""
        return tuple(self.indexes)

    def match(
        self, text: str, *, locale: str | None = None, limit: int = 3
    ) -> tuple[ArticleMatch, ...]:
        """Return the best articles, best first, each once.

        Args:
            text: what the customer wrote, of any length; only its beginning is looked at.
            locale: prefer articles in this language; None for any.
            limit: how many at the most.
        """
        explained = self.explain(text, locale=locale, limit=limit)
        return tuple(candidate.match for candidate in explained.candidates)

    def explain(self, text: str, *, locale: str | None = None, limit: int = 3) -> MatchExplanation:
        """Return what `match` would, with the parts' scores and the words repaired."""
        wanted = self.indexes.get(locale or "")
        found = _ask_index(wanted, text, limit) if wanted else _NOTHING
        if not wanted or _best(found) < DOUBTFUL:
            for name, index in self.indexes.items():
                if name != locale:
                    found = _join(found, _ask_index(index, text, limit))
        placed = [self._place(candidate, wanted) for candidate in found.candidates]
        return replace(found, candidates=_rank(placed, limit))

    def _place(self, candidate: PartScore, wanted: LocaleIndex | None) -> PartScore:
        """Put the wanted locale's article in the place of another locale's."""
        article = wanted.by_id.get(candidate.match.article_id) if wanted else None
        if article is None or article.locale == candidate.match.locale:
            return candidate
        return replace(candidate, match=_as_match(article, candidate.match.confidence))


_NOTHING = MatchExplanation(candidates=(), repairs=(), known=0.0)


def train_matcher(articles: Sequence[Article], *, version: int) -> LexicalMatcher:
    """Train a matcher; deterministic, seconds of one core: call it off the event loop.

    Args:
        articles: each id at most once in a locale.
        version: of the knowledge, for the record of decisions.
    """
    locales = sorted({article.locale for article in articles})
    indexes = {
        locale: _train_locale([a for a in articles if a.locale == locale]) for locale in locales
    }
    return LexicalMatcher(version, {name: index for name, index in indexes.items() if index})


def _train_locale(articles: Sequence[Article]) -> LocaleIndex | None:
    corpus = collect_corpus(articles)
    if not corpus.articles:
        return None
    vocabulary, vectors, words = learn_terms(corpus)
    variants = vectors.embed(corpus.texts)
    by_term = variants.T.tocsr()
    space = span_texts(vstack([variants, vectors.embed(corpus.passages)], format="csr"))
    weights = train_softmax(space.coordinates, *label_wording(corpus), len(corpus.articles))
    return LocaleIndex(
        corpus=corpus,
        by_id={article.id: article for article in corpus.articles},
        vocabulary=vocabulary,
        vectors=vectors,
        words=words,
        variants_by_term=by_term,
        starts=np.flatnonzero(np.diff(corpus.owners, prepend=-1)),
        term_weights=space.weigh_terms(weights),
        exact=list_exact(corpus),
        calibration=calibrate(Rehearsal(corpus, words, variants, by_term, space)),
    )


def _ask_index(index: LocaleIndex, text: str, limit: int) -> MatchExplanation:
    """Ask about the whole text and, where that says little, about each of its sentences."""
    whole = _ask_about(index, normalise_text(text), limit, worth=1.0)
    sentences = split_sentences(text)
    if len(sentences) < 2 or _best(whole) >= DOUBTFUL:
        return whole
    asked = [
        _ask_about(index, normalise_text(sentence), limit, worth=SENTENCE_WORTH)
        for sentence in sentences
    ]
    clear = [found for found in asked if _best(found) >= DOUBTFUL]
    joined = reduce(_join, clear, whole)
    return replace(joined, candidates=_rank(joined.candidates, limit))


def _ask_about(index: LocaleIndex, text: str, limit: int, *, worth: float) -> MatchExplanation:
    if not text:
        return _NOTHING
    parts, repairs = index.score(text)
    exact = index.exact.get(text, ())
    order = [*exact, *(place for place in parts.rank(limit) if place not in exact)][:limit]
    chances = _judge(index, parts, order, exact)
    candidates = tuple(
        PartScore(
            match=_as_match(index.corpus.articles[place], chance * worth),
            classifier=float(parts.shares[place]),
            nearest_variant=float(parts.nearest[place]),
            words_covered=float(parts.covered[place]),
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


def _as_match(article: Article, confidence: float) -> ArticleMatch:
    return ArticleMatch(
        article_id=article.id,
        locale=article.locale,
        version=article.version,
        title=article.title,
        confidence=confidence,
        topic=article.topic,
    )


def _best(found: MatchExplanation) -> float:
    return max((candidate.match.confidence for candidate in found.candidates), default=0.0)


def _join(first: MatchExplanation, second: MatchExplanation) -> MatchExplanation:
    return MatchExplanation(
        candidates=first.candidates + second.candidates,
        repairs=tuple(dict.fromkeys(first.repairs + second.repairs)),
        known=max(first.known, second.known),
    )


def _rank(candidates: Sequence[PartScore], limit: int) -> tuple[PartScore, ...]:
    """Return the candidates by confidence, the best of each article alone."""
    ordered = sorted(candidates, key=lambda candidate: -candidate.match.confidence)
    once: dict[str, PartScore] = {}
    for candidate in ordered:
        once.setdefault(candidate.match.article_id, candidate)
    return tuple(once.values())[:limit]
