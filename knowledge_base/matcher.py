"""The matcher: an index for each locale, asked together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import vstack
from threadpoolctl import threadpool_limits

from domain.knowledge import Article, ArticleMatch, Candidate, MatchExplanation
from knowledge_base.asking import DOUBTFUL, as_match, ask_index, ask_whole
from knowledge_base.explanation import (
    NOTHING,
    best_confidence,
    join_explanations,
    rank_candidates,
)
from knowledge_base.locale_index import (
    LocaleIndex,
    collect_corpus,
    label_wording,
    learn_terms,
    list_exact,
)
from knowledge_base.rehearsal import Rehearsal, calibrate
from knowledge_base.softmax_classifier import span_texts, train_softmax


@dataclass(frozen=True, slots=True)
class LexicalMatcher:
    """Matches by words, letters and spelling; implements `domain.knowledge.Matcher`."""

    version: int
    indexes: dict[str, LocaleIndex]

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages it has articles in."""
        return tuple(self.indexes)

    @property
    def encoder(self) -> str | None:
        """None: words and letters alone count."""
        return None

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

    def explain(
        self,
        text: str,
        *,
        locale: str | None = None,
        limit: int = 3,
        precision: float | None = None,  # noqa: ARG002 - a fixed threshold holds here
    ) -> MatchExplanation:
        """Return what `match` would, with the parts' scores and the words repaired."""
        wanted = self.indexes.get(locale or "")
        found = ask_index(wanted, text, limit) if wanted else NOTHING
        if not wanted or best_confidence(found) < DOUBTFUL:
            # Whoever mixes languages within a text does so rarely, and each sentence takes time.
            ask = ask_whole if wanted else ask_index
            for name, index in self.indexes.items():
                if name != locale:
                    found = join_explanations(found, ask(index, text, limit))
        placed = [self._place(candidate, wanted) for candidate in found.candidates]
        return replace(found, candidates=rank_candidates(placed, limit))

    def _place(self, candidate: Candidate, wanted: LocaleIndex | None) -> Candidate:
        """Put the wanted locale's article in the place of another locale's."""
        article = wanted.by_id.get(candidate.match.article_id) if wanted else None
        if article is None or article.locale == candidate.match.locale:
            return candidate
        return replace(candidate, match=as_match(article, candidate.match.confidence))


def train_matcher(articles: Sequence[Article], *, version: int) -> LexicalMatcher:
    """Train a matcher; deterministic, seconds of one core: call it off the event loop.

    Args:
        articles: each id at most once in a locale.
        version: of the knowledge, for the record of decisions.
    """
    locales = sorted({article.locale for article in articles})
    # These matrices are small: threads that wait for one another made it five times as slow.
    with threadpool_limits(limits=1, user_api="blas"):
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
