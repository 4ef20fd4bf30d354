"""A trained index with a few articles changed: ready in a second, good until the next training."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from domain.knowledge import Article
from knowledge_base.abbreviations import learn_skeletons
from knowledge_base.corpus import collect_corpus
from knowledge_base.locale_index import LocaleIndex, list_exact
from knowledge_base.parts.growth import grow_meaning, grow_words, keep_meaning, keep_words
from knowledge_base.parts.nearest import NearestPart, count_starts
from knowledge_base.spelling import learn_vocabulary

LARGEST_SHARE = 0.2
"""Of articles that are new or otherwise worded; with more, the old calibration says little."""

QUICKLY_TRAINED = 1_000
"""Questions up to which a training in full takes about as long."""


def join_changes(old: LocaleIndex, articles: Sequence[Article]) -> LocaleIndex | None:
    """Return the index with its articles as they are now; None where too much has changed."""
    before = {article.id: place for place, article in enumerate(old.corpus.articles)}
    same = [article for article in articles if _is_same(old, article)]
    changed = [article for article in articles if not _is_same(old, article)]
    fresh = collect_corpus(changed)
    many = len(fresh.articles) > LARGEST_SHARE * len(old.corpus.articles)
    if not same or (many and len(old.corpus.questions) <= QUICKLY_TRAINED):
        return None
    same.sort(key=lambda article: before[article.id])
    kept = np.array([before[article.id] for article in same], dtype=np.int64)
    corpus = collect_corpus([*same, *fresh.articles])
    rows = np.concatenate([np.arange(*old.nearest.starts[place : place + 2]) for place in kept])
    vectors = old.nearest.vectors[rows]
    meaning, words = keep_meaning(old.meaning, kept), keep_words(old.words, kept)
    if fresh.articles:
        owners = fresh.questions.owners
        added = old.space.encode(list(fresh.questions.written))
        meaning = grow_meaning(meaning, vectors, added, owners)
        words = grow_words(words, old.terms.embed(fresh.questions.read), owners)
        vectors = np.vstack([vectors, added])
    vocabulary = learn_vocabulary(corpus.read, spelt=old.vocabulary.spelt)
    return replace(
        old,
        corpus=corpus,
        by_id={article.id: article for article in corpus.articles},
        vocabulary=vocabulary,
        skeletons=learn_skeletons(vocabulary.by_frequency()),
        meaning=meaning,
        words=words,
        nearest=NearestPart(vectors, count_starts(corpus.questions.owners, len(corpus.articles))),
        exact=list_exact(corpus),
    )


def _is_same(old: LocaleIndex, article: Article) -> bool:
    """Say whether an article is worded as it was, whatever else is new about it."""
    before = old.by_id.get(article.id)
    return before is not None and _wording(before) == _wording(article)


def _wording(article: Article) -> tuple[object, ...]:
    return article.title, article.variants, article.answer
