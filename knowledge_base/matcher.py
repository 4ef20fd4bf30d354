"""The matcher: an index for each locale, asked together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from threadpoolctl import threadpool_limits

from domain.knowledge import Article, ArticleMatch, Candidate, Knowledge, Matcher, MatchExplanation
from knowledge_base.asking import DOUBTFUL, as_match, ask_index, ask_whole
from knowledge_base.encoders.contract import Encoder
from knowledge_base.explanation import (
    NOTHING,
    best_confidence,
    join_explanations,
    rank_candidates,
)
from knowledge_base.feedback_correction import Correction, learn_correction
from knowledge_base.join_changes import join_changes
from knowledge_base.locale_index import LocaleIndex
from knowledge_base.train_locale import train_locale

PRECISION = 0.95
"""The share of right answers that is wanted where nobody says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeMatcher:
    """Matches by meaning, words, letters and spelling; implements `domain.knowledge.Matcher`."""

    version: int
    encoder: str | None
    indexes: dict[str, LocaleIndex]
    correction: Correction

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages it has articles in."""
        return tuple(self.indexes)

    def match(
        self, text: str, *, locale: str | None = None, limit: int = 3
    ) -> tuple[ArticleMatch, ...]:
        """Return the best articles, best first, each once; see `explain`."""
        explained = self.explain(text, locale=locale, limit=limit)
        return tuple(candidate.match for candidate in explained.candidates)

    def explain(
        self,
        text: str,
        *,
        locale: str | None = None,
        limit: int = 3,
        precision: float | None = None,
    ) -> MatchExplanation:
        """Find the articles that answer one question; see `domain.knowledge.Matcher.explain`."""
        wanted = self.indexes.get(locale or "")
        found = ask_index(wanted, text, limit) if wanted else NOTHING
        if not wanted or best_confidence(found) < DOUBTFUL:
            # Whoever mixes languages within a text does so rarely, and each sentence takes time.
            ask = ask_whole if wanted else ask_index
            for name, index in self.indexes.items():
                if name != locale:
                    found = join_explanations(found, ask(index, text, limit))
        settled = [
            self._settle(candidate, wanted, precision or PRECISION)
            for candidate in found.candidates
        ]
        return replace(found, candidates=rank_candidates(settled, limit))

    def _settle(
        self, candidate: Candidate, wanted: LocaleIndex | None, precision: float
    ) -> Candidate:
        """Correct the confidence, say what is needed, and take the wanted locale's article."""
        match = candidate.match
        thresholds = self.indexes[match.locale].thresholds
        own = self.indexes[match.locale].by_id[match.article_id]
        article = wanted.by_id.get(match.article_id, own) if wanted else own
        sure = self.correction.correct(match.confidence, article.id, article.locale)
        wanted_share = article.precision or precision
        found = replace(
            as_match(article, sure),
            needed=thresholds.find(wanted_share),
            precision=article.precision,
            calibrated=match.confidence,
        )
        return replace(candidate, match=found)


def train_matcher(
    knowledge: Knowledge, *, encoder: Encoder | None = None, previous: Matcher | None = None
) -> KnowledgeMatcher:
    """Train a matcher; deterministic, seconds of one core: call it off the event loop.

    Args:
        encoder: of sentences; without one words and letters alone count.
        previous: a matcher of earlier knowledge; what changed since is joined to it at once.
    """
    by_locale: dict[str, list[Article]] = {}
    for article in sorted(knowledge.articles, key=lambda article: (article.locale, article.id)):
        by_locale.setdefault(article.locale, []).append(article)
    before = _take_over(previous, encoder)
    # These matrices are small: threads that wait for one another made it five times as slow.
    with threadpool_limits(limits=1, user_api="blas"):
        indexes = {
            locale: _train_or_join(articles, encoder, before.get(locale))
            for locale, articles in by_locale.items()
        }
    versions = {(article.id, article.locale): article.version for article in knowledge.articles}
    return KnowledgeMatcher(
        version=knowledge.version,
        encoder=encoder.name if encoder is not None else None,
        indexes={name: index for name, index in indexes.items() if index},
        correction=learn_correction(knowledge.feedback, versions),
    )


def _take_over(previous: Matcher | None, encoder: Encoder | None) -> dict[str, LocaleIndex]:
    """Return the indexes that can be gone on with: those of the same encoder."""
    name = encoder.name if encoder is not None else None
    if isinstance(previous, KnowledgeMatcher) and previous.encoder == name:
        return previous.indexes
    return {}


def _train_or_join(
    articles: Sequence[Article], encoder: Encoder | None, before: LocaleIndex | None
) -> LocaleIndex | None:
    joined = join_changes(before, articles) if before is not None else None
    return joined or train_locale(articles, encoder)
