"""A trained index with a few articles changed: ready in a second, good until the next training."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from domain.knowledge import Article
from knowledge_base.abbreviations import learn_skeletons
from knowledge_base.corpus import Corpus, collect_corpus, join_corpora
from knowledge_base.known_words import KnownWords
from knowledge_base.locale_index import LocaleIndex, list_exact
from knowledge_base.parts.growth import (
    grow_meaning,
    grow_words,
    keep_meaning,
    keep_words,
    widen_meaning,
    widen_vectors,
)
from knowledge_base.parts.lexical_space import LexicalSpace, grow_space
from knowledge_base.parts.nearest import NearestPart, count_starts
from knowledge_base.spelling import learn_vocabulary
from knowledge_base.term_vectors import grow_vectors

LARGEST_SHARE = 0.2
"""Of articles that are new or otherwise worded; with more, the old calibration says little."""

QUICKLY_TRAINED = 1_000
"""Questions up to which a training in full takes about as long."""


def join_changes(old: LocaleIndex, articles: Sequence[Article]) -> LocaleIndex | None:
    """Return the index with its articles as they are now; None where too much has changed.

    How sure to be is taken over from the old index, and with it what is out of scope.
    """
    same = [article for article in articles if _is_same(old, article)]
    fresh = collect_corpus([article for article in articles if not _is_same(old, article)])
    if not fresh.articles and {article.id: article for article in same} == old.by_id:
        return old
    if not same or _is_much(fresh, old.corpus):
        return None
    kept = _keep(old, same)
    return _list_anew(_grow(kept, fresh) if fresh.articles else kept)


def _is_same(old: LocaleIndex, article: Article) -> bool:
    """Say whether an article is worded as it was, whatever else is new about it."""
    before = old.by_id.get(article.id)
    return before is not None and _wording(before) == _wording(article)


def _wording(article: Article) -> tuple[object, ...]:
    return article.title, article.variants, article.answer


def _is_much(fresh: Corpus, old: Corpus) -> bool:
    many = len(fresh.articles) > LARGEST_SHARE * len(old.articles)
    return many and len(old.questions) <= QUICKLY_TRAINED


def _keep(old: LocaleIndex, articles: Sequence[Article]) -> LocaleIndex:
    """Return the index with these of its articles alone, in their old order."""
    before = {article.id: place for place, article in enumerate(old.corpus.articles)}
    ordered = sorted(articles, key=lambda article: before[article.id])
    kept = np.array([before[article.id] for article in ordered], dtype=np.int64)
    rows = np.concatenate([np.arange(*old.nearest.starts[place : place + 2]) for place in kept])
    corpus = collect_corpus(ordered)
    return replace(
        old,
        corpus=corpus,
        meaning=keep_meaning(old.meaning, kept),
        words=keep_words(old.words, kept),
        nearest=_place_vectors(old.nearest.vectors[rows], corpus),
    )


def _grow(old: LocaleIndex, fresh: Corpus) -> LocaleIndex:
    """Return the index with further articles behind its own."""
    terms = grow_vectors(old.terms, fresh.read)
    space = old.space
    if isinstance(space, LexicalSpace):
        space = grow_space(space, terms, fresh.questions.read)
    added, owners = space.encode(list(fresh.questions.written)), fresh.questions.owners
    vectors = widen_vectors(old.nearest.vectors, added.shape[1])
    meaning = widen_meaning(old.meaning, added.shape[1])
    corpus = join_corpora(old.corpus, fresh)
    return replace(
        old,
        corpus=corpus,
        terms=terms,
        known=KnownWords(terms),
        space=space,
        meaning=grow_meaning(meaning, vectors, added, owners),
        words=grow_words(old.words, terms.embed(fresh.questions.read), owners),
        nearest=_place_vectors(np.vstack([vectors, added]), corpus),
    )


def _place_vectors(vectors: NDArray[np.float32], corpus: Corpus) -> NearestPart:
    return NearestPart(vectors, count_starts(corpus.questions.owners, len(corpus.articles)))


def _list_anew(index: LocaleIndex) -> LocaleIndex:
    """List what can be looked up in the wording of an index's present articles."""
    vocabulary = learn_vocabulary(index.corpus.read, spelt=index.vocabulary.spelt)
    return replace(
        index,
        by_id={article.id: article for article in index.corpus.articles},
        vocabulary=vocabulary,
        skeletons=learn_skeletons(vocabulary.by_frequency()),
        exact=list_exact(index.corpus),
    )
